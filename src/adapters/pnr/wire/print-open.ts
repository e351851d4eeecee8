import type { Locator } from '../../../formats/pnr/pnr.js';
import type { PassengerNameRecord, PnrLocator, PnrSegment } from '../../../gen/ostiary/pnr/v1/record.js';
import type { KeptSegment, OpenHalf } from '../domain/kept-record.js';
import { printMoment } from './text.js';

/** What masking leaves, and what is sealed has no part in. */
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
  | 'paymentForms'
  | 'excessBaggage'
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
  paymentForms: [...open.paymentForms],
  excessBaggage: [...open.excessBaggage],
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
