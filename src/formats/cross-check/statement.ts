/**
 * What one source says of a traveller and the document travelled on: a booking (SSR DOCS of a passenger name record), advance
 * passenger information (PAXLST), or the machine-readable zone itself. In one form, so that any two can be compared.
 */
import type { ApiDocument, ApiPerson } from '../api/passenger-list.js';
import type { MrzReading } from '../mrz/mrz.js';
import type { TravelDocument, Traveller } from '../pnr/pnr.js';

/** Where a statement comes from. */
export type StatementSource = 'booking' | 'api' | 'mrz';

/** See above. What the source does not say is empty or undefined. */
export interface Statement {
  readonly source: StatementSource;
  readonly surname: string;
  readonly givenNames: string;
  /** The source has no room for longer names: each word is to be taken as a beginning (Doc 9303-3, 4.6). */
  readonly truncated: boolean;
  /** YYYY-MM-DD, 00 for an unknown day or month. */
  readonly birth: string | undefined;
  /** M or F; X where the source says that it is unspecified; empty if it says nothing. */
  readonly sex: string;
  readonly nationality: string;
  readonly documentType: string;
  readonly documentNumber: string;
  /** Check digit that stands behind the number, and whether it is the right one: the zone has one. */
  readonly check?: { readonly digit: string; readonly ok: boolean };
  readonly issuer: string;
  /** As birth. */
  readonly expiry: string | undefined;
}

/** What a booking says: its DOCS, or the name of the traveller alone. The names of the document come first. */
export function statementOfBooking(traveller: Traveller, document: TravelDocument | undefined): Statement {
  const named = document !== undefined && document.surname !== '';
  return {
    source: 'booking',
    surname: tidy(named ? document.surname : traveller.surname),
    givenNames: tidy(named ? document.givenNames.join(' ') : traveller.givenNames),
    truncated: false,
    birth: document?.birth,
    sex: sexOf(document?.sex ?? ''),
    nationality: tidy(document?.nationality ?? ''),
    documentType: tidy(document?.type ?? ''),
    documentNumber: tidy(document?.number ?? ''),
    issuer: tidy(document?.issuer ?? ''),
    expiry: document?.expiry,
  };
}

/** What advance passenger information says of a person and one of the documents. */
export function statementOfPerson(person: ApiPerson, document: ApiDocument | undefined): Statement {
  return {
    source: 'api',
    surname: tidy(person.surname),
    givenNames: tidy(person.givenNames.join(' ')),
    truncated: false,
    birth: person.birth,
    sex: sexOf(person.sex),
    nationality: tidy(person.nationality),
    documentType: tidy(document?.type ?? ''),
    documentNumber: tidy(document?.number ?? ''),
    issuer: tidy(document?.issuer ?? ''),
    expiry: document?.expiry,
  };
}

/** What a zone says; undefined if it could not be read. */
export function statementOfZone({ mrz, checks }: MrzReading): Statement | undefined {
  if (mrz === undefined) return undefined;
  const check = checks.find(({ field }) => field === 'document number');
  return {
    source: 'mrz',
    surname: mrz.name.primary.join(' '),
    givenNames: mrz.name.secondary.join(' '),
    truncated: mrz.name.truncated,
    birth: mrz.dateOfBirth,
    sex: sexOf(mrz.sex),
    nationality: mrz.nationality,
    documentType: mrz.documentCode,
    documentNumber: mrz.documentNumber,
    ...(check === undefined ? {} : { check: { digit: check.found, ok: check.ok } }),
    issuer: mrz.issuer,
    expiry: mrz.dateOfExpiry,
  };
}

const tidy = (text: string): string => text.trim().replace(/\s+/g, ' ').toUpperCase();

/** Infants have an I behind it in a booking; U, X and the filler of the zone are all that the sex is not specified. */
function sexOf(text: string): string {
  const [first = ''] = text.trim().toUpperCase();
  if (first === 'M' || first === 'F') return first;
  return first === 'U' || first === 'X' || first === '<' ? 'X' : '';
}
