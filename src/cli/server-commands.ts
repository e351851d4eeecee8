/** serve, start, migrate, seed: commands that run or prepare a gateway. */
import { dirname, relative } from 'node:path';
import type { Command } from 'commander';
import { type Config, dataLayout, readConfig } from '../gateway/config.js';
import { type RunningGateway, startGateway } from '../gateway/gateway.js';
import { createLogger, type Logger } from '../gateway/observability/logger.js';
import { startReviewService } from '../gateway/review-service.js';
import { makeDevelopmentPki } from '../pki/development-pki.js';
import { systemClock } from '../shared/clock.js';
import { joinDatabase, migrateDatabase, openDatabase, type RunningDatabase } from './database.js';
import { seedDatabase } from './seed-database.js';
import { SANDBOX_REGIMES, withSandboxPolicy } from './sandbox-policy.js';
import { createTerminal, type Terminal } from './terminal.js';

/** Adds the commands. */
export function addServerCommands(program: Command): void {
  program
    .command('start')
    .description('Set up everything for development (PKI, database, synthetic alerts) and run the gateway')
    .action(async () => {
      const terminal = createTerminal();
      terminal.title('Ostiary, development gateway (synthetic data)');
      const config = await withSandboxPolicy(readConfig(process.env));
      const pki = await makeDevelopmentPki(dirname(config.credentialsDirectory), systemClock);
      terminal.good(`${pki.created ? 'made' : 'kept'} the development PKI in ${dirname(config.credentialsDirectory)}`);
      await runUntilSignal(config, async (database, logger) => {
        const applied = await migrateDatabase(database.url);
        terminal.good(applied.length === 0 ? 'schemas are up to date' : `migrated: ${applied.join(', ')}`);
        await seedDatabase(database.url, config, terminal);
        terminal.good(`policy: ${relative(process.cwd(), config.policyDirectory)}${begunInSandbox(config)}`);
        return startBoth(config, database, logger, terminal);
      });
    });

  program
    .command('serve')
    .description('Run the gateway on a migrated database (docs/operations.md)')
    .action(async () => {
      const config = readConfig(process.env);
      await runUntilSignal(config, async ({ url }, logger) => {
        const gateway = await startGateway(config, url, logger);
        return { told: addressOf(gateway), close: () => gateway.close() };
      });
    });

  program
    .command('migrate')
    .description('Bring the database schemas up to date')
    .action(async () => {
      const database = await joinDatabase(readConfig(process.env));
      try {
        const applied = await migrateDatabase(database.url);
        createTerminal().good(applied.length === 0 ? 'schemas are up to date' : `migrated: ${applied.join(', ')}`);
      } finally {
        await database.stop();
      }
    });

  program
    .command('seed')
    .description(
      'Fill the simulators with synthetic data (OSTIARY_SEED_ALERTS, OSTIARY_SEED_POLICE_RECORDS, OSTIARY_SEED)',
    )
    .action(async () => {
      const config = readConfig(process.env);
      const database = await joinDatabase(config);
      try {
        await seedDatabase(database.url, config, createTerminal());
      } finally {
        await database.stop();
      }
    });
}

/** Services at work. */
export interface RunningServices {
  /** What a parent that started us over IPC (bench, tests) is told: where we listen. */
  readonly told: object;
  close(): Promise<void>;
}

/**
 * Opens the database, starts services on it, runs them until a signal comes, and stops in order. `open` may be
 * joinDatabase, for a service beside one that has started the embedded database.
 */
export async function runUntilSignal(
  config: Config,
  start: (database: RunningDatabase, logger: Logger) => Promise<RunningServices>,
  open: (config: Config) => Promise<RunningDatabase> = openDatabase,
): Promise<void> {
  const stopRequested = signalled();
  const logger = createLogger(config.logLevel);
  const database = await open(config);
  try {
    const services = await start(database, logger);
    process.send?.(services.told);
    const signal = await stopRequested;
    logger.info({ signal }, 'closing');
    await services.close();
  } finally {
    await database.stop();
    // By now all is written and closed. A connection that postgres.js 3.4.9 was about to try again when its pool ended
    // comes to be all the same, and must not keep us.
    setTimeout(() => process.exit(), LEFTOVER_PATIENCE_MS).unref();
  }
  if (process.connected) process.disconnect();
}

/** The gateway, and beside it the review service: in one process for development alone. */
async function startBoth(
  config: Config,
  database: RunningDatabase,
  logger: Logger,
  terminal: Terminal,
): Promise<RunningServices> {
  const gateway = await startGateway(config, database.url, logger);
  try {
    const review = await startReviewService(config, database.url, logger);
    explain(terminal, config, gateway, database.description);
    terminal.line(`  Review service for data protection officers: localhost:${review.port} · docs/dpo-guide.md`);
    return {
      told: { ...addressOf(gateway), reviewPort: review.port },
      async close() {
        await review.close();
        await gateway.close();
      },
    };
  } catch (error) {
    await gateway.close();
    throw error;
  }
}

/** What is in force here and nowhere else. */
const begunInSandbox = ({ policyDirectory, dataDirectory }: Config): string =>
  policyDirectory === dataLayout(dataDirectory).sandboxPolicy
    ? ` (as if in force: ${[...SANDBOX_REGIMES.keys()].join(', ')})`
    : '';

function addressOf({ port, observabilityPort, tilesPort }: RunningGateway): object {
  return { port, observabilityPort, tilesPort };
}

/** Time for the process to end by itself after everything is closed, in milliseconds. */
const LEFTOVER_PATIENCE_MS = 1_000;

function signalled(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
}

function explain(terminal: Terminal, config: Config, gateway: RunningGateway, database: string): void {
  const pki = relative(process.cwd(), dirname(config.credentialsDirectory));
  const address = `${gateway.host === '127.0.0.1' ? 'localhost' : gateway.host}:${gateway.port}`;
  const client = `${pki}/clients/xa-police`;
  terminal.good(database);
  terminal.good(`gRPC and REST with mutual TLS on ${address}`);
  terminal.good(`metrics and health on http://127.0.0.1:${gateway.observabilityPort}/metrics, /livez, /readyz`);
  if (config.tiles !== undefined && gateway.tilesPort !== undefined) {
    terminal.good(
      `public face of the audit log (C2SP tiles) on http://${config.tiles.host}:${gateway.tilesPort}/checkpoint`,
    );
  }
  terminal.good(`verifier key of the audit log: ${gateway.verifierKey}`);
  terminal.title('Ask it something (test persons: docs/test-persons.md)');
  const there = address === 'localhost:8443' ? '' : ` --address ${address}`;
  terminal.line(
    `  npx ostiary query persons --as XA-POLICE --surname Müller-Beispiel --date-of-birth 1975-03-14${there}`,
  );
  terminal.line();
  terminal.line(`  TOKEN=$(npx ostiary token --as XA-POLICE)`);
  terminal.line(`  curl --cacert ${pki}/gateway/ca.pem --cert ${client}/client.pem --key ${client}/client.key \\`);
  terminal.line(`       -H "Authorization: Bearer $TOKEN" https://${address}/v1/audit/checkpoint`);
  terminal.line();
  terminal.line(
    '  Identity provider with published keys, in a second terminal: npx ostiary idp --register · docs/identity.md',
  );
  terminal.line('  Contract: proto/ or /openapi.json · Guide: docs/integrator-guide.md · Stop: Ctrl-C');
}
