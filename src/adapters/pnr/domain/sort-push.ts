/** What each record of a push is to what the unit has of the flight. */
import { isOnFlight, type Push, type PushedRecord } from './push.js';

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
}

/** Sorts them. A record that is sent is sent whole, so it takes the earlier one's place. */
export function sortPush(push: Push, known: readonly KnownRecord[]): Changes {
  const byLocator = new Map(known.flatMap((record) => record.locators.map((locator) => [locator, record] as const)));
  const taken: PushedRecord[] = [];
  const superseded: Superseding[] = [];
  const cancelled: KnownRecord[] = [];
  let refused = 0;
  for (const record of push.records) {
    const found = record.locators.map((locator) => byLocator.get(locator)).find((one) => one !== undefined);
    // One record of a message never takes the place of another of the same message.
    if (found !== undefined) for (const locator of found.locators) byLocator.delete(locator);
    if (record.cancelled) {
      if (found === undefined) refused += 1;
      else cancelled.push(found);
    } else if (record.locators.length === 0 || !isOnFlight(record, push.flight)) refused += 1;
    else if (found === undefined) taken.push(record);
    else superseded.push({ record, known: found });
  }
  return { taken, superseded, cancelled, refused };
}
