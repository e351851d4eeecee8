/**
 * Accesses of which the person concerned may learn only after the state that entered the record could state its
 * position: those that disclosed a record of which the person must not learn, such as an alert for a discreet check
 * (Regulation (EU) 2018/1862 Arts. 37(3), 67(2) and (3)). That such a record exists must not follow from a list of
 * accesses either, and the reading of an alert is an access like another.
 */
import type { JsonObject, JsonValue } from '../../shared/json.js';
import { openPayloads, type OpenedPayload } from './payload.js';
import type { FoundEntry, ReviewScope } from './query.js';
import { findEntries, type SearchParts } from './search.js';

/** Handling code of a record of which the person must not learn. */
const HIDDEN_FROM_SUBJECT = 'DO_NOT_DISCLOSE_TO_SUBJECT';

/** Parts of one answer that are opened; of an answer in more parts nobody says here that it is harmless. */
const MOST_PARTS = 50;

/** Indexes of those accesses, among intents and refusals. In doubt an access is one of them. */
export async function restrictedAccesses(
  parts: SearchParts,
  scope: ReviewScope,
  accesses: readonly FoundEntry[],
): Promise<ReadonlySet<number>> {
  const answers = accesses.flatMap((access) => answersTo(access).slice(0, MOST_PARTS + 1));
  const { entries } = await findEntries(parts.sql, scope, answers);
  const payloads = await openPayloads(parts, entries);
  const isRestricted = (access: FoundEntry): boolean => {
    const told = answersTo(access);
    return told.length > MOST_PARTS + 1 || told.some((index) => disclosesHidden(payloads.get(index)));
  };
  return new Set(accesses.filter(isRestricted).map(({ index }) => index));
}

/** Entries that say what was answered: the one that closes the access, and those about its parts. */
const answersTo = ({ closingIndex, partIndexes }: FoundEntry): readonly number[] =>
  closingIndex === undefined ? partIndexes : [closingIndex, ...partIndexes];

function disclosesHidden(payload: OpenedPayload | undefined): boolean {
  // Erased, altered or out of sight: it may have been one.
  if (payload?.state !== 'opened') return true;
  const disclosed = payload.sections.get('result')?.value.disclosed;
  return Array.isArray(disclosed) && (disclosed as readonly JsonValue[]).some(isHidden);
}

/** A record whose handling nobody stated, such as an alert that was entered, may be hidden. */
function isHidden(record: JsonValue): boolean {
  const handling = (record as JsonObject | null)?.handling;
  return !Array.isArray(handling) || handling.includes(HIDDEN_FROM_SUBJECT);
}
