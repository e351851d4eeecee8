/** A pre-determined criterion (Directive (EU) 2016/681 Art. 6(3)(b), (4)): data, versioned, approved by two people. */
import type { Atom, Condition } from './condition.js';
import type { Facts, FieldName } from './fields.js';

/** An airport, or "*" for any. */
export type RouteEnd = string;

/** What a rule must say of some facts; part of its definition. */
export interface RuleTest {
  readonly name: string;
  readonly facts: Facts;
  readonly matches: boolean;
}

export interface Rule {
  /** E.g. "R-2027-014". */
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** Annex II, "PNR-01" to "PNR-26", and "TERR" for terrorist offences. */
  readonly purpose: readonly string[];
  /** Unit that answers for it. */
  readonly owner: string;
  readonly status: 'draft' | 'active' | 'retired';
  /** First day, and the first day on which it is no longer used unless a new version has been approved. */
  readonly validFrom: string;
  readonly reviewBy: string;
  /** Names of the keys of two people. */
  readonly approvedBy: readonly string[];
  /** Document that tells why the rule is as it is. */
  readonly rationale: string;
  /** Why a protected ground is necessary; undefined if there is none. */
  readonly justification: string | undefined;
  /** Flights whose passengers it may be put to, by airports of departure and arrival. */
  readonly routes: readonly (readonly [RouteEnd, RouteEnd])[];
  readonly condition: Condition;
  /** What speaks for the traveller: one of these, and there is no match. */
  readonly exonerating: readonly Atom[];
  /** How much the grounds that are met must weigh together. */
  readonly minHits: number;
  /** What a ground weighs, if it is not 1. Protected grounds weigh nothing. */
  readonly weights: ReadonlyMap<FieldName, number>;
  readonly tests: readonly RuleTest[];
  /** SHA-256 of the canonical JSON, hexadecimal: two rules with one hash are one rule. */
  readonly sha256: string;
  readonly file: string;
}
