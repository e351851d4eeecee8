import { isPartialDate, similarBirthDates } from '../../../matching/dates/birth-date.js';
import { documentNumberForm } from '../../../matching/identifiers/document-number.js';
import { names, type Names } from '../../../matching/names/compare-names.js';
import { nameForm, type NameForm } from '../../../matching/names/name-form.js';
import type { PersonAlert } from '../domain/alert.js';
import { rulesOf } from '../domain/category.js';
import type { Identity } from '../domain/identity.js';
import type { MatchMode, NameSearch } from '../domain/search.js';

/**
 * A key under which an alert on a person is found. A key only proposes an alert: whether it corresponds is decided on the
 * record. README.md in this folder proves that every alert that the rules accept is proposed.
 */
export interface PersonKey {
  /** Hash of a piece of a name, or of a document number. */
  readonly word: number;
  /** Date of birth and category. */
  readonly day: number;
}

/** A question for the keys of one word whose days lie between two, both included. */
export interface PersonProbe {
  readonly word: number;
  readonly from: number;
  readonly to: number;
}

/** First and last of some days. */
type Days = readonly [number, number];

/** Bits of a day that hold the number of the category. */
const CATEGORY_BITS = 5;
const ANY_CATEGORY = 2 ** CATEGORY_BITS - 1;
/** The day of keys that have none, and of a record without forenames whose year of birth may be wrong. */
const NO_DATE = '0000-00-00';
/** Words that may be cut off inside, and the letters that are left of them at least (compare-names.ts). */
const CUT_LENGTH = 6;

/** Every key under which an alert on a person is found; repetitions are left out. */
export function personKeysOf(alert: Pick<PersonAlert, 'category' | 'identities' | 'documents'>): readonly PersonKey[] {
  const category = rulesOf(alert.category).number;
  const keys: PersonKey[] = [];
  const add = (word: number, date: string): void => {
    const day = dayNumber(date) * 2 ** CATEGORY_BITS + category;
    if (!keys.some((key) => key.word === word && key.day === day)) keys.push({ word, day });
  };
  for (const { surname, forename, dateOfBirth } of alert.identities) {
    const both = names(surname, forename);
    for (const piece of wordPieces(both)) add(hashOf(piece), dateOfBirth);
    for (const piece of storedPieces(both.surname)) add(hashOf(piece), dateOfBirth);
    if (both.forename !== undefined) continue;
    for (const piece of storedPieces(both.surname)) {
      add(hashOf(ALONE + piece), dateOfBirth);
      add(hashOf(ALONE + piece), withoutYear(dateOfBirth));
    }
  }
  for (const { number } of alert.documents) add(documentWord(number), NO_DATE);
  return keys;
}

/** Questions that between them propose every alert whose names and date of birth could correspond. */
export function nameProbes(
  { names: asked, dateOfBirth }: Pick<NameSearch, 'names' | 'dateOfBirth'>,
  mode: MatchMode,
): readonly PersonProbe[] {
  if (mode === 'exact') {
    return surnameProbes(asked.surname, isPartialDate(dateOfBirth) ? yearOf(dateOfBirth) : dayOf(dateOfBirth));
  }
  const pieces = [...wordPieces(asked), ...(asked.forename === undefined ? askedPieces(asked.surname) : [])];
  const alone = asked.forename === undefined ? [] : askedPieces(asked.surname).map((piece) => ALONE + piece);
  const cross = (texts: readonly string[], days: readonly Days[]): PersonProbe[] =>
    distinct(texts).flatMap((text) => {
      const word = hashOf(text);
      return days.map(([from, to]) => ({ word, from, to }));
    });
  if (isPartialDate(dateOfBirth)) return cross([...pieces, ...alone], [yearOf(dateOfBirth)]);
  const similar = similarBirthDates(dateOfBirth);
  return [...cross(pieces, similar.map(dayOf)), ...cross(alone, coarseDays(dateOfBirth, similar))];
}

