/** A gateway for a bench: database, PKI and alerts in a folder of its own, the gateway in a process of its own. */
import { type ChildProcess, fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { enrolCarriers } from '../../src/adapters/pnr/simulator/seed.js';
import { seedSis } from '../../src/adapters/sis/simulator/seed.js';
import { SearchPersonsRequest } from '../../src/gen/ostiary/sis/v1/sis.js';
import { AccessContext, Purpose } from '../../src/gen/ostiary/common/v1/access.js';
import { type DevelopmentClient, readDevelopmentClient } from '../../src/pki/development-client.js';
import { makeDevelopmentPki } from '../../src/pki/development-pki.js';
import { systemClock } from '../../src/shared/clock.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { startEmbeddedPostgres } from '../../src/shared/database/embedded.js';
import { migrate } from '../../src/shared/database/migrate.js';
import { projectRoot } from '../../src/shared/project-root.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { endChild, nextMessage } from './child.js';

/** What a bench needs to load the gateway. */
export interface Stack {
  readonly gateway: ChildProcess;
  /** "localhost:port" */
  readonly address: string;
  readonly client: DevelopmentClient;
  /** Good for 15 minutes. */
  readonly token: string;
  /** Another authority, with such a token. */
  other(code: string): Promise<{ readonly client: DevelopmentClient; readonly token: string }>;
  readonly noHitRequests: readonly Buffer[];
  readonly hitRequests: readonly Buffer[];
  readonly serverFiles: { readonly certificate: string; readonly key: string; readonly ca: string };
  stop(): Promise<void>;
}

/** Different questions, so that no cache of equal ones flatters the figures. */
const DIFFERENT_REQUESTS = 500;

/** Starts everything; `caller` is the code of the authority that will ask. */
export async function startStack(directory: string, alerts: number, caller = 'XA-POLICE'): Promise<Stack> {
  const pki = await makeDevelopmentPki(join(directory, 'pki'), systemClock);
  const postgres = await startEmbeddedPostgres({ dataDirectory: join(directory, 'postgres') });
  const owner = connectDatabase(postgres.url, { applicationName: 'bench-setup', max: 2 });
  await migrate(owner, 'audit');
  await migrate(owner, 'access');
  await migrate(owner, 'sis');
  await migrate(owner, 'police-records');
  await migrate(owner, 'prum');
  await migrate(owner, 'pnr');
  await enrolCarriers(owner);
  await seedSis({ sql: owner, alerts, seed: 1, clock: systemClock });
  await owner.end();

  const gateway = fork(join(projectRoot, 'dist/bench/support/serve.js'), [], {
    env: {
      PATH: process.env.PATH,
      OSTIARY_DATABASE_URL: postgres.url,
      OSTIARY_DATA_DIR: join(directory, 'data'),
      OSTIARY_PNR_ASSESS_AFTER_SECONDS: 'off',
      OSTIARY_CREDENTIALS_DIR: pki.layout.gateway,
      OSTIARY_LISTEN_PORT: '0',
      OSTIARY_OBSERVABILITY_PORT: '0',
      OSTIARY_TILES_PORT: 'off',
      OSTIARY_LOG_LEVEL: 'warn',
    },
  });
  const { port } = await nextMessage<{ port: number }>(gateway);
  const other = async (code: string) => {
    const client = await readDevelopmentClient(join(directory, 'pki'), code, systemClock);
    return { client, token: await client.mintToken({ officer: 'officer-bench', lifetimeSeconds: 900 }) };
  };
  return {
    gateway,
    address: `localhost:${port}`,
    ...(await other(caller)),
    other,
    noHitRequests: Array.from({ length: DIFFERENT_REQUESTS }, (_, index) =>
      searchRequest(`Niemand${letters(index)}`, '1980-01-02'),
    ),
    hitRequests: [searchRequest(TEST_PERSONS.wanted.surname, TEST_PERSONS.wanted.dateOfBirth)],
    serverFiles: {
      certificate: pki.layout.serverCertificate,
      key: pki.layout.serverKey,
      ca: pki.layout.caBundle,
    },
    async stop() {
      await endChild(gateway);
      await postgres.stop();
      // For root the cluster lies outside the bench's folder (docs/database.md).
      await rm(postgres.directory, { recursive: true, force: true });
    },
  };
}

/** A number in letters, since surnames have no digits. */
const letters = (index: number): string =>
  index.toString(26).replace(/[0-9]/g, (digit) => 'qrstuvwxyz'.charAt(Number(digit)));

function searchRequest(surname: string, dateOfBirth: string): Buffer {
  const access = AccessContext.fromPartial({
    legalBasisId: 'SIS62-44-1-B',
    purpose: Purpose.POLICE_CUSTOMS_CHECK,
    caseReference: 'CASE-2026-000123',
    justification: 'identity check during a traffic stop',
    operatingUnit: 'Patrol 7',
  });
  const request = SearchPersonsRequest.fromPartial({ access, name: { surname, dateOfBirth } });
  return Buffer.from(SearchPersonsRequest.encode(request).finish());
}
