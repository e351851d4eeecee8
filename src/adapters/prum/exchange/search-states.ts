import { Refusal } from '../../../shared/refusal.js';
import type { Clock } from '../../../shared/clock.js';
import type { AccessScope, AskContext } from '../../adapter.js';
import { askStates, type Asking, type Participant, type StateOutcome } from '../../states/ask-states.js';
import { toAsk, untilFor } from '../../states/participants.js';
import type { StateQuestion, StateReply } from './domain/state-question.js';

/** What searches of a category work with. */
export interface ExchangeParts<Question extends StateQuestion, Reply extends StateReply> {
  /** All states that the exchange of the category knows of, as they are now. */
  readonly participants: () => Promise<readonly Participant<Question, Reply>[]>;
  readonly clock: Clock;
  /** Hears of a state that is out of reach or answers nonsense. */
  readonly onFault: (memberState: string, error: unknown) => void;
}

/** One search. */
export interface StateSearch<Question extends StateQuestion, Reply extends StateReply> extends Pick<
  Asking<Question, Reply>,
  'isHit' | 'assertSound'
> {
  /** System of the legal-basis table, for the refusal. */
  readonly system: string;
  /** States to ask, without repetitions; undefined for all but the caller's own. */
  readonly memberStates: ReadonlySet<string> | undefined;
  /** The question, given what every question has. */
  readonly question: (common: StateQuestion) => Question;
}

/** A Union body searches on its own behalf: it has no state that would have to take part. */
const UNION = 'EU';

/**
 * Puts a search to the states and yields what became of it in each as soon as that is known. Throws a Refusal when the
 * caller's own state takes no part in the exchange: who offers nothing asks nobody.
 */
export async function* searchStates<Question extends StateQuestion, Reply extends StateReply>(
  { system, memberStates, question, isHit, assertSound }: StateSearch<Question, Reply>,
  { requestId, scope, deadlineMs, signal }: AskContext,
  { participants, clock, onFault }: ExchangeParts<Question, Reply>,
): AsyncGenerator<StateOutcome<Reply>, void, undefined> {
  signal.throwIfAborted();
  const all = await participants();
  assertTakesPart(system, scope, all);
  const now = clock.now();
  const asked = toAsk(all, memberStates, scope.memberState);
  yield* askStates({
    question: question({ requestNumber: requestId, askingState: scope.memberState, askedAtMs: now }),
    participants: asked,
    isHit,
    assertSound,
    untilMs: untilFor(asked.length, now, deadlineMs),
    ending: signal,
    clock,
    onFault,
  });
}

function assertTakesPart<Question, Reply>(
  system: string,
  { memberState }: AccessScope,
  all: readonly Participant<Question, Reply>[],
): void {
  if (memberState === UNION) return;
  if (all.some((one) => one.memberState === memberState && one.holder !== undefined)) return;
  throw new Refusal('FORBIDDEN', 'only Member States that take part in the exchange may search in it', {
    metadata: { system, rule: 'RECIPROCITY' },
  });
}
