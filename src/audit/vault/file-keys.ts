/**
 * The gateway's keys: it can write for the future and not read back, by mathematics and not by promise.
 *
 * For each bucket there is a key pair. Every process makes an epoch key for a bucket, seals it ONCE for the bucket's
 * public key, stores that, and wraps data keys with the epoch key in memory, which it forgets after an hour. What was
 * wrapped before is open to the owner of the bucket's private key alone. That one is sealed in turn for the public key
 * of the data protection officer (root.pub), or never leaves a hardware token (pkcs11-keys.ts).
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createOnce } from '../../shared/create-once.js';
import { parseBucket } from '../leaf/bucket.js';
import { type BucketToken, createTokenizer, type Tokenizer } from './blind-index.js';
import { createKeySupply } from './key-supply.js';
import { generatePair, hpkeSeal, pointOf } from './hpke.js';
import {
  ensureIndexKey,
  epochInfo,
  keepEpoch,
  keepPair,
  listKeys,
  loadIndexRoot,
  pairInfo,
  readIfThere,
  readIndexKey,
  readPair,
  readSecret,
  ROOT_PRIVATE_FILE,
  ROOT_PUBLIC_FILE,
  TOKEN_FILE,
} from './key-folder.js';
import { type BucketWrapper, EPOCH_ID_BYTES, type IndexKeys, KEY_BYTES, type KeyWrapper, wrapKey } from './keys.js';

export { openKeyUnwrapper } from './file-unwrap.js';

/** Keys whose wrapper is kept in memory: the current week of every class, and the one before at the turn of a week. */
const CACHED_KEYS = 64;
/** Age at which an epoch key is replaced, in milliseconds. */
const EPOCH_MS = 3_600_000;

/** How keys are wrapped. */
export interface KeyWrapperOptions {
  /** Age at which an epoch key is replaced, in milliseconds; default one hour. */
  readonly epochMs?: number;
}

/**
 * The right to wrap. On first use makes the folder, and a root key pair unless there is a public key or a token;
 * several processes may do so at once.
 */
export async function openKeyWrapper(
  folder: string,
  { epochMs = EPOCH_MS }: KeyWrapperOptions = {},
): Promise<KeyWrapper> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const root = await loadRootPoint(folder);
  const indexRoot = await loadIndexRoot(folder, true);
  const cache = new Map<string, Promise<BucketWrapper>>();

  async function load(key: string): Promise<BucketWrapper> {
    const point = await ensurePoint(folder, key, root);
    const { tokens } = createTokenizer(await ensureIndexKey(folder, key, indexRoot));
    const epoch = randomBytes(EPOCH_ID_BYTES);
    const epochName = epoch.toString('hex');
    const epochKey = randomBytes(KEY_BYTES);
    await keepEpoch(folder, key, epochName, hpkeSeal(point, epochInfo(key, epochName), epochKey));
    const made = performance.now();
    const nextKey = createKeySupply(epochKey);
    return {
      bucket: key,
      isFresh: () => performance.now() - made < epochMs,
      wrap: (dataKey) => Buffer.concat([epoch, wrapKey(epochKey, dataKey)]),
      newDataKey() {
        const { dataKey, wrapped } = nextKey();
        return { dataKey, wrapped: Buffer.concat([epoch, wrapped]) };
      },
      tokens,
    };
  }

  async function wrapperFor(key: string): Promise<BucketWrapper> {
    const known = cache.get(key);
    if (known !== undefined) {
      const wrapper = await known;
      if (wrapper.isFresh()) return wrapper;
      // Of several who find it stale, the first replaces it.
      if (cache.get(key) !== known) return wrapperFor(key);
    }
    if (cache.size >= CACHED_KEYS) cache.clear();
    const loading = load(key);
    cache.set(key, loading);
    // A failure must not stick: the next call tries again.
    loading.catch(() => cache.delete(key));
    return loading;
  }

  return { wrapperFor };
}

/** The right to search without opening. Rejects when there is no index root. */
export async function openIndexKeys(folder: string): Promise<IndexKeys> {
  const root = await loadIndexRoot(folder, false);
  const known = new Map<string, Tokenizer>();
  return {
    async tokensOf(term) {
      const found: BucketToken[] = [];
      for (const bucket of (await listKeys(folder)).filter((key) => parseBucket(key) !== undefined)) {
        let tokenizer = known.get(bucket);
        if (tokenizer === undefined) {
          const key = await readIndexKey(folder, bucket, root);
          // Between listing and reading it may have been destroyed, or not be made yet.
          if (key === undefined) continue;
          tokenizer = createTokenizer(key);
          known.set(bucket, tokenizer);
        }
        found.push({ bucket, token: tokenizer.tokens([term]) });
      }
      return found;
    },
  };
}

/** Public point of the data protection officer's key; undefined when private keys are in a token. */
async function loadRootPoint(folder: string): Promise<Buffer | undefined> {
  if ((await readIfThere(join(folder, TOKEN_FILE))) !== undefined) return undefined;
  const path = join(folder, ROOT_PUBLIC_FILE);
  const known = await readIfThere(path);
  if (known !== undefined) return pointOf(createPublicKey(known));
  const { privateKey: made } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const privatePath = join(folder, ROOT_PRIVATE_FILE);
  await createOnce(privatePath, made.export({ type: 'pkcs8', format: 'pem' }));
  const root = createPublicKey(createPrivateKey(await readSecret(privatePath, ROOT_PRIVATE_FILE)));
  await createOnce(path, root.export({ type: 'spki', format: 'pem' }), 0o644);
  return pointOf(root);
}

async function ensurePoint(folder: string, key: string, root: Buffer | undefined): Promise<Buffer> {
  const known = await readPair(folder, key);
  if (known !== undefined) return known.point;
  if (root === undefined) {
    throw new Error(`key ${key}: the token holds none yet (ostiary audit keys prepare)`);
  }
  const { point, scalar } = generatePair();
  const sealedPrivate = hpkeSeal(root, pairInfo(key), scalar);
  scalar.fill(0);
  return (await keepPair(folder, key, { point, sealedPrivate })).point;
}
