/**
 * Keys of the vault in a folder, outside the log database and its backups:
 *
 *   root.pub, root.key       key pair of the data protection officer (SPKI and PKCS #8, PEM). The gateway needs
 *                            root.pub alone; root.key belongs to another machine.
 *   token.label              instead of them: private keys are in this PKCS #11 token (pkcs11-keys.ts)
 *   index.key                32 bytes; wraps the index keys
 *   <key>/pair               public point (65) ‖ private key sealed for root.pub (HPKE, 113); the point alone with a token
 *   <key>/index              the bucket's index key wrapped by index.key (RFC 3394)
 *   <key>/<epoch>.epoch      an epoch key sealed for the point of the pair (HPKE, 113)
 *
 * <key> is buckets/<class>/<week>, events/<class>/<week> or holds/<case>.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createOnce } from '../../shared/create-once.js';
import { RETENTION_CLASSES } from '../leaf/bucket.js';
import { INDEX_KEY_BYTES } from './blind-index.js';
import { POINT_BYTES } from './hpke.js';
import { KEY_BYTES, parseKeyName, unwrapKey, wrapKey } from './keys.js';

export const ROOT_PRIVATE_FILE = 'root.key';
export const ROOT_PUBLIC_FILE = 'root.pub';
/** Holds the label of the PKCS #11 token that has the private keys. */
export const TOKEN_FILE = 'token.label';
const INDEX_ROOT_FILE = 'index.key';
const PAIR_FILE = 'pair';
const INDEX_FILE = 'index';
const EPOCH_SUFFIX = '.epoch';

/** A key's pair, as the folder holds it. */
export interface StoredPair {
  readonly point: Buffer;
  /** Private key, sealed for the root; empty when a token has it. */
  readonly sealedPrivate: Buffer;
}

/** What binds a sealed private key to its place. */
export const pairInfo = (key: string): string => `ostiary-vault/v1\0pair\0${key}`;
/** What binds a sealed epoch key to its place. */
export const epochInfo = (key: string, epoch: string): string => `ostiary-vault/v1\0epoch\0${key}\0${epoch}`;

/** Folder of a key. Throws a TypeError for a name that is not one: it becomes a path. */
export function keyFolder(folder: string, key: string): string {
  const purpose = parseKeyName(key);
  if (purpose === undefined) throw new TypeError('not the name of a bucket or another key');
  switch (purpose.kind) {
    case 'bucket':
      return join(folder, 'buckets', purpose.retention, purpose.week);
    case 'event':
      return join(folder, 'events', purpose.retention, purpose.week);
    case 'hold':
      return join(folder, 'holds', purpose.caseNumber);
  }
}

/** Stores a pair unless there is one, and returns the one that is there. */
export async function keepPair(folder: string, key: string, pair: StoredPair): Promise<StoredPair> {
  const own = keyFolder(folder, key);
  await mkdir(own, { recursive: true, mode: 0o700 });
  await createOnce(join(own, PAIR_FILE), Buffer.concat([pair.point, pair.sealedPrivate]));
  const kept = await readPair(folder, key);
  if (kept === undefined) throw new Error(`key ${key}: was taken away while it was made`);
  return kept;
}

/** The pair of a key, if there is one. */
export async function readPair(folder: string, key: string): Promise<StoredPair | undefined> {
  const pair = await readIfThere(join(keyFolder(folder, key), PAIR_FILE));
  return pair && { point: pair.subarray(0, POINT_BYTES), sealedPrivate: pair.subarray(POINT_BYTES) };
}

/** Stores an epoch key, sealed, before anything is wrapped by it. */
export async function keepEpoch(folder: string, key: string, epoch: string, sealed: Buffer): Promise<void> {
  if (!(await createOnce(join(keyFolder(folder, key), `${epoch}${EPOCH_SUFFIX}`), sealed))) {
    throw new Error(`key ${key}: an epoch of this identifier exists`);
  }
}

/** A sealed epoch key, if it is there. */
export function readEpoch(folder: string, key: string, epoch: string): Promise<Buffer | undefined> {
  return readIfThere(join(keyFolder(folder, key), `${epoch}${EPOCH_SUFFIX}`));
}

/** Loads the key that wraps index keys; makes it when asked to and there is none. */
export async function loadIndexRoot(folder: string, make: boolean): Promise<Buffer> {
  if (make) await createOnce(join(folder, INDEX_ROOT_FILE), randomBytes(KEY_BYTES));
  const root = await readSecret(join(folder, INDEX_ROOT_FILE), INDEX_ROOT_FILE);
  if (root.length !== KEY_BYTES) throw new Error(`${INDEX_ROOT_FILE}: does not hold 32 bytes`);
  return root;
}

/** The index key of a bucket; makes it, durably, if there is none. */
export async function ensureIndexKey(folder: string, bucket: string, root: Buffer): Promise<Buffer> {
  await createOnce(join(keyFolder(folder, bucket), INDEX_FILE), wrapKey(root, randomBytes(INDEX_KEY_BYTES)));
  const key = await readIndexKey(folder, bucket, root);
  if (key === undefined) throw new Error(`index key ${bucket}: was taken away while it was made`);
  return key;
}

/** The index key of a bucket, if there is one. Rejects when it does not belong to the index root. */
export async function readIndexKey(folder: string, bucket: string, root: Buffer): Promise<Buffer | undefined> {
  const wrapped = await readIfThere(join(keyFolder(folder, bucket), INDEX_FILE));
  if (wrapped === undefined) return undefined;
  const key = unwrapKey(root, wrapped);
  if (key === undefined) throw new Error(`index key ${bucket}: does not belong to the index root`);
  return key;
}

/** Names of all keys in the folder. */
export async function listKeys(folder: string): Promise<string[]> {
  const names: string[] = [];
  for (const [directory, prefix] of [
    ['buckets', ''],
    ['events', 'event/'],
  ] as const) {
    for (const retention of RETENTION_CLASSES) {
      for (const week of await listIfThere(join(folder, directory, retention)))
        names.push(`${prefix}${retention}/${week}`);
    }
  }
  for (const caseNumber of await listIfThere(join(folder, 'holds'))) names.push(`hold/${caseNumber}`);
  return names.filter((name) => parseKeyName(name) !== undefined);
}

/** Takes a key away, its private part first, and makes that durable. */
export async function removeKey(folder: string, key: string): Promise<void> {
  const own = keyFolder(folder, key);
  await rm(join(own, PAIR_FILE), { force: true });
  await rm(own, { recursive: true, force: true });
  const parent = await open(join(own, '..'), 'r').catch(ignoreMissing);
  if (parent === undefined) return;
  try {
    await parent.sync();
  } finally {
    await parent.close();
  }
}

/** Reads a file that its owner alone may read. */
export async function readSecret(path: string, name: string): Promise<Buffer> {
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) throw new Error(`${name}: must be readable by its owner alone (mode 0600)`);
  return readFile(path);
}

/** Reads a file; undefined when there is none. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch(ignoreMissing);
}

/** Names in a folder; none when there is no such folder. */
export async function listIfThere(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(ignoreMissing)) ?? [];
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
