/** What must hold of each entry, in the order of the log. */
import { leafHash } from '../merkle/hash.js';
import { equal } from '../merkle/verify.js';
import type { KeyUnwrapper } from '../vault/keys.js';
import { type Leaf, parseLeaf } from '../vault/leaf.js';
import { openSections, splitPayload } from '../vault/seal.js';
import { commitTo } from '../vault/sections.js';
import { atEntry, type LogFinding } from './finding.js';
import type { EntryRow } from './rows.js';

/** Follows a log from entry to entry. */
export class EntryCheck {
  readonly #keys: KeyUnwrapper | undefined;
  readonly #counters = new Map<string, number>();
  #next = 0;
  #time = 0;
  #opened = 0;

  /** Without keys, payloads are only checked to be there. */
  constructor(keys: KeyUnwrapper | undefined) {
    this.#keys = keys;
  }

  /** Index of the entry to come. */
  get next(): number {
    return this.#next;
  }

  /** Time of the last entry. */
  get time(): number {
    return this.#time;
  }

  /** Entries of each authority so far. */
  get counters(): ReadonlyMap<string, number> {
    return this.#counters;
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
    const finding = this.#checkOrder(index, leaf) ?? checkColumns(index, leaf, row) ?? checkIntent(index, leaf, row);
    this.#next += 1;
    return finding ?? (await this.#checkPayload(index, leaf, row));
  }

  #checkOrder(index: number, leaf: Leaf): LogFinding | undefined {
    const counter = (this.#counters.get(leaf.authority) ?? 0) + 1;
    if (leaf.counter !== counter) {
      return atEntry('counter-gap', index, `counts ${leaf.counter} for its authority, ${counter} is due`);
    }
    if (leaf.time < this.#time) return atEntry('time-back', index, 'is older than the entry before it');
    this.#counters.set(leaf.authority, counter);
    this.#time = leaf.time;
    return undefined;
  }

  async #checkPayload(index: number, leaf: Leaf, row: EntryRow): Promise<LogFinding | undefined> {
    const committed = Object.entries(leaf.commitments);
    if (row.bucket === undefined) {
      return committed.length === 0 ? undefined : atEntry('payload-missing', index, 'its sealed sections are gone');
    }
    if (committed.length === 0)
      return atEntry('payload-unexpected', index, 'has sealed sections it does not commit to');
    if (row.bucket !== leaf.bucket) return atEntry('column-mismatch', index, 'its sections stand in another bucket');
    if (this.#keys === undefined) return undefined;

    const parts = row.sealed && splitPayload(row.sealed);
    const dataKey = parts && (await this.#keys.unwrap(leaf.bucket, parts.wrappedKey));
    const sections = dataKey && openSections(leaf.requestId, parts.sealed, dataKey);
    if (sections === undefined) return atEntry('payload-unopenable', index, 'its sealed sections do not open');
    this.#opened += 1;
    const same =
      sections.size === committed.length &&
      Array.from(sections).every(
        ([name, { salt, plaintext }]) => commitTo(name, salt, plaintext).toString('base64') === leaf.commitments[name],
      );
    return same ? undefined : atEntry('commitment-mismatch', index, 'its sections are not those it commits to');
  }
}

/** Columns repeat the entry for the database's own searches: they must not lie. */
function checkColumns(index: number, leaf: Leaf, row: EntryRow): LogFinding | undefined {
  if (row.kind === leaf.kind && row.intent === leaf.intentIndex) return undefined;
  return atEntry('column-mismatch', index, 'its search columns say something else than its bytes');
}

function checkIntent(index: number, leaf: Leaf, row: EntryRow): LogFinding | undefined {
  const closes = leaf.kind === 'outcome' || leaf.kind === 'orphan';
  if (leaf.intentIndex === undefined) {
    return closes ? atEntry('wrong-intent', index, 'closes no intent') : undefined;
  }
  // An intent before this one was checked already, in the same snapshot.
  const intent = leaf.intentIndex < index && row.intentBody !== undefined ? parseLeaf(row.intentBody) : undefined;
  const fits =
    intent?.kind === 'intent' &&
    intent.requestId === leaf.requestId &&
    intent.authority === leaf.authority &&
    intent.system === leaf.system;
  return fits ? undefined : atEntry('wrong-intent', index, 'does not close an intent of its own request');
}
