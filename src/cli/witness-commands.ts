/** witness keygen, witness serve: what a data protection officer or a supervisory authority runs (docs/witness.md). */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { parseVerifierKey } from '../audit/note/key.js';
import { loadVerifierKey } from '../audit/log/log-key.js';
import { createLogger } from '../gateway/observability/logger.js';
import { systemClock } from '../shared/clock.js';
import { createKeyFile, loadCosigners, PUBLIC_SUFFIX } from '../witness/key-file.js';
import { createMemory, openMemory } from '../witness/memory/memory.js';
import { serveWitness } from '../witness/server.js';
import { openWitness } from '../witness/witness.js';
import { createTerminal } from './terminal.js';

/** Where a witness listens unless told otherwise: behind a proxy that ends TLS. */
const DEFAULT_LISTEN = '127.0.0.1:8460';

interface ServeOptions {
  readonly key: string;
  readonly state: string;
  readonly log: readonly string[];
  readonly listen: string;
}

/** Adds the commands. */
export function addWitnessCommands(program: Command): void {
  const witness = program
    .command('witness')
    .description('Be a witness: cosign checkpoints of logs that only ever grow (docs/witness.md)');

  witness
    .command('keygen')
    .description('Make the key and the empty memory of a new witness; once in its life')
    .requiredOption('--name <name>', 'name of the witness, e.g. witness.dpa.example/1: a URL without scheme')
    .requiredOption('--key <file>', 'where to write the secret key; the public one goes to <file>.vkey')
    .requiredOption('--state <folder>', 'where the witness will remember what it cosigned')
    .option('--ml-dsa', 'a post-quantum key (ML-DSA-44) as well')
    .action(async (options: { name: string; key: string; state: string; mlDsa?: true }) => {
      const path = resolve(options.key);
      const algorithms = options.mlDsa === true ? (['ed25519', 'ml-dsa-44'] as const) : (['ed25519'] as const);
      const keys = await createKeyFile(path, options.name, algorithms);
      await createMemory(resolve(options.state), options.name);
      const terminal = createTerminal();
      terminal.good(`secret key: ${path} (keep it to yourself)`);
      terminal.good(`public key, for the gateway's policy: ${path}${PUBLIC_SUFFIX}`);
      for (const key of keys) terminal.line(`  ${key}`);
    });

  witness
    .command('serve')
    .description('Run the witness (C2SP tlog-witness)')
    .requiredOption('--key <file>', 'key file made by keygen')
    .requiredOption('--state <folder>', 'memory made by keygen')
    .requiredOption('--log <files...>', 'verifier keys (log.vkey) of the logs to watch')
    .option('--listen <host:port>', 'address to listen on; port 0 takes a free one', DEFAULT_LISTEN)
    .action(serve);
}

async function serve(options: ServeOptions): Promise<void> {
  const stopRequested = signalled();
  const logger = createLogger('info');
  const { host, port } = parseListen(options.listen);
  const cosigners = await loadCosigners(resolve(options.key));
  const logs = await Promise.all(
    options.log.map(async (file) => parseVerifierKey(await loadVerifierKey(resolve(file)))),
  );
  const [{ name }] = cosigners;
  const memory = await openMemory(resolve(options.state), name, [...new Set(logs.map((log) => log.name))]);
  try {
    const witness = await openWitness({ cosigners, logs, memory, clock: systemClock });
    const server = await serveWitness(
      witness,
      { host, port },
      {
        answered(answer) {
          if (answer.status === 200) logger.info({ origin: answer.origin, size: answer.size }, 'cosigned');
          else logger.warn({ status: answer.status, origin: answer.origin }, 'not cosigned');
        },
        failed: (error) => logger.error({ err: error }, 'the witness failed'),
      },
    );
    logger.info({ witness: name, host: server.host, port: server.port }, 'witness is open');
    process.send?.({ port: server.port });
    const signal = await stopRequested;
    logger.info({ signal }, 'closing');
    await server.close();
  } finally {
    await memory.close();
  }
  if (process.connected) process.disconnect();
}

function signalled(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
    // A parent that started us over IPC (demo, tests) and is gone.
    process.once('disconnect', () => resolve('disconnect'));
  });
}

function parseListen(text: string): { host: string; port: number } {
  const [, bracketed, plain, digits = ''] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:]+)):([0-9]{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === undefined || port > 65_535) throw new Error('--listen: not of the form host:port');
  return { host, port };
}
