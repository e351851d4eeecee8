/** Texts of the special services DOCS, DOCO and DOCA: fields between slashes, in a fixed order, empty ones too. */
import type { OtherDocument, StatedAddress, TravelDocument } from '../pnr.js';
import { readBirthText, readExpiryText } from './dates.js';

/** Fields of a text that begins with a slash; undefined if there are not enough of them to mean anything. */
function fieldsOf(text: string, least: number): string[] | undefined {
  const begin = text.indexOf('/');
  if (begin < 0) return undefined;
  const fields = text
    .slice(begin + 1)
    .split('/')
    .map((field) => field.trim());
  return fields.length >= least ? fields : undefined;
}

/**
 * DOCS: type, issuer, number, nationality, birth, sex, expiry, surname, given names. `reference` is the day of the flight,
 * which settles the centuries. Undefined if it cannot be read.
 */
export function readDocs(text: string, reference: string): TravelDocument | undefined {
  const fields = fieldsOf(text, 7);
  if (fields === undefined) return undefined;
  const [
    type = '',
    issuer = '',
    number = '',
    nationality = '',
    birth = '',
    sex = '',
    expiry = '',
    surname = '',
    ...rest
  ] = fields;
  return {
    type,
    issuer,
    number,
    nationality,
    birth: readBirthText(birth, reference),
    sex,
    expiry: readExpiryText(expiry, reference),
    surname,
    // "H" alone marks the holder of a document that several travel on.
    givenNames: rest.filter((name, at) => name !== '' && !(at === rest.length - 1 && at > 0 && name === 'H')),
  };
}

/** DOCO: place of birth, type, number, place of issue, day of issue, country for which it holds. */
export function readDoco(text: string, reference: string): OtherDocument | undefined {
  const fields = fieldsOf(text, 3);
  if (fields === undefined) return undefined;
  const [placeOfBirth = '', type = '', number = '', placeOfIssue = '', issued = '', country = ''] = fields;
  return { placeOfBirth, type, number, placeOfIssue, issuedOn: readBirthText(issued, reference), country };
}

/** DOCA: type, country, street, city, region, postcode. */
export function readDoca(text: string): StatedAddress | undefined {
  const fields = fieldsOf(text, 2);
  if (fields === undefined) return undefined;
  const [type = '', country = '', street = '', city = '', region = '', postcode = ''] = fields;
  return { type, country, street, city, region, postcode };
}
