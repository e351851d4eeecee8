/** What a gateway needs before it can start: a development PKI, a migrated database with few alerts, a configuration. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enrolCarriers } from '../../src/adapters/pnr/simulator/seed.js';
import { seedPoliceRecords } from '../../src/adapters/police-records/simulator/seed.js';
import { seedPrumDna } from '../../src/adapters/prum/dna/simulator/seed.js';
import { seedPrumPrints } from '../../src/adapters/prum/fingerprint/simulator/seed.js';
import { seedVehicles } from '../../src/adapters/prum/vehicle/simulator/seed.js';
import { seedFaces } from '../../src/adapters/prum/face/simulator/seed.js';
import { seedSis } from '../../src/adapters/sis/simulator/seed.js';
import { makeDevelopmentPki } from '../../src/pki/development-pki.js';
import { systemClock } from '../../src/shared/clock.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { migrate } from '../../src/shared/database/migrate.js';
import { createFilledDatabase, runFolder } from './postgres.js';

export interface Ground {
  readonly pkiDirectory: string;
  readonly databaseUrl: string;
  /** The configuration as environment variables: free ports, no operator's log. */
  readonly environment: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** Alerts besides the fixed test persons. */
const ALERTS = 500;

/** Police records besides the fixed test persons'. */
const RECORDS = 200;

/** Sets of prints besides those of the fixed test persons. */
const PRINTS = 0;

/** DNA profiles besides those of the fixed test persons. */
const PROFILES = 200;

/** Vehicle registrations besides those of the test vehicles. */
const REGISTRATIONS = 100;

/** Faces besides the fixed test persons'. */
const FACES = 100;

/** PKIs of this process that nobody has a copy of: two gateways at a time never have the same. */
const pkis: string[] = [];

async function makePki(): Promise<string> {
  const directory = await mkdtemp(join(runFolder(), 'pki-'));
  await makeDevelopmentPki(directory, systemClock);
  return directory;
}

/** Prepares a database, by default one of the test server that is dropped at the end. */
export async function prepareGround(databaseUrl?: string): Promise<Ground> {
  const directory = await mkdtemp(join(tmpdir(), 'ostiary-stack-'));
  const database =
    databaseUrl === undefined ? await createFilledDatabase(fill) : { url: databaseUrl, drop: () => Promise.resolve() };
  if (databaseUrl !== undefined) await fill(databaseUrl);
  const pkiDirectory = join(directory, 'pki');
  const pki = pkis.pop() ?? (await makePki());
  await cp(pki, pkiDirectory, { recursive: true });
  return {
    pkiDirectory,
    databaseUrl: database.url,
    environment: {
      OSTIARY_DATA_DIR: join(directory, 'data'),
      OSTIARY_CREDENTIALS_DIR: join(pkiDirectory, 'gateway'),
      OSTIARY_LISTEN_PORT: '0',
      OSTIARY_OBSERVABILITY_PORT: '0',
      OSTIARY_REVIEW_PORT: '0',
      OSTIARY_REVIEW_OBSERVABILITY_PORT: '0',
      OSTIARY_TILES_PORT: '0',
      OSTIARY_LOG_LEVEL: 'silent',
      OSTIARY_DRAIN_MS: '1000',
      // Takes a quarter of the time in which a gateway starts; grpc-services.test.ts tests it.
      OSTIARY_REFLECTION: 'false',
      // Entries and matches of a test are its own doing; those of assessments that a push starts have theirs.
      OSTIARY_PNR_ASSESS_AFTER_SECONDS: 'off',
    },
    async remove() {
      pkis.push(pki);
      await database.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Everything that a gateway needs in a database, and few records in every simulator. */
async function fill(databaseUrl: string): Promise<void> {
  const owner = connectDatabase(databaseUrl, { applicationName: 'test-setup', max: 2 });
  await migrate(owner, 'audit');
  await migrate(owner, 'access');
  await migrate(owner, 'sis');
  await seedSis({ sql: owner, alerts: ALERTS, seed: 7, clock: systemClock });
  await migrate(owner, 'police-records');
  await migrate(owner, 'prum');
  await migrate(owner, 'pnr');
  await enrolCarriers(owner);
  await seedPrumDna({ sql: owner, profiles: PROFILES, seed: 7 });
  await seedPrumPrints({ sql: owner, prints: PRINTS, seed: 7 });
  await seedVehicles({ sql: owner, registrations: REGISTRATIONS, seed: 7 });
  await seedFaces({ sql: owner, faces: FACES, seed: 7 });
  await seedPoliceRecords({ sql: owner, records: RECORDS, seed: 7 });
  await owner.end();
}
