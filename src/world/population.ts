import { canonicalName } from '../matching/names/name-form.js';
import { makeDocument, makeVehicle } from './belongings.js';
import { randomDayOf } from './calendar.js';
import type { Culture } from './names/culture.js';
import { CULTURES } from './names/cultures.js';
import type { Gender, Person, PersonalData, TravelDocument, Vehicle } from './person.js';
import { createRandom, type Random } from './random.js';
import { pickState, type State } from './states.js';

/** Which population. */
export interface PopulationOptions {
  /** The same seed gives the same people; a larger population begins with the people of a smaller one. */
  readonly seed: number;
  readonly persons: number;
}

/** Births of adults in the families drawn. */
const FIRST_BIRTH_YEAR = 1945;
const LAST_PARENT_BIRTH_YEAR = 1998;
const LAST_BIRTH_YEAR = 2020;

const CULTURE_WEIGHTS = Object.fromEntries(CULTURES.map(({ weight }, at) => [String(at), weight]));

/** People who do not exist, family by family, made one at a time as they are taken. */
export function* generatePopulation({ seed, persons }: PopulationOptions): Generator<Person, void, undefined> {
  const random = createRandom(seed, 'population');
  let made = 0;
  for (let family = 1; made < persons; family++) {
    for (const member of makeFamily(random)) {
      if (made === persons) return;
      made += 1;
      yield { ...member, number: made, family };
    }
  }
}

type Member = Omit<Person, 'number' | 'family'>;

interface Household {
  readonly culture: Culture;
  readonly surname: string;
  readonly residence: State;
}

function makeFamily(random: Random): Member[] {
  const culture = CULTURES[Number(random.weighted(CULTURE_WEIGHTS))] ?? CULTURES[0];
  if (culture === undefined) throw new RangeError('There is no culture to choose from');
  const household = { culture, surname: makeSurname(random, culture), residence: pickState(random) };
  const year = FIRST_BIRTH_YEAR + random.below(LAST_PARENT_BIRTH_YEAR - FIRST_BIRTH_YEAR);
  const members = [makePerson(random, household, random.chance(0.5) ? 'female' : 'male', year)];
  if (random.chance(0.55)) {
    const other = members[0]?.gender === 'female' ? 'male' : 'female';
    members.push(makePerson(random, household, other, year - 4 + random.below(9)));
  }
  const children = random.chance(0.5) ? random.below(4) : 0;
  for (let child = 0; child < children; child++) {
    const born = year + 20 + random.below(20);
    if (born <= LAST_BIRTH_YEAR) {
      members.push(makePerson(random, household, random.chance(0.5) ? 'female' : 'male', born));
    }
  }
  return members;
}

/** One in ten bears two surnames, joined as the language joins them or not at all. */
function makeSurname(random: Random, { surnames }: Culture): string {
  const surname = random.pick(surnames);
  return random.chance(0.1) ? `${surname}${random.chance(0.5) ? '-' : ' '}${random.pick(surnames)}` : surname;
}

function makePerson(random: Random, { culture, surname, residence }: Household, gender: Gender, year: number): Member {
  const own: PersonalData = {
    surname: gender === 'female' ? inFeminine(culture, surname) : surname,
    forename: makeForename(random, culture, gender),
    dateOfBirth: makeBirthDate(random, year),
  };
  return {
    ...own,
    gender,
    nationality: culture.nationality,
    placeOfBirth: random.pick(culture.birthplaces),
    residence,
    documents: makeDocuments(random, residence),
    vehicles: makeVehicles(random, residence, year),
    aliases: random.chance(0.04) ? [makeAlias(random, culture, gender, own)] : [],
  };
}

const inFeminine = ({ feminine }: Culture, surname: string): string =>
  feminine === undefined ? surname : surname.replace(/[^ -]+/g, feminine);

function makeForename(random: Random, culture: Culture, gender: Gender): string {
  const first = random.pick(culture[gender]);
  if (!random.chance(0.2)) return first;
  const second = random.pick(culture[gender]);
  return second === first ? first : `${first} ${second}`;
}

/** Of some people only the year, or the month and year, of birth is known. */
function makeBirthDate(random: Random, year: number): string {
  const day = randomDayOf(year, random);
  const draw = random.fraction();
  if (draw < 0.015) return `${day.slice(0, 4)}-00-00`;
  return draw < 0.02 ? `${day.slice(0, 7)}-00` : day;
}

function makeDocuments(random: Random, residence: State): TravelDocument[] {
  const documents = [makeDocument(random, random.pick(['passport', 'identity card', 'residence permit']), residence)];
  if (random.chance(0.3)) documents.push(makeDocument(random, 'passport', pickState(random)));
  return documents;
}

const makeVehicles = (random: Random, residence: State, birthYear: number): Vehicle[] =>
  birthYear <= 2005 && random.chance(0.5) ? [makeVehicle(random, residence)] : [];

/** An alias is the name in Latin letters with another date of birth, or another name with the same. */
function makeAlias(random: Random, culture: Culture, gender: Gender, own: PersonalData): PersonalData {
  return random.chance(0.5)
    ? {
        surname: canonicalName(own.surname),
        forename: canonicalName(own.forename),
        dateOfBirth: randomDayOf(Number(own.dateOfBirth.slice(0, 4)), random),
      }
    : {
        surname: inFeminine(
          gender === 'female' ? culture : { ...culture, feminine: (name) => name },
          makeSurname(random, culture),
        ),
        forename: makeForename(random, culture, gender),
        dateOfBirth: own.dateOfBirth,
      };
}
