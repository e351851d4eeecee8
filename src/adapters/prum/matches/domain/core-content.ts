/** Core data (Regulation (EU) 2024/982 Art. 47(2), (3)). */

/** Gender. */
export type PersonGender = 'female' | 'male' | 'other';

/** Whom data are of, as far as known. */
export interface CorePerson {
  readonly firstNames: string;
  readonly familyNames: string;
  /** Aliases and previous names. */
  readonly otherNames: readonly string[];
  /** YYYY-MM-DD; 00 stands for an unknown day or month; undefined if not known. */
  readonly dateOfBirth: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly nationalities: readonly string[];
  readonly placeOfBirth: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly countryOfBirth: string | undefined;
  readonly gender: PersonGender | undefined;
}

/** Where they come from. */
export interface CoreOrigin {
  /** YYYY-MM-DD. */
  readonly acquiredOn: string;
  /** Place. */
  readonly acquiredAt: string;
  readonly offence: string;
  readonly caseNumber: string;
  readonly authority: string;
}

/** Both; of data of nobody known there is no person. */
export interface CoreContent {
  readonly person: CorePerson | undefined;
  readonly origin: CoreOrigin;
}
