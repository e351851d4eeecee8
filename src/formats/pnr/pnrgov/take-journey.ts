/** Segments about a part of the journey, and who was checked in for it. */
import type { CheckedInTraveller, CheckIn, ItinerarySegment } from '../pnr.js';
import { isOperatingFlight, readBaggage, readCheckedIn, readItinerary, readOtherService } from './segments/journey.js';
import { readSeat } from '../texts/seats.js';
import type { RecordState, Taker } from './record-state.js';

const takeSegment: Taker = (state, segment) => {
  if (state.place === 'other-service') {
    state.pnr.otherServices.push(readOtherService(segment, state.serviceKind));
    return;
  }
  if (isOperatingFlight(segment) && state.itinerary !== undefined) {
    const carrier = segment.text(3, 0).trim() || (state.itinerary.operatedBy?.carrier ?? '');
    state.itinerary.operatedBy = { carrier, flight: segment.text(4).trim() };
    return;
  }
  state.itinerary = readItinerary(segment, state.tell);
  state.checkIn = undefined;
  state.checkedIn = undefined;
  state.place = 'itinerary';
  state.pnr.itinerary.push(state.itinerary);
};

const takeOperatingFlight: Taker = (state, segment) => {
  withItinerary(state, (itinerary) => {
    const carrier = segment.text(0).trim() || (itinerary.operatedBy?.carrier ?? '');
    itinerary.operatedBy = { carrier, flight: segment.text(1, 0).trim() };
  });
};

const takeCheckedIn: Taker = (state, segment) => {
  if (state.checkIn === undefined) beginCheckIn(state, undefined);
  if (state.checkIn === undefined) return;
  state.place = 'check-in';
  state.checkedIn = readCheckedIn(segment);
  state.checkIn.travellers.push(state.checkedIn);
};

const takeSeat: Taker = (state, segment) => {
  withCheckedIn(state, (one) => {
    one.seat ||= readSeat(segment.text(0));
    one.cabin ||= segment.text(4).trim();
  });
};

/** An event of the check-in begins. */
export function beginCheckIn(state: RecordState, at: CheckIn['at']): void {
  withItinerary(state, (itinerary) => {
    state.checkIn = { at, agent: '', travellers: [] };
    state.checkedIn = undefined;
    state.place = 'itinerary';
    itinerary.checkIns.push(state.checkIn);
  });
}

function withItinerary(state: RecordState, use: (itinerary: ItinerarySegment) => void): void {
  if (state.itinerary === undefined) state.tell('OUT_OF_PLACE');
  else use(state.itinerary);
}

function withCheckedIn(state: RecordState, use: (traveller: CheckedInTraveller) => void): void {
  if (state.checkedIn === undefined) state.tell('OUT_OF_PLACE');
  else use(state.checkedIn);
}

/** By tag. */
export const JOURNEY_TAKERS: readonly (readonly [string, Taker])[] = [
  ['TVL', takeSegment],
  ['TRA', takeOperatingFlight],
  ['RPI', (state, segment) => withItinerary(state, (one) => (one.status ||= segment.text(1).trim()))],
  ['APD', (state, segment) => withItinerary(state, (one) => (one.equipment ||= segment.text(0).trim()))],
  ['TRI', takeCheckedIn],
  ['SSD', takeSeat],
  ['TBD', (state, segment) => withCheckedIn(state, (one) => one.baggage.push(readBaggage(segment)))],
];
