/** Segments about the booking as a whole: where it is known, who made it, how its travellers can be reached. */
import { giveOwnDocument, isDocument } from '../documents.js';
import { contactOfAddress, readContact, readContactService } from '../texts/contacts.js';
import { readAgency, readLocators } from './segments/booking.js';
import { isEmpty, readDates } from './segments/parts.js';
import { readAddresses, readRemark, readService } from './segments/services.js';
import { beginCheckIn } from './take-journey.js';
import { isInItinerary, type Taker, travellerHere } from './record-state.js';

const takeLocators: Taker = (state, segment) => {
  const locators = readLocators(segment, state.tell);
  if (state.place === 'split' && state.pnr.split !== undefined) state.pnr.split.locators.push(...locators);
  else if (isInItinerary(state) && state.itinerary !== undefined) state.itinerary.locators.push(...locators);
  else state.pnr.locators.push(...locators);
};

/**
 * ORG behind the beginning of a check-in names the agent there; one with nothing in it, before all travellers and flights,
 * says that the record is cancelled.
 */
const takeOriginator: Taker = (state, segment) => {
  if (isInItinerary(state)) {
    const { agent, iataNumber } = readAgency(segment);
    if (state.checkIn === undefined) state.tell('OUT_OF_PLACE');
    else state.checkIn.agent = agent || iataNumber;
  } else if (isEmpty(segment)) {
    if (state.place === 'record') state.pnr.cancelled = true;
    else state.tell('OUT_OF_PLACE');
  } else state.pnr.agency ??= readAgency(segment);
};

const takeDates: Taker = (state, segment) => {
  const dates = readDates(segment);
  const isOfRecord = dates.has('700') || dates.has('710');
  if (isInItinerary(state) && !isOfRecord) beginCheckIn(state, dates.get('2') ?? dates.get('3'));
  else {
    state.pnr.changedAt ??= dates.get('700');
    if (state.place === 'ticket' && state.ticket !== undefined) state.ticket.issuedOn ??= dates.get('710');
    else state.pnr.ticketedAt ??= dates.get('710');
  }
};

const takeService: Taker = (state, segment) => {
  const traveller = travellerHere(state);
  const service = readService(segment, traveller?.reference ?? '');
  const contact = readContactService(service.code, service.text);
  if (contact !== undefined) state.pnr.contacts.push(contact);
  if (isDocument(service.code)) {
    const document = {
      code: service.code,
      text: service.text,
      references: service.details.map(({ travellerReference }) => travellerReference).filter((one) => one !== ''),
      within: traveller,
      segment: segment.number,
      offset: segment.offset,
    };
    if (traveller !== undefined && document.references.length === 0) giveOwnDocument(state, document, traveller);
    else state.documents.push(document);
  }
  if (isInItinerary(state) && state.itinerary !== undefined) state.itinerary.services.push(service);
  else state.pnr.services.push(service);
};

/** Type 43 behind a form of payment is the payer. */
const takeText: Taker = (state, segment) => {
  const remark = readRemark(segment, travellerHere(state)?.reference ?? '');
  if (remark.type === '43' && state.payment !== undefined && !isInItinerary(state)) {
    state.payment.payer.push(remark.text);
    return;
  }
  const contact = readContact(remark.text);
  if (contact !== undefined) state.pnr.contacts.push(contact);
  if (isInItinerary(state) && state.itinerary !== undefined) state.itinerary.remarks.push(remark);
  else state.pnr.remarks.push(remark);
};

const takeAddress: Taker = (state, segment) => {
  const addresses = readAddresses(segment);
  if (state.place === 'ticket' && state.payment !== undefined) state.payment.addresses.push(...addresses);
  else state.pnr.addresses.push(...addresses);
  for (const { text } of addresses) {
    const contact = contactOfAddress(text);
    if (contact !== undefined) state.pnr.contacts.push(contact);
  }
};

const takeExcessBaggage: Taker = (state, segment) => {
  for (const [number = '', , unit = ''] of segment.toArrays().slice(1))
    state.pnr.excessBaggage.push(`${number} ${unit}`.trim());
};

const takeSplit: Taker = (state, segment) => {
  state.place = 'split';
  state.pnr.split ??= { count: segment.text(0).trim(), locators: [] };
};

const takeOtherServiceBegin: Taker = (state, segment) => {
  state.place = 'other-service';
  state.serviceKind = segment.text(0, 0).trim();
};

/** By tag. */
export const BOOKING_TAKERS: readonly (readonly [string, Taker])[] = [
  ['RCI', takeLocators],
  ['ORG', takeOriginator],
  ['DAT', takeDates],
  ['SSR', takeService],
  ['IFT', takeText],
  ['ADD', takeAddress],
  ['EBD', takeExcessBaggage],
  ['EQN', takeSplit],
  ['MSG', takeOtherServiceBegin],
];
