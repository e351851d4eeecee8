import type { State } from './states.js';

/** Gender as in travel documents. */
export type Gender = 'female' | 'male';

/** Names and date of birth under which a person goes. */
export interface PersonalData {
  /** In the script of the person's language. */
  readonly surname: string;
  readonly forename: string;
  /** YYYY-MM-DD; 00 stands for an unknown day or month. */
  readonly dateOfBirth: string;
}

/** A passport, identity card or residence permit. */
export interface TravelDocument {
  readonly kind: 'passport' | 'identity card' | 'residence permit';
  /** Nine characters, as printed. */
  readonly number: string;
  /** Check digit of the number in the machine-readable zone (ICAO Doc 9303-3). */
  readonly checkDigit: string;
  readonly issuingState: State;
  /** YYYY-MM-DD. */
  readonly issuedOn: string;
  /** YYYY-MM-DD. */
  readonly expiresOn: string;
}

/** A registered vehicle. */
export interface Vehicle {
  readonly vin: string;
  /** As printed, with its separators. */
  readonly plate: string;
  readonly plateState: State;
  readonly makeAndModel: string;
  readonly certificateNumber: string;
}

/** A person who does not exist. */
export interface Person extends PersonalData {
  /** Place in the population, from 1. */
  readonly number: number;
  /** The same for members of a family. */
  readonly family: number;
  readonly gender: Gender;
  /** ISO 3166-1 alpha-2. */
  readonly nationality: string;
  readonly placeOfBirth: string;
  readonly residence: State;
  readonly documents: readonly TravelDocument[];
  readonly vehicles: readonly Vehicle[];
  readonly aliases: readonly PersonalData[];
}
