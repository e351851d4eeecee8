import type { Locator } from '../../../formats/pnr/pnr.js';
import type {
  PassengerNameRecord,
  PnrBaggage,
  PnrLocator,
  PnrSegment,
  PnrTicket,
} from '../../../gen/ostiary/pnr/v1/record.js';
import type { KeptBaggage, KeptSegment, KeptTicket, OpenHalf } from '../domain/kept-record.js';
import { printMoment } from './text.js';

/** What masking leaves. */
export const printOpen = (
  open: OpenHalf,
): Pick<
  PassengerNameRecord,
  | 'locators'
  | 'changedAt'
  | 'ticketedAt'
  | 'agency'
  | 'splitLocators'
  | 'itinerary'
  | 'otherServices'
  | 'tickets'
  | 'fareBases'
  | 'paymentForms'
  | 'seats'
  | 'baggage'
  | 'excessBaggage'
  | 'changes'
> => ({
  locators: open.locators.map(printLocator),
  changedAt: printMoment(open.changedAt),
  ticketedAt: printMoment(open.ticketedAt),
  agency: open.agency && { ...open.agency },
  splitLocators: open.split?.locators.map(printLocator) ?? [],
  itinerary: open.itinerary.map(printSegment),
  otherServices: open.otherServices.map(({ kind, from, to, begins, ends, provider }) => ({
    ...{ kind, origin: from, destination: to, provider },
    begins: printMoment(begins),
    ends: printMoment(ends),
  })),
  tickets: open.tickets.map(printTicket),
  fareBases: [...open.fareBases],
  paymentForms: [...open.paymentForms],
  seats: [...open.seats],
  baggage: open.baggage.map(printBaggage),
  excessBaggage: [...open.excessBaggage],
  changes: open.changes.map(({ action, at, items }) => ({ action, at: printMoment(at), items: [...items] })),
});

const printLocator = ({ system, code, kind, createdAt }: Locator): PnrLocator => ({
  ...{ system, code, kind },
  createdAt: printMoment(createdAt),
});

const printSegment = (segment: KeptSegment): PnrSegment => ({
  origin: segment.from,
  destination: segment.to,
  departure: printMoment(segment.departure),
  arrival: printMoment(segment.arrival),
  carrier: segment.carrier,
  flight: segment.flight,
  bookingClass: segment.bookingClass,
  operatingCarrier: segment.operatedBy?.carrier ?? '',
  operatingFlight: segment.operatedBy?.flight ?? '',
  status: segment.status,
  equipment: segment.equipment,
  locators: segment.locators.map(printLocator),
  checkedIn: segment.checkIn !== undefined,
  checkedInAt: printMoment(segment.checkIn?.at),
});

const printTicket = ({ number, kind, issuedOn, conditions, amounts }: KeptTicket): PnrTicket => ({
  ...{ number, kind, conditions },
  issuedOn: printMoment(issuedOn),
  amounts: amounts.map((amount) => ({ ...amount })),
});

const printBaggage = ({ pieces, weight, unit, tags }: KeptBaggage): PnrBaggage => ({
  ...{ pieces, weight, unit },
  tags: tags.map(({ carrier, first, count, to }) => [`${carrier}${first}`, count, to].filter(Boolean).join(' ')),
});
