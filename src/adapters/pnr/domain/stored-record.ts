import type { OpenHalf, SealedHalf } from './kept-record.js';
import type { Flight } from './push.js';

/** A record as the unit holds it, without what is sealed. */
export interface StoredRecord {
  /** "PNR-" and a ULID. */
  readonly id: string;
  /** Day of the first transfer, YYYY-MM-DD in UTC: every time limit runs from here. */
  readonly transferredOn: string;
  readonly receivedAtMs: number;
  readonly version: number;
  readonly state: 'active' | 'masked';
  /** "flagged": objective evidence links it to an offence (C-817/19). */
  readonly term: 'initial' | 'flagged';
  readonly cancelled: boolean;
  /** API data that the carrier sent apart, and no booking. */
  readonly isList: boolean;
  readonly flight: Flight;
  readonly open: OpenHalf;
}

/** The same, with what is sealed where the reader may have it. */
export interface OpenedRecord extends StoredRecord {
  readonly sealed: SealedHalf | undefined;
}
