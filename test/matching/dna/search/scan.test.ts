import { expect } from 'chai';
import fc from 'fast-check';
import type { Allele, Pair } from '../../../../src/matching/dna/allele.js';
import { compareProfiles, type ComparisonRules, DECISION_RULES } from '../../../../src/matching/dna/compare.js';
import { STR_LOCI, type StrLocus } from '../../../../src/matching/dna/loci.js';
import type { DnaProfile } from '../../../../src/matching/dna/profile.js';
import { ProfileColumns } from '../../../../src/matching/dna/search/columns.js';
import { scanQuestion } from '../../../../src/matching/dna/search/question.js';
import { ChunkScanner, compileScan } from '../../../../src/matching/dna/search/scanner.js';
import { EIGHT, profileOf } from '../profiles.js';

const KERNEL = compileScan();

/** Numbers of the profiles that the scan proposes and the rules confirm. */
function search(
  columns: ProfileColumns,
  held: readonly DnaProfile[],
  asked: DnaProfile,
  rules: ComparisonRules,
): number[] {
  const scanner = new ChunkScanner(KERNEL, columns.memory, 3);
  const question = scanQuestion(asked, rules);
  return Array.from({ length: columns.chunks }, (_, chunk) => scanner.scan(question, chunk))
    .flat()
    .filter((number) => compareProfiles(asked, held[number]!, rules).verdict === 'HIT');
}

const naive = (held: readonly DnaProfile[], asked: DnaProfile, rules: ComparisonRules): number[] =>
  [...held.keys()].filter((number) => compareProfiles(asked, held[number]!, rules).verdict === 'HIT');

/** Few values, so that profiles come near each other; long ones, so that codes are shared; wildcards and gaps. */
const allele = fc.constantFrom<Allele>(100, 101, 102, 103, 110, 990, 983, 640, 700, 880, '*');
const pair: fc.Arbitrary<Pair> = fc
  .tuple(allele, allele)
  .filter(([a, b]) => !(a === '*' && b === '*'))
  .map(([a, b]): Pair => (a === '*' ? [b, a] : b === '*' || a <= b ? [a, b] : [b, a]));
const LOCI: readonly StrLocus[] = [...STR_LOCI.slice(0, 8), 'Penta D', 'D22S1045'];

const base: fc.Arbitrary<DnaProfile> = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...LOCI), { minLength: 6 }),
    fc.array(pair, { minLength: 10, maxLength: 10 }),
    fc.constantFrom('X,X', 'X,Y', undefined),
  )
  .map(([loci, pairs, sex]): DnaProfile => ({
    id: 'x',
    kind: 'unidentified',
    pairs: new Map(loci.map((locus, n) => [locus, pairs[n]!])),
    sex: sex,
  }));

/** The same profile with some loci changed or left out: what a near match looks like. */
const changed = (profile: DnaProfile): fc.Arbitrary<DnaProfile> =>
  fc
    .tuple(fc.dictionary(fc.constantFrom(...LOCI), fc.option(pair, { nil: undefined }), { maxKeys: 3 }))
    .map(([changes]) => {
      const pairs = new Map(profile.pairs);
      for (const [locus, other] of Object.entries(changes)) {
        if (other === undefined) pairs.delete(locus as StrLocus);
        else pairs.set(locus as StrLocus, other);
      }
      return { ...profile, pairs };
    });

describe('scanning columns of profiles', () => {
  it('finds exactly what the rules find when they look at every profile', () => {
    const world = base.chain((asked) =>
      fc.record({
        asked: fc.constant(asked),
        held: fc.array(fc.oneof(base, changed(asked)), { maxLength: 40 }),
        rules: fc.constantFrom(DECISION_RULES, { minLoci: 6, maxDeviations: 0 }, { minLoci: 5, maxDeviations: 3 }),
      }),
    );
    fc.assert(
      fc.property(world, ({ asked, held, rules }) => {
        const columns = new ProfileColumns();
        expect(held.map((profile) => columns.add(profile))).to.deep.equal([...held.keys()]);
        expect(search(columns, held, asked, rules)).to.deep.equal(naive(held, asked, rules));
      }),
      { numRuns: 300 },
    );
  });

  it('finds profiles at every place of a block, and beyond the first chunk', () => {
    const columns = new ProfileColumns();
    const wanted = profileOf(EIGHT);
    const other = profileOf(Object.fromEntries(Object.entries(EIGHT).map(([locus]) => [locus, '5,7'])));
    const places = new Set([...Array.from({ length: 33 }, (_, n) => 64 + n), 65_535, 65_536, 70_001]);
    const held = Array.from({ length: 70_002 }, (_, n) => (places.has(n) ? wanted : other));
    for (const profile of held) columns.add(profile);
    expect(columns.chunks).to.equal(2);
    expect(search(columns, held, wanted, DECISION_RULES)).to.deep.equal([...places]);
  });

  it('finds nothing that was removed, and gives its place to another', () => {
    const columns = new ProfileColumns();
    const held = [profileOf(EIGHT), profileOf(EIGHT, 'reference', 'second')];
    for (const profile of held) columns.add(profile);
    columns.remove(0);
    expect(columns.size).to.equal(1);
    for (const number of [0, 2, -1, 0.5]) expect(() => columns.remove(number)).to.throw(RangeError);
    expect(search(columns, held, held[0]!, DECISION_RULES)).to.deep.equal([1]);
    const third = profileOf({ ...EIGHT, FGA: '22,26' }, 'reference', 'third');
    expect(columns.add(third)).to.equal(0);
    expect(search(columns, [third, held[1]!], third, DECISION_RULES)).to.deep.equal([0, 1]);
    expect(columns.length).to.equal(2);
  });
});
