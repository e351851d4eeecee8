import type { Person } from './person.js';

/** Persons in police records are suspects and convicted persons, and nobody else (Art. 25). */
export type PersonStatus = 'suspect' | 'convicted';

/** A police record as its state has it. */
export interface PoliceRecord {
  /** E.g. "EPR-XB-01…": the state, and a number that tells nothing of the person (Art. 27). */
  readonly reference: string;
  /** State that has it, ISO 3166-1 alpha-2. */
  readonly memberState: string;
  readonly person: Person;
  readonly status: PersonStatus;
  /** What the person is suspected or convicted of, in words. */
  readonly offences: readonly string[];
  /** Authority that keeps the record. */
  readonly authority: string;
  /** Day of the last change, YYYY-MM-DD. */
  readonly updatedOn: string;
}
