import { expect } from 'chai';
import { STAND_IN } from '../../../../src/adapters/prum/face/domain/algorithm.js';
import type {
  FaceCandidate,
  FaceQuestion,
  FaceReply,
} from '../../../../src/adapters/prum/face/domain/face-question.js';
import { createFaceAdapter } from '../../../../src/adapters/prum/face/service.js';
import { probeOfTestPerson } from '../../../../src/adapters/prum/face/simulator/faces-of-people.js';
import type { FoundMatch } from '../../../../src/adapters/prum/matches/domain/follow-up.js';
import type { FollowUpParts } from '../../../../src/adapters/prum/matches/options.js';
import type { MatchingSearch } from '../../../../src/adapters/prum/matches/store/match-store.js';
import { OutcomeStatus } from '../../../../src/gen/ostiary/common/v1/outcome.js';
import type { SearchFacesOnceRequest } from '../../../../src/gen/ostiary/prum/v1/face.js';
import { PrumCategory } from '../../../../src/gen/ostiary/prum/v1/exchange.js';
import { Ender } from '../../../../src/shared/ending.js';
import { faceSearch } from '../../../helpers/prum-faces.js';

/** Matches are not followed up here. */
const NO_FOLLOW_UPS = {} as FollowUpParts;

const NOW = Date.UTC(2026, 10, 26);

const IDENTIFIED = 'FAC-XB-I-00000000000000000TEST00001';
const UNIDENTIFIED = 'FAC-XB-U-00000000000000000TEST00002';

