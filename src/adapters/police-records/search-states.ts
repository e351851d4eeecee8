import { Refusal } from '../../shared/refusal.js';
import type { AccessScope, AskContext, Disclosure } from '../adapter.js';
import { askStates } from '../states/ask-states.js';
import { toAsk, untilFor } from '../states/participants.js';
import { pseudonymise } from './domain/pseudonymised.js';
import type { RecordSearch } from './domain/search.js';
import { assertSoundReply, type RecordOutcome, type RecordParticipant } from './holders/record-holder.js';
import type { SearchParts } from './options.js';

/**
 * Puts a search to the states, names as pseudonyms, and yields what became of it in each as soon as that is known. Throws a
 * Refusal when the caller's state may not ask.
 */
export async function* searchStates(
  { person, memberStates, maxMatches }: RecordSearch,
  { requestId, scope, deadlineMs, signal }: AskContext,
  { participants, pseudonymizer, clock, onFault, matches }: SearchParts,
): AsyncGenerator<RecordOutcome, void, undefined> {
  signal.throwIfAborted();
  const all = await participants();
  assertMayAsk(scope, all);
  const now = clock.now();
  const asked = toAsk(all, memberStates, scope.memberState);
  const outcomes = askStates({
    question: {
      requestNumber: requestId,
      askingState: scope.memberState,
      askedAtMs: now,
      person: pseudonymise(person, pseudonymizer),
      maxMatches,
    },
    participants: asked,
    isHit: ({ matchCount }) => matchCount > 0,
    assertSound: assertSoundReply,
    untilMs: untilFor(asked.length, now, deadlineMs),
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
function assertMayAsk({ memberState, authorityKind }: AccessScope, all: readonly RecordParticipant[]): void {
  if (authorityKind === 'EUROPOL') return;
  if (all.some((one) => one.memberState === memberState && one.holder !== undefined)) return;
  throw new Refusal('FORBIDDEN', 'only Member States that offer an index of their police records may ask for others’', {
    metadata: { system: 'EPRIS', rule: 'RECIPROCITY', article: 'Reg. (EU) 2024/982 recital 18, Art. 26' },
  });
}

/** What an outcome discloses, for the log. */
export const disclosuresOf = (outcome: RecordOutcome): readonly Disclosure[] =>
  'reply' in outcome ? outcome.reply.matches.map(({ reference }) => ({ reference, category: 'INDEX' })) : [];
