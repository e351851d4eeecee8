import { expect } from 'chai';
import fc from 'fast-check';
import {
  assertSoundReply,
  type DnaQuestion,
  type DnaReply,
} from '../../../../src/adapters/prum/dna/domain/dna-question.js';
import { cautiousChance } from '../../../../src/adapters/prum/dna/domain/cautious-chance.js';
import { profileDigest } from '../../../../src/adapters/prum/dna/audit-terms.js';
import { compareOutcome } from '../../../../src/adapters/prum/dna/wire/print-search.js';
import { allFrequencies, frequenciesOf } from '../../../../src/world/allele-frequencies.js';
import { EIGHT, profileOf, raw, type Values } from '../../../matching/dna/profiles.js';

const ID = '01ARZ3NDEKTSV4RRFFQ69G5FA';
const question = (changes: Partial<DnaQuestion> = {}): DnaQuestion => ({
  requestNumber: `${ID}V`,
  askingState: 'XA',
  askedAtMs: 0,
  officer: '2026q4-00000000000000000000000000000000',
  kind: 'unidentified',
  ownReference: undefined,
  profile: profileOf(EIGHT),
  kinds: new Set(['identified', 'unidentified']),
  maxMatches: 10,
  ...changes,
});
const match = (reference: string, values: Values = EIGHT) => ({ reference, loci: raw(values).loci });
const reply = (matches: DnaReply['matches'], matchCount = matches.length): DnaReply => ({
  replyNumber: `${ID}R`,
  repliedAtMs: 1,
  matchCount,
  matches,
});

describe('what a state replies about a DNA profile', () => {
  const one = match(`DNA-XB-I-${ID}A`);
  const refused = (given: DnaReply, asked = question()): boolean => {
    try {
      assertSoundReply(given, 'XB', asked);
      return false;
    } catch {
      return true;
    }
  };

  it('is believed when it is its own, as much as was asked for, and a match', () => {
    expect(refused(reply([one]))).to.equal(false);
    expect(refused(reply([]))).to.equal(false);
    expect(refused(reply([one], 2), question({ maxMatches: 1 }))).to.equal(false);
  });

  for (const [what, given, asked] of [
    ['the reference of another state', reply([match(`DNA-XC-I-${ID}A`)])],
    ['the reference of another category of data', reply([match(`DAC-XB-I-${ID}A`)])],
    ['a reference of no form', reply([match('DNA-XB-I-1')])],
    ['one reference twice', reply([one, one])],
    ['more than it counts', reply([one], 0)],
    ['less than it counts', reply([one], 2)],
    ['a kind that may not be disclosed', reply([one]), question({ kinds: new Set(['unidentified']) })],
    ['a profile that does not match', reply([match(`DNA-XB-I-${ID}A`, { ...EIGHT, FGA: '19,26' })])],
    ['a profile that is none', reply([match(`DNA-XB-I-${ID}A`, { VWA: '14,15' })])],
  ] as const) {
    it(`is not believed with ${what}`, () => expect(refused(given, asked)).to.equal(true));
  }

  it('is put into the order in which hits are reported: quality, loci, alleles, reference number', () => {
    const [wildcard, mismatch] = [
      match(`DNA-XB-U-${ID}A`, { ...EIGHT, D21S11: '29,*' }),
      match(`DNA-XB-I-${ID}C`, { ...EIGHT, FGA: '22,26' }),
    ];
    const { D19S433, ...seven } = EIGHT;
    expect(D19S433).to.equal('14,15.1');
    const fewer = match(`DNA-XB-I-${ID}B`, seven);
    const full = match(`DNA-XB-I-${ID}D`);
    const { matches } = compareOutcome(profileOf(EIGHT), {
      memberState: 'XB',
      status: 'HIT',
      askedAtMs: 0,
      reply: reply([mismatch, wildcard, fewer, full]),
    });
    expect(matches.map(({ id }) => id.slice(-1))).to.deep.equal(['D', 'B', 'A', 'C']);
  });
});

describe('the digest of a profile in the log', () => {
  it('is the same however the profile is written', () => {
    const entries = Object.entries(EIGHT);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(entries, { minLength: entries.length }),
        fc.array(fc.boolean(), { minLength: entries.length, maxLength: entries.length }),
        (shuffled, swaps) => {
          const written = shuffled.map(([name, list], at): [string, string] => [
            swaps[at] === true ? name.toLowerCase() : name,
            swaps[at] === true ? list.split(',').reverse().join(' , ') : list,
          ]);
          expect(profileDigest(profileOf(Object.fromEntries(written)))).to.equal(profileDigest(profileOf(EIGHT)));
        },
      ),
    );
  });

  it('is SHA-256 over lines of locus and values, sorted', () => {
    // printf 'D18S51=14,16\nD19S433=14,15.1\nD21S11=29,31.2\nD3S1358=15,18\nD8S1179=12,13\nFGA=22,23\nTH01=6,9.3\nVWA=16,17' | sha256sum
    expect(profileDigest(profileOf(EIGHT))).to.equal(
      '5032ede031537aa2a71489739ce3e55a330ca98d6e122d4cf5ca0a445f9bfcde',
    );
  });
});

describe('the chance that is told with a match', () => {
  const samples = allFrequencies();

  it('is by the sample that warns most, of those that know most of the loci', () => {
    const profile = profileOf(EIGHT);
    const told = cautiousChance(profile, profile, samples);
    expect(told?.loci).to.equal(8);
    for (const sample of samples) {
      const one = cautiousChance(profile, profile, [sample]);
      if (one?.loci === 8) expect(told?.expectedHits).to.be.at.least(one.expectedHits);
    }
  });

  it('is that of the product of 2pq and p² over loci (Hardy-Weinberg)', () => {
    const values = { VWA: '16,16', TH01: '6,9.3', D21S11: '29,30', FGA: '22,23', D8S1179: '13,13', D3S1358: '15,16' };
    const sample = frequenciesOf('NIST1036', 'Cauc');
    const p = (locus: 'VWA' | 'TH01' | 'D21S11' | 'FGA' | 'D8S1179' | 'D3S1358', tenths: number): number =>
      sample.loci.get(locus)?.frequencies.get(tenths) ?? NaN;
    const expected =
      p('VWA', 160) ** 2 *
      2 *
      p('TH01', 60) *
      p('TH01', 93) *
      2 *
      p('D21S11', 290) *
      p('D21S11', 300) *
      2 *
      p('FGA', 220) *
      p('FGA', 230) *
      p('D8S1179', 130) ** 2 *
      2 *
      p('D3S1358', 150) *
      p('D3S1358', 160);
    const profile = profileOf(values);
    const told = cautiousChance(profile, profile, [sample]);
    expect(told?.full).to.be.closeTo(expected, expected * 1e-9);
    // With six loci there are no near matches.
    expect(told?.near).to.equal(0);
    expect(told?.expectedHits).to.be.closeTo(expected * 10_000_000, 1e-6);
  });
});
