/** The log's signing key in files: the secret half 0600, the public half for everybody. */
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createOnce } from '../../shared/create-once.js';
import { isOrigin } from '../note/checkpoint.js';
import type { NoteKeyPair } from '../note/key-text.js';
import { generateKeyPair, type NoteSigner, parseSignerKey, parseVerifierKey } from '../note/key.js';

/** A key that signs checkpoints, with its public half. */
export type LogSigner = NoteSigner & { readonly verifierKey: string };

/** Names of the two files. */
export const SIGNER_FILE = 'log.skey';
export const VERIFIER_FILE = 'log.vkey';

/** Makes a fresh key for the log of this origin. Throws a TypeError when `origin` can name no log. */
export function generateLogKey(origin: string): NoteKeyPair {
  if (!isOrigin(origin)) throw new TypeError('origin: not a URL without scheme, spaces and plus signs');
  return generateKeyPair(origin);
}

/**
 * Loads the log's key from `folder`; makes key and folder first if there are none. Rejects when the key belongs to
 * another origin, or when others than its owner may read it.
 */
export async function ensureLogKey(folder: string, origin: string): Promise<LogSigner> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, SIGNER_FILE);
  await createOnce(path, `${generateLogKey(origin).signerKey}\n`);
  const signer = await loadLogSigner(path);
  if (signer.name !== origin) throw new Error('log key: belongs to another origin');
  await createOnce(join(folder, VERIFIER_FILE), `${signer.verifierKey}\n`, 0o644);
  return signer;
}

/** Loads a signer key file. Rejects when others than its owner may read it. */
export async function loadLogSigner(path: string): Promise<LogSigner> {
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) throw new Error('log key: file must be readable by its owner alone (mode 0600)');
  return parseSignerKey((await readFile(path, 'utf8')).trim());
}

/** Loads and checks a verifier key file; returns the key's text. */
export async function loadVerifierKey(path: string): Promise<string> {
  const text = (await readFile(path, 'utf8')).trim();
  parseVerifierKey(text);
  return text;
}
