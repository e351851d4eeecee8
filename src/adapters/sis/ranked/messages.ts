/** What the thread with the index of names is told, and what it answers. */

/** A question: whose names, as far as who asks may see them. Plain values, which a thread can be sent. */
export interface RankedQuestion {
  readonly family: string;
  /** Empty if not asked for. */
  readonly given: string;
  /** YYYY-MM-DD; 00 stands for an unknown day or month. */
  readonly dateOfBirth: string;
  readonly gender: 'female' | 'male' | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly nationality: string | undefined;
  /** As in Visibility. */
  readonly categories: number;
  /** As in Visibility. */
  readonly endUsersOf: string;
  /** YYYY-MM-DD: alerts whose term ends on or before this day do not exist. */
  readonly today: string;
}

/** An alert one of whose names scores enough. */
export interface RankedCandidate {
  readonly alertNo: number;
  /** Version of the alert that was compared. */
  readonly version: number;
  /** Place among the identities of the alert of the one that scores best; of equals the first. */
  readonly identity: number;
  /** 0 to 1. */
  readonly score: number;
  /** What led to the score, word by word and fact by fact; no value of the alert. */
  readonly reasons: readonly string[];
}

/** Every alert that scores enough, best first. */
export interface RankedAnswer {
  /** Of the journal: numbers of alerts are those of one epoch. */
  readonly epoch: number;
  readonly candidates: readonly RankedCandidate[];
  /** More may correspond than were compared. */
  readonly truncated: boolean;
}

/** Why there is no answer: the index is being loaded, or knows less than was in the journal when it was asked. */
export type NoAnswer = 'loading' | 'behind';

/** How the index is. */
export interface IndexState {
  readonly isLoaded: boolean;
  /** Names held. */
  readonly names: number;
  /** Bytes that they take. */
  readonly bytes: number;
}

export type ToIndexThread =
  | { readonly kind: 'search'; readonly asked: readonly { readonly id: number; readonly question: RankedQuestion }[] }
  | { readonly kind: 'close' };

export type FromIndexThread =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: RankedAnswer | NoAnswer }
  | { readonly kind: 'state'; readonly state: IndexState }
  | { readonly kind: 'fault'; readonly message: string };

/** What the thread starts with. */
export interface IndexThreadData {
  readonly databaseUrl: string;
  /** Whose rights it has in the database. */
  readonly role: string;
  /** Milliseconds that it takes at most to learn of what was changed before it was asked. */
  readonly catchUpMs: number;
}
