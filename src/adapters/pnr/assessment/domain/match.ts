/** Matches of the assessment: what was found, what a person made of it, whom it was passed on to. */
import type { Constant, Operator } from '../../../../matching/criteria/condition.js';
import type { FactValue } from '../../../../matching/criteria/fields.js';

/** A condition of a rule with what the record says of it, as it is sealed. */
export interface Ground {
  /** Where it stands in the rule; of a match with a database, what was compared: "name" or "document". */
  readonly path: string;
  readonly field: string;
  readonly operator: Operator;
  /** Left out of "empty". */
  readonly constant?: Constant;
  /** Left out where the carrier told nothing. */
  readonly value?: FactValue;
  /** It counts because it does not hold: it stands under "not". */
  readonly negated: boolean;
}

/** What reveals something about a traveller: sealed, and gone after six months or with the record. */
export interface SealedMatch {
  /** What the rule is called; of a record in a database, its category. */
  readonly title: string;
  readonly purposes: readonly string[];
  readonly grounds: readonly Ground[];
  /** What would have spoken for the traveller. */
  readonly unmet: readonly Ground[];
  /** Name of the traveller when the match was found: carriers may give a reference to somebody else. Of a whole booking all. */
  readonly subject?: string;
  /** Of the review: why. */
  readonly reason?: string;
}

/** Something that an assessment found, to be kept unless it is known. */
export interface FoundMatch {
  /** "criteria", or the code of a database. */
  readonly system: string;
  readonly source: string;
  /** Of the rule; 0 of a database. */
  readonly version: number;
  readonly sha256: string;
  /** As the record refers to the traveller, or "#" and a number from 0; empty for the booking as a whole. */
  readonly traveller: string;
  /**
   * What was compared, value by value: a match of the same source with the same traveller is another one when this is. Only a
   * keyed digest is kept of it, with that of the name.
   */
  readonly evidence: readonly string[];
  readonly sealed: SealedMatch;
}

/** That a match was passed on to somebody. */
export interface Release {
  /** Pseudonym. */
  readonly officer: string;
  readonly atMs: number;
  /** Code in the registry. */
  readonly recipient: string;
}

export type MatchState = 'open' | 'confirmed' | 'rejected' | 'released';

/** A match as the unit keeps it. */
export interface Match extends Omit<FoundMatch, 'evidence' | 'sealed'> {
  /** "PNM-" and a ULID. */
  readonly id: string;
  readonly record: string;
  /** Day of the record's transfer: with it, its key and all that is sealed go. */
  readonly transferredOn: string;
  readonly recordVersion: number;
  readonly foundAtMs: number;
  readonly reviewByMs: number;
  readonly state: MatchState;
  readonly review: { readonly officer: string; readonly atMs: number } | undefined;
  /** The first one first. */
  readonly releases: readonly Release[];
  /** Undefined when the key is gone: nobody can say any more what was compared. */
  readonly sealed: SealedMatch | undefined;
}

/** How often a rule or a database matched, and what reviews made of it. */
export interface SourceCount {
  readonly system: string;
  /** Empty of a database: its records are no rules. */
  readonly rule: string;
  readonly version: number;
  readonly matches: number;
  readonly open: number;
  readonly confirmed: number;
  readonly rejected: number;
  readonly released: number;
}

/** Fewest reviews by which a rule is judged, and the share of confirmed ones below which it is due for a review. */
const ENOUGH_REVIEWS = 20;
const LEAST_CONFIRMED = 0.2;

/** Whether so few of a rule's matches were confirmed that somebody has to look at it (Art. 6(4): proportionate). */
export const isReviewDue = ({ confirmed, rejected }: SourceCount): boolean =>
  confirmed + rejected >= ENOUGH_REVIEWS && confirmed < LEAST_CONFIRMED * (confirmed + rejected);
