/**
 * What DNA typing would find in the people of a world: of each locus that the frequencies know, two values. People without
 * parents in the world draw both from the population; children have one of each parent, so that relatives share values by
 * descent. Loci are independent, in Hardy-Weinberg proportions.
 */
import { pairOf, type Pair } from '../matching/dna/allele.js';
import type { AlleleFrequencies } from '../matching/dna/chance.js';
import type { StrLocus } from '../matching/dna/loci.js';
import type { SexMarker } from '../matching/dna/profile.js';
import { frequenciesOf } from './allele-frequencies.js';
import type { Person } from './person.js';
import { choiceOf, createRandoms, type Random } from './random.js';

/** Values of a person, in tenths of repeats. */
export interface Genotype {
  readonly pairs: ReadonlyMap<StrLocus, Pair>;
  readonly sex: SexMarker;
}

/** The part of a person that it follows from. */
export type Typed = Pick<Person, 'number' | 'parents' | 'gender'>;

/** Sample that the world's people are drawn from. */
export const WORLD_SAMPLE = { source: 'NIST1036', population: 'Cauc' } as const;

type Draw = (random: Random) => number;
type Alleles = readonly [number, number];

/** Prepares the genotypes of the people of a seed. */
export function genotypesOf(
  seed: number,
  sample: AlleleFrequencies = frequenciesOf(WORLD_SAMPLE.source, WORLD_SAMPLE.population),
): (person: Typed) => Genotype {
  const draws = Array.from(sample.loci, ([locus, { frequencies }]): readonly [StrLocus, Draw] => [
    locus,
    choiceOf([...frequencies]),
  ]);
  const founders = createRandoms(seed, 'genotype');
  const inheritance = createRandoms(seed, 'genotype/inheritance');

  const drawn = (number: number): readonly Alleles[] => {
    const random = founders(number);
    return draws.map(([, draw]) => [draw(random), draw(random)]);
  };

  /** Parents are of the first generation of the world: they have none themselves. */
  const allelesOf = ({ number, parents }: Typed): readonly Alleles[] => {
    const own = drawn(number);
    const random = inheritance(number);
    const [one, other] = parents.map(drawn);
    if (one === undefined) return own;
    return own.map(([strange], at): Alleles => [half(one[at], random, strange), half(other?.[at], random, strange)]);
  };

  return (person) => ({
    pairs: new Map(
      allelesOf(person).flatMap(([first, second], at) => {
        const locus = draws[at]?.[0];
        return locus === undefined ? [] : [[locus, pairOf(first, second)] as const];
      }),
    ),
    sex: person.gender === 'female' ? 'X,X' : 'X,Y',
  });
}

/** One of a parent's two; of a parent who is not of the world, any. */
function half(parent: Alleles | undefined, random: Random, strange: number): number {
  const at = random.below(2);
  return parent?.[at] ?? strange;
}
