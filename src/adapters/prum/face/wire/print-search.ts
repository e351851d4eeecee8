import { OutcomeStatus } from '../../../../gen/ostiary/common/v1/outcome.js';
import { PrumCategory } from '../../../../gen/ostiary/prum/v1/exchange.js';
import type {
  FaceCandidate as WireCandidate,
  FaceStateAnswer,
  SearchFacesOnceResponse,
  SearchFacesResponse,
} from '../../../../gen/ostiary/prum/v1/face.js';
import type { OutcomeName } from '../../../adapter.js';
import { FACE } from '../../exchange/category.js';
import { kindOf } from '../../exchange/domain/reference-number.js';
import { printReplyFrame } from '../../exchange/wire/print-reply.js';
import { byScore, type FaceCandidate, type FaceOutcome } from '../domain/face-question.js';

/** Reference number → place, from 1, among the candidates of all states, in the order of one state's. */
const ranksOf = (outcomes: readonly FaceOutcome[]): ReadonlyMap<string, number> =>
  new Map(
    outcomes
      .flatMap(candidatesOf)
      .sort(byScore)
      .map(({ reference }, at) => [reference, at + 1]),
  );

/** Response to a search that is answered once; with the places that candidates take among those of all states, if asked. */
export function printSearch(
  outcomes: readonly FaceOutcome[],
  status: OutcomeName,
  isRanked: boolean,
): SearchFacesOnceResponse {
  const ranks = isRanked ? ranksOf(outcomes) : undefined;
  return {
    receipt: undefined,
    outcome: { system: FACE.system, status: OutcomeStatus[status] },
    states: outcomes.map((outcome) => printState(outcome, ranks)),
  };
}

/** What one state answered, as a response of its own. */
export const printStateAnswer = (outcome: FaceOutcome): SearchFacesResponse => ({
  receipt: undefined,
  outcome: { system: FACE.system, status: OutcomeStatus[outcome.status] },
  state: printState(outcome),
});

const candidatesOf = (outcome: FaceOutcome): readonly FaceCandidate[] =>
  'reply' in outcome ? outcome.reply.candidates : [];

const printState = (outcome: FaceOutcome, ranks?: ReadonlyMap<string, number>): FaceStateAnswer => ({
  reply: printReplyFrame(outcome),
  candidates: candidatesOf(outcome).map((one) => printCandidate(outcome.memberState, one, ranks?.get(one.reference))),
});

const printCandidate = (memberState: string, { reference, score }: FaceCandidate, rank = 0): WireCandidate => ({
  referenceNumber: reference,
  category: kindOf(reference) === 'identified' ? PrumCategory.IDENTIFIED : PrumCategory.UNIDENTIFIED,
  memberState,
  score,
  handling: undefined,
  rank,
});
