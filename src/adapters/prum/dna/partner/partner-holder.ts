/** DNA profiles of a state that has a gateway of its own. */
import { AccessContext } from '../../../../gen/ostiary/common/v1/access.js';
import {
  DnaProbeKind,
  PrumDnaServiceService,
  SearchDnaOnceRequest,
  type SearchDnaOnceResponse,
} from '../../../../gen/ostiary/prum/v1/dna.js';
import type { PartnerGateway } from '../../exchange/partner.js';
import { askPartner, type Dialogue, onlyState } from '../../exchange/partner-holder.js';
import { printStateAccess } from '../../exchange/wire/state-access.js';
import { readReplyFrame } from '../../exchange/wire/read-reply.js';
import { assertSoundReply, type DnaHolder, type DnaQuestion, type DnaReply } from '../domain/dna-question.js';
import { printProfile } from '../wire/print-profile.js';

/** Row of the legal-basis table on which one state answers another. */
const LEGAL_BASIS = 'PRUM2-37-DNA';

const statusOf = ({ matchCount }: Pick<DnaReply, 'matchCount'>): 'HIT' | 'NO_HIT' =>
  matchCount > 0 ? 'HIT' : 'NO_HIT';

const DIALOGUE: Dialogue<DnaQuestion, SearchDnaOnceRequest, SearchDnaOnceResponse, DnaReply> = {
  method: PrumDnaServiceService.searchDnaOnce,
  print: printQuestion,
  read: readReply,
  assertSound: assertSoundReply,
  statusOf,
};

/** Makes the holder. */
export const createPartnerHolder = (gateway: PartnerGateway): DnaHolder => ({
  search: (question, ending, untilMs) => askPartner(gateway, DIALOGUE, question, ending, untilMs),
});

/** What Art. 9(1) names, and nothing else: case, justification, officer and authority stay with the state that asks. */
function printQuestion(question: DnaQuestion, memberState: string): SearchDnaOnceRequest {
  const { kind, ownReference = '', profile, maxMatches } = question;
  return SearchDnaOnceRequest.fromPartial({
    access: AccessContext.fromPartial(printStateAccess(question, LEGAL_BASIS)),
    probe: {
      kind: kind === 'identified' ? DnaProbeKind.IDENTIFIED : DnaProbeKind.UNIDENTIFIED,
      ownReference,
      loci: printProfile(profile),
    },
    memberStates: [memberState],
    maxMatches,
  });
}

/** Reads what Art. 9(2) names, and nothing else. Throws when it is not an answer of the state, and of it alone. */
function readReply({ states }: SearchDnaOnceResponse, memberState: string): DnaReply {
  const { reply, matchCount, matches } = onlyState(states);
  return {
    ...readReplyFrame(reply, memberState, statusOf({ matchCount })),
    matchCount,
    matches: matches.map(({ referenceNumber, profile }) => ({
      reference: referenceNumber,
      loci: profile.map(({ name, alleles }) => ({ name, values: alleles })),
    })),
  };
}
