/** The elements of Annex I to Directive (EU) 2016/681 that a record tells, in its order of fields, in lines for a person. */
import type {
  OtherTravelService,
  PassengerNameRecord,
  PnrAddress,
  PnrDocument,
  PnrLocator,
  PnrPayment,
  PnrSegment,
  PnrTraveller,
  TravelAgency,
} from '../gen/ostiary/pnr/v1/record.js';
import { counted, labelled, spaced } from './phrases.js';

/** Nothing of an element that was not told. */
export const describeElements = (record: PassengerNameRecord): string[] => [
  ...bookingOf(record),
  ...journeyOf(record),
  ...peopleOf(record),
];

function bookingOf(record: PassengerNameRecord): string[] {
  const { locators, changedAt, ticketedAt, agency, splitLocators } = record;
  return [
    ...locators.flatMap(({ system, code, createdAt }) =>
      createdAt === '' ? [] : labelled('made', `${spaced(system, code)}, ${createdAt}`),
    ),
    ...labelled('changed', changedAt),
    ...labelled('ticketed', ticketedAt),
    ...(agency === undefined ? [] : labelled('agency', agencyOf(agency))),
    ...splitLocators.flatMap((locator) => labelled('split', locatorOf(locator))),
  ];
}

function journeyOf(record: PassengerNameRecord): string[] {
  const { itinerary, otherServices, tickets, fareBases, paymentForms, seats, baggage, excessBaggage, changes } = record;
  return [
    ...itinerary.flatMap((segment) => labelled('flight', segmentOf(segment))),
    ...otherServices.flatMap((service) => labelled('service', serviceOf(service))),
    ...tickets.flatMap(({ number, kind, issuedOn, conditions, amounts }) =>
      labelled(
        'ticket',
        listed(
          spaced(number, kind),
          told('issued', issuedOn),
          conditions,
          ...amounts.map((one) => spaced(one.kind, one.amount, one.currency)),
        ),
      ),
    ),
    ...labelled('fares', listed(...fareBases)),
    ...labelled('paid by', listed(...paymentForms)),
    ...labelled('seats', listed(...seats)),
    ...baggage.flatMap(({ pieces, weight, unit, tags }) =>
      labelled('bags', listed(pieces, spaced(weight, unit), ...tags)),
    ),
    ...labelled('excess', listed(...excessBaggage)),
    ...changes.flatMap(({ action, at, items }) => labelled('change', listed(spaced(action, at), ...items))),
  ];
}

function peopleOf(record: PassengerNameRecord): string[] {
  const { travellerCount, travellers, contacts, addresses, payments, frequentFlyers, remarks } = record;
  return [
    ...labelled('together', travellerCount === 0 ? '' : counted(travellerCount, 'traveller')),
    ...travellers.flatMap((traveller) => labelled('who', travellerOf(traveller))),
    ...contacts.flatMap(({ kind, value }) => labelled('contact', spaced(kind, value))),
    ...addresses.flatMap((address) => labelled('address', addressOf(address))),
    ...payments.flatMap((payment) => labelled('payment', paymentOf(payment))),
    ...frequentFlyers.flatMap(({ carrier, number, tier, travellerReference }) =>
      labelled('flyer', listed(spaced(carrier, number), tier, told('of', travellerReference))),
    ),
    ...remarks.flatMap(({ kind, text }) => labelled('remark', spaced(kind, text))),
    ...record.documents.flatMap((document) => labelled('document', documentOf(document))),
    ...record.otherDocuments.flatMap((one) =>
      labelled(
        'document',
        listed(
          spaced(one.type, one.number, one.country),
          told('issued', spaced(one.placeOfIssue, one.issuedOn)),
          told('born in', one.placeOfBirth),
          told('of', one.travellerReference),
        ),
      ),
    ),
    ...record.statedAddresses.flatMap((one) =>
      labelled(
        'stated',
        listed(
          ...[one.type, one.street, spaced(one.postcode, one.city), one.region, one.country],
          told('of', one.travellerReference),
        ),
      ),
    ),
  ];
}

const locatorOf = ({ system, code, kind, createdAt }: PnrLocator): string =>
  spaced(system, code, kind, told('made', createdAt));

const agencyOf = ({ system, location, iataNumber, office, city, country, kind, agent }: TravelAgency): string =>
  listed(spaced(system, location), iataNumber, office, spaced(city, country), kind, agent);

function segmentOf(segment: PnrSegment): string {
  const { carrier, flight, origin, destination, departure, arrival, checkedIn, checkedInAt } = segment;
  return listed(
    spaced(carrier, flight, `${origin}–${destination}`, departure),
    told('arrives', arrival),
    told('class', segment.bookingClass),
    told('flown as', spaced(segment.operatingCarrier, segment.operatingFlight)),
    told('status', segment.status),
    segment.equipment,
    ...segment.locators.map((locator) => told('booking', locatorOf(locator))),
    checkedIn ? spaced('checked in', checkedInAt) : '',
  );
}

const serviceOf = ({ kind, origin, destination, begins, ends, provider }: OtherTravelService): string =>
  listed(kind, spaced(origin, destination), told('from', begins), told('to', ends), provider);

function travellerOf(traveller: PnrTraveller): string {
  const { reference, surname, givenNames, title, kind, infantReference, otherNames, seats } = traveller;
  return listed(
    spaced(reference, nameOf(surname, givenNames)),
    title,
    kind,
    told('with infant', infantReference),
    ...otherNames.map((name) => `also ${name}`),
    ...seats.map(({ segment, seat, boardingNumber }) =>
      spaced(`on flight ${segment + 1}`, told('seat', seat), told('boarding', boardingNumber)),
    ),
  );
}

const addressOf = ({ purpose, street, postcode, city, region, country, phone }: PnrAddress): string =>
  listed(purpose, street, spaced(postcode, city), region, country, phone);

const paymentOf = (payment: PnrPayment): string =>
  listed(
    spaced(payment.form, payment.amount, payment.vendor),
    payment.accountEnd === '' ? '' : `account …${payment.accountEnd}`,
    told('until', payment.expiry),
    told('held by', payment.holder),
    told('paid by', spaced(...payment.payer)),
    ...payment.addresses.map(addressOf),
  );

const documentOf = (document: PnrDocument): string =>
  listed(
    spaced(document.type, document.issuer, document.number),
    told('born', document.dateOfBirth),
    told('until', document.expiresOn),
    document.sex,
    told('nationality', document.nationality),
    document.surname === '' ? '' : nameOf(document.surname, document.givenNames.join(' ')),
    told('of', document.travellerReference),
  );

/** As bookings and documents have it. */
export const nameOf = (surname: string, givenNames: string): string => `${surname}/${givenNames}`;

/** What was told of these, with commas between. */
const listed = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ');

/** A word before what was told; nothing where nothing was. */
const told = (word: string, text: string): string => (text === '' ? '' : `${word} ${text}`);
