/** A question to the unit's records. All that is given must correspond. */
import type { Names } from '../../../matching/names/compare-names.js';

/** A traveller, as asked for. */
export interface PersonCriterion {
  readonly surname: string;
  readonly givenNames: string;
  /** YYYY-MM-DD. */
  readonly dateOfBirth: string;
  /** For the log. */
  readonly names: Names;
}

/** Part of a journey: undefined ends are open. */
export interface RouteCriterion {
  readonly origin: string | undefined;
  readonly destination: string | undefined;
  readonly fromDate: string;
  readonly toDate: string;
}

export interface FlightCriterion {
  readonly carrier: string;
  /** Without leading zeros. */
  readonly number: string;
  readonly departsOn: string;
}

export interface PnrSearch {
  readonly person?: PersonCriterion | undefined;
  readonly document?: string | undefined;
  readonly flight?: FlightCriterion | undefined;
  readonly route?: RouteCriterion | undefined;
  readonly locator?: string | undefined;
  readonly contact?: string | undefined;
  readonly account?: string | undefined;
  /** Reference of a record with which others share a document or a contact. */
  readonly linkedTo?: string | undefined;
}

/** Where a page ends: records are listed by day of transfer and reference, newest first. */
export interface Position {
  readonly transferredOn: string;
  readonly id: string;
}

/** How a record corresponds. */
export interface PnrMatch {
  readonly travellers: readonly string[];
  /** Percent; undefined if no name was asked for. */
  readonly nameQuality?: number | undefined;
  readonly birthConfirmed: boolean;
}
