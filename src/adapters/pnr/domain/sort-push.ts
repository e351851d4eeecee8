/** What each record of a push is to what the unit has of the flight. */
import { type KnownRecord, locatorsAfter, pairRecords } from './pair-records.js';
import { isOnFlight, type Push, type PushedRecord } from './push.js';

/** A record that is sent again, and the one whose place it takes. */
export interface Superseding {
  readonly record: PushedRecord;
  readonly known: KnownRecord;
}

/** What a push changes. */
export interface Changes {
  readonly taken: readonly PushedRecord[];
  readonly superseded: readonly Superseding[];
  readonly cancelled: readonly KnownRecord[];
  readonly refused: number;
  /** Records of which something newer is known. */
  readonly outdated: number;
  /** Bookings that a push of all does not name: they are not on the flight any more. */
  readonly missing: readonly KnownRecord[];
}

/**
 * Sorts them. A record that is sent is sent whole, so it takes the earlier one's place, unless what is known was prepared later.
 * `preparedAtMs` says when the push was (preparation.ts). Where one of both times is not known, or they are of one minute, what
 * comes later counts as newer.
 */
export function sortPush(push: Push, known: readonly KnownRecord[], preparedAtMs: number | undefined): Changes {
  const taken: PushedRecord[] = [];
  const superseded: Superseding[] = [];
  const cancelled: KnownRecord[] = [];
  let refused = 0;
  let outdated = 0;
  const isNewer = (one: KnownRecord): boolean =>
    preparedAtMs !== undefined && one.preparedAtMs !== null && one.preparedAtMs > preparedAtMs;
  const pairs = pairRecords(push.records, known);
  for (const record of push.records) {
    const found = pairs.get(record);
    const isUseless = record.locators.length === 0 || !isOnFlight(record, push.flight);
    if (found === undefined && (record.cancelled || isUseless)) refused += 1;
    else if (found === undefined) taken.push(record);
    else if (isNewer(found)) outdated += 1;
    else if (record.cancelled) cancelled.push(found);
    else if (isUseless) refused += 1;
    else superseded.push({ record: { ...record, locators: locatorsAfter(record, found) }, known: found });
  }
  return { taken, superseded, cancelled, refused, outdated, missing: missingIn(push, known, preparedAtMs) };
}

/**
 * Only what was certainly known when the push was prepared: a booking that was made since is not in it. And only if at least half of
 * what is known is named: otherwise it is rather the locators that are others, as of another system.
 */
function missingIn({ isWhole, records }: Push, known: readonly KnownRecord[], preparedAtMs: number | undefined) {
  if (!isWhole || preparedAtMs === undefined) return [];
  const named = new Set(records.flatMap(({ locators }) => locators));
  const isNamed = ({ locators }: KnownRecord): boolean => locators.some((locator) => named.has(locator));
  const unnamed = known.filter((one) => !one.cancelled && !isNamed(one));
  const isOfAnotherSystem = unnamed.length > known.filter(isNamed).length;
  return isOfAnotherSystem ? [] : unnamed.filter((one) => one.preparedAtMs !== null && one.preparedAtMs < preparedAtMs);
}
