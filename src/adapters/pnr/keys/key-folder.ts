/**
 * Keys of passenger name records, in a folder outside the database and its backups:
 *
 *   push.key             32 bytes: keyed digests of pushes; of it, the key of trials
 *   initial/<day>        32 bytes for each day on which records were transferred, for six months
 *   masked/<day>         the same for what is kept of that day beyond six months, until five years are over
 *
 * A record has a key of its own, wrapped by that of its day and term. When a day's six months are over, the keys of flagged
 * records are wrapped by masked/<day> and initial/<day> is removed: from then on no copy of the database, however old,
 * gives back what was not flagged, nor what anything was found by (ADR 0050).
 */
import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { monotonicClock } from '../../../shared/clock.js';
import { createOnce } from '../../../shared/create-once.js';
import { ensureKeyFile } from '../../../shared/key-file.js';
import { type DayKey, dayKeyOf, KEY_BYTES } from './day-key.js';

/** Terms of keys: "initial" for six months, "masked" for what is kept after them. */
export type KeyTerm = 'initial' | 'masked';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A key that another process removed is forgotten here after this time, in milliseconds. */
const REMEMBERED_MS = 60_000;

/** Keys kept in memory: the days of six months, and what is unmasked beside them. */
const MOST_REMEMBERED = 400;

/** The right to wrap, find, open and forget. */
export interface PnrKeys {
  /** Secret for digests of pushes. */
  readonly pushKey: Buffer;
  /** Secret by which numbers of trials of criteria are told near the truth. */
  readonly trialKey: Buffer;
  /** The key of a day; makes it, durably, if there is none. Days are YYYY-MM-DD. */
  ensure(term: KeyTerm, day: string): Promise<DayKey>;
  /** The key of a day, if there is one. */
  find(term: KeyTerm, day: string): Promise<DayKey | undefined>;
  /** Days that have a key, oldest first. */
  days(term: KeyTerm): Promise<readonly string[]>;
  /** Removes the key of a day for good. Resolves also when it is gone. */
  destroy(term: KeyTerm, day: string): Promise<void>;
}

/** Opens the folder; makes it on first use. Several processes may do so at once. Rejects when others may read its keys. */
export async function openPnrKeys(folder: string): Promise<PnrKeys> {
  for (const term of ['initial', 'masked']) await mkdir(join(folder, term), { recursive: true, mode: 0o700 });
  const pushKey = await ensureKeyFile(folder, { name: 'key of PNR pushes', file: 'push.key', bytes: KEY_BYTES });
  const remembered = new Map<string, { readonly key: DayKey; readonly untilMs: number }>();

  function pathOf(term: KeyTerm, day: string): string {
    // It becomes a path.
    if (!DAY.test(day)) throw new TypeError('not a day');
    return join(folder, term, day);
  }

  async function find(term: KeyTerm, day: string): Promise<DayKey | undefined> {
    const path = pathOf(term, day);
    const known = remembered.get(path);
    if (known !== undefined && known.untilMs > monotonicClock.now()) return known.key;
    remembered.delete(path);
    const secret = await readSecret(path);
    if (secret === undefined) return undefined;
    const key = dayKeyOf(secret);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(path, { key, untilMs: monotonicClock.now() + REMEMBERED_MS });
    return key;
  }

  /** Nobody asks for the key of a day that another process destroyed, so it would stay in memory. */
  function forgetAllBut(term: KeyTerm, days: readonly string[]): void {
    const left = new Set(days.map((day) => pathOf(term, day)));
    for (const path of remembered.keys())
      if (dirname(path) === join(folder, term) && !left.has(path)) remembered.delete(path);
  }

  async function forget(term: KeyTerm, day: string): Promise<void> {
    remembered.delete(pathOf(term, day));
    await rm(pathOf(term, day), { force: true });
    // A process that died while it made the key left a draft of it (createOnce).
    const drafts = (await readdir(join(folder, term))).filter((name) => name.startsWith(`${day}.`));
    for (const draft of drafts) await rm(join(folder, term, draft), { force: true });
    await syncFolder(join(folder, term));
  }

  return {
    pushKey,
    trialKey: createHmac('sha256', pushKey).update('ostiary-pnr/v1\0trial').digest(),
    find,
    async ensure(term, day) {
      const known = await find(term, day);
      if (known !== undefined) return known;
      await createOnce(pathOf(term, day), randomBytes(KEY_BYTES));
      const made = await find(term, day);
      if (made === undefined) throw new Error('the key of a day was taken away while it was made');
      return made;
    },
    days: async (term) => {
      const days = (await readdir(join(folder, term))).filter((name) => DAY.test(name)).sort();
      forgetAllBut(term, days);
      return days;
    },
    destroy: forget,
  };
}

async function readSecret(path: string): Promise<Buffer | undefined> {
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) throw new Error('key of PNR: file must be readable by its owner alone (mode 0600)');
    const secret = await readFile(path);
    if (secret.length !== KEY_BYTES) throw new Error('key of PNR: does not hold 32 bytes');
    return secret;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
