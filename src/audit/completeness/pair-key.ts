/** The key that two sides share: without it nobody can test whether an access is among those compared. */
import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createOnce } from '../../shared/create-once.js';
import { decodeBase64, encodeBase64 } from '../note/base64.js';
import type { Pair } from './pair.js';

/** Length of the key. */
export const PAIR_KEY_BYTES = 32;

const HEADER = 'ostiary-pair-key/v1';

/** Makes a key file, readable by its owner alone. Rejects when the file is there. */
export async function createPairKey(path: string, { asker, answerer }: Pair): Promise<void> {
  const line = `${HEADER} ${asker} ${answerer} ${encodeBase64(randomBytes(PAIR_KEY_BYTES))}\n`;
  if (!(await createOnce(path, line))) throw new Error('pair key: the file exists');
}

/** Loads the key of a pair. Rejects when it is another pair's, or when others than its owner may read it. */
export async function loadPairKey(path: string, pair: Pair): Promise<Uint8Array> {
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) throw new Error('pair key: file must be readable by its owner alone (mode 0600)');
  const [header, asker, answerer, encoded = '', ...rest] = (await readFile(path, 'utf8')).trim().split(' ');
  const key = decodeBase64(encoded);
  if (header !== HEADER || rest.length > 0 || key?.length !== PAIR_KEY_BYTES) {
    throw new Error('pair key: not a key file of version 1');
  }
  if (asker !== pair.asker || answerer !== pair.answerer) throw new Error('pair key: belongs to another pair');
  return key;
}
