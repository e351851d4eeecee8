import { expect } from 'chai';
import fc from 'fast-check';
import { isMicroVariant, readAllele } from '../../../src/matching/dna/allele.js';
import { byQuality, compareProfiles } from '../../../src/matching/dna/compare.js';
import { STR_LOCI, type StrLocus } from '../../../src/matching/dna/loci.js';
import { readProfile } from '../../../src/matching/dna/profile.js';
import { EIGHT, profileOf, type Values } from './profiles.js';

const compare = (a: Values, b: Values) => compareProfiles(profileOf(a), profileOf(b));
const short = (a: Values, b: Values): string => {
  const { verdict, quality, comparedLoci, matchedLoci, matchedAlleles, reason } = compare(a, b);
  return `${verdict} ${quality ?? reason} ${comparedLoci}/${matchedLoci}/${matchedAlleles}`;
};

describe('comparing DNA profiles', () => {
  // Worked by hand from the rules of the Decision: compared loci / matched loci / matched alleles.
  const SIX = Object.fromEntries(Object.entries(EIGHT).slice(0, 6));
  for (const [title, one, other, expected] of [
    ['equal profiles', EIGHT, EIGHT, 'HIT 1 8/8/16'],
    ['a wildcard against a value', { ...EIGHT, D21S11: '29,*' }, EIGHT, 'HIT 2 8/7/15'],
    ['a micro-variant', { ...EIGHT, D19S433: '14,15.2' }, EIGHT, 'HIT 3 8/7/15'],
    ['a mismatch', { ...EIGHT, FGA: '22,26' }, EIGHT, 'HIT 4 8/7/15'],
    ['two mismatches at one locus', { ...EIGHT, FGA: '25,26' }, EIGHT, 'NO_HIT TOO_MANY_DEVIATIONS 8/7/14'],
    [
      'a wildcard and a mismatch',
      { ...EIGHT, D21S11: '29,*', FGA: '22,26' },
      EIGHT,
      'NO_HIT TOO_MANY_DEVIATIONS 8/6/14',
    ],
    ['six loci in common and a mismatch', { ...SIX, FGA: '22,26' }, EIGHT, 'NO_HIT TOO_FEW_LOCI 6/5/11'],
    ['six loci in common, all equal', SIX, EIGHT, 'HIT 1 6/6/12'],
    ['a homozygote against one of its values', { ...EIGHT, FGA: '22,22' }, EIGHT, 'HIT 4 8/7/15'],
    ['a wildcard against a wildcard', { ...EIGHT, FGA: '22,*' }, { ...EIGHT, FGA: '22,*' }, 'HIT 2 8/7/15'],
    ['a wildcard that fits in the other permutation', { ...EIGHT, FGA: '23,*' }, EIGHT, 'HIT 2 8/7/15'],
  ] as const) {
    it(`finds ${title}: ${expected}`, () => {
      expect(short(one, other)).to.equal(expected);
      expect(short(other, one)).to.equal(expected);
    });
  }

  it('compares the sex marker, and counts it nowhere', () => {
    const [male, female] = [
      { ...SIX, Amelogenin: 'X,Y' },
      { ...SIX, Amelogenin: 'X,X' },
    ];
    expect(short(male, male)).to.equal('HIT 1 6/6/12');
    expect(short(male, female)).to.equal('HIT 4 6/6/12');
    expect(short(male, SIX)).to.equal('HIT 1 6/6/12');
    expect(short(male, { ...female, FGA: '22,26' })).to.equal('NO_HIT TOO_MANY_DEVIATIONS 6/5/11');
  });

  it('tells each locus, as people write it', () => {
    const { loci } = compare({ ...EIGHT, D19S433: '14,15.2' }, EIGHT);
    expect(loci.at(-1)).to.deep.equal({
      locus: 'D19S433',
      asked: '14, 15.2',
      held: '14, 15.1',
      deviations: ['micro-variant'],
    });
    expect(loci.slice(0, -1).every(({ deviations }) => deviations.length === 0)).to.equal(true);
  });

  it('says that six or seven loci are few', () => {
    expect(compare(SIX, EIGHT).advisory).to.equal('LOW_LOCI');
    expect(compare({ ...EIGHT, FGA: '22,26' }, EIGHT).advisory).to.equal('LOW_LOCI');
    expect(compare(EIGHT, EIGHT).advisory).to.equal(undefined);
  });

  it('knows micro-variants by one base, whatever the repeat unit', () => {
    for (const [locus, one, other, expected] of [
      ['TH01', '8.3', '9', true],
      ['FGA', '24', '24.1', true],
      ['D18S51', '16.2', '16.3', true],
      ['TH01', '8', '8.3', false],
      ['D21S11', '27.1', '27.3', false],
      ['D21S11', '20', '21', false],
      ['TH01', '10.3', '11', true],
      ['Penta D', '10.3', '11', false],
      ['Penta D', '10.4', '11', true],
      ['Penta D', '10.3', '10.4', true],
      ['CD4', '10.4', '11', true],
    ] as const) {
      const values = [one, other].map((value) => Number(readAllele(value, locus)));
      expect(isMicroVariant(values[0]!, values[1]!, locus), `${locus} ${one} ${other}`).to.equal(expected);
      expect(isMicroVariant(values[1]!, values[0]!, locus), `${locus} ${other} ${one}`).to.equal(expected);
    }
  });

  it('takes the kinder pairing', () => {
    // 14 with 14.1 and 15 with 14 would be a micro-variant and a mismatch; 14 with 14 leaves one mismatch.
    expect(compare({ ...EIGHT, D19S433: '14,15' }, { ...EIGHT, D19S433: '14.1,14' }).quality).to.equal(4);
    expect(compare({ ...EIGHT, FGA: '22,*' }, { ...EIGHT, FGA: '21,22' }).quality).to.equal(2);
  });

  it('orders hits by quality, loci, values and identifier', () => {
    const hit = (id: string, values: Values) => ({
      id,
      comparison: compareProfiles(profileOf(EIGHT), profileOf(values)),
    });
    const hits = [
      hit('near', { ...EIGHT, FGA: '22,26' }),
      hit('b', EIGHT),
      hit('few', SIX),
      hit('wild', { ...EIGHT, FGA: '22,*' }),
      hit('a', EIGHT),
    ];
    expect(hits.sort(byQuality).map(({ id }) => id)).to.deep.equal(['a', 'b', 'few', 'wild', 'near']);
  });
});

