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
import type { FaceCandidate, FaceOutcome } from '../domain/face-question.js';

/** Response to a search that is answered once. */
export const printSearch = (outcomes: readonly FaceOutcome[], status: OutcomeName): SearchFacesOnceResponse => ({
  receipt: undefined,
  outcome: { system: FACE.system, status: OutcomeStatus[status] },
  states: outcomes.map(printState),
});

/** What one state answered, as a response of its own. */
export const printStateAnswer = (outcome: FaceOutcome): SearchFacesResponse => ({
  receipt: undefined,
  outcome: { system: FACE.system, status: OutcomeStatus[outcome.status] },
  state: printState(outcome),
});

const printState = (outcome: FaceOutcome): FaceStateAnswer => ({
  reply: printReplyFrame(outcome),
  candidates: 'reply' in outcome ? outcome.reply.candidates.map((one) => printCandidate(outcome.memberState, one)) : [],
});

const printCandidate = (memberState: string, { reference, score }: FaceCandidate): WireCandidate => ({
  referenceNumber: reference,
  category: kindOf(reference) === 'identified' ? PrumCategory.IDENTIFIED : PrumCategory.UNIDENTIFIED,
  memberState,
  score,
  handling: undefined,
});
