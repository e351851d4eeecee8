/** What must hold of each entry, in the order of the log. */
import { leafHash } from '../merkle/hash.js';
import { equal } from '../merkle/verify.js';
import type { KeyPresence, KeyUnwrapper } from '../vault/keys.js';
import { type Leaf, parseLeaf } from '../leaf/leaf.js';
import { openSections, splitPayload } from '../vault/seal.js';
import { opensSection } from '../leaf/commitment.js';
import { type ErasureRecord, isInTime } from './erasure-record.js';
import { atEntry, type LogFinding } from './finding.js';
import { checkIntent, LeafOrder } from './leaf-order.js';
import type { EntryRow } from './rows.js';

/** Where a check begins that does not begin at the first entry. */
export interface EntryStart {
  readonly index: number;
  /** Time of the entry before. */
  readonly after: number;
}

/** Keys that open payloads, and say which of them are gone. */
export type VerifierKeys = KeyUnwrapper & KeyPresence;

/** Follows a log from entry to entry. */
export class EntryCheck {
  readonly #keys: VerifierKeys | undefined;
  readonly #erasures: ErasureRecord;
  readonly #order: LeafOrder;
  #next: number;
  #opened = 0;

  /** Without keys, payloads are only checked to be there. */
  constructor(keys: VerifierKeys | undefined, erasures: ErasureRecord, start?: EntryStart) {
    this.#keys = keys;
    this.#erasures = erasures;
    this.#order = new LeafOrder(start?.after);
    this.#next = start?.index ?? 0;
  }

  /** Index of the entry to come. */
  get next(): number {
    return this.#next;
  }

  /** Time of the last entry. */
  get time(): number {
    return this.#order.time;
  }

  /** The last counter of each authority seen. */
  get counters(): ReadonlyMap<string, number> {
    return this.#order.counters;
  }

  /** Payloads opened so far. */
  get opened(): number {
    return this.#opened;
  }

  /** Checks the next entry. Returns what is wrong with it. */
  async check(row: EntryRow): Promise<LogFinding | undefined> {
    const index = this.#next;
    if (row.index !== index) return atEntry('index-gap', index, `is missing; the next one there is ${row.index}`);
    if (!equal(leafHash(row.body), row.leaf)) return atEntry('hash-mismatch', index, 'its bytes do not give its hash');
    const leaf = parseLeaf(row.body);
    if (leaf === undefined) return atEntry('leaf-malformed', index, 'is not an entry of audit-leaf/v1');
    const finding =
      this.#order.check(index, leaf) ??
      checkColumns(index, leaf, row) ??
      checkIntent(index, leaf, intentBefore(index, leaf, row));
    this.#next += 1;
    return finding ?? (await this.#checkPayload(index, leaf, row));
  }

  async #checkPayload(index: number, leaf: Leaf, row: EntryRow): Promise<LogFinding | undefined> {
    const committed = Object.entries(leaf.commitments);
    if (leaf.kind === 'key-destroyed' && !isInTime(leaf)) {
      return atEntry('erased-early', index, 'destroyed the key of a bucket before its term');
    }
    const erased = this.#erasures.covers(index, leaf);
    if (row.bucket === undefined) {
      const excused = committed.length === 0 || erased;
      return excused ? undefined : atEntry('payload-missing', index, 'its sealed sections are gone');
    }
    if (committed.length === 0)
      return atEntry('payload-unexpected', index, 'has sealed sections it does not commit to');
    if (row.bucket !== leaf.bucket) return atEntry('column-mismatch', index, 'its sections stand in another bucket');
    if (erased && !(await this.#erasures.isKept(index))) {
      return atEntry('payload-unerased', index, 'its sealed sections are there, though the log says they were erased');
    }
    if (this.#keys === undefined) return undefined;

    const parts = row.sealed && splitPayload(row.sealed);
    const dataKey = parts && (await this.#erasures.dataKey(this.#keys, index, leaf.bucket, parts.wrappedKey));
    if (parts !== undefined && dataKey === undefined && !(await this.#keys.holds(leaf.bucket))) {
      return atEntry('key-missing', index, `cannot be opened: the key of the bucket ${leaf.bucket} is gone`);
    }
    const sections = dataKey && openSections(leaf.requestId, parts.sealed, dataKey);
    if (sections === undefined) return atEntry('payload-unopenable', index, 'its sealed sections do not open');
    this.#opened += 1;
    const same =
      sections.size === committed.length &&
      Array.from(sections).every(([name, opening]) => opensSection(leaf.commitments, name, opening));
    return same ? undefined : atEntry('commitment-mismatch', index, 'its sections are not those it commits to');
  }
}

/** Columns repeat the entry for the database's own searches: they must not lie. */
function checkColumns(index: number, leaf: Leaf, row: EntryRow): LogFinding | undefined {
  if (row.kind === leaf.kind && row.intent === leaf.intentIndex) return undefined;
  return atEntry('column-mismatch', index, 'its search columns say something else than its bytes');
}

/** An intent before this entry was checked already, in the same snapshot or by the verifier's earlier check. */
function intentBefore(index: number, leaf: Leaf, row: EntryRow): Leaf | undefined {
  const before = leaf.intentIndex !== undefined && leaf.intentIndex < index;
  return before && row.intentBody !== undefined ? parseLeaf(row.intentBody) : undefined;
}
