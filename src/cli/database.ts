/** The database of a command: the one that OSTIARY_DATABASE_URL names, or an embedded one. */
import { type Config, dataLayout } from '../gateway/config.js';
import { connectDatabase, ensureSupported } from '../shared/database/connect.js';
import { findRunningPostgres, startEmbeddedPostgres } from '../shared/database/embedded.js';
import { migrate } from '../shared/database/migrate.js';

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
