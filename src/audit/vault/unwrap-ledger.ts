/**
 * How many data keys were asked for, by whom and for what: counted beside the private keys, outside the log's database,
 * before a key is used.
 *
 *   unwraps.key              32 bytes; keys the officers' digests and the chains
 *   unwraps/<day>/<ULID>     one file for each process and day, in lines: request, digest of the officer, purpose,
 *                            number, code over the line and the code before it
 *
 * A process writes to its own file alone, so that no process waits for another. Who may write to this folder may also
 * take away the end of a file: what the log knows of is then missed when both are compared (review/unwraps.ts).
 */
import { createHmac, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ulid } from 'ulid';
import type { Clock } from '../../shared/clock.js';
import { createOnce } from '../../shared/create-once.js';
import { listIfThere, readIfThere, readSecret } from './key-folder.js';
import { KEY_BYTES } from './keys.js';

/** What data keys are unwrapped for. */
export const UNWRAP_PURPOSES = [
  'compare',
  'detect',
  'erase',
  'event',
  'export',
  'hold',
  'open',
  'replay',
  'report',
  'search',
  'verify',
] as const;
export type UnwrapPurpose = (typeof UNWRAP_PURPOSES)[number];

/** An act for which data keys are unwrapped. */
export interface UnwrapAct {
  /** Under which the log names the act (ULID). */
  readonly requestId: string;
  readonly authority: string;
  readonly officer: string;
  readonly purpose: UnwrapPurpose;
}

/** Counts of one act, as the ledger has them. */
export interface CountedAct {
  readonly requestId: string;
  /** Of its first count, YYYY-MM-DD in UTC. */
  readonly day: string;
  /** Digest of the officer: 16 hexadecimal digits. */
  readonly officer: string;
  readonly purpose: string;
  readonly unwrapped: number;
}

/** What the ledger says. */
export interface ReadLedger {
  readonly acts: readonly CountedAct[];
  /** Files that are not what was written, with what is wrong. Their lines before that count. */
  readonly damaged: readonly string[];
}

/** The right to count. */
export interface UnwrapLedger {
  /** Counts so many unwraps of an act. Resolves when that is durable; rejects when it cannot be. */
  count(act: UnwrapAct, unwraps: number): Promise<void>;
}

const KEY_FILE = 'unwraps.key';
const FOLDER = 'unwraps';
/** A process begins another file when one is as long. */
const FILE_BYTES = 4 * 1024 * 1024;
/** Days are taken away when they are older: the entries that bear them out are kept for a year (class ops). */
export const KEPT_DAYS = 365;
const DAY_MS = 86_400_000;
const CODE_BYTES = 16;
const DIGEST_BYTES = 8;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const FILE = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const LINE = /^([0-9A-HJKMNP-TV-Z]{26}) ([0-9a-f]{16}) ([a-z]{1,16}) ([1-9][0-9]{0,8}) ([0-9a-f]{32})$/;

/** The day of a moment, YYYY-MM-DD in UTC. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Opens the ledger of a vault for counting; makes it when there is none. */
export async function openUnwrapLedger(vault: string, clock: Clock): Promise<UnwrapLedger> {
  await createOnce(join(vault, KEY_FILE), randomBytes(KEY_BYTES));
  const key = await readKey(vault);
  let file: { readonly day: string; readonly path: string; code: string; bytes: number } | undefined;
  let waiting: { readonly text: string; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] =
    [];
  let isWriting = false;

  async function write(texts: readonly string[]): Promise<void> {
    const day = dayOf(clock.now());
    if (file?.day === day && file.bytes < FILE_BYTES) {
      const { lines, code } = chained(key, file.code, texts);
      await append(file.path, lines);
      file.code = code;
      file.bytes += lines.length;
      return;
    }
    const name = ulid(clock.now());
    const folder = await makeDay(vault, day);
    const { lines, code } = chained(key, seedOf(day, name), texts);
    const path = join(folder, name);
    if (!(await createOnce(path, lines))) throw new Error(`${path}: is there already`);
    file = { day, path, code, bytes: lines.length };
  }

  async function writeWaiting(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await write(batch.map(({ text }) => text));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        // Nobody knows what of it is in the file: nothing is written after it.
        file = undefined;
        for (const { reject } of batch) reject(error);
      }
    }
    isWriting = false;
  }

  return {
    count({ requestId, authority, officer, purpose }, unwraps) {
      const text = `${requestId} ${digestOf(key, authority, officer)} ${purpose} ${unwraps}`;
      return new Promise((resolve, reject) => {
        waiting.push({ text, resolve, reject });
        if (!isWriting) void writeWaiting();
      });
    },
  };
}

