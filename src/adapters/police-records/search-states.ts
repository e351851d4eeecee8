import { Refusal } from '../../shared/refusal.js';
import type { AccessScope, AskContext, Disclosure } from '../adapter.js';
import { pseudonymise } from './domain/pseudonymised.js';
import type { RecordSearch } from './domain/search.js';
import { askHolders, type StateOutcome } from './holders/ask-holders.js';
import type { Participant } from './holders/record-holder.js';
import type { SearchParts } from './options.js';

/**
 * Kept back of the time of a question, for telling what became of it: at all, and for each state, which in an answer by
 * state is an entry in the log. In milliseconds.
 */
const TELLING_MS = 100;
const TELLING_STATE_MS = 15;

/**
 * Puts a search to the states, names as pseudonyms, and yields what became of it in each as soon as that is known. Throws a
 * Refusal when the caller's state may not ask.
 */
export async function* searchStates(
  { person, memberStates, maxMatches }: RecordSearch,
  { requestId, scope, deadlineMs, signal }: AskContext,
  { participants, pseudonymizer, clock, onFault, matches }: SearchParts,
): AsyncGenerator<StateOutcome, void, undefined> {
  signal.throwIfAborted();
  const all = await participants();
  assertMayAsk(scope, all);
  const now = clock.now();
  const asked = toAsk(all, memberStates, scope.memberState);
  const tellingMs = TELLING_MS + asked.length * TELLING_STATE_MS;
  const outcomes = askHolders({
    question: {
      requestNumber: requestId,
      askingState: scope.memberState,
      askedAtMs: now,
      person: pseudonymise(person, pseudonymizer),
      maxMatches,
    },
    participants: asked,
    untilMs: Math.max(now, deadlineMs - tellingMs),
    ending: signal,
    clock,
    onFault,
  });
  for await (const outcome of outcomes) {
    if ('reply' in outcome) await matches.remember(requestId, scope.authority, outcome.reply.matches);
    yield outcome;
  }
}

/** Whoever asks offers an index: the exchange is mutual (recital 18). A Union body has none to offer (Art. 49). */
function assertMayAsk({ memberState, authorityKind }: AccessScope, all: readonly Participant[]): void {
  if (authorityKind === 'EUROPOL') return;
  if (all.some((one) => one.memberState === memberState && one.holder !== undefined)) return;
  throw new Refusal('FORBIDDEN', 'only Member States that offer an index of their police records may ask for others’', {
    metadata: { system: 'EPRIS', rule: 'RECIPROCITY', article: 'Reg. (EU) 2024/982 recital 18, Art. 26' },
  });
}

/** States that were named, also those that the exchange does not know; or all but the caller's own. */
function toAsk(
  all: readonly Participant[],
  named: ReadonlySet<string> | undefined,
  own: string,
): readonly Participant[] {
  if (named === undefined) return all.filter(({ memberState }) => memberState !== own);
  const known = new Map(all.map((one) => [one.memberState, one]));
  return Array.from(named, (memberState) => known.get(memberState) ?? { memberState, holder: undefined });
}

/** What an outcome discloses, for the log. */
export const disclosuresOf = (outcome: StateOutcome): readonly Disclosure[] =>
  'reply' in outcome ? outcome.reply.matches.map(({ reference }) => ({ reference, category: 'INDEX' })) : [];
