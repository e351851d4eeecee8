/** Writes the segments of one person (PAXLST group 4 and those in it), in the order in which the directory has them. */
import { type Element, writeSegment } from '../../edifact/writer.js';
import type { ApiDocument, ApiPerson } from '../passenger-list.js';
import { codeFor, PERSON_KINDS, PLACES, UNITS } from './codes.js';
import { writeBirthDay, writeExpiryDay } from './dates.js';

/** Given names that a person may have: C080 has five components, and the surname is the first. */
const MAX_GIVEN_NAMES = 4;
/** Street, city, region, postcode, country. */
const ADDRESS_PARTS = 5;
/** Documents of a person: group 5 may be repeated so often. */
const MAX_DOCUMENTS = 5;
/** References that the model has fields of their own for. */
const OWN_REFERENCES = new Set(['AVF', 'ABO', 'SEA']);

/** What the version of the directory allows. */
export interface PersonLimits {
  /** Free texts of a person: FTX is repeated 5 times in D.02B and 99 times since. */
  readonly texts: number;
}

/** `referenceDay` is the day of the flight, if there is one. Throws a RangeError that names the field that cannot be written. */
export function writePerson(
  person: ApiPerson,
  referenceDay: string | undefined,
  limits: PersonLimits,
): readonly string[] {
  if (person.documents.length > MAX_DOCUMENTS) throw new RangeError(`documents: at most ${MAX_DOCUMENTS}`);
  return [
    nameOf(person),
    ...(person.sex === '' ? [] : [writeSegment('ATT', '2', '', person.sex)]),
    ...(person.birth === undefined ? [] : [date('329', writeBirthDay(person.birth, referenceDay))]),
    ...measuresOf(person.baggage),
    ...(person.verified === undefined ? [] : [writeSegment('GEI', '4', person.verified ? '173' : '174')]),
    ...textsOf(person, limits.texts),
    ...placesOf(person.places),
    ...(person.nationality === '' ? [] : [writeSegment('NAT', '2', person.nationality)]),
    ...referencesOf(person),
    ...person.documents.flatMap((document) => documentOf(document, referenceDay)),
  ];
}

function nameOf({ kind, surname, givenNames, address }: ApiPerson): string {
  const code = codeFor(PERSON_KINDS, kind);
  if (code === undefined) throw new RangeError(`kind of person: ${kind} has no code`);
  if (givenNames.length > MAX_GIVEN_NAMES) throw new RangeError(`given names: at most ${MAX_GIVEN_NAMES}`);
  if (address.length > ADDRESS_PARTS) throw new RangeError(`address: at most ${ADDRESS_PARTS} parts`);
  const [street = '', city = '', region = '', postcode = '', country = ''] = address;
  return writeSegment('NAD', code, '', '', [surname, ...givenNames], street, city, regionOf(region), postcode, country);
}

/** A region has a code of nine characters at most (3229), or else a name behind it (3228). */
const regionOf = (region: string): Element => (region.length <= 9 ? region : ['', '', '', region]);

/** The value stands behind the unit. */
function measuresOf({ pieces, weight, unit = '' }: ApiPerson['baggage']): string[] {
  return [
    ...(pieces === undefined ? [] : [writeSegment('MEA', 'CT', '', ['', pieces])]),
    ...(weight === undefined ? [] : [writeSegment('MEA', 'WT', '', [codeFor(UNITS, unit) ?? unit, weight])]),
  ];
}

/** Baggage tags, and remarks as general information (AAI). */
function textsOf({ baggage, remarks }: ApiPerson, most: number): string[] {
  if (baggage.tags.length + remarks.length > most) throw new RangeError(`baggage tags and remarks: at most ${most}`);
  return [
    ...baggage.tags.map((tag) => {
      const [, first = tag, count = ''] = /^(.+) \(([^()]+)\)$/.exec(tag) ?? [];
      return writeSegment('FTX', 'BAG', '', '', [first, count]);
    }),
    ...remarks.map((remark) => writeSegment('FTX', 'AAI', '', '', remark)),
  ];
}

function placesOf(places: ApiPerson['places']): string[] {
  return [...PLACES].flatMap(([code, name]) => {
    const place = places[name];
    return place === undefined || place === '' ? [] : [writeSegment('LOC', code, placeOf(place))];
  });
}

/** Airports and countries are codes of three letters; what is none stands where names of places do. */
const placeOf = (place: string): Element => (/^[A-Z]{3}$/.test(place) ? place : ['', '', '', place]);

function referencesOf({ locator, uniqueReference, seat, otherReferences }: ApiPerson): string[] {
  for (const code of Object.keys(otherReferences)) {
    if (!/^[A-Z]{2,3}$/.test(code) || OWN_REFERENCES.has(code))
      throw new RangeError('other references: a code has two or three letters and no field of its own');
  }
  return [['AVF', locator], ['ABO', uniqueReference], ['SEA', seat], ...Object.entries(otherReferences)].flatMap(
    ([code = '', value = '']) => (value === '' ? [] : [writeSegment('RFF', [code, value])]),
  );
}

function documentOf({ type, number, issuer, expiry }: ApiDocument, referenceDay: string | undefined): string[] {
  if (type === '' && number === '') throw new RangeError('documents: each has a type or a number');
  return [
    writeSegment('DOC', [type, '110', '111'], number),
    ...(expiry === undefined ? [] : [date('36', writeExpiryDay(expiry, referenceDay))]),
    ...(issuer === '' ? [] : [writeSegment('LOC', '91', issuer)]),
  ];
}

/** Two digits of the year go without a format, as carriers write them; four need one. */
const date = (qualifier: string, text: string): string =>
  writeSegment('DTM', text.length === 8 ? [qualifier, text, '102'] : [qualifier, text]);
