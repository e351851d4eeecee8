/**
 * Bucket keys in files, for development: <folder>/root.key holds the root key, <folder>/buckets/<class>/<week>.key each
 * bucket key wrapped by it (RFC 3394). In production an HSM takes this place and enforces what is only an interface
 * here: that the gateway can wrap and not unwrap.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createOnce } from '../../shared/create-once.js';
import { type BucketWrapper, KEY_BYTES, type KeyUnwrapper, type KeyWrapper } from './keys.js';
import { parseBucket, unwrapKey, wrapKey } from './keys.js';

const ROOT_FILE = 'root.key';
/** Buckets whose key is kept in memory: the current week of every class, and the one before at the turn of a week. */
const CACHED_BUCKETS = 64;

/** The right to wrap. Makes folder and root key on first use; several processes may do so at once. */
export async function openKeyWrapper(folder: string): Promise<KeyWrapper> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await createOnce(join(folder, ROOT_FILE), randomBytes(KEY_BYTES));
  const root = await loadRoot(folder);
  const cache = new Map<string, Promise<BucketWrapper>>();

  async function load(bucket: string): Promise<BucketWrapper> {
    const path = bucketPath(folder, bucket);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await createOnce(path, wrapKey(root, randomBytes(KEY_BYTES)));
    const key = unwrapKey(root, await readFile(path));
    if (key === undefined) throw new Error(`bucket key ${bucket}: does not belong to the root key`);
    return { bucket, wrap: (dataKey) => wrapKey(key, dataKey) };
  }

  return {
    wrapperFor(bucket) {
      const known = cache.get(bucket);
      if (known !== undefined) return known;
      if (cache.size >= CACHED_BUCKETS) cache.clear();
      const loading = load(bucket);
      cache.set(bucket, loading);
      // A failure must not stick: the next call tries again.
      loading.catch(() => cache.delete(bucket));
      return loading;
    },
  };
}

/** The right to unwrap. Rejects when there is no root key. */
export async function openKeyUnwrapper(folder: string): Promise<KeyUnwrapper> {
  const root = await loadRoot(folder);
  const cache = new Map<string, Buffer>();
  return {
    async unwrap(bucket, wrapped) {
      let key = cache.get(bucket);
      if (key === undefined) {
        const file = await readIfThere(bucketPath(folder, bucket));
        key = file && unwrapKey(root, file);
        if (key === undefined) return undefined;
        if (cache.size >= CACHED_BUCKETS) cache.clear();
        cache.set(bucket, key);
      }
      return unwrapKey(key, wrapped);
    },
  };
}

async function loadRoot(folder: string): Promise<Buffer> {
  const path = join(folder, ROOT_FILE);
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) throw new Error('root key: file must be readable by its owner alone (mode 0600)');
  const root = await readFile(path);
  if (root.length !== KEY_BYTES) throw new Error('root key: file does not hold 32 bytes');
  return root;
}

function bucketPath(folder: string, bucket: string): string {
  // Checked, because it becomes a path.
  const parts = parseBucket(bucket);
  if (parts === undefined) throw new TypeError('not a bucket');
  return join(folder, 'buckets', parts.retention, `${parts.week}.key`);
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
