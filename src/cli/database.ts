/** The database of a command: the one that OSTIARY_DATABASE_URL names, or an embedded one. */
import { seedPnr } from '../adapters/pnr/simulator/seed.js';
import { seedPoliceRecords } from '../adapters/police-records/simulator/seed.js';
import { seedPrumDna } from '../adapters/prum/dna/simulator/seed.js';
import { seedPrumPrints } from '../adapters/prum/fingerprint/simulator/seed.js';
import { seedVehicles } from '../adapters/prum/vehicle/simulator/seed.js';
import { seedFaces } from '../adapters/prum/face/simulator/seed.js';
import { seedSis } from '../adapters/sis/simulator/seed.js';
import { type Config, dataLayout } from '../gateway/config.js';
import { systemClock } from '../shared/clock.js';
import { connectDatabase, ensureSupported } from '../shared/database/connect.js';
import { findRunningPostgres, startEmbeddedPostgres } from '../shared/database/embedded.js';
import { migrate } from '../shared/database/migrate.js';
import type { Terminal } from './terminal.js';

/** Components with tables of their own, in the order in which they are migrated. */
const COMPONENTS = ['audit', 'access', 'sis', 'police-records', 'prum', 'pnr'] as const;

/** A database that is up. */
export interface RunningDatabase {
  /** Connects as the owner. */
  readonly url: string;
  /** In words, without the password. */
  readonly description: string;
  /** Folder of the embedded cluster; undefined for a given database. */
  readonly directory: string | undefined;
  stop(): Promise<void>;
}

/**
 * The database that is there already: the given one, or the embedded one of a gateway at work. Otherwise starts the
 * embedded one.
 */
export async function joinDatabase(config: Config): Promise<RunningDatabase> {
  const running = config.databaseUrl ?? (await findRunningPostgres(dataLayout(config.dataDirectory).postgres));
  return openDatabase(running === undefined ? config : { ...config, databaseUrl: running });
}

/** Takes the given database or starts the embedded one. */
export async function openDatabase(config: Config): Promise<RunningDatabase> {
  if (config.databaseUrl !== undefined) {
    const { hostname, pathname } = new URL(config.databaseUrl);
    return {
      url: config.databaseUrl,
      description: `PostgreSQL at ${hostname}${pathname}`,
      directory: undefined,
      stop: () => Promise.resolve(),
    };
  }
  const embedded = await startEmbeddedPostgres({ dataDirectory: dataLayout(config.dataDirectory).postgres });
  return {
    url: embedded.url,
    description: `embedded PostgreSQL ${embedded.version} in ${embedded.directory}`,
    directory: embedded.directory,
    stop: () => embedded.stop(),
  };
}

/** Brings the schemas up to date. Returns the files applied. */
export async function migrateDatabase(url: string): Promise<string[]> {
  const sql = connectDatabase(url, { applicationName: 'ostiary-migrate', max: 2 });
  try {
    await ensureSupported(sql);
    const applied: string[] = [];
    for (const component of COMPONENTS) {
      for (const file of await migrate(sql, component)) applied.push(`${component}/${file}`);
    }
    return applied;
  } finally {
    await sql.end();
  }
}

/** How much goes into the simulators. */
export type SeedAmounts = Pick<
  Config,
  | 'dataDirectory'
  | 'seed'
  | 'seedAlerts'
  | 'seedPoliceRecords'
  | 'seedDnaProfiles'
  | 'seedPrints'
  | 'seedVehicles'
  | 'seedFaces'
  | 'seedPnrFlights'
>;

/** Fills the simulators with synthetic alerts, police records, DNA profiles, prints and faces, unless they hold exactly these already. */
export async function seedDatabase(url: string, amounts: SeedAmounts, terminal: Terminal): Promise<void> {
  const {
    seed,
    seedAlerts: alerts,
    seedPoliceRecords: records,
    seedDnaProfiles: profiles,
    seedPrints: prints,
    seedVehicles: registrations,
    seedFaces: faces,
    seedPnrFlights: flights,
  } = amounts;
  const sql = connectDatabase(url, { applicationName: 'ostiary-seed', max: 2 });
  const told = async (what: string, amount: number, work: (onProgress: OnProgress) => Promise<boolean>) => {
    const progress = terminal.progress(what, amount);
    try {
      await work((done, total) => progress.update(done, total));
    } finally {
      progress.finish();
    }
  };
  try {
    await told('synthetic SIS alerts', alerts, (onProgress) =>
      seedSis({ sql, alerts, seed, clock: systemClock, onProgress }),
    );
    await told('synthetic police records', records, (onProgress) =>
      seedPoliceRecords({ sql, records, seed, onProgress }),
    );
    await told('synthetic DNA profiles', profiles, (onProgress) => seedPrumDna({ sql, profiles, seed, onProgress }));
    await told('synthetic fingerprints', prints, (onProgress) => seedPrumPrints({ sql, prints, seed, onProgress }));
    await told('synthetic vehicle registrations', registrations, (onProgress) =>
      seedVehicles({ sql, registrations, seed, onProgress }),
    );
    await told('synthetic flights', flights, (onProgress) =>
      seedPnr({
        sql,
        keyFolder: dataLayout(amounts.dataDirectory).pnr,
        flights,
        seed,
        nowMs: systemClock.now(),
        onProgress,
      }),
    );
    await told('synthetic faces', faces, (onProgress) => seedFaces({ sql, faces, seed, onProgress }));
  } finally {
    await sql.end();
  }
}

type OnProgress = (done: number, total: number) => void;
