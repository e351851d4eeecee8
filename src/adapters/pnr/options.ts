import type { Clock } from '../../shared/clock.js';
import type { SystemAct } from '../adapter.js';
import type { Authorities } from './authorities.js';
import type { FlightStore } from './store/flight-store.js';
import type { OversightStore } from './store/oversight-store.js';
import type { PushStore } from './store/push-store.js';
import type { RecordStore } from './store/record-store.js';
import type { RequestCopyStore } from './store/request-copy-store.js';

/** The passenger information unit whose records these are (Art. 4). */
export interface Unit {
  /** Code of the unit in the registry. */
  readonly authority: string;
  /** Code of its data protection officer (Art. 5). */
  readonly dpo: string;
  /** Member State of both. */
  readonly memberState: string;
}

/** What the unit works with. */
export interface PnrParts {
  readonly unit: Unit;
  readonly authorities: Authorities;
  readonly pushes: PushStore;
  readonly records: RecordStore;
  readonly oversight: OversightStore;
  readonly copies: RequestCopyStore;
  readonly flights: FlightStore;
  /** Reference of the record of a match that waits for its review; undefined for any other match, and for none. */
  readonly recordUnderReview: (match: string) => Promise<string | undefined>;
  readonly clock: Clock;
  /** Has the log told of what the unit does besides answering. */
  readonly tell: (act: SystemAct) => Promise<void>;
  /** Rejects when the unit cannot work now. */
  checkHealth(): Promise<void>;
}
