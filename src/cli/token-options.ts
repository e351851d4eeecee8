/** How commands get at a PKCS #11 token that has the vault's private keys: options before the configuration. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { TokenAccess } from '../audit/vault/open-vault.js';
import type { Config } from '../gateway/config.js';

/** The options. */
export interface TokenFlags {
  readonly pkcs11Module?: string;
  readonly pkcs11PinFile?: string;
  readonly pkcs11Label?: string;
}

/** Adds the options; docs/retention-and-erasure.md. */
export function withToken(command: Command): Command {
  return command
    .option(
      '--pkcs11-module <library>',
      'PKCS #11 library of the token that has the private keys; default OSTIARY_PKCS11_MODULE',
    )
    .option('--pkcs11-pin-file <file>', 'file with the PIN of the token; default OSTIARY_PKCS11_PIN_FILE');
}

/** What the options say, or else the configuration; undefined means key files. Throws when one half is missing. */
export function tokenOf(flags: TokenFlags, { pkcs11 }: Pick<Config, 'pkcs11'>): TokenAccess | undefined {
  const { pkcs11Module: module, pkcs11PinFile: pinFile, pkcs11Label: label } = flags;
  const named = label !== undefined && { label };
  if (module === undefined && pinFile === undefined) return pkcs11 && { ...pkcs11, ...named };
  if (module === undefined || pinFile === undefined) {
    throw new Error('--pkcs11-module and --pkcs11-pin-file go together');
  }
  return { module: resolve(module), pinFile: resolve(pinFile), ...named };
}
