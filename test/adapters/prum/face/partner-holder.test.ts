import { expect } from 'chai';
import type { FaceQuestion } from '../../../../src/adapters/prum/face/domain/face-question.js';
import { createPartnerHolder } from '../../../../src/adapters/prum/face/partner/partner-holder.js';
import { probeOfTestPerson } from '../../../../src/adapters/prum/face/simulator/faces-of-people.js';
import { OutcomeStatus } from '../../../../src/gen/ostiary/common/v1/outcome.js';
import { type SearchFacesOnceRequest, SearchFacesOnceResponse } from '../../../../src/gen/ostiary/prum/v1/face.js';
import { Ender } from '../../../../src/shared/ending.js';
import { ACCESS, believed, COMMON, FRAME, gatewayGiving, REPLIED_AT, REPLY } from '../partner.js';

const REFERENCE = 'FAC-XB-I-01ARZ3NDEKTSV4RRFFQ69G5FAX';
const QUESTION: FaceQuestion = {
  ...COMMON,
  probe: {
    kind: 'unidentified',
    ownReference: 'XA-IMG-17',
    algorithm: 'SYNTHETIC',
    algorithmVersion: '1',
    vector: probeOfTestPerson('wanted'),
  },
  kinds: ['identified'],
  maxCandidates: 3,
};
const candidate = { referenceNumber: REFERENCE, memberState: 'XB', score: 0.75 };
const hit = { reply: FRAME, candidates: [candidate] };

describe('the holder of another state’s facial images behind its gateway', () => {
  const asking = (states: unknown) => {
    const { gateway, asked } = gatewayGiving(SearchFacesOnceResponse.fromPartial({ states: states as never }));
    return { asked, reply: createPartnerHolder(gateway).search(QUESTION, new Ender(), 7_000) };
  };

  it('is told what Art. 24(1) names, and gives what Art. 24(2) names', async () => {
    const { asked, reply } = asking([hit]);
    expect(await reply).to.deep.equal({
      replyNumber: REPLY,
      repliedAtMs: Date.parse(REPLIED_AT),
      candidates: [{ reference: REFERENCE, score: 0.75 }],
    });
    const { access, probe, memberStates, maxCandidates, ranked } = asked.request as SearchFacesOnceRequest;
    expect({ memberStates, maxCandidates, ranked }).to.deep.equal({
      memberStates: ['XB'],
      maxCandidates: 3,
      ranked: false,
    });
    expect(access).to.deep.include({ ...ACCESS, legalBasisId: 'PRUM2-37-FACE' });
    expect(probe).to.deep.include({ ownReference: 'XA-IMG-17', algorithm: 'SYNTHETIC', algorithmVersion: '1' });
    expect(probe?.components).to.deep.equal(Array.from(QUESTION.probe.vector.unit));
    expect(asked.status).to.equal('HIT');
  });

  const replies: [what: string, states: unknown, outcome: string][] = [
    ['of no hit', [{ reply: { ...FRAME, status: OutcomeStatus.NO_HIT }, candidates: [] }], 'believed'],
    ['that was refused at home', [{ reply: { ...FRAME, status: OutcomeStatus.REFUSED }, candidates: [] }], 'REFUSED'],
    ['of two states', [hit, hit], 'not believed'],
    ['of another state', [{ ...hit, reply: { ...FRAME, memberState: 'XC' } }], 'not believed'],
    ['that is a hit without candidates', [{ ...hit, candidates: [] }], 'not believed'],
    ['with more than were asked for', [{ ...hit, candidates: Array(4).fill(candidate) }], 'not believed'],
    ['with a score that there is not', [{ ...hit, candidates: [{ ...candidate, score: Number.NaN }] }], 'not believed'],
    [
      'with what may not be seen',
      [{ ...hit, candidates: [{ ...candidate, referenceNumber: REFERENCE.replace('-I-', '-U-') }] }],
      'not believed',
    ],
  ];
  for (const [what, states, outcome] of replies) {
    it(`is ${outcome} in a reply ${what}`, async () => {
      expect(await believed(asking(states).reply)).to.equal(outcome);
    });
  }
});
