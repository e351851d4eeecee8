/** serve, start, migrate, seed: commands that run or prepare a gateway. */
import { dirname, relative } from 'node:path';
import type { Command } from 'commander';
import { type Config, readConfig } from '../gateway/config.js';
import { type RunningGateway, startGateway } from '../gateway/gateway.js';
import { createLogger } from '../gateway/observability/logger.js';
import { makeDevelopmentPki } from '../pki/development-pki.js';
import { joinDatabase, migrateDatabase, openDatabase, seedDatabase } from './database.js';
import { createTerminal, type Terminal } from './terminal.js';

/** Adds the commands. */
export function addServerCommands(program: Command): void {
  program
    .command('start')
    .description('Set up everything for development (PKI, database, synthetic alerts) and run the gateway')
    .action(async () => {
      const config = readConfig(process.env);
      const terminal = createTerminal();
      terminal.title('Ostiary, development gateway (synthetic data)');
      const pki = await makeDevelopmentPki(dirname(config.credentialsDirectory));
      terminal.good(`${pki.created ? 'made' : 'kept'} the development PKI in ${dirname(config.credentialsDirectory)}`);
      await run(config, terminal, async (url) => {
        const applied = await migrateDatabase(url);
        terminal.good(applied.length === 0 ? 'schemas are up to date' : `migrated: ${applied.join(', ')}`);
        await seedDatabase(url, config.seedAlerts, config.seed, terminal);
      });
    });

  program
    .command('serve')
    .description('Run the gateway on a migrated database (docs/operations.md)')
    .action(async () => {
      await run(readConfig(process.env), undefined, () => Promise.resolve());
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
    .description('Fill the SIS simulator with synthetic alerts (OSTIARY_SEED_ALERTS, OSTIARY_SEED)')
    .action(async () => {
      const config = readConfig(process.env);
      const database = await joinDatabase(config);
      try {
        await seedDatabase(database.url, config.seedAlerts, config.seed, createTerminal());
      } finally {
        await database.stop();
      }
    });
}

/** Opens the database, prepares it, runs the gateway until a signal comes, and stops in order. */
async function run(
  config: Config,
  terminal: Terminal | undefined,
  prepare: (url: string) => Promise<void>,
): Promise<void> {
  const stopRequested = signalled();
  const logger = createLogger(config.logLevel);
  const database = await openDatabase(config);
  try {
    await prepare(database.url);
    const gateway = await startGateway(config, database.url, logger);
    if (terminal !== undefined) explain(terminal, config, gateway, database.description);
    // A parent that started us over IPC (bench, tests) is told where we listen.
    const { port, observabilityPort, tilesPort } = gateway;
    process.send?.({ port, observabilityPort, tilesPort });
    const signal = await stopRequested;
    logger.info({ signal }, 'closing');
    await gateway.close();
  } finally {
    await database.stop();
    // By now all is written and closed. A connection that postgres.js 3.4.9 was about to try again when its pool ended
    // comes to be all the same, and must not keep us.
    setTimeout(() => process.exit(), LEFTOVER_PATIENCE_MS).unref();
  }
  if (process.connected) process.disconnect();
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
  terminal.line('  npx ostiary query persons --as XA-POLICE --surname Müller-Beispiel --date-of-birth 1975-03-14');
  terminal.line();
  terminal.line(`  TOKEN=$(npx ostiary token --as XA-POLICE)`);
  terminal.line(`  curl --cacert ${pki}/gateway/ca.pem --cert ${client}/client.pem --key ${client}/client.key \\`);
  terminal.line(`       -H "Authorization: Bearer $TOKEN" https://${address}/v1/audit/checkpoint`);
  terminal.line();
  terminal.line('  Contract: proto/ or /openapi.json · Guide: docs/integrator-guide.md · Stop: Ctrl-C');
}
