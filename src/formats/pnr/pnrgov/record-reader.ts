/**
 * Reads the segments of one record (PNRGOV groups 1 to 12) into it. Which group a segment belongs to follows from what
 * stood before it, tolerantly: carriers leave groups out, and put segments into groups where no guide has them.
 */
import type { Segment } from '../../edifact/segment.js';
import { checkRecord } from '../check-record.js';
import type { Tell } from '../diagnostic.js';
import { giveDocuments } from '../documents.js';
import type { Pnr } from '../pnr.js';
import { beginState, type RecordState, type Taker } from './record-state.js';
import { textOf } from './segments/parts.js';
import { BOOKING_TAKERS } from './take-booking.js';
import { HISTORY_TAKERS, takeChanged } from './take-history.js';
import { JOURNEY_TAKERS } from './take-journey.js';
import { TRAVELLER_TAKERS } from './take-travellers.js';

/** Segments that one record may have, and bytes of all of them. */
export const MAX_RECORD_SEGMENTS = 20_000;
const MAX_RECORD_BYTES = 4_194_304;

const TAKERS: ReadonlyMap<string, Taker> = new Map([
  ...BOOKING_TAKERS,
  ...TRAVELLER_TAKERS,
  ...JOURNEY_TAKERS,
  ...HISTORY_TAKERS,
]);

const HISTORY_TAGS = new Set(HISTORY_TAKERS.map(([tag]) => tag));

/** Segments that mean behind a hotel or a car what they mean elsewhere; others would change a flight or a traveller. */
const TAGS_OF_OTHER_SERVICES = new Set(['MSG', 'TVL', 'SSR', 'IFT', 'ADD', 'EQN', 'TIF']);

/** True for the tags that a record may have. */
export const isRecordTag = (tag: string): boolean => TAKERS.has(tag);

/** True for the tags of segments that a change may consist of. */
export const isChangeTag = (tag: string): boolean => TAKERS.has(tag) && !HISTORY_TAGS.has(tag);

/** See above. */
export class RecordReader {
  readonly #state: RecordState;
  #segments = 0;
  #bytes = 0;
  #full = false;

  /** `referenceDay` is the day of the flight. */
  constructor(number: number, referenceDay: string, tell: Tell) {
    this.#state = beginState(number, referenceDay, tell);
  }

  get number(): number {
    return this.#state.pnr.number;
  }

  /** Takes the next segment. */
  take(segment: Segment): void {
    if (this.#full) return;
    this.#segments += 1;
    this.#bytes += segment.end - segment.offset;
    if (this.#segments > MAX_RECORD_SEGMENTS || this.#bytes > MAX_RECORD_BYTES) {
      this.#full = true;
      this.#state.tell('RECORD_TOO_LARGE');
      return;
    }
    const { tag } = segment;
    const { place, pnr } = this.#state;
    const take = TAKERS.get(tag);
    if (take === undefined) {
      this.#state.tell('TAG_UNKNOWN');
      pnr.unknown.push(textOf(segment));
    } else if (HISTORY_TAGS.has(tag)) take(this.#state, segment);
    else if (place === 'history') takeChanged(this.#state, segment);
    else if (place === 'other-service' && !TAGS_OF_OTHER_SERVICES.has(tag)) pnr.unknown.push(textOf(segment));
    else take(this.#state, segment);
  }

  /** The record, now that it is complete. */
  end(): Pnr {
    const { pnr, documents, ticketOfRecord, tell } = this.#state;
    if (ticketOfRecord !== undefined) pnr.travellers[0]?.tickets.unshift(ticketOfRecord);
    giveDocuments(this.#state, documents, pnr.travellers);
    // A cancelled record has its locators and the empty originator, and nothing else.
    if (pnr.cancelled && (pnr.travellers.length > 0 || pnr.itinerary.length > 0)) {
      pnr.cancelled = false;
      tell('OUT_OF_PLACE');
    }
    checkRecord(pnr, tell);
    return pnr;
  }
}