/** Questions that propose every alert on the same surname and date of birth; two such identities have one in common. */
export const identityProbes = ({ surname, dateOfBirth }: Identity): readonly PersonProbe[] =>
  surnameProbes(nameForm(surname), dayOf(dateOfBirth));

/** An equal surname has an equal longest word, in one of the transliterations. */
const surnameProbes = ({ variants }: NameForm, [from, to]: Days): readonly PersonProbe[] =>
  distinct(variants.map((variant) => WORD + longestWord(variant))).map((text) => ({ word: hashOf(text), from, to }));

/** Question for the alerts with a document of this number, or of one that is read like it. */
export const documentProbe = (number: string): PersonProbe => {
  const [from, to] = dayOf(NO_DATE);
  return { word: documentWord(number), from, to };
};

/** Kinds of piece: their first character. */
const WORD = 'W';
const FIRST_HALF = 'F';
const LAST_HALF = 'L';
const LETTERS = 'S';
const CUT = 'C';
const ALONE = 'A';
const DOCUMENT = 'D';

/** Every word of both fields, and what is left of a first word that is cut off: what all rules but one letter leave. */
function wordPieces({ surname, forename }: Names): readonly string[] {
  const pieces: string[] = [];
  for (const variant of [...surname.variants, ...(forename?.variants ?? [])]) {
    const words = variant.split(' ').filter((word) => word !== '');
    for (const word of words) pieces.push(WORD + word);
    const [first = ''] = words;
    if (first.length >= CUT_LENGTH) pieces.push(CUT + first.slice(0, CUT_LENGTH));
  }
  return distinct(pieces);
}

/** What one letter inserted, deleted, replaced or exchanged leaves of a whole field: a half of it, or its letters. */
const storedPieces = ({ variants }: NameForm): readonly string[] =>
  distinct(variants.flatMap((variant) => [...halves(variant, variant.length), LETTERS + sorted(variant)]));

/** The same for the field asked about: one on record may be longer or shorter by one letter. */
const askedPieces = ({ variants }: NameForm): readonly string[] =>
  distinct(
    variants.flatMap((variant) => [
      ...[variant.length - 1, variant.length, variant.length + 1].flatMap((length) => halves(variant, length)),
      LETTERS + sorted(variant),
    ]),
  );

/** First and last half of a text of this length that has the same beginning, or the same end, as the text given. */
function halves(text: string, length: number): readonly string[] {
  const half = Math.floor(length / 2);
  if (length < 1 || half > text.length) return [];
  return [`${FIRST_HALF}${length}${text.slice(0, half)}`, `${LAST_HALF}${length}${text.slice(text.length - half)}`];
}

const sorted = (text: string): string => Array.from(text).sort().join('');

const longestWord = (name: string): string =>
  name.split(' ').reduce((longest, word) => (word.length > longest.length ? word : longest), '');

const documentWord = (number: string): number => hashOf(DOCUMENT + documentNumberForm(number).confusionKey);

/** YYYY-MM-DD as a number that keeps the order; 00 as it is. */
const dayNumber = (date: string): number =>
  (Number(date.slice(0, 4)) * 16 + Number(date.slice(5, 7))) * 32 + Number(date.slice(8));

const dayOf = (date: string): Days => {
  const from = dayNumber(date) * 2 ** CATEGORY_BITS;
  return [from, from + ANY_CATEGORY];
};

const yearOf = (date: string): Days => {
  const year = date.slice(0, 4);
  return [dayOf(`${year}-00-00`)[0], dayOf(`${year}-15-31`)[1]];
};

const withoutYear = (date: string): string => `0000${date.slice(4)}`;

/**
 * Few questions for many similar dates, of records so few that a whole year of them is little: the year, month and day
 * without it, and what neither covers.
 */
function coarseDays(date: string, similar: readonly string[]): readonly Days[] {
  const others = similar.filter((other) => other.slice(0, 4) !== date.slice(0, 4) && other.slice(4) !== date.slice(4));
  return [yearOf(date), dayOf(withoutYear(date)), ...others.map(dayOf)];
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** FNV-1a over UTF-16 units with the final mixing of MurmurHash3, as a signed 32-bit integer. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
