import type { Culture } from './names/culture.js';
import type { Gender, LatinName } from './person.js';
import type { Random } from './random.js';

/** Surnames of two where a language has one: joined as the language joins them or not at all. */
const DOUBLE_SURNAME_SHARE = 0.05;
const SECOND_FORENAME_SHARE = 0.2;

/** A surname as men bear it. */
export function makeSurname(random: Random, { surnames, custom }: Culture): string {
  const surname = random.pick(surnames);
  if (custom === 'double') return `${surname} ${random.pick(surnames)}`;
  if (custom === 'own' || !random.chance(DOUBLE_SURNAME_SHARE)) return surname;
  return `${surname}${random.chance(0.5) ? '-' : ' '}${random.pick(surnames)}`;
}

/** The surname of a couple's child, as men bear it. */
export function childSurname({ custom }: Culture, father: string | undefined, mother: string | undefined): string {
  if (custom === 'double' && father !== undefined && mother !== undefined) {
    return `${firstOf(father)} ${firstOf(mother)}`;
  }
  return father ?? mother ?? '';
}

/** The first of two surnames, with the particles before it. */
const firstOf = (surname: string): string => /^(?:(?:de|del|de la|da|do|dos) )*[^ ]+/.exec(surname)?.[0] ?? surname;

/** One forename or two. */
export function makeForename(random: Random, culture: Culture, gender: Gender): string {
  const first = random.pick(culture[gender]);
  // Where people bear a patronymic, or a name of meaning as in East Asia, it stands where others have a second name.
  if (culture.patronymic !== undefined || culture.custom === 'own') return first;
  if (!random.chance(SECOND_FORENAME_SHARE)) return first;
  const second = random.pick(culture[gender]);
  return second === first ? first : `${first} ${second}`;
}

/** A surname as the gender bears it. */
export const inForm = ({ feminine }: Culture, surname: string, gender: Gender): string =>
  gender === 'male' || feminine === undefined ? surname : surname.replace(/[^ -]+/g, feminine);

/** Names in Latin capitals as the machine-readable zone has them. */
export const latinName = ({ latin }: Culture, { surname, forename }: LatinName): LatinName =>
  spell(latin, surname, forename);

/** Names in Latin capitals as another office spells them. */
export const respeltName = ({ respelt }: Culture, { surname, forename }: LatinName): LatinName =>
  spell(respelt, surname, forename);

/** Word by word, for the words are few and remembered. */
const spell = (word: (name: string) => string, surname: string, forename: string): LatinName => ({
  surname: surname.split(/[ -]/).map(word).join(' '),
  forename: forename.split(/[ -]/).map(word).join(' '),
});
