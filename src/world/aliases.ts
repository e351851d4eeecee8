import { randomDayOf } from './calendar.js';
import type { Culture } from './names/culture.js';
import { inForm, latinName, makeForename, makeSurname, respeltName } from './naming.js';
import type { Alias, Gender, LatinName, PersonalData } from './person.js';
import { choiceOf, type Random } from './random.js';

/** Whose alias. */
export interface AliasOf {
  readonly culture: Culture;
  readonly gender: Gender;
  readonly own: PersonalData;
  readonly atBirth: string | undefined;
}

type Maker = (random: Random, of: AliasOf) => Alias;

const inLatin = (latin: LatinName, dateOfBirth: string): Alias => ({ ...latin, dateOfBirth, latin });

const inOwnScript = (culture: Culture, data: PersonalData): Alias => ({ ...data, latin: latinName(culture, data) });

/** The name as another office spells it, with the same date of birth. */
const otherSpelling: Maker = (_, { culture, own }) => inLatin(respeltName(culture, own), own.dateOfBirth);

/** The same name with day and month swapped, where both readings are dates. */
const swappedDate: Maker = (random, { culture, own }) => {
  const [year = '', month = '', day = ''] = own.dateOfBirth.split('-');
  const swaps = month !== '00' && day !== '00' && day !== month && Number(day) <= 12;
  return inLatin(latinName(culture, own), swaps ? `${year}-${day}-${month}` : randomDayOf(Number(year), random));
};

/** Another day of the same year. */
const otherDate: Maker = (random, { culture, own }) =>
  inLatin(latinName(culture, own), randomDayOf(Number(own.dateOfBirth.slice(0, 4)), random));

/** A name that is not the person's, with the true date of birth. */
const falseName: Maker = (random, { culture, gender, own }) =>
  inOwnScript(culture, {
    surname: inForm(culture, makeSurname(random, culture), gender),
    forename: makeForename(random, culture, gender),
    dateOfBirth: own.dateOfBirth,
  });

/** The name before marriage; of those who never changed it, another spelling. */
const formerName: Maker = (random, of) =>
  of.atBirth === undefined ? otherSpelling(random, of) : inOwnScript(of.culture, { ...of.own, surname: of.atBirth });

const pickMaker = choiceOf<Maker>([
  [otherSpelling, 30],
  [swappedDate, 15],
  [otherDate, 15],
  [falseName, 30],
  [formerName, 10],
]);

/** Another identity under which the person has been met. */
export const makeAlias: Maker = (random, of) => pickMaker(random)(random, of);
