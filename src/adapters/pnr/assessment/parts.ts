import type { Criteria } from '../../../matching/criteria/criteria.js';
import type { Clock } from '../../../shared/clock.js';
import type { Authorities } from '../authorities.js';
import type { Unit } from '../options.js';
import type { RecordStore } from '../store/record-store.js';
import type { AssessmentQueue } from './store/assessment-queue.js';
import type { MatchStore } from './store/match-store.js';
import type { ReleaseStore } from './store/release-store.js';
import type { TripStore } from './store/trip-store.js';
import type { WatchedDatabase } from './watched-database.js';

/** What the assessment works with. */
export interface AssessmentParts {
  readonly unit: Unit;
  readonly records: RecordStore;
  readonly matches: MatchStore;
  readonly releases: ReleaseStore;
  /** To whom a match may be passed on. */
  readonly authorities: Authorities;
  readonly queue: AssessmentQueue;
  readonly trips: TripStore;
  readonly criteria: Criteria;
  readonly databases: readonly WatchedDatabase[];
  readonly clock: Clock;
  /** Secret by which numbers of trials are told near the truth. */
  readonly trialKey: Uint8Array;
  /** Rejects when the unit cannot work now. */
  checkHealth(): Promise<void>;
}