describe('a search for faces at the edge', () => {
  let told: FaceQuestion[];
  let remembered: [MatchingSearch, readonly FoundMatch[]][];
  let faults: string[];

  beforeEach(() => {
    told = [];
    remembered = [];
    faults = [];
  });

  const ask = (candidates: readonly FaceCandidate[], categories?: string[], maxCandidates = 0) =>
    askStates({ XB: candidates }, { maxCandidates }, categories);

  async function askStates(
    held: Readonly<Record<string, readonly FaceCandidate[]>>,
    changes: Partial<SearchFacesOnceRequest>,
    categories = ['IDENTIFIED', 'UNIDENTIFIED'],
  ) {
    const holderOf = (memberState: string) => ({
      search(question: FaceQuestion): Promise<FaceReply> {
        told.push(question);
        const candidates = held[memberState] ?? [];
        return Promise.resolve({ replyNumber: 'R1', repliedAtMs: 1_700_000_000_000, candidates });
      },
    });
    const memberStates = Object.keys(held);
    const adapter = createFaceAdapter(
      {
        participants: () =>
          Promise.resolve(['XA', ...memberStates].map((one) => ({ memberState: one, holder: holderOf(one) }))),
        clock: { now: () => NOW },
        onFault: (memberState) => faults.push(memberState),
        algorithm: STAND_IN,
        matches: {
          remember(searched, matches) {
            remembered.push([searched, matches]);
            return Promise.resolve();
          },
        },
      },
      NO_FOLLOW_UPS,
    );
    const inquiry = adapter.operations.searchFacesOnce.parse(faceSearch('wanted', { memberStates, ...changes }));
    const answer = await inquiry.ask({
      requestId: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
      intent: { origin: '', index: 0, leafHash: new Uint8Array(), checkpoint: '' },
      scope: {
        authority: 'XA-POLICE',
        memberState: 'XA',
        authorityKind: 'POL',
        categories: new Set(categories),
      },
      officer: { pseudonym: '2026q4-0123' },
      deadlineMs: NOW + 5_000,
      signal: new Ender(),
    });
    return { inquiry, answer, state: answer.response.states[0] };
  }

  it('tells the states the vector, of the officer the pseudonym for a gateway’s log, and nothing of the case', async () => {
    await ask([]);
    expect(told).to.have.lengthOf(1);
    const fields = ['requestNumber', 'askingState', 'askedAtMs', 'officer', 'probe', 'kinds', 'maxCandidates'];
    expect(told[0]).to.have.all.keys(fields);
    expect(told[0]?.officer).to.equal('2026q4-0123');
    expect(told[0]?.probe.vector).to.deep.equal(probeOfTestPerson('wanted'));
    expect(JSON.stringify(told)).to.not.include('XA-POLICE');
  });

  it('is logged without the vector, and takes of the capacity of each state', async () => {
    const { inquiry } = await ask([]);
    expect(inquiry.legalOperations).to.deep.equal(['IDENT_FACE']);
    expect(inquiry.draws).to.deep.equal([{ mode: 'FACE', counterpart: 'XB', amount: 1 }]);
    const { components_sha256: digest, ...audit } = inquiry.audit;
    expect(digest).to.match(/^[0-9a-f]{64}$/);
    expect(audit).to.deep.equal({
      algorithm: 'SYNTHETIC',
      algorithm_version: '1',
      components: 128,
      kind: 'unidentified',
      max_candidates: 10,
      member_states: ['XB'],
      own_reference: 'XA-IMG-2026-17',
    });
  });

  it('lists candidates, names them for the log, and remembers them for a follow-up', async () => {
    const { answer, state } = await ask([
      { reference: IDENTIFIED, score: 0.8123 },
      { reference: UNIDENTIFIED, score: -0.2 },
    ]);
    expect(answer.status).to.equal('HIT');
    expect(state?.reply).to.deep.include({ memberState: 'XB', status: OutcomeStatus.HIT, replyNumber: 'R1' });
    expect(state?.candidates.map(({ score, category, memberState }) => [score, category, memberState])).to.deep.equal([
      [0.8123, PrumCategory.IDENTIFIED, 'XB'],
      [-0.2, PrumCategory.UNIDENTIFIED, 'XB'],
    ]);
    expect(answer.disclosures).to.deep.equal([
      { reference: IDENTIFIED, category: 'IDENTIFIED' },
      { reference: UNIDENTIFIED, category: 'UNIDENTIFIED' },
    ]);
    expect(remembered).to.deep.equal([
      [
        {
          search: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
          authority: 'XA-POLICE',
          askingState: 'XA',
          foundAtMs: NOW,
        },
        [
          { reference: IDENTIFIED, quality: 812 },
          { reference: UNIDENTIFIED, quality: 0 },
        ],
      ],
    ]);
  });

  it('tells candidates their place among those of all states where that is asked for: by score, then number', async () => {
    const other = IDENTIFIED.replace('XB', 'XC');
    const held = {
      XC: [{ reference: other, score: 0.6 }],
      XB: [
        { reference: IDENTIFIED, score: 0.6 },
        { reference: UNIDENTIFIED, score: 0.5 },
      ],
      XD: [{ reference: IDENTIFIED.replace('XB', 'XD'), score: 0.9 }],
    };
    const ranks = async (ranked: boolean): Promise<Record<string, number[]>> => {
      const { answer } = await askStates(held, { ranked });
      return Object.fromEntries(
        answer.response.states.map(({ reply, candidates }) => [
          reply?.memberState ?? '',
          candidates.map(({ rank }) => rank),
        ]),
      );
    };
    expect(await ranks(true)).to.deep.equal({ XD: [1], XB: [2, 4], XC: [3] });
    expect(await ranks(false)).to.deep.equal({ XD: [0], XB: [0, 0], XC: [0] });
  });

  it('asks for the kinds alone that the caller may see', async () => {
    await ask([], ['UNIDENTIFIED']);
    expect(told[0]?.kinds).to.deep.equal(['unidentified']);
  });

  it('asks no state for what third countries gave Europol, which none of them holds', async () => {
    const { answer } = await ask([], ['EUROPOL-DATA']);
    expect(told).to.deep.equal([]);
    expect(answer.status).to.equal('NOT_SEARCHED');
    expect(answer.places).to.deep.equal([{ place: 'EU', status: 'NOT_SEARCHED' }]);
  });

  it('believes no reply that contradicts itself, and calls its state unavailable', async () => {
    const one = { reference: IDENTIFIED, score: 0.8 };
    const replies: [readonly FaceCandidate[], string[]?, number?][] = [
      [[one, one]],
      [[{ ...one, reference: IDENTIFIED.replace('XB', 'XC') }]],
      [[{ ...one, reference: IDENTIFIED.replace('FAC', 'DNA') }]],
      [[{ ...one, score: 1.1 }]],
      [[{ ...one, score: NaN }]],
      // Not in order, more than were wanted, and what was not asked for.
      [[{ reference: UNIDENTIFIED, score: 0.7 }, one]],
      [[one, { reference: UNIDENTIFIED, score: 0.7 }], ['IDENTIFIED', 'UNIDENTIFIED'], 1],
      [[one], ['UNIDENTIFIED']],
    ];
    for (const [candidates, categories, max] of replies) {
      const { answer, state } = await ask(candidates, categories, max);
      expect(answer.status).to.equal('UNAVAILABLE');
      expect(state?.candidates).to.deep.equal([]);
    }
    expect(faults).to.deep.equal(replies.map(() => 'XB'));
    expect(remembered).to.deep.equal([]);
  });
});
