/** The vault as the data protection officer has it: private keys in files, or in a PKCS #11 token. */
import { readFile } from 'node:fs/promises';
import { openKeyUnwrapper, openKeyWrapper } from './file-keys.js';
import { openKeyKeeper } from './file-unwrap.js';
import type { KeyKeeper, KeyUnwrapper, KeyWrapper } from './keys.js';
import { openTokenVault, tokenLabelOf } from './pkcs11-keys.js';

/** How to get at the token. */
export interface TokenAccess {
  /** The vendor's PKCS #11 library. */
  readonly module: string;
  /** File with the PIN of the token's user. */
  readonly pinFile: string;
  /** Label of the token: needed once, for a vault that has no keys yet. */
  readonly label?: string;
}

/** All rights over a vault. */
export interface OfficerVault {
  readonly keeper: KeyKeeper;
  readonly wrapper: KeyWrapper;
  /** Opens the right to unwrap, without memory of keys. */
  readonly openUnwrapper: () => Promise<KeyUnwrapper>;
  /** Makes keys that are not there yet; returns the names of those made. */
  readonly prepare: (keys: readonly string[]) => Promise<string[]>;
  readonly close: () => void;
}

/** Opens the vault. Rejects when its private keys are in a token and no way to it is given. */
export async function openOfficerVault(folder: string, token?: TokenAccess): Promise<OfficerVault> {
  const label = (await tokenLabelOf(folder)) ?? token?.label;
  if (label === undefined) {
    const wrapper = await openKeyWrapper(folder);
    return {
      keeper: openKeyKeeper(folder),
      wrapper,
      openUnwrapper: () => openKeyUnwrapper(folder),
      prepare: () => Promise.resolve([]),
      close: () => undefined,
    };
  }
  if (token === undefined) throw new Error('the private keys of this vault are in a token: name its PKCS #11 library');
  const pin = (await readFile(token.pinFile, 'utf8')).trim();
  const { keeper, wrapper, openUnwrapper, prepare, close } = await openTokenVault(folder, {
    module: token.module,
    label,
    pin,
  });
  return { keeper, wrapper, openUnwrapper, prepare, close };
}
