/** Prints and traces of a state that has a gateway of its own. */
import { readFingerRecord } from '../../../../formats/finger-minutiae/read-record.js';
import { AccessContext } from '../../../../gen/ostiary/common/v1/access.js';
import {
  type PrintCandidate as WireCandidate,
  PrumFingerprintServiceService,
  SearchPrintsOnceRequest,
  type SearchPrintsOnceResponse,
} from '../../../../gen/ostiary/prum/v1/fingerprint.js';
import type { PartnerGateway } from '../../exchange/partner.js';
import { askPartner, type Dialogue, onlyState } from '../../exchange/partner-holder.js';
import { readReplyFrame } from '../../exchange/wire/read-reply.js';
import { printStateAccess } from '../../exchange/wire/state-access.js';
import {
  assertSoundReply,
  type PrintCandidate,
  type PrintHolder,
  type PrintQuestion,
  type PrintReply,
} from '../domain/print-question.js';
import { printsOf } from '../domain/print-record.js';
import { MAX_RECORD_BYTES } from '../wire/parse-probe.js';
import { printProbe } from '../wire/print-probe.js';

/** Row of the legal-basis table on which one state answers another. */
const LEGAL_BASIS = 'PRUM2-37-PRINT';

const statusOf = ({ candidates }: { readonly candidates: readonly unknown[] }): 'HIT' | 'NO_HIT' =>
  candidates.length > 0 ? 'HIT' : 'NO_HIT';

const DIALOGUE: Dialogue<PrintQuestion, SearchPrintsOnceRequest, SearchPrintsOnceResponse, PrintReply> = {
  method: PrumFingerprintServiceService.searchPrintsOnce,
  print: printQuestion,
  read: readReply,
  assertSound: assertSoundReply,
  statusOf,
};

/** Makes the holder. */
export const createPartnerHolder = (gateway: PartnerGateway): PrintHolder => ({
  search: (question, ending, untilMs) => askPartner(gateway, DIALOGUE, question, ending, untilMs),
});

/** What Art. 15(1) names, and nothing else: case, justification, officer and authority stay with the state that asks. */
function printQuestion(question: PrintQuestion, memberState: string): SearchPrintsOnceRequest {
  return SearchPrintsOnceRequest.fromPartial({
    access: AccessContext.fromPartial(printStateAccess(question, LEGAL_BASIS)),
    probe: printProbe(question, memberState),
    memberStates: [memberState],
    maxCandidates: question.maxCandidates,
  });
}

/** Reads what Art. 15(2) names. Throws when it is not an answer of the state, and of it alone. */
function readReply({ states }: SearchPrintsOnceResponse, memberState: string, question: PrintQuestion): PrintReply {
  const { reply, candidates } = onlyState(states);
  return {
    ...readReplyFrame(reply, memberState, statusOf({ candidates })),
    candidates: candidates.map((candidate) => readCandidate(candidate, question)),
  };
}

function readCandidate(
  { referenceNumber: reference, score, evidence, fingerMinutiaeRecord }: WireCandidate,
  { prints }: PrintQuestion,
): PrintCandidate {
  if (fingerMinutiaeRecord.length > MAX_RECORD_BYTES) throw new Error('the record of a candidate is too long');
  const record = readFingerRecord(fingerMinutiaeRecord);
  if (record.format !== 'ISO/IEC 19794-2:2005') throw new Error('the record of a candidate has another format');
  // Of palms the record has no positions: they are told of those that something lies on.
  const positions = record.views.map(
    ({ position }, at) => evidence.find(({ heldView }) => heldView === at)?.heldPosition ?? position,
  );
  return {
    reference,
    score,
    prints: printsOf(record, positions),
    evidence: evidence.map(({ askedPosition, heldView, pairs }) => ({
      asked: prints.findIndex(({ position }) => position === askedPosition),
      held: heldView,
      pairs: pairs.map(({ asked, held, closeness }) => ({ asked, held, closeness })),
    })),
  };
}
