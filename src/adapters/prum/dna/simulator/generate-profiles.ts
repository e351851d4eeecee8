import { printAllele, type Pair, WILDCARD } from '../../../../matching/dna/allele.js';
import { AMELOGENIN, ESS_LOCI, type StrLocus } from '../../../../matching/dna/loci.js';
import { type Genotype, genotypesOf } from '../../../../world/genotype.js';
import type { Person } from '../../../../world/person.js';
import { generatePopulation } from '../../../../world/population.js';
import { presencesOf } from '../../../../world/presence.js';
import { choiceOf, createRandoms, type Random } from '../../../../world/random.js';
import { pickState, type State } from '../../../../world/states.js';
import { DNA } from '../../exchange/category.js';
import { inventedReference } from '../../exchange/simulator/invented-reference.js';
import { inventedCore } from '../../matches/simulator/invented-core.js';
import type { RawLoci } from '../domain/dna-question.js';
import type { LoadedProfile } from '../store/load-profiles.js';

/** Which profiles. */
export interface GenerateOptions {
  readonly seed: number;
  readonly profiles: number;
}

/** Loci of usual kits, besides the seven of the European Standard Set: the older, the newer, the largest. */
const EXTENDED = ['D16S539', 'D2S1338', 'D19S433'] as const;
const NEWER = [...EXTENDED, 'D1S1656', 'D2S441', 'D10S1248', 'D12S391', 'D22S1045', 'SE33'] as const;
const LARGEST = [...NEWER, 'CSF1PO', 'D13S317', 'D7S820', 'D5S818', 'TPOX', 'Penta D', 'Penta E'] as const;
const pickKit = choiceOf<readonly StrLocus[]>([
  [EXTENDED, 20],
  [NEWER, 65],
  [LARGEST, 15],
]);

/** Of people whose profile a state holds, those of whom a state has a stain as well. */
const STAIN_SHARE = 0.15;
/** Chance that a value of a stain dropped out. */
const DROP_OUT = 0.03;
/** Stains at which a laboratory has read a value a base or more off: near matches. */
const MISREAD_SHARE = 0.02;

/**
 * Profiles of people of the synthetic world, and stains that some of them left: the world says whose samples which states
 * have (presence.ts), and the same person has the same genotype everywhere.
 */
export function* generateProfiles({ seed, profiles }: GenerateOptions): Generator<LoadedProfile, void, undefined> {
  const presenceOf = presencesOf(seed);
  const genotypeOf = genotypesOf(seed);
  const randoms = createRandoms(seed, 'prum-dna');
  let left = profiles;
  for (const person of generatePopulation({ seed, persons: Number.POSITIVE_INFINITY })) {
    const { dna } = presenceOf(person).biometrics;
    if (dna.length === 0) continue;
    const random = randoms(person.number);
    const genotype = genotypeOf(person);
    const held = [
      ...dna.map((state) => personProfile(person, genotype, state, random)),
      ...(random.chance(STAIN_SHARE) ? [stainProfile(genotype, pickState(random), random)] : []),
    ];
    for (const profile of held) {
      if (left === 0) return;
      left -= 1;
      yield profile;
    }
  }
}

function personProfile(person: Person, genotype: Genotype, state: State, random: Random): LoadedProfile {
  return {
    reference: inventedReference(DNA, state, 'identified', random),
    loci: typed(genotype, pickKit(random)),
    core: inventedCore(state, person, random),
  };
}

function stainProfile(genotype: Genotype, state: State, random: Random): LoadedProfile {
  const whole = typed(genotype, pickKit(random)).filter(({ name }) => name !== AMELOGENIN);
  const misread = random.chance(MISREAD_SHARE) ? random.below(whole.length) : undefined;
  return {
    reference: inventedReference(DNA, state, 'unidentified', random),
    loci: whole.map((locus, at) => (at === misread ? misreadLocus(locus, random) : dropOut(locus, random))),
    core: inventedCore(state, undefined, random),
  };
}

type RawLocus = RawLoci[number];

/** One value may be lost, or both. */
function dropOut({ name, values }: RawLocus, random: Random): RawLocus {
  if (!random.chance(2 * DROP_OUT)) return { name, values };
  return { name, values: random.chance(DROP_OUT) ? [] : [values[0] ?? WILDCARD, WILDCARD] };
}

/** The second value read as one whole repeat longer. */
function misreadLocus({ name, values: [first = WILDCARD, second = WILDCARD] }: RawLocus, random: Random): RawLocus {
  const [whole = '', rest] = second.split('.');
  const longer = Number(whole) + 1 + random.below(2);
  return { name, values: [first, rest === undefined ? String(longer) : `${longer}.${rest}`] };
}

/** What a kit types of a person. */
function typed({ pairs, sex }: Genotype, kit: readonly StrLocus[]): RawLoci {
  const known = [...ESS_LOCI, ...kit].flatMap((name) => {
    const pair: Pair | undefined = pairs.get(name);
    return pair === undefined ? [] : [{ name, values: pair.map(printAllele) }];
  });
  return [...known, { name: AMELOGENIN, values: sex.split(',') }];
}
