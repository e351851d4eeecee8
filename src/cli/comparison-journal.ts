/**
 * How far a comparison of all profiles has come, and what it was answered: a file of JSON lines that only grows. A line is on
 * the disk before the next batch is asked, so that whoever begins again asks at most one batch twice.
 */
import { createReadStream } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { lockForRun, type RunLock } from './run-lock.js';

/** Which comparison: a journal is of one. */
const comparison = z.strictObject({ as: z.string(), basis: z.string(), state: z.string() });
export type Comparison = z.infer<typeof comparison>;

const firstLine = z.object({ comparison });

const progress = z.object({
  /** Name of the message file, and SHA-256 of its bytes in hex. */
  file: z.string(),
  sha256: z.string(),
  /** Profiles of the file, from the first, that were gone through. */
  done: z.int().nonnegative(),
  /** Those among them that the state did not answer for: they are asked for before any other. */
  unanswered: z.array(z.string()),
});
export type Progress = z.infer<typeof progress>;

/** A batch, as it is written. */
export interface JournalLine extends Progress {
  /** Profiles that were passed over, and why. */
  readonly skipped: readonly { readonly profile: string; readonly rule: string }[];
  /** The answer as REST sends it; left out when all were passed over. */
  readonly answer?: unknown;
}

/** The journal. */
export interface ComparisonJournal {
  /** How far the comparison has come with a file; undefined when it has not begun. */
  progressOf(file: string): Progress | undefined;
  /** Resolves when the line is on the disk. */
  write(line: JournalLine): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a journal, or begins one that only its owner may read. It is this run's alone until it is closed, or the process ends.
 * What a crash left half written is cut off. Throws an Error when another run has it, and when the file is no journal, or that of
 * another comparison.
 */
export async function openJournal(path: string, of: Comparison): Promise<ComparisonJournal> {
  const file = await open(path, 'a+', 0o600);
  let lock: RunLock | undefined;
  const close = async (): Promise<void> => {
    await file.close();
    await lock?.release();
  };
  try {
    // By whatever name it was opened.
    lock = await lockForRun(await realpath(path));
    const byFile = await readJournal(path, file, of);
    return {
      progressOf: (name) => byFile.get(name),
      async write(line) {
        await append(file, line);
        const { file: name, sha256, done, unanswered } = line;
        byFile.set(name, { file: name, sha256, done, unanswered });
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Reads it line by line, of which some are long, and keeps how far each file has come. */
async function readJournal(path: string, file: FileHandle, of: Comparison): Promise<Map<string, Progress>> {
  const byFile = new Map<string, Progress>();
  const { size } = await file.stat();
  let at = 0;
  let whole = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const end = whole + Buffer.byteLength(line) + 1;
    // The last one has no end.
    if (end > size) break;
    whole = end;
    at += 1;
    if (at === 1) assertSame(path, read(path, at, firstLine, line).comparison, of);
    else {
      const { file: name, sha256, done, unanswered } = read(path, at, progress, line);
      byFile.set(name, { file: name, sha256, done, unanswered });
    }
  }
  await file.truncate(whole);
  if (at === 0) await append(file, { comparison: of });
  return byFile;
}

function assertSame(path: string, begun: Comparison, { as, basis, state }: Comparison): void {
  if (begun.as === as && begun.basis === basis && begun.state === state) return;
  throw new Error(`${path}: is the journal of a comparison by ${begun.as} with ${begun.state} on ${begun.basis}`);
}

function read<Line>(path: string, at: number, schema: z.ZodType<Line>, line: string): Line {
  const parsed = schema.safeParse(parseJson(line));
  if (!parsed.success) throw new Error(`${path}: line ${at} is none of a journal of a comparison`);
  return parsed.data;
}

/** Undefined, which no line is, for what is no JSON. */
function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function append(file: FileHandle, line: object): Promise<void> {
  await file.appendFile(`${JSON.stringify(line)}\n`);
  await file.datasync();
}
