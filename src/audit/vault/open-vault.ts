/**
 * The vault as the data protection officer has it: private keys in files, or in a PKCS #11 token. Which of both, the
 * vault itself says; whoever opens it says how to get at the token, and is refused when that does not fit.
 */
import type { Clock } from '../../shared/clock.js';
import { readSecret } from './key-folder.js';
import { openKeyUnwrapper, openKeyWrapper } from './file-keys.js';
import { type CountingOptions, countUnwraps } from './counted-unwrap.js';
import { openKeyKeeper } from './file-unwrap.js';
import type { KeyKeeper, KeyPresence, KeyUnwrapper, KeyWrapper } from './keys.js';
import { openTokenVault, tokenLabelOf } from './pkcs11-keys.js';
import { openUnwrapLedger, type UnwrapAct } from './unwrap-ledger.js';

/** How to get at the token. */
export interface TokenAccess {
  /** The vendor's PKCS #11 library. */
  readonly module: string;
  /** File with the PIN of the token's user, readable by its owner alone. */
  readonly pinFile: string;
  /** Label of the token: needed once, for a vault that has no keys yet. */
  readonly label?: string;
}

/** Gives the right to unwrap to one act after the other, and counts what each of them unwraps. */
export interface CountingUnwrapper {
  readonly forAct: (act: UnwrapAct, options?: CountingOptions) => KeyUnwrapper & KeyPresence;
}

/** All rights over a vault. */
export interface OfficerVault {
  readonly keeper: KeyKeeper;
  readonly wrapper: KeyWrapper;
  /** Opens the right to unwrap, without memory of keys. */
  readonly openUnwrapper: () => Promise<CountingUnwrapper>;
  /** Makes keys that are not there yet; returns the names of those made. */
  readonly prepare: (keys: readonly string[]) => Promise<string[]>;
  readonly close: () => void;
}

/**
 * Opens the vault. Rejects with an error that says what does not fit: private keys in a token and no way to it, a way to
 * a token and private keys in files, a PIN file that others may read, a library, token or PIN that is not right.
 */
export async function openOfficerVault(folder: string, clock: Clock, token?: TokenAccess): Promise<OfficerVault> {
  const known = await tokenLabelOf(folder);
  if (token === undefined) {
    if (known !== undefined) {
      throw new Error(
        `the private keys of this vault are in the PKCS #11 token "${known}": name its library and the file with its PIN`,
      );
    }
    return {
      keeper: openKeyKeeper(folder),
      wrapper: await openKeyWrapper(folder),
      openUnwrapper: async () => counting(folder, clock, await openKeyUnwrapper(folder)),
      prepare: () => Promise.resolve([]),
      close: () => undefined,
    };
  }
  const label = known ?? token.label;
  if (label === undefined) {
    throw new Error('a PKCS #11 library is named, but the private keys of this vault are in no token');
  }
  const { keeper, wrapper, openUnwrapper, prepare, close } = await openTokenVault(folder, {
    module: token.module,
    label,
    pin: await readPin(token.pinFile),
  });
  return { keeper, wrapper, openUnwrapper: async () => counting(folder, clock, await openUnwrapper()), prepare, close };
}

/** The right to read a vault, and nothing else of it. */
export interface OpenedVault {
  readonly keys: KeyUnwrapper & KeyPresence;
  /** Lets go of the token. */
  readonly close: () => void;
}

/**
 * Opens the vault for reading, for one act, whose unwraps are counted. Rejects as openOfficerVault does, and when there is
 * no root key.
 */
export async function openVaultToRead(
  folder: string,
  clock: Clock,
  token: TokenAccess | undefined,
  act: UnwrapAct,
  options?: CountingOptions,
): Promise<OpenedVault> {
  if (token === undefined && (await tokenLabelOf(folder)) === undefined) {
    const { forAct } = await counting(folder, clock, await openKeyUnwrapper(folder));
    return { keys: forAct(act, options), close: () => undefined };
  }
  const { openUnwrapper, close } = await openOfficerVault(folder, clock, token);
  try {
    return { keys: (await openUnwrapper()).forAct(act, options), close };
  } catch (error) {
    close();
    throw error;
  }
}

async function counting(folder: string, clock: Clock, keys: KeyUnwrapper & KeyPresence): Promise<CountingUnwrapper> {
  const ledger = await openUnwrapLedger(folder, clock);
  return { forAct: (act, options) => countUnwraps(keys, ledger, act, options) };
}

async function readPin(path: string): Promise<string> {
  const name = 'PIN file of the PKCS #11 token';
  const pin = await readSecret(path, name).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new Error(`${name}: cannot be read (${String(error.code)})`, { cause: error });
  });
  const text = pin.toString('utf8').trim();
  if (text === '') throw new Error(`${name}: is empty`);
  return text;
}