/** Reads what was counted on a day and later. Rejects when there is no ledger. */
export async function readUnwrapLedger(vault: string, since: string): Promise<ReadLedger> {
  const key = await readKey(vault);
  const acts = new Map<string, CountedAct>();
  const damaged: string[] = [];
  const days = (await listIfThere(join(vault, FOLDER))).filter((day) => DAY.test(day) && day >= since).sort();
  for (const day of days) {
    for (const name of (await listIfThere(join(vault, FOLDER, day))).sort()) {
      // Begun by a process that died before anything was counted in it.
      if (name.endsWith('.tmp')) continue;
      const text = (await readIfThere(join(vault, FOLDER, day, name)))?.toString('latin1') ?? '';
      const fault = FILE.test(name)
        ? readLines(key, seedOf(day, name), text, addTo(acts, day))
        : 'is not of the ledger';
      if (fault !== undefined) damaged.push(`${FOLDER}/${day}/${name}: ${fault}`);
    }
  }
  return { acts: [...acts.values()], damaged };
}

/** The digest under which the ledger of a vault has an officer. */
export async function officerDigest(vault: string, authority: string, officer: string): Promise<string> {
  return digestOf(await readKey(vault), authority, officer);
}

function addTo(acts: Map<string, CountedAct>, day: string): (line: Omit<CountedAct, 'day'>) => void {
  return (line) => {
    // Under one request several may stand, if somebody borrowed it.
    const id = `${line.requestId} ${line.officer} ${line.purpose}`;
    const known = acts.get(id);
    acts.set(id, { ...line, day: known?.day ?? day, unwrapped: line.unwrapped + (known?.unwrapped ?? 0) });
  };
}

/** Takes the lines of a file; returns what is wrong with the first that is not what was written. */
function readLines(
  key: Buffer,
  seed: string,
  text: string,
  take: (line: Omit<CountedAct, 'day'>) => void,
): string | undefined {
  if (text === '') return 'is empty';
  const lines = text.split('\n');
  const rest = lines.pop();
  let code = seed;
  for (const [at, line] of lines.entries()) {
    const [, requestId = '', officer = '', purpose = '', unwrapped = '', own] = LINE.exec(line) ?? [];
    code = codeOf(key, code, `${requestId} ${officer} ${purpose} ${unwrapped}`);
    if (own !== code) return `line ${at + 1} is not what was written`;
    take({ requestId, officer, purpose, unwrapped: Number(unwrapped) });
  }
  return rest === '' ? undefined : 'its last line is cut off';
}

function chained(key: Buffer, before: string, texts: readonly string[]): { lines: string; code: string } {
  let code = before;
  let lines = '';
  for (const text of texts) {
    code = codeOf(key, code, text);
    lines += `${text} ${code}\n`;
  }
  return { lines, code };
}

const seedOf = (day: string, name: string): string => `${day}/${name}`;

const codeOf = (key: Buffer, before: string, text: string): string =>
  createHmac('sha256', key).update(`line\0${before}\0${text}`).digest().subarray(0, CODE_BYTES).toString('hex');

const digestOf = (key: Buffer, authority: string, officer: string): string =>
  createHmac('sha256', key)
    .update(`officer\0${authority}\0${officer}`)
    .digest()
    .subarray(0, DIGEST_BYTES)
    .toString('hex');

async function readKey(vault: string): Promise<Buffer> {
  const key = await readSecret(join(vault, KEY_FILE), KEY_FILE);
  if (key.length !== KEY_BYTES) throw new Error(`${KEY_FILE}: does not hold 32 bytes`);
  return key;
}

/** Never makes a file: one that was taken away must not come back as if nothing had happened. */
async function append(path: string, lines: string): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_APPEND);
  try {
    await file.writeFile(lines);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** The folder of a day; with a new one, days that are too old go. */
async function makeDay(vault: string, day: string): Promise<string> {
  const folder = join(vault, FOLDER);
  const own = join(folder, day);
  if ((await mkdir(own, { recursive: true, mode: 0o700 })) === undefined) return own;
  const oldest = dayOf(Date.parse(day) - KEPT_DAYS * DAY_MS);
  for (const old of await readdir(folder)) {
    if (DAY.test(old) && old < oldest) await rm(join(folder, old), { recursive: true, force: true });
  }
  for (const changed of [folder, vault]) {
    const handle = await open(changed, 'r');
    await handle.sync().finally(() => handle.close());
  }
  return own;
}
