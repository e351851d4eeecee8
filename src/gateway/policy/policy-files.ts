/**
 * The files of a policy: read once, whole, into memory. What is parsed, what is hashed and what decides are the same
 * bytes, however the folder changes meanwhile.
 */
import { hash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Largest file of a policy, in bytes; and most files of one. */
const MAX_FILE_BYTES = 1024 * 1024;
const MAX_FILES = 64;

/** The policy's own files; whatever else lies in the folder is not read. */
const POLICY_FILE = /^[A-Za-z0-9][A-Za-z0-9._-]*\.(cedar|cedarschema|csv)$/;

/** A policy's files. */
export interface PolicyFiles {
  /** Name → bytes, in the order of the names. */
  readonly bytes: ReadonlyMap<string, Buffer>;
  /** Name → text of the same bytes. */
  readonly texts: ReadonlyMap<string, string>;
  /** Name → SHA-256 of the bytes, in hex. */
  readonly digests: ReadonlyMap<string, string>;
  /**
   * SHA-256, in hex, of what `sha256sum` prints for the files in byte order of their names, so that anybody can say
   * which policy a logged version was: `LC_ALL=C sha256sum *.cedar *.cedarschema *.csv | LC_ALL=C sort -k2 | sha256sum`.
   */
  readonly version: string;
}

/** Something is wrong with a policy; each problem begins with file and, where it has one, line. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`the policy is not valid:\n  ${problems.join('\n  ')}`);
    this.problems = problems;
  }
}

/** Reads a policy folder. Throws a PolicyError when it is no such folder, or too large. */
export function readPolicyFiles(directory: string): PolicyFiles {
  // Resolved once: a link that is turned to another folder meanwhile must not mix two policies.
  const folder = realFolder(directory);
  const names = namesIn(folder);
  if (names.length === 0) throw new PolicyError([`${directory}: holds no policy`]);
  if (names.length > MAX_FILES) throw new PolicyError([`${directory}: more than ${MAX_FILES} files`]);
  const bytes = new Map(names.map((name) => [name, bytesOf(folder, name)]));
  const texts = new Map(Array.from(bytes, ([name, content]) => [name, textOf(name, content)]));
  const digests = new Map(Array.from(bytes, ([name, content]) => [name, hash('sha256', content)]));
  const version = hash('sha256', Array.from(digests, ([name, digest]) => `${digest}  ${name}\n`).join(''));
  return { bytes, texts, digests, version };
}

function realFolder(directory: string): string {
  try {
    return realpathSync(directory);
  } catch (error) {
    throw new PolicyError([`${directory}: cannot be read (${codeOf(error)})`]);
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => POLICY_FILE.test(name))
      .sort();
  } catch (error) {
    throw new PolicyError([`${directory}: cannot be read (${codeOf(error)})`]);
  }
}

function bytesOf(directory: string, name: string): Buffer {
  const path = join(directory, name);
  try {
    if (statSync(path).size > MAX_FILE_BYTES) throw new PolicyError([`${name}: larger than 1 MiB`]);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof PolicyError) throw error;
    throw new PolicyError([`${name}: cannot be read (${codeOf(error)})`]);
  }
}

function textOf(name: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new PolicyError([`${name}: is not UTF-8`]);
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown fault';
