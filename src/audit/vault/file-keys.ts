/**
 * Bucket keys in files, for development: <folder>/root.key holds the root key, <folder>/buckets/<class>/<week>.key each
 * bucket key wrapped by it (RFC 3394). In production an HSM takes this place and enforces what is only an interface
 * here: that the gateway can wrap and not unwrap.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createOnce } from '../../shared/create-once.js';
import { type BucketToken, createTokenizer, INDEX_KEY_BYTES, type Tokenizer } from './blind-index.js';
import { type BucketWrapper, type IndexKeys, KEY_BYTES, type KeyUnwrapper, type KeyWrapper } from './keys.js';
import { parseBucket, RETENTION_CLASSES, unwrapKey, wrapKey } from './keys.js';

const ROOT_FILE = 'root.key';
const INDEX_ROOT_FILE = 'index.key';
/** Buckets whose key is kept in memory: the current week of every class, and the one before at the turn of a week. */
const CACHED_BUCKETS = 64;

/** The right to wrap. Makes folder and root key on first use; several processes may do so at once. */
export async function openKeyWrapper(folder: string): Promise<KeyWrapper> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await createOnce(join(folder, ROOT_FILE), randomBytes(KEY_BYTES));
  await createOnce(join(folder, INDEX_ROOT_FILE), randomBytes(KEY_BYTES));
  const root = await loadRoot(folder, ROOT_FILE);
  const index = await loadRoot(folder, INDEX_ROOT_FILE);
  const cache = new Map<string, Promise<BucketWrapper>>();

  async function load(bucket: string): Promise<BucketWrapper> {
    const path = bucketPath(folder, bucket);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await createOnce(path, wrapKey(root, randomBytes(KEY_BYTES)));
    const key = unwrapKey(root, await readFile(path));
    if (key === undefined) throw new Error(`bucket key ${bucket}: does not belong to the root key`);
    await createOnce(indexPath(folder, bucket), wrapKey(index, randomBytes(INDEX_KEY_BYTES)));
    const { tokens } = createTokenizer(await loadIndexKey(folder, bucket, index));
    return { bucket, wrap: (dataKey) => wrapKey(key, dataKey), tokens };
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
  const root = await loadRoot(folder, ROOT_FILE);
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

/** The right to search without opening. Rejects when there is no index root. */
export async function openIndexKeys(folder: string): Promise<IndexKeys> {
  const index = await loadRoot(folder, INDEX_ROOT_FILE);
  const tokenizers = new Map<string, Tokenizer>();

  async function tokenizerOf(bucket: string): Promise<Tokenizer> {
    const known = tokenizers.get(bucket) ?? createTokenizer(await loadIndexKey(folder, bucket, index));
    tokenizers.set(bucket, known);
    return known;
  }

  return {
    async tokensOf(term) {
      const found: BucketToken[] = [];
      for (const bucket of await listBuckets(folder)) {
        found.push({ bucket, token: (await tokenizerOf(bucket)).tokens([term]) });
      }
      return found;
    },
  };
}

/** Buckets that have an index key. */
async function listBuckets(folder: string): Promise<string[]> {
  const buckets: string[] = [];
  for (const retention of RETENTION_CLASSES) {
    for (const file of await listIfThere(join(folder, 'buckets', retention))) {
      const bucket = `${retention}/${file.slice(0, -'.index'.length)}`;
      if (file.endsWith('.index') && parseBucket(bucket) !== undefined) buckets.push(bucket);
    }
  }
  return buckets;
}

async function loadIndexKey(folder: string, bucket: string, index: Buffer): Promise<Buffer> {
  const key = unwrapKey(index, await readFile(indexPath(folder, bucket)));
  if (key === undefined) throw new Error(`index key ${bucket}: does not belong to the index root`);
  return key;
}

async function loadRoot(folder: string, file: string): Promise<Buffer> {
  const path = join(folder, file);
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) throw new Error(`${file}: must be readable by its owner alone (mode 0600)`);
  const root = await readFile(path);
  if (root.length !== KEY_BYTES) throw new Error(`${file}: does not hold 32 bytes`);
  return root;
}

function bucketPath(folder: string, bucket: string): string {
  // Checked, because it becomes a path.
  const parts = parseBucket(bucket);
  if (parts === undefined) throw new TypeError('not a bucket');
  return join(folder, 'buckets', parts.retention, `${parts.week}.key`);
}

const indexPath = (folder: string, bucket: string): string => bucketPath(folder, bucket).replace(/\.key$/, '.index');

async function listIfThere(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
