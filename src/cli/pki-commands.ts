/** pki, token: the development PKI and its identity provider. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readDevelopmentClient } from '../pki/development-client.js';
import { makeDevelopmentPki } from '../pki/development-pki.js';
import { revokeDevelopmentClient } from '../pki/revoke-client.js';
import { DEFAULT_PKI_DIRECTORY } from '../pki/layout.js';
import { systemClock } from '../shared/clock.js';
import { createTerminal } from './terminal.js';

/** Adds the commands. */
export function addPkiCommands(program: Command): void {
  program
    .command('pki')
    .description('Make a development PKI: CAs, server, authorities, revocation lists, PKCS#12 bundles')
    .option('--dir <folder>', 'where to put it', DEFAULT_PKI_DIRECTORY)
    .option('--force', 'make everything anew')
    .option(
      '--revoke <code>',
      'revoke the certificate of an authority, e.g. XB-BORDER; a running gateway takes it over',
    )
    .action(async (options: { dir: string; force?: true; revoke?: string }) => {
      const directory = resolve(options.dir);
      const terminal = createTerminal();
      if (options.revoke !== undefined) {
        await revokeDevelopmentClient(directory, options.revoke, systemClock);
        terminal.good(`revoked ${options.revoke}; its open connections are cut when the gateway reads the new list`);
        return;
      }
      const pki = await makeDevelopmentPki(directory, systemClock, { force: options.force ?? false });
      terminal.good(`${pki.created ? 'made' : 'kept'} the development PKI in ${directory}`);
    });

  program
    .command('token')
    .description('Print an officer token from the development identity provider')
    .requiredOption('--as <code>', 'authority, e.g. XA-POLICE')
    .option('--officer <id>', 'pseudonymous officer id', 'officer-17')
    .option('--pki <folder>', 'development PKI', DEFAULT_PKI_DIRECTORY)
    .action(async (options: { as: string; officer: string; pki: string }) => {
      const client = await readDevelopmentClient(resolve(options.pki), options.as, systemClock);
      process.stdout.write(`${await client.mintToken({ officer: options.officer })}\n`);
    });
}
