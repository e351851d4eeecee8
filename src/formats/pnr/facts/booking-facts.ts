/** What criteria may know of a booking, derived from the record. No name, no number of a document and no remark leaves. */
import type { Facts } from '../../../matching/criteria/fields.js';
import type { ItinerarySegment, Moment, Payment, Pnr, PushedFlight, Ticket, Traveller } from '../pnr.js';
import { journeyFacts } from './journey-facts.js';
import { hoursBetween, daysBetween } from './spans.js';
import { travellerFacts } from './traveller-facts.js';

/** Facts of a booking, and of each of its travellers in the record's order. */
export interface BookingFacts {
  readonly booking: Facts;
  readonly travellers: readonly Facts[];
}

/** Derives the facts of a record for the flight that it was pushed for. */
export function bookingFacts(pnr: Pnr, flight: PushedFlight): BookingFacts {
  const people = pnr.travellers.filter(({ kind }) => kind !== 'G');
  const boarded = segmentOf(pnr, flight);
  const travellers = people.map((traveller) => travellerFacts(traveller, flight, boarded));
  return {
    booking: {
      ...timeFacts(pnr, flight.departure),
      ...journeyFacts(pnr.itinerary),
      ...paymentFacts(pnr, people),
      ...agencyFacts(pnr),
      'party.size': people.length === 0 ? undefined : people.length,
      'party.children': people.filter(({ kind }, at) => isChild(kind, travellers[at]?.['traveller.ageYears'])).length,
      'split.parts': pnr.split === undefined ? 0 : Math.max(whole(pnr.split.count), pnr.split.locators.length),
      'contacts.phones': pnr.contacts.filter(({ kind }) => kind === 'phone').length,
      'contacts.emails': pnr.contacts.filter(({ kind }) => kind === 'email').length,
      ...checkInFacts(boarded),
      'history.changes': pnr.history.length,
      'history.flightChanges': pnr.history.filter(({ items }) => items.some((item) => item.startsWith('TVL'))).length,
    },
    travellers,
  };
}

/** The segment of the pushed flight; of several (a codeshare told twice) the one that somebody is checked in for. */
function segmentOf(
  { itinerary }: Pnr,
  { carrier, flight, from, to, departure }: PushedFlight,
): ItinerarySegment | undefined {
  const number = bare(flight);
  const candidates = itinerary.filter(
    (segment) => segment.from === from && segment.to === to && segment.departure?.day === departure?.day,
  );
  const named = candidates.filter(
    (segment) =>
      (segment.carrier === carrier && bare(segment.flight) === number) ||
      (segment.operatedBy?.carrier === carrier && bare(segment.operatedBy.flight) === number),
  );
  const fitting = named.length > 0 ? named : candidates;
  return fitting.find(({ checkIns }) => checkIns.length > 0) ?? fitting[0];
}

const bare = (number: string): string => number.replace(/^0+/, '');

function timeFacts(pnr: Pnr, departure: Moment | undefined): Facts {
  const booked = pnr.locators.flatMap(({ createdAt }) => (createdAt === undefined ? [] : [createdAt]));
  const hours = booked.flatMap((moment) => hoursBetween(moment, departure) ?? []);
  const tickets = ticketsOf(pnr);
  const issued = [pnr.ticketedAt, ...tickets.map(({ issuedOn }) => issuedOn)];
  const days = issued.flatMap((moment) => daysBetween(moment?.day, departure?.day) ?? []);
  return {
    // The record may be known under several locators: the booking is as old as the oldest.
    'booking.leadHours': hours.length === 0 ? undefined : Math.max(0, ...hours),
    'ticketing.leadDays': days.length === 0 ? undefined : Math.max(0, ...days),
    'ticketing.issued': tickets.some(({ number }) => number !== ''),
  };
}

/** Those of groups, too, which are nobody: what is paid for all stands with the first, who may be one. */
const ticketsOf = ({ travellers }: Pnr): readonly Ticket[] => travellers.flatMap(({ tickets }) => tickets);

function paymentFacts(pnr: Pnr, people: readonly Traveller[]): Facts {
  const payments = ticketsOf(pnr).flatMap((ticket) => ticket.payments);
  const forms = payments.map(({ form }) => form).filter((form) => form !== '');
  const payers = payments.map(payerOf).filter((payer) => payer.length > 0);
  return {
    'payment.forms': forms.length === 0 ? undefined : [...new Set(forms)].sort(),
    'payment.payerIsTraveller':
      payers.length === 0 || people.length === 0
        ? undefined
        : payers.every((payer) => people.some((traveller) => isNamed(traveller, payer))),
  };
}

/** Words of a payer's name: the holder of the card, or the first line of who paid. */
const payerOf = ({ holder, payer }: Payment): readonly string[] => words(holder === '' ? (payer[0] ?? '') : holder);

/** Whether the words of a payer's name hold a traveller's surname and first given name. */
function isNamed({ surname, givenNames }: Traveller, payer: readonly string[]): boolean {
  const expected = [...words(surname), ...words(givenNames).slice(0, 1)];
  return expected.length > 0 && expected.every((word) => payer.includes(word));
}

const words = (text: string): string[] => text.toUpperCase().match(/\p{L}+/gu) ?? [];

function agencyFacts({ agency }: Pnr): Facts {
  return {
    'agency.iataNumber': told(agency?.iataNumber),
    'agency.country': told(agency?.country),
    'agency.isCarrier': agency?.kind === 'A' ? true : agency?.kind === 'T' ? false : undefined,
  };
}

function checkInFacts(segment: ItinerarySegment | undefined): Facts {
  const present = segment?.checkIns.flatMap(({ travellers }) => travellers) ?? [];
  if (present.length === 0) return {};
  const rows = present.flatMap(({ seat }) => /^\d+/.exec(seat)?.[0] ?? []);
  // Bags of a pool are its head's: what is told of them with a member is told a second time.
  const bags = present.flatMap(({ baggage }) => baggage).filter(({ pool }) => pool?.role !== 'member');
  const weights = bags.filter(({ weight }) => /^\d+(\.\d+)?$/.test(weight));
  const kilograms = weights.reduce(
    (sum, { weight, unit }) => sum + Number(weight) * (unit === 'lb' ? 0.453_592_37 : 1),
    0,
  );
  return {
    'seating.rows': rows.length === 0 ? undefined : new Set(rows).size,
    'baggage.pieces': bags.reduce((sum, { pieces }) => sum + whole(pieces), 0),
    'baggage.kilograms': weights.length === 0 ? undefined : Math.round(kilograms),
  };
}

const isChild = (kind: string, age: number | undefined): boolean =>
  kind === 'C' || kind === 'IN' || (age !== undefined && age < 18);

const told = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

/** A count as carriers write it; nought if it is none. */
const whole = (text: string): number => (/^\d{1,3}$/.test(text) ? Number(text) : 0);
