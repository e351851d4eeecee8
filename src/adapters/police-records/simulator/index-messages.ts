/** What the thread with the indexes is told, and what it answers. */
import type { Person } from '../domain/person.js';
import type { PseudonymisedPerson } from '../domain/pseudonymised.js';
import type { IndexAnswer } from '../domain/record-index.js';

/** A record, as far as its state's index needs it. */
export interface IndexedPerson {
  readonly memberState: string;
  readonly reference: string;
  readonly person: Person;
}

export type ToIndexThread =
  | { readonly kind: 'clear' }
  | { readonly kind: 'add'; readonly records: readonly IndexedPerson[] }
  | { readonly kind: 'build' }
  | {
      readonly kind: 'search';
      readonly id: number;
      readonly memberState: string;
      readonly person: PseudonymisedPerson;
      readonly maxMatches: number;
    };

export type FromIndexThread = { readonly id: number; readonly answer: IndexAnswer };

/** What the thread starts with. */
export interface IndexThreadData {
  /** The key of the exchange. */
  readonly key: Uint8Array;
}
