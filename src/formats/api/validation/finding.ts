/** What is wrong with advance passenger information, field by field, by the rule that says so. Findings name nobody. */

/** Law under which data are sent: Directive 2004/82/EC, Regulation (EU) 2025/12 (borders) or 2025/13 (law enforcement). */
export type ApiLaw = '2004/82' | '2025/12' | '2025/13';

/** Fields of a flight and of a person, in the order of Art. 4(3) and 4(2) of both Regulations. */
export type ApiField =
  | 'people'
  | 'flight_number'
  | 'border_crossing_point'
  | 'arrival_airport'
  | 'departure_airport'
  | 'initial_embarkation'
  | 'departure'
  | 'arrival'
  | 'carrier_contact'
  | 'format'
  | 'surname'
  | 'given_names'
  | 'date_of_birth'
  | 'sex'
  | 'nationality'
  | 'document_type'
  | 'document_number'
  | 'issuer'
  | 'date_of_expiry'
  | 'locator'
  | 'unique_reference'
  | 'capture_method'
  | 'machine_readable_zone';

/** Rules. Those of documents are of ICAO Doc 9303. */
export type ApiRule =
  /** The law asks for it. */
  | 'missing'
  /** The law does not ask for people of this kind, so they must not be sent. */
  | 'not_asked_for'
  /** It has characters that no document has there. */
  | 'characters'
  /** No such code is known. */
  | 'unknown_code'
  /** Two letters where documents have three. */
  | 'two_letters'
  /** It stands for people without a nationality; no document is issued by it. */
  | 'no_issuer'
  /** No such day, or a day and time that no calendar or clock has. */
  | 'no_such_day'
  /** It lies after the flight. */
  | 'after_flight'
  /** It lies longer ago than anybody has lived. */
  | 'implausible'
  /** The document has expired before the flight. */
  | 'expired'
  /** Longer than the field of the document. */
  | 'too_long'
  /** The check digit of the zone was taken for a part of the number. */
  | 'check_digit_appended'
  /** A check digit of the zone is wrong. */
  | 'check_digit'
  /** It is no zone, or breaks another rule of it. */
  | 'unreadable'
  /** It is not what the zone says. */
  | 'differs_from_zone'
  /** The arrival is not after the departure, or days later. */
  | 'order'
  /** A leg does not begin where the one before it ended. */
  | 'gap'
  /** Somebody else on the list has the same. */
  | 'duplicate';

/** One thing that is wrong. */
export interface ApiFinding {
  /** error: the data are not what the law or the document asks for. warning: they may be, but should be looked at. */
  readonly severity: 'error' | 'warning';
  /** Number of the person on the list, from 1; left out for the flight. */
  readonly person?: number;
  /** Number of the person's document, from 1. */
  readonly document?: number;
  readonly field: ApiField;
  readonly rule: ApiRule;
  /** Where the law asks for the field, e.g. "Regulation (EU) 2025/13, Art. 4(2)(a)"; empty if it does not. */
  readonly basis: string;
}

/** Letters of Art. 4 in both Regulations, and points of Art. 3(2) of the Directive where that asks for the field, too. */
const ARTICLES: Readonly<Record<ApiField, { readonly regulation?: string; readonly directive?: string }>> = {
  people: { regulation: 'Art. 4(1)', directive: 'Art. 3(1)' },
  flight_number: { regulation: 'Art. 4(3)(a)', directive: 'Art. 3(2)' },
  border_crossing_point: { regulation: 'Art. 4(3)(b)', directive: 'Art. 3(2)' },
  arrival_airport: { regulation: 'Art. 4(3)(c)' },
  departure_airport: { regulation: 'Art. 4(3)(d)' },
  initial_embarkation: { regulation: 'Art. 4(3)(e)', directive: 'Art. 3(2)' },
  departure: { regulation: 'Art. 4(3)(f)', directive: 'Art. 3(2)' },
  arrival: { regulation: 'Art. 4(3)(g)', directive: 'Art. 3(2)' },
  carrier_contact: { regulation: 'Art. 4(3)(h)' },
  format: { regulation: 'Art. 4(3)(i)' },
  surname: { regulation: 'Art. 4(2)(a)', directive: 'Art. 3(2)' },
  given_names: { regulation: 'Art. 4(2)(a)', directive: 'Art. 3(2)' },
  date_of_birth: { regulation: 'Art. 4(2)(b)', directive: 'Art. 3(2)' },
  sex: { regulation: 'Art. 4(2)(b)' },
  nationality: { regulation: 'Art. 4(2)(b)', directive: 'Art. 3(2)' },
  document_type: { regulation: 'Art. 4(2)(c)', directive: 'Art. 3(2)' },
  document_number: { regulation: 'Art. 4(2)(c)', directive: 'Art. 3(2)' },
  issuer: { regulation: 'Art. 4(2)(c)' },
  date_of_expiry: { regulation: 'Art. 4(2)(d)' },
  locator: { regulation: 'Art. 4(2)(e)' },
  unique_reference: {},
  capture_method: { regulation: 'Art. 4(2)(h)' },
  machine_readable_zone: {},
};

/** Where a law asks for a field; empty if it does not. */
export function basisOf(field: ApiField, law: ApiLaw): string {
  const { regulation, directive } = ARTICLES[field];
  if (law === '2004/82') return directive === undefined ? '' : `Directive 2004/82/EC, ${directive}`;
  return regulation === undefined ? '' : `Regulation (EU) ${law}, ${regulation}`;
}

/** Collects findings of one list. */
export class Findings {
  readonly all: ApiFinding[] = [];
  readonly law: ApiLaw;

  constructor(law: ApiLaw) {
    this.law = law;
  }

  /** Adds one; what is missing counts only if the law asks for it. */
  add(
    field: ApiField,
    rule: ApiRule,
    where: { readonly person?: number; readonly document?: number } = {},
    severity: ApiFinding['severity'] = 'error',
  ): void {
    const basis = basisOf(field, this.law);
    if (rule === 'missing' && basis === '') return;
    this.all.push({ severity, ...where, field, rule, basis });
  }
}
