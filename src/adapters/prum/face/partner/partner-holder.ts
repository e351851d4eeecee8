/** Facial images of a state that has a gateway of its own. */
import { AccessContext } from '../../../../gen/ostiary/common/v1/access.js';
import {
  FaceProbeKind,
  PrumFaceServiceService,
  SearchFacesOnceRequest,
  type SearchFacesOnceResponse,
} from '../../../../gen/ostiary/prum/v1/face.js';
import type { Holder } from '../../../states/ask-states.js';
import type { PartnerGateway } from '../../exchange/partner.js';
import { askPartner, type Dialogue, onlyState } from '../../exchange/partner-holder.js';
import { readReplyFrame } from '../../exchange/wire/read-reply.js';
import { printStateAccess } from '../../exchange/wire/state-access.js';
import { assertSoundReply, type FaceQuestion, type FaceReply } from '../domain/face-question.js';

/** Row of the legal-basis table on which one state answers another. */
const LEGAL_BASIS = 'PRUM2-37-FACE';

const statusOf = ({ candidates }: { readonly candidates: readonly unknown[] }): 'HIT' | 'NO_HIT' =>
  candidates.length > 0 ? 'HIT' : 'NO_HIT';

const DIALOGUE: Dialogue<FaceQuestion, SearchFacesOnceRequest, SearchFacesOnceResponse, FaceReply> = {
  method: PrumFaceServiceService.searchFacesOnce,
  print: printQuestion,
  read: readReply,
  assertSound: assertSoundReply,
  statusOf,
};

/** Makes the holder. */
export const createPartnerHolder = (gateway: PartnerGateway): Holder<FaceQuestion, FaceReply> => ({
  search: (question, ending, untilMs) => askPartner(gateway, DIALOGUE, question, ending, untilMs),
});

/** What Art. 24(1) names, and nothing else: case, justification, officer and authority stay with the state that asks. */
function printQuestion(question: FaceQuestion, memberState: string): SearchFacesOnceRequest {
  const { kind, ownReference = '', algorithm, algorithmVersion, vector } = question.probe;
  return SearchFacesOnceRequest.fromPartial({
    access: AccessContext.fromPartial(printStateAccess(question, LEGAL_BASIS)),
    probe: {
      kind: kind === 'identified' ? FaceProbeKind.IDENTIFIED : FaceProbeKind.UNIDENTIFIED,
      ownReference,
      algorithm,
      algorithmVersion,
      components: Array.from(vector.unit),
    },
    memberStates: [memberState],
    maxCandidates: question.maxCandidates,
  });
}

/** Reads what Art. 24(2) names. Throws when it is not an answer of the state, and of it alone. */
function readReply({ states }: SearchFacesOnceResponse, memberState: string): FaceReply {
  const { reply, candidates } = onlyState(states);
  return {
    ...readReplyFrame(reply, memberState, statusOf({ candidates })),
    candidates: candidates.map(({ referenceNumber, score }) => ({ reference: referenceNumber, score })),
  };
}
