/** A witness's keys in a file, readable by its owner alone: an Ed25519 key, and perhaps an ML-DSA-44 key below it. */
import { readFile, stat } from 'node:fs/promises';
import {
  type Cosigner,
  type CosignatureAlgorithm,
  generateCosignerKey,
  parseCosignerKey,
} from '../audit/note/cosignature.js';
import { createOnce } from '../shared/create-once.js';

/** Beside the key file, for everybody. */
export const PUBLIC_SUFFIX = '.vkey';

/**
 * Makes the keys of a witness: `path`, secret, and `path`.vkey with a verifier key on each line. Resolves to the
 * verifier keys. Rejects when the file exists, and with a TypeError when `name` cannot name a key.
 */
export async function createKeyFile(
  path: string,
  name: string,
  algorithms: readonly CosignatureAlgorithm[],
): Promise<readonly string[]> {
  const pairs = algorithms.map((algorithm) => generateCosignerKey(name, algorithm));
  if (!(await createOnce(path, lines(pairs.map(({ signerKey }) => signerKey))))) {
    throw new Error('witness: the key file exists already');
  }
  const publicKeys = pairs.map(({ verifierKey }) => verifierKey);
  await createOnce(path + PUBLIC_SUFFIX, lines(publicKeys), 0o644);
  return publicKeys;
}

/** Reads the keys. Rejects when others than the owner may read them, or when they are not those of one witness. */
export async function loadCosigners(path: string): Promise<readonly [Cosigner, ...Cosigner[]]> {
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) throw new Error('witness key: file must be readable by its owner alone (mode 0600)');
  const text = await readFile(path, 'utf8');
  const [first, ...others] = text
    .split('\n')
    .filter((line) => line !== '')
    .map(parseCosignerKey);
  // Ed25519 is what every client of tlog-witness can check.
  if (first?.algorithm !== 'ed25519') throw new Error('witness key: the first key is not an Ed25519 cosignature key');
  if (others.some(({ name }) => name !== first.name)) throw new Error('witness key: the keys have different names');
  if (new Set([first, ...others].map(({ algorithm }) => algorithm)).size !== others.length + 1) {
    throw new Error('witness key: two keys of one kind');
  }
  return [first, ...others];
}

function lines(keys: readonly string[]): string {
  return keys.map((key) => `${key}\n`).join('');
}
