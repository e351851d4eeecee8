/** What a data protection officer asks of the log, and what is found: the terms that all of review shares. */
import type { IndexTerm } from '../../shared/index-term.js';
import type { EntryOutcome } from '../log/entry.js';
import { parseBucket } from '../leaf/bucket.js';
import type { Leaf } from '../leaf/leaf.js';

/** Whose entries about what may be seen. Every query holds it; whatever lies outside is not there. */
export interface ReviewScope {
  /** Codes of the authorities whose entries they are. */
  readonly authorities: ReadonlySet<string>;
  /** Systems that the legal basis of the review is of. */
  readonly systems: ReadonlySet<string>;
  /** Retention classes of these systems: what is said about an approval (APPROVALS) is kept as its system is. */
  readonly classes: ReadonlySet<string>;
}

/** Codes of what belongs to no system: the log's own acts, the gateway's, and calls that name no operation. */
export const OF_NO_SYSTEM: readonly string[] = ['AUDIT', 'GATEWAY', 'UNKNOWN'];
export const APPROVALS = 'APPROVALS';

/** Whether an entry is in scope. */
export function inScope({ authorities, systems, classes }: ReviewScope, leaf: Leaf): boolean {
  const { authority, system, bucket } = leaf;
  if (!authorities.has(authority)) return false;
  if (system !== APPROVALS) return systems.has(system) || OF_NO_SYSTEM.includes(system);
  const { retention = '' } = parseBucket(bucket) ?? {};
  // An act that names no row of the table is about nobody's system, and kept as such calls are.
  return classes.has(retention) || retention === 'ops';
}

/** What became of an access; "open" is an intent that nothing has closed. */
export type AccessOutcome = EntryOutcome | 'open';

/** Which entries. All that is given must hold. */
export interface EntryQuery {
  readonly authorities?: readonly string[];
  readonly systems?: readonly string[];
  readonly kinds?: readonly string[];
  /** What became of the access; for an intent, what the entry says that closes it. */
  readonly outcomes?: readonly AccessOutcome[];
  /** Earliest time, milliseconds since the epoch. */
  readonly fromMs?: number;
  /** Time before which an entry must lie, milliseconds since the epoch. */
  readonly untilMs?: number;
  /** Of each group an entry must carry at least one term in the blind index. */
  readonly terms?: readonly (readonly IndexTerm[])[];
  /** Row of the legal-basis table. It is sealed: candidates are opened to compare it. */
  readonly legalBasis?: string;
}

/** A part of what a query finds. */
export interface Page {
  /** Most entries, at least 1. */
  readonly size: number;
  /** Only entries with a smaller index; undefined begins at the newest. */
  readonly before?: number;
}

/** An entry that was found. */
export interface FoundEntry {
  readonly index: number;
  /** audit-leaf/v1. */
  readonly body: Uint8Array;
  readonly leafHash: Uint8Array;
  readonly leaf: Leaf;
  /** Index of the entry that closes this intent. */
  readonly closingIndex: number | undefined;
  /** Indexes of the entries about the parts of the answer to this intent: the first 1,000. */
  readonly partIndexes: readonly number[];
  /** Its own outcome, or that of the entry that closes it; undefined for kinds that have none. */
  readonly outcome: AccessOutcome | undefined;
}

/** Entries that belong to what was asked for, as far as they are what the log holds. */
export interface FoundEntries {
  readonly entries: readonly FoundEntry[];
  /**
   * Indexes of entries that are not what their hash says, or that an index gives to another authority or system than
   * their leaf does. Nothing else is said of them: `ostiary audit verify` tells more.
   */
  readonly damaged: readonly number[];
}

/** Entries, newest first. Leaves that cannot be read at all are damaged on every page in whose stretch they lie. */
export interface FoundPage extends FoundEntries {
  /** Page.before of the next page; undefined when there is none. */
  readonly next: number | undefined;
}
