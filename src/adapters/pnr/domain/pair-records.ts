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

/** The known record of each, where there is one. One record of a message never takes the place of another of the same message. */
export function pairRecords(
  records: readonly PushedRecord[],
  known: readonly KnownRecord[],
): ReadonlyMap<PushedRecord, KnownRecord> {
  const byLocator = new Map(known.flatMap((record) => record.locators.map((locator) => [locator, record] as const)));
  const pairs = new Map<PushedRecord, KnownRecord>();
  for (const isOfRank of RANKS) {
    for (const record of records) {
      if (pairs.has(record)) continue;
      const found = record.locators
        .filter(isOfRank)
        .map((locator) => byLocator.get(locator))
        .find((one) => one !== undefined);
      if (found === undefined) continue;
      pairs.set(record, found);
      for (const locator of found.locators) byLocator.delete(locator);
    }
  }
  return pairs;
}

/**
 * By what a record is known once it is superseded: as it is sent. A passenger of a list stays known by the carrier's reference and
 * by their own data of before, too, since a message at check-in has the one and a list may have the other.
 */
export function locatorsAfter({ locators }: PushedRecord, known: KnownRecord): readonly string[] {
  const kept = known.locators.filter((locator) => locator.startsWith(API) && RANKS[0]?.(locator) === true);
  return kept.length === 0 ? locators : [...new Set([...locators, ...kept])].slice(0, MOST_KEPT);
}
