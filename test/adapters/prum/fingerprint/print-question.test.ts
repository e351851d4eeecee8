import { expect } from 'chai';
import {
  assertSoundReply,
  type PrintCandidate,
  type PrintQuestion,
} from '../../../../src/adapters/prum/fingerprint/domain/print-question.js';
import { printOf } from './prints.js';

const question: PrintQuestion = {
  requestNumber: '01JDHN5W3J0000000000000000',
  askingState: 'XA',
  askedAtMs: 0,
  officer: '',
  mode: 'LT/TP',
  ownReference: undefined,
  prints: [printOf(0, 8)],
  sampleDigest: '',
  kinds: new Set(['identified', 'unidentified']),
  maxCandidates: 2,
};
const candidate: PrintCandidate = {
  reference: 'DAC-XB-I-00000000000000000000000001',
  score: 50,
  prints: [printOf(1, 30), printOf(2, 30)],
  evidence: [{ asked: 0, held: 1, pairs: [{ asked: 7, held: 29, closeness: 1 }] }],
};
const other = { ...candidate, reference: 'DAC-XB-I-00000000000000000000000002', score: 40 };

const blurred = { width: 500, height: 500, xPerCm: 1, yPerCm: 1 };
const coarse = printOf(2, 30, { image: { width: 500, height: 500, xPerCm: 98, yPerCm: 98 } });

/** Half a metre at 197 pixels per centimetre. */
const wide = printOf(2, 30, {
  minutiae: [0, 9_850].map((x) => ({ kind: 'ending', x, y: 0, angle: 0, quality: 80 })),
});

const isSound = (candidates: readonly PrintCandidate[], changes: Partial<PrintQuestion> = {}): boolean => {
  try {
    assertSoundReply({ replyNumber: '', repliedAtMs: 0, candidates }, 'XB', { ...question, ...changes });
    return true;
  } catch {
    return false;
  }
};
const proving = (changes: Partial<PrintCandidate['evidence'][number]>): PrintCandidate => ({
  ...candidate,
  evidence: [{ ...candidate.evidence[0]!, ...changes }],
});

describe('what a state replies to a search for prints', () => {
  it('is believed when it holds together', () => {
    expect(isSound([])).to.equal(true);
    expect(isSound([candidate, other])).to.equal(true);
    expect(isSound([candidate, { ...other, score: 50 }])).to.equal(true);
  });

  const unsound: readonly [what: string, candidates: readonly PrintCandidate[], changes?: Partial<PrintQuestion>][] = [
    ['more candidates than were asked for', [candidate, other], { maxCandidates: 1 }],
    ['a candidate twice', [candidate, candidate]],
    ['the worse candidate first', [other, candidate]],
    ['no score', [{ ...candidate, score: 0 }]],
    ['a score that is no number', [{ ...candidate, score: NaN }]],
    ['what another state holds', [{ ...candidate, reference: candidate.reference.replace('XB', 'XC') }]],
    ['another category', [{ ...candidate, reference: candidate.reference.replace('DAC', 'DNA') }]],
    ['a trace in a search for persons', [{ ...candidate, reference: candidate.reference.replace('-I-', '-U-') }]],
    ['what is not to be disclosed', [candidate], { kinds: new Set(['unidentified']) }],
    ['a candidate without prints', [{ ...candidate, prints: [], evidence: [] }]],
    ['more prints than anybody has', [{ ...candidate, prints: Array.from({ length: 41 }, () => printOf(2, 30)) }]],
    ['prints of two resolutions', [{ ...candidate, prints: [printOf(1, 30), coarse] }]],
    ['a position that there is not', [{ ...candidate, prints: [printOf(256, 30), printOf(2, 30)] }]],
    [
      'minutiae that no image can have',
      [{ ...candidate, prints: [1, 2].map((n) => printOf(n, 30, { image: blurred })) }],
    ],
    ['a print of half a metre', [{ ...candidate, prints: [printOf(1, 30), wide] }]],
    ['a print that was not searched with', [proving({ asked: 1 })]],
    ['a print that is not there', [proving({ held: 2 })]],
    ['a minutia that is not there', [proving({ pairs: [{ asked: 8, held: 0, closeness: 1 }] })]],
    ['a minutia of the other that is not there', [proving({ pairs: [{ asked: 0, held: 30, closeness: 1 }] })]],
    ['more than the same place', [proving({ pairs: [{ asked: 0, held: 0, closeness: 1.1 }] })]],
  ];
  for (const [what, candidates, changes] of unsound) {
    it(`is not believed with ${what}`, () => {
      expect(isSound(candidates, changes)).to.equal(false);
    });
  }
});
