/**
 * Reads the segments of one record (PNRGOV groups 1 to 12) into it. Which group a segment belongs to follows from what
 * stood before it, tolerantly: carriers leave groups out, and put segments into groups where no guide has them.
 */
import type { Segment } from '../../edifact/segment.js';
import type { Pnr } from '../pnr.js';
import { giveDocument } from './documents.js';
import { beginState, type RecordState, type Taker, type Tell } from './record-state.js';
import { textOf } from './segments/parts.js';
import { BOOKING_TAKERS } from './take-booking.js';
import { HISTORY_TAKERS, takeChanged } from './take-history.js';
import { JOURNEY_TAKERS } from './take-journey.js';
import { TRAVELLER_TAKERS } from './take-travellers.js';

/** Segments that one record may have. */
export const MAX_RECORD_SEGMENTS = 20_000;

const TAKERS: ReadonlyMap<string, Taker> = new Map([
  ...BOOKING_TAKERS,
  ...TRAVELLER_TAKERS,
  ...JOURNEY_TAKERS,
  ...HISTORY_TAKERS,
]);

const HISTORY_TAGS = new Set(HISTORY_TAKERS.map(([tag]) => tag));

/** Segments that mean behind a hotel or a car what they mean elsewhere; others would change a flight or a traveller. */
const TAGS_OF_OTHER_SERVICES = new Set(['MSG', 'TVL', 'RCI', 'SSR', 'IFT', 'ADD', 'EQN', 'TIF']);

/** True for the tags that a record may have. */
export const isRecordTag = (tag: string): boolean => TAKERS.has(tag);

/** True for the tags of segments that a change may consist of. */
export const isChangeTag = (tag: string): boolean => TAKERS.has(tag) && !HISTORY_TAGS.has(tag);

/** See above. */
export class RecordReader {
  readonly #state: RecordState;
  #segments = 0;

  /** `referenceDay` is the day of the flight. */
  constructor(number: number, referenceDay: string, tell: Tell) {
    this.#state = beginState(number, referenceDay, tell);
  }

  get number(): number {
    return this.#state.pnr.number;
  }

  /** Takes the next segment. */
  take(segment: Segment): void {
    this.#segments += 1;
    if (this.#segments > MAX_RECORD_SEGMENTS) {
      if (this.#segments === MAX_RECORD_SEGMENTS + 1) this.#state.tell('RECORD_TOO_LARGE');
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
    const { pnr, documents, tell } = this.#state;
    for (const document of documents) giveDocument(this.#state, document);
    if (pnr.locators.length === 0) tell('LOCATOR_MISSING');
    if (namesStrangers(pnr)) tell('TRAVELLER_UNKNOWN');
    return pnr;
  }
}

/** True if a service is for a traveller that the record does not have. "1.1" is traveller 1 of a record that counts simply. */
function namesStrangers({ travellers, services, itinerary }: Pnr): boolean {
  const known = new Set(travellers.map(({ reference }) => reference));
  const isKnown = (reference: string): boolean =>
    reference === '' || known.has(reference) || known.has(reference.split('.')[0] ?? '');
  return [...services, ...itinerary.flatMap((segment) => segment.services)].some(({ details }) =>
    details.some(({ travellerReference }) => !isKnown(travellerReference)),
  );
}
