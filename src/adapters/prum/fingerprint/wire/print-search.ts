import { writeFingerRecord } from '../../../../formats/finger-minutiae/write-record.js';
import type { PrintTemplate } from '../../../../formats/finger-minutiae/template.js';
import { OutcomeStatus } from '../../../../gen/ostiary/common/v1/outcome.js';
import {
  type PrintCandidate as WireCandidate,
  type PrintEvidence as WireEvidence,
  type PrintStateAnswer,
  type SearchPrintsOnceResponse,
  type SearchPrintsResponse,
} from '../../../../gen/ostiary/prum/v1/fingerprint.js';
import type { OutcomeName } from '../../../adapter.js';
import { kindOf, stateOf } from '../../exchange/domain/reference-number.js';
import { printReplyFrame } from '../../exchange/wire/print-reply.js';
import type { PrintCandidate, PrintEvidence, PrintOutcome } from '../domain/print-question.js';
import { recordOf } from '../domain/print-record.js';
import type { Ranked } from '../domain/ranks.js';
import { KIND_TO_WIRE } from './enums.js';

const outcomeOf = (status: OutcomeName) => ({ system: 'PRUM_FINGERPRINT', status: OutcomeStatus[status] });

/** Candidates of an outcome. */
export const candidatesOf = (outcome: PrintOutcome): readonly PrintCandidate[] =>
  'reply' in outcome ? outcome.reply.candidates : [];

/** By reference number. */
type Ranks = ReadonlyMap<string, Ranked>;

/** Response to a search that is answered once; with the places that candidates take among those of all states, if asked. */
export const printOnce = (
  outcomes: readonly PrintOutcome[],
  status: OutcomeName,
  asked: readonly PrintTemplate[],
  ranks?: Ranks,
): SearchPrintsOnceResponse => ({
  receipt: undefined,
  outcome: outcomeOf(status),
  states: outcomes.map((outcome) => printState(outcome, asked, ranks)),
});

/** What one state answered, as a response of its own. */
export const printByState = (outcome: PrintOutcome, asked: readonly PrintTemplate[]): SearchPrintsResponse => ({
  receipt: undefined,
  outcome: outcomeOf(outcome.status),
  state: printState(outcome, asked),
});

const printState = (outcome: PrintOutcome, asked: readonly PrintTemplate[], ranks?: Ranks): PrintStateAnswer => ({
  reply: printReplyFrame(outcome),
  candidates: candidatesOf(outcome).map((candidate, at) =>
    printCandidate(candidate, at + 1, asked, ranks?.get(candidate.reference)),
  ),
});

const printCandidate = (
  { reference, score, prints, evidence }: PrintCandidate,
  rank: number,
  asked: readonly PrintTemplate[],
  among?: Ranked,
): WireCandidate => ({
  referenceNumber: reference,
  category: KIND_TO_WIRE[kindOf(reference)],
  memberState: stateOf(reference),
  rank,
  score,
  evidence: evidence.map((one) => printEvidence(one, asked, prints)),
  fingerMinutiaeRecord: writeFingerRecord(recordOf(prints)),
  handling: undefined,
  overallRank: among?.rank ?? 0,
  comparedScore: among?.score ?? 0,
});

const printEvidence = (
  { asked, held, pairs }: PrintEvidence,
  askedPrints: readonly PrintTemplate[],
  heldPrints: readonly PrintTemplate[],
): WireEvidence => ({
  askedPosition: askedPrints[asked]?.position ?? 0,
  heldPosition: heldPrints[held]?.position ?? 0,
  heldView: held,
  pairs: pairs.map((pair) => ({ ...pair })),
});
