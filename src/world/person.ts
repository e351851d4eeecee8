import type { State } from './states.js';

/** Gender as in travel documents. */
export type Gender = 'female' | 'male';

/** Names and date of birth under which a person goes. */
export interface PersonalData {
  /** In the script of the person's language; of an alias, in that or in Latin letters. */
  readonly surname: string;
  readonly forename: string;
  /** YYYY-MM-DD; 00 stands for an unknown day or month. */
  readonly dateOfBirth: string;
}

/** A name in Latin capitals, as the machine-readable zone of a travel document has it. */
export interface LatinName {
  readonly surname: string;
  readonly forename: string;
}

/** Another identity under which a person has been met. */
export interface Alias extends PersonalData {
  readonly latin: LatinName;
}

/** A travel or identity document. */
export interface TravelDocument {
  readonly kind: 'passport' | 'identity card' | 'residence permit' | 'visa';
  /** Nine characters, as printed. No other document of the world bears it. */
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
  /** As printed, with its separators. No other vehicle of the state bears it. */
  readonly plate: string;
  /** State of registration. */
  readonly plateState: State;
  readonly makeAndModel: string;
  readonly certificateNumber: string;
}

/** A person who does not exist. */
export interface Person extends PersonalData {
  /** Place in the population, from 1; with the seed, the person's identity in every simulated system. */
  readonly number: number;
  /** Number of the first member of the family. */
  readonly family: number;
  /** Numbers of the parents of the family, of its children: one or two; empty for others. */
  readonly parents: readonly number[];
  readonly gender: Gender;
  /** ISO 3166-1 alpha-2. */
  readonly nationality: string;
  readonly placeOfBirth: string;
  readonly residence: State;
  readonly latin: LatinName;
  /** Surname before marriage, of those who changed it. */
  readonly surnameAtBirth: string | undefined;
  /** In the person's script; of those whose language has patronymics. */
  readonly patronymic: string | undefined;
  readonly documents: readonly TravelDocument[];
  readonly vehicles: readonly Vehicle[];
  readonly aliases: readonly Alias[];
}
