/** What goes into the audit log and what comes back: the types that callers of the log share. */
import type { IndexTerm } from '../../shared/index-term.js';
import type { JsonObject } from '../../shared/json.js';
import type { RetentionClass } from '../leaf/bucket.js';
import type { EntryKind, EntryOutcome } from '../leaf/leaf.js';
import type { SectionName, SectionOpening } from '../leaf/commitment.js';

export type { IndexField, IndexTerm } from '../../shared/index-term.js';
export type { RetentionClass } from '../leaf/bucket.js';
export type { EntryKind, EntryOutcome } from '../leaf/leaf.js';
export type { SectionName, SectionOpening } from '../leaf/commitment.js';

/** Authority code of entries about peers that no authority is known for. */
export const UNIDENTIFIED = 'ZZ-UNIDENTIFIED';

/** Authority code of the gateway's own entries. */
export const GATEWAY = 'ZZ-GATEWAY';

/** An entry to append. The log assigns index, time and the authority's counter. */
export interface EntryDraft {
  readonly kind: EntryKind;
  /** Registered code of the authority whose access this is. */
  readonly authority: string;
  /** Code of the system asked, e.g. "SIS". */
  readonly system: string;
  /** Identifier of the request (ULID), shared by an intent and its outcome. */
  readonly requestId: string;
  readonly retention: RetentionClass;
  /** Personal data and everything else that must be erasable. Each section at most 65,535 bytes of JSON. */
  readonly sections: Readonly<Partial<Record<SectionName, JsonObject>>>;
  /**
   * What the entry can be found by: at most 300. They are stored as keyed tokens beside the sealed sections, so an entry
   * without sections has none.
   */
  readonly terms?: readonly IndexTerm[];
  /** Bucket whose key was destroyed; present in key-destroyed entries alone, where anybody may read it in the leaf. */
  readonly destroyedBucket?: string;
  /** Index of the intent that this outcome or orphan closes, or that this part belongs to. */
  readonly intentIndex?: number;
  /** Present in outcomes and orphans. */
  readonly outcome?: EntryOutcome;
}

/** An entry that is durable, in the tree, and covered by a signed checkpoint. */
export interface LoggedEntry {
  /** Origin line of the log. */
  readonly origin: string;
  readonly index: number;
  /** Time in the entry, milliseconds since the epoch. */
  readonly time: number;
  /** The leaf's bytes: audit-leaf/v1, canonical JSON. */
  readonly entry: Uint8Array;
  /** RFC 6962 hash of the entry, 32 bytes. */
  readonly leafHash: Uint8Array;
  /** Inclusion proof to the root of `checkpoint`, leaf side first. */
  readonly inclusionProof: readonly Uint8Array[];
  /** Signed note (C2SP tlog-checkpoint). */
  readonly checkpoint: string;
  /** Opens the sections; for the writer of the entry only. */
  readonly openings: Readonly<Partial<Record<SectionName, SectionOpening>>>;
}

/** The write side of the log, as the gateway sees it. */
export interface AuditLog {
  readonly origin: string;
  /**
   * Appends one entry. Resolves once the entry is committed to stable storage together with a signed checkpoint that
   * covers it. Rejects with Refusal AUDIT_UNAVAILABLE when that cannot be said: then nothing may be disclosed.
   * Never retries a write whose fate is unknown without first looking whether it stands.
   */
  append(draft: EntryDraft): Promise<LoggedEntry>;
  /** Rejects when the log cannot be written now. */
  checkHealth(): Promise<void>;
  /** Writes what is queued, then lets go of the database. */
  close(): Promise<void>;
}
