import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { type AlleleFrequencies, chanceAtLocus, chanceOfMatch, frequencyOf } from '../../../src/matching/dna/chance.js';
import { ESS_LOCI, type StrLocus } from '../../../src/matching/dna/loci.js';
import { type FrequencyRow, readFrequencies } from '../../../src/matching/dna/read-frequencies.js';
import { projectRoot } from '../../../src/shared/project-root.js';
import { EIGHT, profileOf } from './profiles.js';

const rows: FrequencyRow[] = parse(readFileSync(`${projectRoot}/data/dna/str-allele-frequencies.csv`), {
  columns: true,
});
const NIST = readFrequencies(rows, 'NIST1036', 'Cauc');
const UK = readFrequencies(rows, 'UKDNA17', 'EA1_EA2');

/** Mean probabilities at a locus over all persons of a population, as counted and without a floor for rare alleles. */
function meanAt(locus: StrLocus, { loci }: AlleleFrequencies): { equal: number; oneOff: number } {
  const { frequencies } = loci.get(locus)!;
  const alleles = [...frequencies.keys()];
  let [equal, oneOff] = [0, 0];
  for (const [n, a] of alleles.entries()) {
    for (const b of alleles.slice(n)) {
      const genotype = (a === b ? 1 : 2) * frequencies.get(a)! * frequencies.get(b)!;
      const chance = chanceAtLocus([a, b], (allele) => frequencies.get(allele) ?? 0);
      equal += genotype * chance.equal;
      oneOff += genotype * chance.oneOff;
    }
  }
  return { equal, oneOff };
}

/** Hits by chance that one search in ten million unrelated profiles is to expect. */
function expected(loci: readonly StrLocus[], sample: AlleleFrequencies): { full: number; near: number } {
  const means = loci.map((locus) => meanAt(locus, sample));
  const full = means.reduce((product, { equal }) => product * equal, 1e7);
  return { full, near: means.reduce((sum, { equal, oneOff }) => sum + (full * oneOff) / equal, 0) };
}

describe('the chance of a match', () => {
  it('has two random pairs equal, one off or apart with a probability of one', () => {
    const half = (): number => 0.5;
    // Of four ordered pairs of two alleles, one is 1,1; one is 2,2; two are 1,2.
    expect(chanceAtLocus([10, 10], half)).to.deep.equal({ equal: 0.25, oneOff: 0.5 });
    expect(chanceAtLocus([10, 20], half)).to.deep.equal({ equal: 0.5, oneOff: 0.5 });
  });

  // Published orders of magnitude for unrelated persons, computed apart from this code from the same counts.
  for (const [title, loci, sample, full, near] of [
    ['ESS-7, NIST', ESS_LOCI, NIST, 0.0138, 0.857],
    ['ESS-7, UK', ESS_LOCI, UK, 0.0114, 0.72],
    ['ESS-7 and D16S539, NIST', [...ESS_LOCI, 'D16S539'], NIST, 0.00131, 0.0887],
    ['ESS-7 and SE33, NIST', [...ESS_LOCI, 'SE33'], NIST, 0.0000706, 0.00693],
    ['SGM+, NIST', [...ESS_LOCI, 'D16S539', 'D2S1338', 'D19S433'], NIST, 2.83e-6, 2.5e-4],
  ] as const) {
    it(`expects as many hits in ten million as a second computation: ${title}`, () => {
      const found = expected(loci, sample);
      expect(found.full).to.be.closeTo(full, full * 0.01);
      expect(found.near).to.be.closeTo(near, near * 0.01);
    });
  }

  it('counts a rare allele as seen five times', () => {
    expect(frequencyOf(99, { frequencies: new Map([[120, 0.3]]), counted: 722 })).to.equal(5 / 722);
    expect(frequencyOf(120, { frequencies: new Map([[120, 0.3]]), counted: 722 })).to.equal(0.3);
  });

  it('is told for the loci that both profiles and the sample have, and names the sample', () => {
    const profile = profileOf({ ...EIGHT, CD4: '5,10', D21S11: '29,*' });
    const { sample, loci, full, near, expectedHits } = chanceOfMatch(profile, [...ESS_LOCI, 'CD4'], NIST, 1e7);
    expect([sample, loci]).to.deep.equal(['NIST1036, Cauc', 6]);
    // A near match of six loci is no hit.
    expect(near).to.equal(0);
    expect(full).to.be.within(1e-12, 1e-6);
    expect(expectedHits).to.equal(full * 1e7);
  });

  it('refuses a sample that is not there', () => {
    expect(() => readFrequencies(rows, 'NIST1036', 'Nobody')).to.throw(RangeError);
  });
});
