/** Texts of the special services DOCS, DOCO and DOCA: fields between slashes, in a fixed order, empty ones too. */
import type { OtherDocument, StatedAddress, TravelDocument } from '../pnr.js';
import { readBirthText, readExpiryText, writeDateText } from './dates.js';

/**
 * Fields of a text that begins with a slash, or with the one letter of its first field; what stands before the slash else
 * is none of them. Undefined if there are not enough of them to mean anything.
 */
function fieldsOf(text: string, least: number): string[] | undefined {
  const [before = '', ...after] = text.split('/').map((field) => field.trim());
  const fields = before.length === 1 ? [before, ...after] : after;
  return fields.length >= least ? fields : undefined;
}

/** Kinds of document that DOCO tells of. */
const OTHER_TYPES = new Set(['V', 'R', 'K']);

/** Fields of DOCO: the place of birth has no slash before it, or one; where it is empty, none or one stands for it. */
function fieldsOfDoco(text: string): string[] {
  const fields = text.split('/').map((field) => field.trim());
  const [before = '', first = '', second = ''] = fields;
  const shifted = before === '' && !OTHER_TYPES.has(first) && (second === '' || OTHER_TYPES.has(second));
  return shifted ? fields.slice(1) : fields;
}

/**
 * DOCS: type, issuer, number, nationality, birth, sex, expiry, surname, given names. `reference` is the day of the flight,
 * which settles the centuries. Undefined if it cannot be read.
 */
export function readDocs(text: string, reference: string): TravelDocument | undefined {
  const fields = fieldsOf(text, 3);
  // Of a text that is cut off the number of the document may be left.
  if (fields === undefined || (fields.length < 7 && fields[2] === '')) return undefined;
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
  const fields = fieldsOfDoco(text);
  if (fields.length < 3) return undefined;
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

/** Fields between slashes; a slash within one would make two of it. */
const fieldsText = (fields: readonly string[]): string => fields.map((field) => field.replaceAll('/', ' ')).join('/');

/** DOCS. */
export const writeDocs = (one: TravelDocument): string =>
  `/${fieldsText([
    one.type,
    one.issuer,
    one.number,
    one.nationality,
    writeDateText(one.birth),
    one.sex,
    writeDateText(one.expiry),
    one.surname,
    ...one.givenNames,
  ])}`;

/** DOCO. */
export const writeDoco = (one: OtherDocument): string =>
  fieldsText([one.placeOfBirth, one.type, one.number, one.placeOfIssue, writeDateText(one.issuedOn), one.country]);

/** DOCA. */
export const writeDoca = (one: StatedAddress): string =>
  `/${fieldsText([one.type, one.country, one.street, one.city, one.region, one.postcode])}`;
