/** The data protection officer's keys, where the private root key is a file. */
import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Agree, agreeWith, hpkeOpen, pointOf } from './hpke.js';
import {
  epochInfo,
  listKeys,
  pairInfo,
  readEpoch,
  readPair,
  readSecret,
  removeKey,
  ROOT_PRIVATE_FILE,
  type StoredPair,
} from './key-folder.js';
import { EPOCH_ID_BYTES, type KeyKeeper, type KeyPresence, type KeyUnwrapper, unwrapKey } from './keys.js';

/** Epoch keys kept in memory: more than any sane search touches, and 200 kB. */
const CACHED_EPOCHS = 4_096;
/** Time after which an epoch key is forgotten, in milliseconds: one that was destroyed is not used much longer. */
const CACHED_MS = 60_000;
const CHECK_VALUE_BYTES = 8;

/** Gives the agreement with the private key of a pair; undefined when that key is gone or does not fit. */
export type AgreementOf = (key: string, pair: StoredPair) => Promise<Agree | undefined>;

/** The right to unwrap. Rejects when there is no root key. */
export async function openKeyUnwrapper(folder: string): Promise<KeyUnwrapper & KeyPresence> {
  const pem = await readSecret(join(folder, ROOT_PRIVATE_FILE), ROOT_PRIVATE_FILE);
  const root = createPrivateKey(pem);
  const rootPoint = pointOf(root);
  return unwrapperOf(folder, async (key, { point, sealedPrivate }) => {
    const scalar = await hpkeOpen(agreeWith(root), rootPoint, pairInfo(key), sealedPrivate);
    return scalar && agreeWith(privateKeyOf(point, scalar));
  });
}

/** Unwraps with whatever has the private keys. */
export function unwrapperOf(folder: string, agreementOf: AgreementOf): KeyUnwrapper & KeyPresence {
  const epochs = new Map<string, { readonly epochKey: Buffer; readonly until: number }>();

  async function openEpoch(key: string, epoch: string): Promise<Buffer | undefined> {
    const [pair, sealed] = await Promise.all([readPair(folder, key), readEpoch(folder, key, epoch)]);
    const agree = pair && sealed && (await agreementOf(key, pair));
    return agree && hpkeOpen(agree, pair.point, epochInfo(key, epoch), sealed);
  }

  return {
    async unwrap(key, wrapped) {
      const epoch = Buffer.from(wrapped.subarray(0, EPOCH_ID_BYTES)).toString('hex');
      if (epoch.length !== 2 * EPOCH_ID_BYTES) return undefined;
      const name = `${key} ${epoch}`;
      let known = epochs.get(name);
      if (known === undefined || known.until < performance.now()) {
        epochs.delete(name);
        const epochKey = await openEpoch(key, epoch);
        if (epochKey === undefined) return undefined;
        if (epochs.size >= CACHED_EPOCHS) epochs.clear();
        known = { epochKey, until: performance.now() + CACHED_MS };
        epochs.set(name, known);
      }
      return unwrapKey(known.epochKey, wrapped.subarray(EPOCH_ID_BYTES));
    },
    holds: async (key) => (await readPair(folder, key)) !== undefined,
  };
}

/** The right to end keys that are files. */
export function openKeyKeeper(folder: string): KeyKeeper {
  return {
    list: () => listKeys(folder),
    async checkValue(key) {
      const pair = await readPair(folder, key);
      return pair && checkValueOf(pair.point);
    },
    destroy: (key) => removeKey(folder, key),
  };
}

/** See KeyKeeper.checkValue. */
export function checkValueOf(point: Uint8Array): string {
  return createHash('sha256').update(point).digest().subarray(0, CHECK_VALUE_BYTES).toString('hex');
}

function privateKeyOf(point: Buffer, scalar: Buffer): KeyObject {
  const coordinate = (from: number): string => point.subarray(from, from + 32).toString('base64url');
  return createPrivateKey({
    format: 'jwk',
    key: { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33), d: scalar.toString('base64url') },
  });
}
