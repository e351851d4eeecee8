import type { Segment } from '../../edifact/segment.js';
import type { Tell } from '../diagnostic.js';
import type { DocumentService } from '../documents.js';
import {
  emptyPnr,
  type CheckedInTraveller,
  type CheckIn,
  type HistoryItem,
  type ItinerarySegment,
  type Moment,
  type Payment,
  type Pnr,
  type Ticket,
  type Traveller,
} from '../pnr.js';

/** Where in a record the reader stands: in which of the groups of PNRGOV. */
export type Place =
  'record' | 'traveller' | 'ticket' | 'itinerary' | 'check-in' | 'split' | 'other-service' | 'history';

/** A record under the reader's hand: what is read, and what the next segment belongs to. */
export interface RecordState {
  readonly pnr: Pnr;
  readonly tell: Tell;
  /** Day of the flight: settles centuries. */
  readonly referenceDay: string;
  readonly documents: DocumentService[];
  place: Place;
  traveller: Traveller | undefined;
  ticket: Ticket | undefined;
  /** What was paid for all of the record, before its first traveller. */
  ticketOfRecord: Ticket | undefined;
  payment: Payment | undefined;
  itinerary: ItinerarySegment | undefined;
  checkIn: CheckIn | undefined;
  checkedIn: CheckedInTraveller | undefined;
  /** Kind of the services outside air travel that follow. */
  serviceKind: string;
  history: HistoryItem | undefined;
  historyAgent: string;
  historyAt: Moment | undefined;
}

/** Does with a segment what its tag asks for. */
export type Taker = (state: RecordState, segment: Segment) => void;

/** The beginning of a record. */
export const beginState = (number: number, referenceDay: string, tell: Tell): RecordState => ({
  pnr: emptyPnr(number),
  tell,
  referenceDay,
  documents: [],
  place: 'record',
  traveller: undefined,
  ticket: undefined,
  ticketOfRecord: undefined,
  payment: undefined,
  itinerary: undefined,
  checkIn: undefined,
  checkedIn: undefined,
  serviceKind: '',
  history: undefined,
  historyAgent: '',
  historyAt: undefined,
});

/** The traveller in whose part of the record a segment stands. */
export const travellerHere = ({ place, traveller }: RecordState): Traveller | undefined =>
  place === 'traveller' || place === 'ticket' ? traveller : undefined;

/** Where a segment speaks of a part of the journey. */
export const isInItinerary = ({ place }: RecordState): boolean => place === 'itinerary' || place === 'check-in';
