/** Segments about a traveller, the ticket, and how it was paid. */
import type { Ticket, Traveller } from '../pnr.js';
import {
  readAmounts,
  readFareBases,
  readFrequentFlyers,
  readPayments,
  readTaxes,
  readTraveller,
} from './segments/travellers.js';
import { isInItinerary, type RecordState, type Taker } from './record-state.js';

/** TIF behind somebody who was checked in says who of the record's travellers that is. */
const takeName: Taker = (state, segment) => {
  const traveller = readTraveller(segment);
  if (state.place === 'check-in' && state.checkedIn !== undefined) {
    state.checkedIn.surname = traveller.surname;
    state.checkedIn.givenNames = traveller.givenNames;
    state.checkedIn.travellerReference = traveller.reference || state.checkedIn.travellerReference;
    return;
  }
  if (isInItinerary(state)) state.tell('OUT_OF_PLACE');
  state.place = 'traveller';
  state.traveller = traveller;
  state.ticket = undefined;
  state.payment = undefined;
  state.pnr.travellers.push(traveller);
};

const takeTicket: Taker = (state, segment) => {
  withTraveller(state, (traveller) => {
    state.place = 'ticket';
    state.payment = undefined;
    state.ticket = emptyTicket(segment.text(0, 0).trim(), segment.text(0, 1).trim());
    traveller.tickets.push(state.ticket);
  });
};

const takeConditions: Taker = (state, segment) => {
  withTicket(state, (ticket) => {
    const deadline = [segment.text(2, 0), segment.text(2, 1)].filter((part) => part !== '').join(' ');
    ticket.conditions = { flags: segment.text(0).trim(), deadline, carrier: segment.text(3).trim() };
  });
};

const takePayments: Taker = (state, segment) => {
  withTicket(state, (ticket) => {
    const payments = readPayments(segment);
    ticket.payments.push(...payments);
    state.payment = payments.at(-1);
  });
};

function withTraveller(state: RecordState, use: (traveller: Traveller) => void): void {
  if (state.traveller === undefined) state.tell('OUT_OF_PLACE');
  else use(state.traveller);
}

function withTicket(state: RecordState, use: (ticket: Ticket) => void): void {
  use((state.ticket ??= beginUntoldTicket(state)));
}

/** A ticket without a number: for prices and payments that no ticket stands before. */
function beginUntoldTicket(state: RecordState): Ticket {
  state.tell('OUT_OF_PLACE');
  const ticket = emptyTicket('', '');
  if (state.traveller === undefined) state.ticketOfRecord = ticket;
  else state.traveller.tickets.push(ticket);
  if (state.place === 'traveller') state.place = 'ticket';
  return ticket;
}

const emptyTicket = (number: string, kind: string): Ticket => ({ number, kind, amounts: [], taxes: [], payments: [] });

/** By tag. */
export const TRAVELLER_TAKERS: readonly (readonly [string, Taker])[] = [
  ['TIF', takeName],
  ['FTI', (state, segment) => withTraveller(state, (one) => one.frequentFlyer.push(...readFrequentFlyers(segment)))],
  ['REF', (state, segment) => withTraveller(state, (one) => (one.uniqueReference ||= segment.text(0, 1).trim()))],
  [
    'FAR',
    (state, segment) =>
      withTraveller(state, (one) =>
        one.fares.push({ passengerType: segment.text(0).trim(), bases: readFareBases(segment) }),
      ),
  ],
  ['TKT', takeTicket],
  ['MON', (state, segment) => withTicket(state, (ticket) => ticket.amounts.push(...readAmounts(segment)))],
  ['PTK', takeConditions],
  ['TXD', (state, segment) => withTicket(state, (ticket) => ticket.taxes.push(...readTaxes(segment)))],
  ['FOP', takePayments],
];
