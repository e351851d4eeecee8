/** Which record of a push is which of those that are known: by the identifiers that the domain calls locators. */
import type { PushedRecord } from './push.js';

/** An active record that a push may be about. */
export interface KnownRecord {
  readonly id: string;
  /** Day of its transfer, YYYY-MM-DD. */
  readonly day: string;
  readonly version: number;
  readonly cancelled: boolean;
  /** When the message was prepared that its present version came with, in milliseconds; null if that is not known. */
  readonly preparedAtMs: number | null;
  readonly locators: readonly string[];
}

/** Identifiers of passengers of a list (tell-apart.ts) begin so. */
export const API = 'API/';

/** Those that only lists make, since they are of no use without the whole list: by document, and by name. */
export const BY_DOCUMENT = `${API}~d`;
export const BY_NAME = `${API}~n`;

/** Identifiers of one passenger that are kept at most. */
const MOST_KEPT = 12;

/** What says more comes first, for all records: nobody is taken for another by a name whose own document is known. */
const RANKS: readonly ((locator: string) => boolean)[] = [
  (locator) => !locator.startsWith(BY_DOCUMENT) && !locator.startsWith(BY_NAME),
  (locator) => locator.startsWith(BY_DOCUMENT),
  (locator) => locator.startsWith(BY_NAME),
];

/**
 * The known record of each, where there is one. One record of a message never takes the place of another of the same message: if
 * several have a locator in common, so have the known ones that they made, and each takes one of these, the oldest first.
 */
export function pairRecords(
  records: readonly PushedRecord[],
  known: readonly KnownRecord[],
): ReadonlyMap<PushedRecord, KnownRecord> {
  const unpaired = new UnpairedRecords(known);
  const pairs = new Map<PushedRecord, KnownRecord>();
  for (const isOfRank of RANKS) {
    for (const record of records) {
      if (pairs.has(record)) continue;
      const found = unpaired.take(record.locators.filter(isOfRank));
      if (found !== undefined) pairs.set(record, found);
    }
  }
  return pairs;
}

/** Known records whose place nothing has taken yet. */
class UnpairedRecords {
  readonly #records: Set<KnownRecord>;
  /** In the order in which they are known; those that are taken leave when they are met. */
  readonly #byLocator = new Map<string, KnownRecord[]>();

  constructor(known: readonly KnownRecord[]) {
    this.#records = new Set(known);
    for (const record of known) {
      for (const locator of record.locators) {
        const same = this.#byLocator.get(locator);
        if (same === undefined) this.#byLocator.set(locator, [record]);
        else same.push(record);
      }
    }
  }

  /** Takes the first one that has one of the locators, the first locator before the others; undefined if there is none. */
  take(locators: readonly string[]): KnownRecord | undefined {
    for (const locator of locators) {
      const same = this.#byLocator.get(locator) ?? [];
      for (let one = same.shift(); one !== undefined; one = same.shift()) if (this.#records.delete(one)) return one;
    }
    return undefined;
  }
}

/**
 * By what a record is known once it is superseded: as it is sent. A passenger of a list stays known by the carrier's reference and
 * by their own data of before, too, since a message at check-in has the one and a list may have the other.
 */
export function locatorsAfter({ locators }: PushedRecord, known: KnownRecord): readonly string[] {
  const kept = known.locators.filter((locator) => locator.startsWith(API) && RANKS[0]?.(locator) === true);
  return kept.length === 0 ? locators : [...new Set([...locators, ...kept])].slice(0, MOST_KEPT);
}
