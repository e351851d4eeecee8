/** idp, idp rotate: the identity provider of the development PKI's authorities. */
import { resolve } from 'node:path';
import { type Command } from 'commander';
import { createLogger } from '../gateway/observability/logger.js';
import { registerProvider, rotateSigningKey } from '../idp/registration.js';
import { serveProvider } from '../idp/server.js';
import { authoritiesOf } from '../pki/development-pki.js';
import { systemClock } from '../shared/clock.js';
import { DEFAULT_PKI_DIRECTORY, pkiLayout, type PkiLayout } from '../pki/layout.js';
import { createTerminal } from './terminal.js';

/** Ports of the provider unless told otherwise. */
const DEFAULT_PORT = '8445';
const DEFAULT_TOKEN_PORT = '8446';

interface ServeOptions {
  readonly pki: string;
  readonly port: string;
  readonly tokenPort: string;
  readonly register?: true;
}

/** Adds the commands. */
export function addIdpCommands(program: Command): void {
  const idp = program
    .command('idp')
    .description(
      'Run an identity provider for development: believes every holder of a certificate; never for real officers',
    )
    .option('--pki <folder>', 'development PKI', DEFAULT_PKI_DIRECTORY)
    .option('--port <port>', 'loopback port of metadata and keys; 0 takes a free one', DEFAULT_PORT)
    .option('--token-port <port>', 'loopback port of tokens, for client certificates alone', DEFAULT_TOKEN_PORT)
    .option('--register', "make the gateway's registry expect its tokens and fetch its keys")
    .action(serve);

  idp
    .command('rotate')
    .description('Give every authority, or one, a new signing key; the old one stays published for its tokens')
    .option('--as <code>', 'authority, e.g. XA-POLICE')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<{ pki: string; as?: string }>();
      const layout = pkiLayout(resolve(options.pki));
      const codes = await authoritiesOf(layout);
      if (options.as !== undefined && !codes.includes(options.as)) throw new Error(`${options.as}: no such authority`);
      const rotated = options.as === undefined ? codes : [options.as];
      await rotateAll(layout, rotated);
      createTerminal().good(`${rotated.join(', ')}: tokens are signed with a new key from now on`);
    });
}

async function rotateAll(layout: PkiLayout, codes: readonly string[]): Promise<void> {
  // One after the other: each may change the registry.
  for (const code of codes) await rotateSigningKey(layout, code, systemClock.now());
}

async function serve(options: ServeOptions): Promise<void> {
  const stopRequested = signalled();
  const logger = createLogger('info');
  const layout = pkiLayout(resolve(options.pki));
  const codes = await authoritiesOf(layout);
  const provider = await serveProvider({
    layout,
    codes,
    host: '127.0.0.1',
    port: parsePort(options.port, '--port'),
    tokenPort: parsePort(options.tokenPort, '--token-port'),
    clock: systemClock,
    onFault: (error) => logger.error({ err: error }, 'a request failed'),
  });
  let rotating = Promise.resolve();
  const rotate = (): void => {
    rotating = rotating
      .then(() => rotateAll(layout, codes))
      .then(
        () => logger.info('tokens are signed with new keys from now on'),
        (error: unknown) => logger.error({ err: error }, 'the keys could not be changed'),
      );
  };
  process.on('SIGHUP', rotate);
  try {
    if (options.register === true) await registerProvider(layout, codes, provider.baseUrl);
    logger.info(
      {
        issuers: codes.map((code) => `${provider.baseUrl}/${code.toLowerCase()}`),
        registered: options.register === true,
      },
      'identity provider for development is open; SIGHUP changes its keys',
    );
    process.send?.({ port: provider.port, tokenPort: provider.tokenPort });
    const signal = await stopRequested;
    logger.info({ signal }, 'closing');
  } finally {
    process.off('SIGHUP', rotate);
    await rotating;
    await provider.close();
    if (process.connected) process.disconnect();
  }
}

function parsePort(text: string, option: string): number {
  const port = Number(text);
  if (!/^[0-9]{1,5}$/.test(text) || port > 65_535) throw new Error(`${option}: not a port`);
  return port;
}

function signalled(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
    // A parent that started us over IPC (tests) and is gone.
    process.once('disconnect', () => resolve('disconnect'));
  });
}
