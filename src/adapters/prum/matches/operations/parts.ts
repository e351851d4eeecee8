/** What the operations on matches share. */
import type { AccessContext } from '../../../../gen/ostiary/common/v1/access.js';
import type { AuditReceipt } from '../../../../gen/ostiary/common/v1/receipt.js';
import { OutcomeStatus, type SystemOutcome } from '../../../../gen/ostiary/common/v1/outcome.js';
import { type FollowUpState as WireState, FollowUpView } from '../../../../gen/ostiary/prum/v1/exchange.js';
import { nowInTime } from '../../../../shared/now-in-time.js';
import { Refusal } from '../../../../shared/refusal.js';
import type { Answer, AskContext, Disclosure, LegalOperation } from '../../../adapter.js';
import type { FollowUp } from '../domain/follow-up.js';
import type { FollowUpParts } from '../options.js';
import type { FollowUpStep, MatchesOf, WhichMatch } from '../store/follow-up-store.js';
import { STATE_TO_WIRE } from '../wire/enums.js';

/** As whom somebody acts on a match. */
export interface Side {
  /** What the legal basis must allow: that of a request for core data, or that of its holder. */
  readonly legalOperations: readonly LegalOperation[];
  readonly whose: (context: AskContext) => MatchesOf;
}

/** The authority that searched. */
export const ASKING: Side = {
  legalOperations: ['CORE_DATA'],
  whose: ({ scope }) => ({ authority: scope.authority }),
};

/** The same where it confirms what it found. */
export const CONFIRMING: Side = { ...ASKING, legalOperations: ['CONFIRM'] };

/** The state that holds the data: any of its authorities that the policy lets come so far. */
export const HOLDING: Side = {
  legalOperations: ['NOTIFY'],
  whose: ({ scope }) => ({ holdingState: scope.memberState }),
};

/** Side of a view. The contract has asked for one. */
export const sideOf = (view: FollowUpView): Side => (view === FollowUpView.INCOMING ? HOLDING : ASKING);

/** For the log. */
export const viewName = (side: Side): string => (side === HOLDING ? 'incoming' : 'own');

/** What every request holds that the contract asks for. */
export function given<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new TypeError('a request without what the contract asks for');
  return value;
}

/** A request with an access context, as every one has. */
export interface Accessed {
  readonly access?: AccessContext | undefined;
}

/** Name of a number in an enumeration of the contract; undefined for what is not stated. */
export const nameOf = (wire: Readonly<Record<string, number>>, value: number): string | undefined =>
  value <= 0 ? undefined : Object.keys(wire).find((name) => wire[name] === value);

/**
 * The time, with which every operation begins. Throws a Refusal when none is left, and when the caller's legal basis shows
 * no follow-ups: then nothing may be changed either.
 */
export function begin({ category, clock }: Pick<FollowUpParts, 'category' | 'clock'>, context: AskContext): number {
  const now = nowInTime(category.system, clock, context);
  if (!context.scope.categories.has(FOLLOW_UP)) throw notFound();
  return now;
}

/** Category of a follow-up. */
const FOLLOW_UP = 'FOLLOW-UP';

/** Outcome of an operation that found what it was to find, or did not. */
export const outcomeOf = ({ category }: Pick<FollowUpParts, 'category'>, found: boolean): SystemOutcome => ({
  system: category.system,
  status: OutcomeStatus[found ? 'HIT' : 'NO_HIT'],
});

/** What is not there, and what is none of the caller's business. */
export const notFound = (): Refusal => new Refusal('NOT_FOUND', 'No such follow-up of a match');

/** Takes a step of one of the sides. Throws a Refusal when there is no such match, or when the step is not its turn. */
export async function advance(
  { store }: FollowUpParts,
  context: AskContext,
  { whose }: Side,
  which: WhichMatch,
  step: Omit<FollowUpStep, 'by'>,
  absent: () => Refusal = notFound,
): Promise<FollowUp> {
  const those = whose(context);
  context.signal.throwIfAborted();
  const advanced = await store.step(which, those, { ...step, by: context.scope.authority });
  if (advanced !== undefined) return advanced;
  const found = await store.find(which, those);
  throw found === undefined ? absent() : wrongState(which, found);
}

function wrongState(which: WhichMatch, { state, isDecidedOn }: FollowUp): Refusal {
  const description = isDecidedOn
    ? 'names a match that is about to change its state: look at it again'
    : `names a match that is ${state.replaceAll('_', ' ')}, in which this cannot be done`;
  return new Refusal('REQUEST_INVALID', 'the match is in another state', {
    violations: [{ field: 'id' in which ? 'follow_up_id' : 'match.reference_number', rule: 'state', description }],
  });
}

/** What every step answers. */
export interface Acted {
  receipt: AuditReceipt | undefined;
  followUpId: string;
  state: WireState;
  releaseBy: string;
}

/** The answer to a step. */
export function acted(followUp: FollowUp): Answer<Acted> {
  const { id, state, releaseByMs } = followUp;
  return {
    status: 'HIT',
    response: {
      receipt: undefined,
      followUpId: id,
      state: STATE_TO_WIRE[state],
      releaseBy: releaseByMs === undefined ? '' : new Date(releaseByMs).toISOString(),
    },
    disclosures: [{ ...discloseFollowUp(followUp), fieldGroups: ['progress'] }],
  };
}

/** A follow-up, as the log names it. */
export const discloseFollowUp = ({ id }: FollowUp): Disclosure => ({ reference: id, category: FOLLOW_UP });
