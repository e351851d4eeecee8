/**
 * Advance passenger information as a carrier sends it: the data of Regulations (EU) 2025/12 and 2025/13 Art. 4(2) and (3),
 * and of Directive 2004/82/EC Art. 3(2). Days are YYYY-MM-DD, times HH:MM, local to the airport. What the carrier did not
 * say is left out or empty.
 */
import type { Moment } from '../pnr/pnr.js';

/** What a list is of. */
export type ListKind = 'passengers' | 'crew' | 'flight-status' | 'master-crew' | 'gate-pass' | 'other';

/** Everything about a flight that stands before its people. */
export interface PassengerList {
  /** Format, e.g. "PAXLST D:05B". */
  readonly format: string;
  readonly sender: string;
  readonly recipient: string;
  /** When it was prepared (UNB), universal time; left out where that is not told. */
  readonly preparedAt?: Moment | undefined;
  /** Common access reference: the same in all parts of a transmission. */
  readonly reference: string;
  /** Reference of this transaction, and its revision, if they are told. */
  readonly transaction: string;
  readonly revision: string;
  readonly part: { readonly number: number; readonly last: boolean };
  readonly kind: ListKind;
  /** What is reported of those on it, e.g. "CP" changed or "CLOB" closed and on board; national codes. */
  readonly status: string;
  readonly reportingParty: ReportingParty | undefined;
  /** Flights: the one reported first, and others, e.g. overflights, with the code of their stage (20, 34). */
  readonly flights: readonly ApiFlight[];
}

/** Who answers for the list. */
export interface ReportingParty {
  readonly name: string;
  readonly phone: string;
  readonly fax: string;
  readonly email: string;
}

/** A flight and where it goes. */
export interface ApiFlight {
  readonly stage: string;
  readonly carrier: string;
  readonly number: string;
  readonly legs: readonly ApiLeg[];
}

/** From one airport to the next. */
export interface ApiLeg {
  readonly from: string;
  readonly to: string;
  readonly departure?: Moment | undefined;
  readonly arrival?: Moment | undefined;
  /** On this leg the border is crossed. */
  readonly crossesBorder: boolean;
}

/** Day on which the first leg of the flight reported departs, else arrives; by it centuries are chosen. */
export const dayOfFlight = ([flight]: readonly ApiFlight[]): string | undefined =>
  flight?.legs[0]?.departure?.day ?? flight?.legs[0]?.arrival?.day;

/** Somebody on the list. */
export interface ApiPerson {
  /** Number in the message, from 1. */
  readonly number: number;
  readonly kind: 'passenger' | 'crew' | 'passenger-in-transit' | 'crew-in-transit' | 'other';
  readonly surname: string;
  readonly givenNames: readonly string[];
  /** Street, city, region, postcode, country, in this order, empty where not told; no elements if nothing is. */
  readonly address: readonly string[];
  /** M, F, U or X. */
  sex: string;
  birth?: string | undefined;
  nationality: string;
  /** Airports and places, as codes or text. */
  readonly places: {
    clearance?: string;
    residence?: string;
    embarkation?: string;
    disembarkation?: string;
    birth?: string;
  };
  /** Locator of the reservation. */
  locator: string;
  /** The carrier's unique reference of this passenger. */
  uniqueReference: string;
  seat: string;
  /** Other references, by their code. */
  readonly otherReferences: Record<string, string>;
  /** Whether the carrier compared the data with the document; undefined if that is not told. */
  verified?: boolean | undefined;
  readonly baggage: { pieces?: string; weight?: string; unit?: string; readonly tags: string[] };
  readonly documents: ApiDocument[];
  readonly remarks: string[];
}

/** A travel document. */
export interface ApiDocument {
  /** "P" passport, "I" identity card, "V" visa and others. */
  readonly type: string;
  readonly number: string;
  issuer: string;
  expiry?: string | undefined;
}
