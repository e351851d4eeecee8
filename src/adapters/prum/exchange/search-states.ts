import { Refusal } from '../../../shared/refusal.js';
import type { Clock } from '../../../shared/clock.js';
import type { AccessScope, AskContext } from '../../adapter.js';
import { askStates, type Asking, type Participant, type StateOutcome } from '../../states/ask-states.js';
import { toAsk, untilFor } from '../../states/participants.js';
import { isForOwnState, UNION } from './domain/own-state.js';
import type { StateQuestion, StateReply } from './domain/state-question.js';

/** What searches of a category work with. */
export interface ExchangeParts<Question extends StateQuestion, Reply extends StateReply> {
  /** All states that the exchange of the category knows of, as they are now. */
  readonly participants: () => Promise<readonly Participant<Question, Reply>[]>;
  /** State whose gateway this is; undefined for one that serves authorities of any state. */
  readonly ownState?: string | undefined;
  /** States that are asked at gateways of their own, if any. What is found there is followed up there, not here. */
  readonly partnerStates?: ReadonlySet<string>;
  readonly clock: Clock;
  /** Hears of a state that is out of reach or answers nonsense. */
  readonly onFault: (memberState: string, error: unknown) => void;
}

/** Whether what a state returned is followed up at this gateway. */
export const isFollowedUpHere = (
  { partnerStates }: Pick<ExchangeParts<StateQuestion, StateReply>, 'partnerStates'>,
  memberState: string,
): boolean => partnerStates?.has(memberState) !== true;

/** One search. */
export interface StateSearch<Question extends StateQuestion, Reply extends StateReply> extends Pick<
  Asking<Question, Reply>,
  'isHit' | 'assertSound'
> {
  /** System of the legal-basis table, for the refusal. */
  readonly system: string;
  /** States to ask, without repetitions; undefined for all but the caller's own. */
  readonly memberStates: ReadonlySet<string> | undefined;
  /**
   * The question, given what every question has, and the pseudonym of the officer: for a gateway that is asked on their
   * behalf, and for nobody else.
   */
  readonly question: (common: StateQuestion, officer: string) => Question;
}

/**
 * Puts a search to the states and yields what became of it in each as soon as that is known. Throws a Refusal when the
 * caller's own state takes no part in the exchange: who offers nothing asks nobody; when the gateway of a state is asked for
 * others by somebody else's authority, or for itself by its own (domain/own-state.ts); and when the caller's own state is named.
 */
export async function* searchStates<Question extends StateQuestion, Reply extends StateReply>(
  { system, memberStates, question, isHit, assertSound }: StateSearch<Question, Reply>,
  { requestId, scope, officer, deadlineMs, signal }: AskContext,
  { participants, ownState, clock, onFault }: ExchangeParts<Question, Reply>,
): AsyncGenerator<StateOutcome<Reply>, void, undefined> {
  signal.throwIfAborted();
  const all = await participants();
  assertTakesPart(system, scope, all);
  assertRightGateway(system, scope, memberStates, ownState);
  assertOfOthers(system, scope, memberStates);
  const now = clock.now();
  const asked = toAsk(all, memberStates, scope.memberState);
  yield* askStates({
    question: question({ requestNumber: requestId, askingState: scope.memberState, askedAtMs: now }, officer.pseudonym),
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

/** Every authority asks the gateway of its own state, which asks the others: no question is passed on twice. */
function assertRightGateway(
  system: string,
  { memberState }: AccessScope,
  memberStates: ReadonlySet<string> | undefined,
  ownState: string | undefined,
): void {
  if (ownState === undefined) return;
  if (isForOwnState(memberStates, ownState) !== (memberState === ownState || memberState === UNION)) return;
  throw new Refusal(
    'FORBIDDEN',
    `authorities of ${ownState} ask other states here, other states ask ${ownState} alone`,
    {
      metadata: { system, rule: 'OWN_GATEWAY' },
    },
  );
}

/** Data of one's own state are searched under its own law, not under Prüm: who names it is told so. */
function assertOfOthers(
  system: string,
  { memberState }: AccessScope,
  memberStates: ReadonlySet<string> | undefined,
): void {
  if (memberState === UNION || memberStates?.has(memberState) !== true) return;
  throw new Refusal(
    'FORBIDDEN',
    `authorities of ${memberState} ask other states; data of ${memberState} are searched under its own law`,
    { metadata: { system, rule: 'OWN_STATE' } },
  );
}
