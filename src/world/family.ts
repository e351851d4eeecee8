import { makeAlias } from './aliases.js';
import { makeDocument, makeVehicle } from './belongings.js';
import { randomDayOf } from './calendar.js';
import type { Culture } from './names/culture.js';
import { CULTURES } from './names/cultures.js';
import { isThirdCountryNational } from './nationality.js';
import type { Gender, Person, TravelDocument, Vehicle } from './person.js';
import { choiceOf, type Random } from './random.js';
import { pickState, type State } from './states.js';
import { childSurname, inForm, latinName, makeForename, makeSurname } from './naming.js';

/** Births of adults in the families drawn. */
const FIRST_BIRTH_YEAR = 1945;
const LAST_PARENT_BIRTH_YEAR = 1998;
const LAST_BIRTH_YEAR = 2020;
/** Age of the younger parent at the birth of a child. */
const YOUNGEST_PARENT = 19;
const PARENT_YEARS = 20;
/** Years by which a spouse is older or younger at most. */
const SPOUSE_YEARS = 4;

const COUPLE_SHARE = 0.55;
const WITH_CHILDREN_SHARE = 0.5;
/** Spouses who take the other's surname where that is the custom. */
const NAME_CHANGE_SHARE = 0.8;
const ALIAS_SHARE = 0.04;
/** Born that year or earlier, a person may have a vehicle. */
const LAST_DRIVER_BIRTH_YEAR = 2005;

const pickCulture = choiceOf(CULTURES.map((culture) => [culture, culture.weight] as const));

/** What the members of a family have in common. */
interface Household {
  readonly culture: Culture;
  readonly nationality: string;
  readonly residence: State;
  readonly family: number;
}

/** What is settled about a member before the rest is drawn. */
interface Settled {
  readonly number: number;
  readonly gender: Gender;
  readonly year: number;
  /** As men bear it. */
  readonly surname: string;
  readonly surnameAtBirth?: string | undefined;
  /** Forename of the father, if one of the family. */
  readonly father?: string | undefined;
  /** Numbers of the parents, if of the family. */
  readonly parents?: readonly number[];
}

/** One or two adults, related by marriage, and their children, numbered from the first. */
export function makeFamily(random: Random, first: number): Person[] {
  const culture = pickCulture(random);
  const household = {
    culture,
    nationality: random.pick(culture.nationalities),
    residence: pickState(random),
    family: first,
  };
  const parents = makeParents(random, household, first);
  const mother = parents.find(({ gender }) => gender === 'female');
  const father = parents.find(({ gender }) => gender === 'male');
  const surname = childSurname(culture, father?.surname, mother?.surname);
  const youngest = Math.max(...parents.map(({ year }) => year));
  const numbers = parents.map(({ number }) => number);
  const members = parents.map((parent) => makeMember(random, household, parent));
  const children = random.chance(WITH_CHILDREN_SHARE) ? random.below(4) : 0;
  const fatherAt = parents.findIndex(({ gender }) => gender === 'male');
  for (let child = 0; child < children; child++) {
    const year = youngest + YOUNGEST_PARENT + 1 + random.below(PARENT_YEARS);
    if (year > LAST_BIRTH_YEAR) continue;
    const gender = pickGender(random);
    const number = first + members.length;
    const settled = { number, gender, year, surname, father: members[fatherAt]?.forename, parents: numbers };
    members.push(makeMember(random, household, settled));
  }
  return members;
}

const pickGender = (random: Random): Gender => (random.chance(0.5) ? 'female' : 'male');

function makeParents(random: Random, { culture }: Household, number: number): Settled[] {
  const gender = pickGender(random);
  const year = FIRST_BIRTH_YEAR + random.below(LAST_PARENT_BIRTH_YEAR - FIRST_BIRTH_YEAR);
  const one: Settled = { number, gender, year, surname: makeSurname(random, culture) };
  if (!random.chance(COUPLE_SHARE)) return [one];
  const other: Settled = {
    number: number + 1,
    gender: gender === 'female' ? 'male' : 'female',
    year: year - SPOUSE_YEARS + random.below(2 * SPOUSE_YEARS + 1),
    surname: makeSurname(random, culture),
  };
  if (culture.custom !== 'shared' || !random.chance(NAME_CHANGE_SHARE)) return [one, other];
  // As a rule it is the wife who changes her name.
  const changes = (gender === 'female') === random.chance(0.9) ? one : other;
  const kept = changes === one ? other : one;
  const married = { ...changes, surname: kept.surname, surnameAtBirth: changes.surname };
  return changes === one ? [married, other] : [one, married];
}

function makeMember(random: Random, household: Household, settled: Settled): Person {
  const { culture, nationality, residence, family } = household;
  const { number, gender, year, father, surnameAtBirth } = settled;
  const surname = inForm(culture, settled.surname, gender);
  const forename = makeForename(random, culture, gender);
  const dateOfBirth = makeBirthDate(random, year);
  const own = { surname, forename, dateOfBirth };
  const atBirth = surnameAtBirth === undefined ? undefined : inForm(culture, surnameAtBirth, gender);
  // Field by field: spreading costs more than all the drawing.
  return {
    number,
    family,
    parents: settled.parents ?? [],
    surname,
    forename,
    dateOfBirth,
    gender,
    nationality,
    placeOfBirth: random.pick(culture.birthplaces),
    residence,
    latin: latinName(culture, own),
    surnameAtBirth: atBirth,
    patronymic: culture.patronymic?.(firstName(father) ?? random.pick(culture.male), gender),
    documents: makeDocuments(random, household, settled),
    vehicles: makeVehicles(random, household, settled),
    aliases: random.chance(ALIAS_SHARE) ? [makeAlias(random, { culture, gender, own, atBirth })] : [],
  };
}

const firstName = (forename: string | undefined): string | undefined => forename?.split(' ')[0];

/** Of some people only the year, or the month and year, of birth is known. */
function makeBirthDate(random: Random, year: number): string {
  const day = randomDayOf(year, random);
  const draw = random.fraction();
  if (draw < 0.015) return `${day.slice(0, 4)}-00-00`;
  return draw < 0.02 ? `${day.slice(0, 7)}-00` : day;
}

function makeDocuments(random: Random, household: Household, { number }: Settled): TravelDocument[] {
  const { nationality, residence } = household;
  const documents: TravelDocument[] = [];
  const add = (kind: TravelDocument['kind'], state: State): void => {
    documents.push(makeDocument(random, kind, state, { number, at: documents.length }));
  };
  if (isThirdCountryNational(nationality)) {
    add(random.chance(0.8) ? 'residence permit' : 'visa', residence);
    if (random.chance(0.5)) add('passport', pickState(random));
  } else {
    add(random.chance(0.6) ? 'identity card' : 'passport', residence);
    if (random.chance(0.3)) add('passport', pickState(random));
  }
  return documents;
}

function makeVehicles(random: Random, { residence }: Household, { number, year }: Settled): Vehicle[] {
  if (year > LAST_DRIVER_BIRTH_YEAR || !random.chance(0.5)) return [];
  const vehicles = [makeVehicle(random, residence, { number, at: 0 })];
  if (random.chance(0.1)) vehicles.push(makeVehicle(random, residence, { number, at: 1 }));
  return vehicles;
}
