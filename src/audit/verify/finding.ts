/** What can be wrong with a log, in terms and in words. */

/** Kinds of finding; docs/audit-log.md says which threat each one reveals. */
export type FindingKind =
  | 'no-log'
  | 'other-log'
  | 'index-gap'
  | 'entries-missing'
  | 'entries-beyond-frontier'
  | 'hash-mismatch'
  | 'leaf-malformed'
  | 'column-mismatch'
  | 'counter-gap'
  | 'time-back'
  | 'wrong-intent'
  | 'payload-missing'
  | 'payload-unexpected'
  | 'payload-unerased'
  | 'erased-early'
  | 'payload-unopenable'
  | 'key-missing'
  | 'commitment-mismatch'
  | 'checkpoint-forged'
  | 'checkpoint-missing'
  | 'entry-rewritten'
  | 'entries-reordered'
  | 'range-rewritten'
  | 'tile-altered'
  | 'tile-missing'
  | 'bundle-malformed'
  | 'frontier-altered'
  | 'counter-altered'
  | 'time-ahead'
  | 'time-behind'
  | 'rolled-back'
  | 'history-differs';

/** The first thing found wrong. */
export interface LogFinding {
  readonly kind: FindingKind;
  /** The first bad entry, when one can be named. */
  readonly index: number | undefined;
  /** Entries among which the first bad one is, when it cannot be named: from, and up to but not including. */
  readonly range: readonly [from: number, end: number] | undefined;
  /** For a person; no personal data. */
  readonly message: string;
}

/** A finding about the entry at an index. */
export function atEntry(kind: FindingKind, index: number, what: string): LogFinding {
  return { kind, index, range: undefined, message: `entry ${index}: ${what}` };
}

/** A finding about entries [from, end). */
export function inRange(kind: FindingKind, from: number, end: number, what: string): LogFinding {
  return { kind, index: undefined, range: [from, end], message: `entries ${from} to ${end - 1}: ${what}` };
}

/** A finding about the log as a whole. */
export function ofLog(kind: FindingKind, what: string): LogFinding {
  return { kind, index: undefined, range: undefined, message: what };
}

/** What is said of a log in which nothing is wrong, when entries [from, size) were read. */
export function praise(from: number, size: number): string {
  if (from === 0) return `all ${size} entries are as they were signed`;
  if (from === size) return `nothing was added to the ${size} entries of the kept checkpoint`;
  return `entries ${from} to ${size - 1} are as they were signed, and continue the kept checkpoint`;
}
