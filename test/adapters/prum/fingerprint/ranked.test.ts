import { expect } from 'chai';
import { PrintComparer } from '../../../../src/adapters/prum/fingerprint/compare-again.js';
import type { PrintCandidate, PrintReply } from '../../../../src/adapters/prum/fingerprint/domain/print-question.js';
import { ranksOf } from '../../../../src/adapters/prum/fingerprint/domain/ranks.js';
import { createPrumFingerprintAdapter } from '../../../../src/adapters/prum/fingerprint/service.js';
import {
  probeTemplates,
  TEST_PRINT_REFERENCES,
  testTemplates,
} from '../../../../src/adapters/prum/fingerprint/simulator/test-prints.js';
import type { FollowUpParts } from '../../../../src/adapters/prum/matches/options.js';
import type { PrintTemplate } from '../../../../src/formats/finger-minutiae/template.js';
import { Ender } from '../../../../src/shared/ending.js';
import { printSearch } from '../../../helpers/prum-prints.js';

const NOW = Date.UTC(2026, 10, 26);

/** Of a state that calls it as alike as it likes. */
const candidate = (reference: string, score: number, prints: readonly PrintTemplate[]): PrintCandidate => ({
  reference,
  score,
  prints,
  evidence: [],
});

const MATE = TEST_PRINT_REFERENCES.fingers;
const STRANGER = 'DAC-XC-I-00000000000000000000000001';
const fingers = testTemplates('knownToPolice', 'fingers', 'held elsewhere');
const strangers = testTemplates('wanted', 'fingers', 'held elsewhere');

describe('candidates of several states in one order', function () {
  this.timeout(20_000);
  let comparer: PrintComparer;
  beforeEach(() => {
    comparer = new PrintComparer(2);
  });
  afterEach(() => comparer.close());

  async function search(held: Readonly<Record<string, readonly PrintCandidate[]>>, ranked: boolean) {
    const adapter = createPrumFingerprintAdapter({
      exchange: {
        participants: () =>
          Promise.resolve(
            ['XA', ...Object.keys(held)].map((memberState) => ({
              memberState,
              holder: {
                search: (): Promise<PrintReply> =>
                  Promise.resolve({ replyNumber: 'R1', repliedAtMs: NOW, candidates: held[memberState] ?? [] }),
              },
            })),
          ),
        clock: { now: () => NOW },
        onFault: (memberState, error) => expect.fail(`${memberState}: ${String(error)}`),
      },
      matches: { remember: () => Promise.resolve() },
      // Matches are not followed up here.
      followUps: {} as FollowUpParts,
      comparer,
    });
    const inquiry = adapter.operations.searchPrintsOnce.parse(
      printSearch('LT_TP', 'knownToPolice', { memberStates: Object.keys(held), ranked }),
    );
    const { response } = await inquiry.ask({
      requestId: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
      intent: { origin: '', index: 0, leafHash: new Uint8Array(), checkpoint: '' },
      scope: {
        authority: 'XA-POLICE',
        memberState: 'XA',
        authorityKind: 'POL',
        categories: new Set(['IDENTIFIED', 'UNIDENTIFIED']),
      },
      officer: { pseudonym: '2026q4-0123' },
      deadlineMs: NOW + 10_000,
      signal: new Ender(),
    });
    return response.states.flatMap(({ candidates }) => candidates);
  }

  // Regulation (EU) 2024/982 Art. 37(4): by the data searched with and those returned.
  it('are placed by the prints, whatever a state says of its own', async () => {
    const found = await search({ XC: [candidate(STRANGER, 99, strangers)], XB: [candidate(MATE, 1, fingers)] }, true);
    const places = new Map(found.map(({ referenceNumber, ...one }) => [referenceNumber, one]));
    expect(places.get(MATE)).to.deep.include({ rank: 1, score: 1, overallRank: 1 });
    expect(places.get(STRANGER)).to.deep.include({ rank: 1, score: 99, overallRank: 2 });
    expect(places.get(MATE)?.comparedScore).to.be.greaterThan(40);
    expect(places.get(STRANGER)?.comparedScore).to.be.lessThan(20);
  });

  it('have no place unless that was asked for', async () => {
    for (const one of await search({ XB: [candidate(MATE, 50, fingers)] }, false)) {
      expect(one).to.deep.include({ overallRank: 0, comparedScore: 0 });
    }
  });

  it('are compared by the prints alone that their state calls alike', async () => {
    const compare = comparer.of({ mode: 'LT/TP', prints: probeTemplates('knownToPolice', 'trace') });
    const calling = (held: number) => ({
      ...candidate(MATE, 50, fingers),
      evidence: [{ asked: 0, held, pairs: [] }],
    });
    const score = async (one: PrintCandidate) => (await compare([one], new Ender())).get(MATE);
    // The trace is of the right index finger, the second; the last is the left little finger.
    expect(await score(calling(1))).to.be.greaterThan(40);
    expect((await score(calling(9))) ?? 0).to.be.lessThan(20);
  });

  it('are compared one after the other where more are to be than the threads take', async () => {
    const compare = comparer.of({ mode: 'LT/TP', prints: probeTemplates('knownToPolice', 'trace') });
    const index = fingers.slice(1, 2);
    const scores = await Promise.all(
      Array.from({ length: 100 }, async () => (await compare([candidate(MATE, 50, index)], new Ender())).get(MATE)),
    );
    expect(new Set(scores).size).to.equal(1);
    expect(scores[0]).to.be.greaterThan(40);
  });

  it('are compared anew each time, and not for whom nobody waits for', async () => {
    const compare = comparer.of({ mode: 'LT/TP', prints: probeTemplates('knownToPolice', 'trace') });
    const first = await compare([candidate(MATE, 50, fingers)], new Ender());
    expect(await compare([candidate(STRANGER, 50, strangers)], new Ender())).to.not.have.key(MATE);
    expect(await compare([candidate(MATE, 50, fingers)], new Ender())).to.deep.equal(first);
    const gone = new Ender();
    gone.abort(new Error('gone'));
    const refused: unknown = await compare([candidate(MATE, 50, fingers)], gone).catch((error: unknown) => error);
    expect(refused).to.have.property('message', 'gone');
  });
});

describe('places among all states', () => {
  it('go by the score, and of equal ones by reference number', () => {
    const ranks = ranksOf([
      ['DAC-XC-I-2', 0],
      ['DAC-XB-I-1', 41.5],
      ['DAC-XB-I-2', 0],
      ['DAC-XC-I-1', 99],
    ]);
    expect([...ranks]).to.deep.equal([
      ['DAC-XC-I-1', { rank: 1, score: 99 }],
      ['DAC-XB-I-1', { rank: 2, score: 41.5 }],
      ['DAC-XB-I-2', { rank: 3, score: 0 }],
      ['DAC-XC-I-2', { rank: 4, score: 0 }],
    ]);
  });
});
