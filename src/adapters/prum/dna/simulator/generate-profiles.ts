import { ulid } from 'ulid';
import { printAllele, type Pair, WILDCARD } from '../../../../matching/dna/allele.js';
import { AMELOGENIN, ESS_LOCI, type StrLocus } from '../../../../matching/dna/loci.js';
import { randomDayOf } from '../../../../world/calendar.js';
import { type Genotype, genotypesOf } from '../../../../world/genotype.js';
import type { Person } from '../../../../world/person.js';
import { generatePopulation } from '../../../../world/population.js';
import { presencesOf } from '../../../../world/presence.js';
import { choiceOf, createRandoms, type Random } from '../../../../world/random.js';
import { pickState, type State } from '../../../../world/states.js';
import { DNA } from '../../exchange/category.js';
import { referenceNumber } from '../../exchange/domain/reference-number.js';
import type { CoreOrigin, CorePerson } from '../../matches/domain/core-content.js';
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

const OFFENCES = ['Burglary', 'Robbery', 'Theft', 'Rape', 'Homicide', 'Bodily injury', 'Arson'] as const;
const PLACES = ['Xanadu', 'Exland', 'Excelsia', 'Xyland'] as const;

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
    reference: referenceNumber(DNA, state, 'identified', randomUlid(random)),
    loci: typed(genotype, pickKit(random)),
    core: { person: corePerson(person), origin: origin(state, person, random) },
  };
}

function stainProfile(genotype: Genotype, state: State, random: Random): LoadedProfile {
  const whole = typed(genotype, pickKit(random)).filter(({ name }) => name !== AMELOGENIN);
  const misread = random.chance(MISREAD_SHARE) ? random.below(whole.length) : undefined;
  return {
    reference: referenceNumber(DNA, state, 'unidentified', randomUlid(random)),
    loci: whole.map((locus, at) => (at === misread ? misreadLocus(locus, random) : dropOut(locus, random))),
    core: { person: undefined, origin: origin(state, undefined, random) },
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

const corePerson = (person: Person): CorePerson => ({
  firstNames: person.forename,
  familyNames: person.surname,
  otherNames: [
    ...(person.surnameAtBirth === undefined ? [] : [person.surnameAtBirth]),
    ...person.aliases.map(({ surname, forename }) => `${surname}, ${forename}`),
  ],
  dateOfBirth: person.dateOfBirth,
  nationalities: [person.nationality],
  placeOfBirth: person.placeOfBirth,
  countryOfBirth: person.nationality,
  gender: person.gender,
});

function origin(state: State, person: Person | undefined, random: Random): CoreOrigin {
  const adultIn = person === undefined ? 2015 : Math.max(2005, Number(person.dateOfBirth.slice(0, 4)) + 14);
  return {
    acquiredOn: randomDayOf(Math.min(2025, adultIn + random.below(8)), random),
    acquiredAt: random.pick(PLACES),
    offence: random.pick(OFFENCES),
    caseNumber: `${state}-${2005 + random.below(20)}-${String(random.below(1_000_000)).padStart(6, '0')}`,
    authority: `Police of ${state} (synthetic)`,
  };
}

/** A reference tells nothing, not even when the profile was made: its time is one for all. */
const randomUlid = (random: Random): string => ulid(REFERENCE_TIME_MS, () => random.fraction());

const REFERENCE_TIME_MS = Date.UTC(2026, 0, 1);
