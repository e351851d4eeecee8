import { expect } from 'chai';
import { WILDCARD } from '../../src/matching/dna/allele.js';
import { frequenciesOf } from '../../src/world/allele-frequencies.js';
import { genotypesOf } from '../../src/world/genotype.js';
import type { Person } from '../../src/world/person.js';
import { generatePopulation } from '../../src/world/population.js';

const people = [...generatePopulation({ seed: 11, persons: 3_000 })];
const genotypeOf = genotypesOf(11);

describe('genotypes of the world', () => {
  it('are the same for a person whenever they are made, and differ between people', () => {
    const again = genotypesOf(11);
    const [one, other] = people as [Person, Person];
    expect(again(one)).to.deep.equal(genotypeOf(one));
    expect(genotypeOf(one).pairs).to.not.deep.equal(genotypeOf(other).pairs);
  });

  it('share a value at every locus between a child and each of its parents', () => {
    const byNumber = new Map(people.map((person) => [person.number, person]));
    const children = people.filter(({ parents }) => parents.length > 0);
    expect(children.length).to.be.greaterThan(500);
    for (const child of children.slice(0, 200)) {
      const own = genotypeOf(child).pairs;
      for (const number of child.parents) {
        const parent = byNumber.get(number);
        if (parent === undefined) throw new Error('a parent is not of the world');
        expect(parent.parents, 'parents are of the first generation').to.deep.equal([]);
        for (const [locus, pair] of genotypeOf(parent).pairs) {
          const shared = pair.some((allele) => own.get(locus)?.includes(allele) === true);
          expect(shared, `${locus} of ${child.number} and ${number}`).to.equal(true);
        }
      }
    }
  });

  it('have values as often as the sample has them', () => {
    const { loci } = frequenciesOf('NIST1036', 'Cauc');
    const table = loci.get('TH01')!;
    const founders = people.filter(({ parents }) => parents.length === 0);
    const counted = founders.flatMap((person) => [...(genotypeOf(person).pairs.get('TH01') ?? [])]);
    expect(counted).to.not.include(WILDCARD);
    for (const [allele, frequency] of table.frequencies) {
      const share = counted.filter((one) => one === allele).length / counted.length;
      // Five standard deviations of a share of so many draws.
      expect(share, String(allele)).to.be.closeTo(
        frequency,
        5 * Math.sqrt((frequency * (1 - frequency)) / counted.length),
      );
    }
  });

  it('say the sex', () => {
    for (const person of people.slice(0, 50)) {
      expect(genotypeOf(person).sex).to.equal(person.gender === 'female' ? 'X,X' : 'X,Y');
    }
  });
});
