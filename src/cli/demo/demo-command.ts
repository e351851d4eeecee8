/** demo: everything, once, from an empty folder to a caught forger. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ensureLogKey } from '../../audit/log/log-key.js';
import { type Config, dataLayout, readConfig } from '../../gateway/config.js';
import { type RunningGateway, startGateway } from '../../gateway/gateway.js';
import { createLogger } from '../../gateway/observability/logger.js';
import { startReviewService } from '../../gateway/review-service.js';
import { makeDevelopmentPki } from '../../pki/development-pki.js';
import { DEVELOPMENT_AUTHORITIES } from '../../pki/development-authorities.js';
import { systemClock } from '../../shared/clock.js';
import { connectDatabase } from '../../shared/database/connect.js';
import { migrateDatabase, openDatabase, type RunningDatabase } from '../database.js';
import { seedDatabase } from '../seed-database.js';
import { withSandboxPolicy } from '../sandbox-policy.js';
import { createTerminal } from '../terminal.js';
import { createReceiptCheck } from './check-receipt.js';
import { tellOfReview } from './review-story.js';
import { tellStory } from './story.js';
import { tamperAndCatch } from './tamper.js';
import { tellOfWitnesses } from './witness-story.js';
import { startDemoWitnesses } from './witnesses.js';

/** Adds the command. */
export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('Show the whole path on a gateway that lives as long as the demo')
    .action(async () => {
      const directory = await mkdtemp(join(tmpdir(), 'ostiary-demo-'));
      try {
        await demo(directory);
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    });
}

async function demo(directory: string): Promise<void> {
  const started = performance.now();
  const terminal = createTerminal();
  const pkiDirectory = join(directory, 'pki');
  const policyFile = join(directory, 'witness-policy.txt');
  // Its own folder, ports and database: a demo disturbs nothing, and its forger forges nothing of value.
  const config: Config = await withSandboxPolicy(
    readConfig({
      OSTIARY_LOG_LEVEL: 'warn',
      OSTIARY_SEED_PNR_FLIGHTS: '6',
      // The story tells of every entry of its log.
      OSTIARY_PNR_ASSESS_AFTER_SECONDS: 'off',
      ...process.env,
      OSTIARY_DATA_DIR: join(directory, 'data'),
      OSTIARY_CREDENTIALS_DIR: join(pkiDirectory, 'gateway'),
      OSTIARY_LISTEN_HOST: '127.0.0.1',
      OSTIARY_LISTEN_PORT: '0',
      OSTIARY_OBSERVABILITY_PORT: '0',
      OSTIARY_REVIEW_PORT: '0',
      OSTIARY_REVIEW_OBSERVABILITY_PORT: '0',
      OSTIARY_TILES_HOST: '127.0.0.1',
      OSTIARY_TILES_PORT: '0',
      OSTIARY_WITNESS_POLICY: policyFile,
      OSTIARY_WITNESS_MODE: 'async',
    }),
  );
  terminal.title('Ostiary: one real query, end to end (all data are synthetic)');
  await makeDevelopmentPki(pkiDirectory, systemClock);
  terminal.good(
    `development PKI: two CAs, a server, ${DEVELOPMENT_AUTHORITIES.length} authorities, one of them revoked`,
  );
  const signer = await ensureLogKey(dataLayout(config.dataDirectory).keys, config.logOrigin);
  const witnesses = await startDemoWitnesses(directory, signer.verifierKey, policyFile);
  try {
    for (const { owner, url } of witnesses.running)
      terminal.good(`witness of ${owner} on ${url}, a process of its own`);
    const database = await openScratchDatabase(config);
    try {
      terminal.good(database.description);
      const applied = await migrateDatabase(database.url);
      terminal.good(`schemas migrated: ${applied.join(', ')}`);
      await seedDatabase(database.url, config, terminal);
      const gateway = await startGateway(config, database.url, createLogger(config.logLevel));
      try {
        terminal.good(`gateway on localhost:${gateway.port}, gRPC and REST, mutual TLS 1.3`);
        terminal.good(`verifier key of its log: ${gateway.verifierKey}`);
        const receipts = createReceiptCheck(gateway.verifierKey, terminal);
        const { treeSize } = await tellStory({ terminal, port: gateway.port, pkiDirectory, receipts });

        terminal.title('8. The data protection officer asks who looked at the person, by the review service');
        const review = await startReviewService(config, database.url, createLogger(config.logLevel));
        try {
          await tellOfReview({ terminal, port: review.port, pkiDirectory, receipts });
        } finally {
          await review.close();
        }

        terminal.title('9. Two witnesses, at other authorities, have cosigned all of this');
        await tellOfWitnesses({ terminal, logUrl: tilesUrl(gateway), witnesses, signer, size: treeSize });

        terminal.title('10. Somebody with full rights on the database changes the log');
        const vault = dataLayout(config.dataDirectory).vault;
        const place = { databaseUrl: database.url, origin: config.logOrigin, vkey: gateway.verifierKey, vault };
        await tamperAndCatch(place, terminal);
        terminal.title(
          `Done in ${((performance.now() - started) / 1000).toFixed(0)} s: ${receipts.count} receipts verified`,
        );
      } finally {
        await gateway.close();
      }
    } finally {
      await database.stop();
    }
  } finally {
    await witnesses.stop();
  }
  terminal.line('Next: npm start keeps a gateway running; README.md says how to ask it.');
}

function tilesUrl({ tilesPort }: RunningGateway): string {
  if (tilesPort === undefined) throw new Error('the demo needs the public face of the log');
  return `http://127.0.0.1:${tilesPort}`;
}

/** An embedded database of the demo's own, or a new one beside those of the given server, dropped at the end. */
async function openScratchDatabase(config: Config): Promise<RunningDatabase> {
  const database = await openDatabase(config);
  if (config.databaseUrl === undefined) {
    return {
      ...database,
      async stop() {
        await database.stop();
        if (database.directory !== undefined) await rm(database.directory, { recursive: true, force: true });
      },
    };
  }
  const name = `ostiary_demo_${randomBytes(6).toString('hex')}`;
  const admin = connectDatabase(config.databaseUrl, { applicationName: 'ostiary-demo', max: 1 });
  await admin`CREATE DATABASE ${admin(name)}`;
  const url = new URL(config.databaseUrl);
  url.pathname = `/${name}`;
  return {
    ...database,
    url: url.href,
    async stop() {
      await admin`DROP DATABASE ${admin(name)} WITH (FORCE)`;
      await admin.end();
    },
  };
}
