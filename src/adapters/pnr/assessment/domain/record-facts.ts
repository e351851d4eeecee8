/** Facts of a record as the unit keeps it: the two halves put together again as the record that they were. */
import { type BookingFacts, bookingFacts } from '../../../../formats/pnr/facts/booking-facts.js';
import { emptyPnr, type ItinerarySegment, type Pnr, type Traveller } from '../../../../formats/pnr/pnr.js';
import type { KeptRecord, SealedHalf } from '../../domain/kept-record.js';
import { type Flight, flightNumber } from '../../domain/push.js';
import { type Trips, tripFacts } from './earlier-trips.js';

/** Derives the facts of a record for a flight; with earlier trips of its travellers, where they are known. */
export function recordFacts(
  record: KeptRecord,
  flight: Flight,
  trips: readonly (Trips | undefined)[] = [],
): BookingFacts {
  const { booking, travellers } = ownFacts(record, flight);
  return { booking, travellers: travellers.map((facts, at) => ({ ...facts, ...tripFacts(trips[at]) })) };
}

/** What the record itself tells. */
function ownFacts(record: KeptRecord, flight: Flight): BookingFacts {
  const { carrier, number, origin: from, destination: to, departsOn } = flight;
  const departure = departureOf(record, flight) ?? { day: departsOn };
  return bookingFacts(asPnr(record), { carrier, flight: number, from, to, departure });
}

/** When the flight departs, by the part of the journey that it is: day and, if told, time, local to the airport. */
export const departureOf = ({ open }: Pick<KeptRecord, 'open'>, { carrier, number, origin, departsOn }: Flight) =>
  open.itinerary.find(
    ({ from, departure, carrier: seller, flight, operatedBy }) =>
      from === origin &&
      departure?.day === departsOn &&
      ((seller === carrier && flightNumber(flight) === number) || operatedBy?.carrier === carrier),
  )?.departure;

function asPnr({ open, sealed }: KeptRecord): Pnr {
  const { a, b } = sealed;
  return {
    ...emptyPnr(1),
    locators: [...open.locators],
    ticketedAt: open.ticketedAt,
    agency: open.agency,
    travellers: a.travellers.map((_, at) => travellerOf(sealed, at)),
    contacts: [...b.contacts],
    itinerary: open.itinerary.map((_, at) => segmentOf({ open, sealed }, at)),
    ...(open.split !== undefined && { split: { count: a.splitCount, locators: [...open.split.locators] } }),
    history: a.changes.map(({ action, at, items }) => ({ action, at, agent: '', items: [...items] })),
  };
}

/** Tickets and payments are not told apart by traveller: they are with the first, and facts ask for all. */
function travellerOf(sealed: SealedHalf, at: number): Traveller {
  const { reference = '', surname = '', givenNames = '', title = '', kind = '' } = sealed.a.travellers[at] ?? {};
  const isTheirs = ({ traveller }: { readonly traveller: string }): boolean => traveller === reference;
  const nothing = { kind: 'T', amounts: [], taxes: [] };
  return {
    ...{ reference, surname, givenNames, title, kind, infantReference: '', otherNames: [], uniqueReference: '' },
    frequentFlyer: sealed.d.frequentFlyers.filter(isTheirs),
    fares: [],
    tickets:
      at > 0
        ? []
        : [
            ...sealed.a.tickets.map(({ number, issuedOn }) => ({ ...nothing, number, issuedOn, payments: [] })),
            {
              ...nothing,
              number: '',
              payments: sealed.c.payments.map((one) => ({ ...one, payer: [...one.payer], addresses: [] })),
            },
          ],
    documents: documentsOf(sealed, reference, at),
    otherDocuments: [],
    addresses: [],
  };
}

/** Documents of a traveller; a child of whom words alone told the birth has one that says no more. */
function documentsOf({ a, f }: SealedHalf, reference: string, at: number): Traveller['documents'] {
  const own = f.documents.filter(({ traveller }) => traveller === reference);
  const birth = a.travellers[at]?.birth;
  if (birth === undefined || own.some((document) => document.birth !== undefined)) return own;
  const [first, ...others] = own;
  return first === undefined ? [] : [{ ...first, birth }, ...others];
}

function segmentOf({ open, sealed }: KeptRecord, at: number): ItinerarySegment {
  const segment = open.itinerary[at];
  if (segment === undefined) throw new RangeError('no such part of the journey');
  const { from, to, departure, arrival, carrier, flight, bookingClass, operatedBy, status, equipment, checkIn } =
    segment;
  const travellers = sealed.a.checkedIn
    .filter((one) => one.segment === at)
    .map((one) => ({
      ...{ boardingNumber: one.boardingNumber, travellerReference: one.traveller, surname: '', givenNames: '' },
      ...{ seat: one.seat, cabin: '', baggage: [...one.baggage] },
    }));
  return {
    ...{ from, to, departure, arrival, carrier, flight, bookingClass, operatedBy, status, equipment },
    ...{ locators: [], services: [], remarks: [] },
    checkIns: travellers.length === 0 ? [] : [{ at: checkIn?.at, agent: '', travellers }],
  };
}