/** Values as laboratories write them, good and bad. */
const value = fc.oneof(
  fc.integer({ min: 2, max: 40 }).map(String),
  fc.tuple(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 1, max: 3 })).map(([n, rest]) => `${n}.${rest}`),
  fc.constantFrom('*', 'r', '0', '99'),
);
const values = fc.dictionary(
  fc.constantFrom<StrLocus>(...STR_LOCI),
  fc.tuple(value, value).map((pair) => pair.join()),
  {
    minKeys: 6,
  },
);

describe('any two profiles', () => {
  const profile = values
    .map((loci) =>
      readProfile({
        id: 'x',
        kind: 'unidentified',
        loci: Object.entries(loci).map(([name, pair]) => ({ name, values: pair.split(',') })),
      }),
    )
    .filter((reading) => 'profile' in reading)
    .map((reading) => reading.profile);

  it('compare the same way round and the other', () => {
    fc.assert(
      fc.property(profile, profile, (a, b) => {
        const [there, back] = [compareProfiles(a, b), compareProfiles(b, a)];
        expect({ ...there, loci: [] }).to.deep.equal({ ...back, loci: [] });
        expect(there.loci.map(({ deviations }) => [...deviations].sort())).to.deep.equal(
          back.loci.map(({ deviations }) => [...deviations].sort()),
        );
      }),
    );
  });

  it('are a full match with themselves where nothing is a wildcard', () => {
    fc.assert(
      fc.property(profile, (a) => {
        const wildcards = [...a.pairs.values()].filter((pair) => pair.includes('*')).length;
        const { verdict, quality } = compareProfiles(a, a);
        expect([verdict, quality]).to.deep.equal(
          wildcards === 0 ? ['HIT', 1] : wildcards === 1 ? ['HIT', 2] : ['NO_HIT', undefined],
        );
      }),
    );
  });
});
