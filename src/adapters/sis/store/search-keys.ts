import { isPartialDate, similarBirthDates } from '../../../matching/dates/birth-date.js';
import { canonicalIdentifier, MIN_PARTIAL_LENGTH } from '../../../matching/identifiers/canonical-identifier.js';
import { names, type Names } from '../../../matching/names/compare-names.js';
import type { Alert } from '../domain/alert.js';
import type { Identity } from '../domain/identity.js';
import type { AlertObject } from '../domain/object-category.js';
import type { MatchMode, NameSearch, ObjectSearch } from '../domain/search.js';

/**
 * Keys by which alerts are found. A key only proposes an alert: whether it corresponds is decided on the record. The
 * kinds, with what follows the colon:
 *
 *   N  surname in one transliteration, then the date of birth      P  plate           p  plate, reversed
 *   D  date of birth                                               V  VIN             v  VIN, reversed
 *   Y  year of birth, then the first letter of one of the names    O  object number   o  object number, reversed
 *   I  number of an identity document
 */
const key = (kind: string, ...parts: readonly string[]): string => `${kind}:${parts.join(':')}`;

/** Every key under which an alert is found; none for an unknown person. */
export function keysOf(alert: Alert): readonly string[] {
  switch (alert.subject) {
    case 'person':
      return [
        ...new Set([
          ...alert.identities.flatMap(identityKeys),
          ...alert.documents.map(({ number }) => documentKey(number)),
        ]),
      ];
    case 'object':
      return objectKeys(alert.object);
    case 'unknown-person':
      return [];
  }
}

function identityKeys({ surname, forename, dateOfBirth }: Identity): readonly string[] {
  const both = names(surname, forename);
  return [...surnameKeys(both, dateOfBirth), key('D', dateOfBirth), ...initialKeys(both, dateOfBirth)];
}

const surnameKeys = ({ surname }: Names, dateOfBirth: string): readonly string[] =>
  surname.variants.map((variant) => key('N', variant, dateOfBirth));

function initialKeys({ surname, forename }: Names, dateOfBirth: string): readonly string[] {
  const words = [...surname.variants, ...(forename?.variants ?? [])].flatMap((name) => name.split(' '));
  const initials = new Set(words.filter((word) => word !== '').map((word) => word.charAt(0)));
  return [...initials].map((initial) => key('Y', dateOfBirth.slice(0, 4), initial));
}

/** Key of the number of an identity document. */
export const documentKey = (number: string): string => key('I', canonicalIdentifier(number));

const OBJECT_KINDS = [
  ['vin', 'V', 'v'],
  ['plate', 'P', 'p'],
  ['number', 'O', 'o'],
] as const;

function objectKeys(object: AlertObject): readonly string[] {
  return OBJECT_KINDS.flatMap(([identifier, whole, backwards]) => {
    const canonical = canonicalIdentifier(object[identifier] ?? '');
    return canonical === '' ? [] : [key(whole, canonical), key(backwards, reversed(canonical))];
  });
}

const reversed = (text: string): string => Array.from(text).reverse().join('');

/**
 * Keys that between them propose every alert whose names and date of birth could correspond.
 *
 * Exact: surname and date. Inexact: every similar date of birth, which leaves few enough alerts to compare all their
 * names. If the day is not known there are too many of a year; then one of the names must begin with a letter with
 * which one of the names asked for begins, which no single rule can undo for a person with two names.
 */
export function nameKeys(search: NameSearch, mode: MatchMode): readonly string[] {
  const { dateOfBirth } = search;
  if (isPartialDate(dateOfBirth)) return initialKeys(search.names, dateOfBirth);
  if (mode === 'exact') return surnameKeys(search.names, dateOfBirth);
  return similarBirthDates(dateOfBirth).map((date) => key('D', date));
}

/** Keys of the identifiers asked for; an object found by any of them is compared with all. */
export const objectSearchKeys = (search: ObjectSearch): readonly string[] =>
  askedIdentifiers(search).map(({ whole, canonical }) => key(whole, canonical));

/** Beginnings of keys that propose every object whose identifiers begin or end with what is asked for. */
export const objectSearchPrefixes = (search: ObjectSearch): readonly string[] =>
  askedIdentifiers(search)
    .filter(({ canonical }) => canonical.length >= MIN_PARTIAL_LENGTH)
    .flatMap(({ whole, backwards, canonical }) => [key(whole, canonical), key(backwards, reversed(canonical))]);

const askedIdentifiers = (search: ObjectSearch) =>
  OBJECT_KINDS.flatMap(([identifier, whole, backwards]) => {
    const canonical = canonicalIdentifier(search[identifier] ?? '');
    return canonical === '' ? [] : [{ whole, backwards, canonical }];
  });
