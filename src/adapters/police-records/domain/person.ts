/** Gender. */
export type Gender = 'female' | 'male' | 'other';

/** A name; at least one of the two is there. */
export interface PersonName {
  readonly firstNames: string | undefined;
  readonly familyNames: string | undefined;
}

/** What an index says of a person, as far as it is available (Art. 25), and what a search may ask for (Art. 43). */
export interface PersonData<Name> {
  /** The person's own name first, then aliases and previous names. */
  readonly names: readonly [Name, ...Name[]];
  /** YYYY-MM-DD; 00 stands for an unknown day or month. */
  readonly dateOfBirth: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly nationalities: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly countryOfBirth: string | undefined;
  readonly gender: Gender | undefined;
}

/** A person in the clear. */
export type Person = PersonData<PersonName>;
