/** How sure an identity is (Delegated Regulation (EU) 2023/333, Annex I; 1862 Art. 62 for misused ones). */
export type IdentityStatus = 'confirmed' | 'not_confirmed' | 'alias' | 'misused';

/** Gender as in travel documents; "other" stands for neither and for not known. */
export type Gender = 'female' | 'male' | 'other';

/** Gender as far as another one conflicts with it. */
export const statedGender = (gender: Gender | undefined): 'female' | 'male' | undefined =>
  gender === 'other' ? undefined : gender;

/** One identity of a person. An alert has a main identity and any number of others, each complete in itself. */
export interface Identity {
  readonly status: IdentityStatus;
  /** Any script; the wording of the travel document. */
  readonly surname: string;
  /** Empty if not known. */
  readonly forename: string;
  /** YYYY-MM-DD; 00 stands for an unknown day or month. */
  readonly dateOfBirth: string;
  readonly gender?: Gender;
  /** ISO 3166-1 alpha-2. */
  readonly nationalities: readonly string[];
  readonly placeOfBirth?: string;
}

/** An identity document in an alert on a person (1862 Art. 20(3)(s) to (v)). */
export interface IdentityDocument {
  readonly kind: string;
  readonly number: string;
  /** ISO 3166-1 alpha-2. */
  readonly issuingCountry: string;
  /** YYYY-MM-DD. */
  readonly issuedOn: string;
}
