/** DNA profiles of a state that has a gateway of its own. */
import { AccessContext } from '../../../../gen/ostiary/common/v1/access.js';
import {
  DnaProbeKind,
  PrumDnaServiceService,
  SearchDnaOnceRequest,
  type SearchDnaOnceResponse,
} from '../../../../gen/ostiary/prum/v1/dna.js';
import type { PartnerGateway } from '../../exchange/partner.js';
import { printStateAccess } from '../../exchange/wire/state-access.js';
import { readReplyFrame } from '../../exchange/wire/read-reply.js';
import { assertSoundReply, type DnaHolder, type DnaQuestion, type DnaReply } from '../domain/dna-question.js';
import { printProfile } from '../wire/print-profile.js';

/** Row of the legal-basis table on which one state answers another. */
const LEGAL_BASIS = 'PRUM2-37-DNA';

/** Makes the holder. */
export const createPartnerHolder = (gateway: PartnerGateway): DnaHolder => ({
  search: (question, ending, untilMs) =>
    gateway.ask({
      method: PrumDnaServiceService.searchDnaOnce,
      request: printQuestion(question, gateway.memberState),
      requestId: question.requestNumber,
      officer: question.officer,
      untilMs,
      ending,
      read(response) {
        const reply = readReply(response, gateway.memberState);
        assertSoundReply(reply, gateway.memberState, question);
        return { status: reply.matchCount > 0 ? 'HIT' : 'NO_HIT', reply };
      },
    }),
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
  const [state, second] = states;
  if (state === undefined || second !== undefined) throw new Error('the reply is not that of one state');
  const { matchCount, matches } = state;
  const frame = readReplyFrame(state.reply, memberState, matchCount > 0);
  return {
    ...frame,
    matchCount,
    matches: matches.map(({ referenceNumber, profile }) => ({
      reference: referenceNumber,
      loci: profile.map(({ name, alleles }) => ({ name, values: alleles })),
    })),
  };
}
