/** Accesses that the gateway makes itself: in the log before they are made, and what came of them before anybody learns of it. */
import type { Disclosure } from '../adapters/adapter.js';
import type { LoggedEntry } from '../audit/log/entry.js';
import type { Clock } from '../shared/clock.js';
import type { IndexTerm } from '../shared/index-term.js';
import type { JsonObject } from '../shared/json.js';
import { Refusal } from '../shared/refusal.js';
import type { SystemDraft, SystemLog } from './policy/retention.js';

/** What is to be done, and under whom. */
export interface OwnAccess extends Pick<SystemDraft, 'authority' | 'system' | 'requestId'> {
  /** What the entry about it can be found by. */
  readonly terms?: readonly IndexTerm[];
  readonly who: JsonObject;
  readonly what: JsonObject;
  readonly why: JsonObject;
}

/** What came of it. */
export interface OwnResult {
  readonly disclosures: readonly Disclosure[];
  /** Further facts of its own: codes and numbers. */
  readonly facts?: JsonObject;
  /** Why not all of it could be done; what was done is told all the same. */
  readonly fault?: { readonly error: unknown } | undefined;
}

/**
 * Makes such accesses. `act` is done when the log has them, and what came of it is the result when the log has that, too. Rejects
 * as `act` does, and when the log cannot be told.
 */
export const accessing =
  (log: Pick<SystemLog, 'append'>, clock: Clock) =>
  async <Result extends OwnResult>(
    { terms, who, what, why, ...under }: OwnAccess,
    act: (intent: LoggedEntry) => Promise<Result>,
  ): Promise<Result> => {
    const intent = await log.append({
      ...under,
      kind: 'intent',
      ...(terms !== undefined && { terms }),
      sections: { who, what, why },
    });
    const begun = clock.now();
    const ended = (outcome: 'answered' | 'failed', result: JsonObject): SystemDraft => ({
      ...under,
      ...{ kind: 'outcome', intentIndex: intent.index, outcome },
      sections: { result: { ...result, duration_ms: clock.now() - begun } },
    });
    let result: Result;
    try {
      result = await act(intent);
    } catch (error) {
      await log.append(ended('failed', { status: codeOf(error) }));
      throw error;
    }
    const { disclosures, facts, fault } = result;
    const status = disclosures.length > 0 ? 'HIT' : 'NO_HIT';
    const found = distinct(disclosures.flatMap((disclosure) => disclosure.terms ?? []));
    await log.append({
      ...ended(fault === undefined ? 'answered' : 'failed', {
        ...facts,
        disclosed: disclosures.map(({ category, reference }) => ({ category, fields: ['frame'], reference })),
        status: fault === undefined ? status : codeOf(fault.error),
      }),
      ...(found.length > 0 && { terms: found }),
    });
    return result;
  };

const codeOf = (error: unknown): string => (error instanceof Refusal ? error.reason : 'INTERNAL');

const distinct = (terms: readonly IndexTerm[]): IndexTerm[] => [
  ...new Map(terms.map((term) => [`${term.field}:${term.value}`, term])).values(),
];
