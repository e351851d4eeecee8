/**
 * The filter between a carrier and everything else: what Annex I names goes through, built up field by field; what it does
 * not name, and what Art. 13(4) forbids, is counted and goes nowhere (Arts. 6(1), 13(4); C-817/19).
 */
import { readContact } from '../../../formats/pnr/texts/contacts.js';
import type {
  Contact,
  ItinerarySegment,
  OtherService,
  Pnr,
  PostalAddress,
  SpecialService,
  Traveller,
} from '../../../formats/pnr/pnr.js';
import { birthsOf } from './births.js';
import { type Code, distinct, distinctObjects, keepAgency, keepCode, keepLocators } from './codes.js';
import { DeletionCount, type Deletions } from './deletion.js';
import { keepChanges, openChanges } from './keep-changes.js';
import {
  baggageTotals,
  excessTotals,
  keepCheckIns,
  keepFareBases,
  keepTickets,
  openFareBases,
  ticketingOf,
  type ToldTicket,
} from './keep-shares.js';
import type {
  KeptPayment,
  KeptRecord,
  KeptSegment,
  KeptService,
  KeptTraveller,
  OpenHalf,
  SealedHalf,
} from './kept-record.js';
import { isCaught } from './second-net.js';
import { deletedService, keptService } from './service-codes.js';

/** What is kept of a record, what is not, and accounts in whole, which are for making search keys of and for nothing else. */
export interface Filtered {
  readonly record: KeptRecord;
  readonly deletions: Deletions;
  readonly accounts: readonly string[];
}

/** Characters of an account that are kept. */
const ACCOUNT_END = 4;

const SEAT = /^0*(\d{1,3}[A-Z])$/;
/** Behind it there may be its check digit and the coupon; longer numbers are of something else, such as a card. */
const TICKET = /(?<!\d)(\d{13})\d?(?!\d)/;
const FREQUENT_FLYER = /^(?!\d\d)([A-Z0-9]{2})[ -]?([A-Z]{0,3}\d[A-Z0-9]{3,19})(?![A-Z0-9])/;
const MINOR = /\bUM(\d{1,2})\b/;
const CHILD = /(\d{2}(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\d{2})/;
/** The number of a card, in words around it or not (ISO/IEC 7812: 12 to 19 digits). */
const CARD = /(?:\d[ -]?){12,19}/;
const PHONE = /^[+\d][\d ()/-]{5,}$/;

/** What of a contact is one, by its kind; an address in words is none. */
const CONTACTS: Readonly<Record<Contact['kind'], RegExp>> = {
  email: /^[^\s@]{1,64}@[^\s@]{1,190}/,
  phone: /^[+\d][\d ()/-]{3,30}/,
  other: /^(?!)/,
};

/** Filters a record. */
export function keepAnnex(pnr: Pnr): Filtered {
  const deleted = new DeletionCount();
  const services = [...pnr.services, ...pnr.itinerary.flatMap((segment) => segment.services)];
  const told = tellServices(services, deleted);
  for (const { text } of [...pnr.remarks, ...pnr.itinerary.flatMap((segment) => segment.remarks)]) {
    // The contact in it was taken out by the reader; the words around it go.
    if (readContact(text) === undefined) deleted.add('FREE_TEXT');
  }
  deleted.add('OUTSIDE_ANNEX_I', pnr.unknown.length);
  const accounts = pnr.travellers.flatMap(({ tickets }) =>
    tickets.flatMap(({ payments }) => payments.map(({ account }) => account).filter((account) => account !== '')),
  );
  deleted.add('ACCOUNT_NUMBER', accounts.filter((account) => account.length > ACCOUNT_END).length);
  const sealed = sealedHalf(pnr, told, deleted);
  return {
    record: { open: openHalf(pnr, sealed, deleted), sealed },
    deletions: deleted.all,
    accounts,
  };
}

/** What services tell. */
interface ToldByServices {
  readonly seats: readonly string[];
  readonly tickets: readonly ToldTicket[];
  readonly frequentFlyers: SealedHalf['d']['frequentFlyers'];
  readonly remarks: SealedHalf['e']['remarks'];
}

function tellServices(services: readonly SpecialService[], deleted: DeletionCount): ToldByServices {
  const seats: string[] = [];
  const tickets: ToldTicket[] = [];
  const frequentFlyers: SealedHalf['d']['frequentFlyers'][number][] = [];
  const remarks: SealedHalf['e']['remarks'][number][] = [];
  for (const service of services) {
    const { code, text, details } = service;
    const kind = keptService(code);
    if (kind === undefined) deleted.add(deletedService(code));
    else if (kind === 'seat') {
      for (const value of [text, ...details.map((detail) => detail.value)]) {
        const [, seat] = SEAT.exec(value) ?? [];
        if (seat !== undefined) seats.push(seat);
        else if (value !== '') deleted.add('FREE_TEXT');
      }
    } else if (kind === 'ticket')
      keepMatch(TICKET, text, deleted, ([, number = '']) =>
        tickets.push({ number, traveller: service.travellerReference }),
      );
    else if (kind === 'frequent-flyer') {
      keepMatch(FREQUENT_FLYER, text, deleted, ([, carrier = '', number = '']) =>
        frequentFlyers.push({ carrier, number, tier: '', traveller: service.travellerReference }),
      );
    } else if (kind === 'minor') {
      keepMatch(MINOR, text, deleted, ([, age = '']) =>
        remarks.push({ kind: 'UNACCOMPANIED_MINOR', text: `UM${age}` }),
      );
    } else if (kind === 'child' && !CHILD.test(text)) deleted.add('FREE_TEXT');
  }
  return { seats, tickets, frequentFlyers, remarks };
}

function keepMatch(
  pattern: RegExp,
  text: string,
  deleted: DeletionCount,
  keep: (found: RegExpExecArray) => void,
): void {
  const found = pattern.exec(text);
  if (found !== null) keep(found);
  else if (text !== '') deleted.add('FREE_TEXT');
}

function openHalf(pnr: Pnr, { a, c }: SealedHalf, deleted: DeletionCount): OpenHalf {
  return {
    locators: keepLocators(pnr.locators, deleted),
    changedAt: pnr.changedAt,
    ticketedAt: pnr.ticketedAt,
    agency: pnr.agency && keepAgency(pnr.agency, deleted),
    itinerary: pnr.itinerary.map((segment) => keptSegment(segment, deleted)),
    otherServices: distinctObjects(pnr.otherServices.map((service) => keptOtherService(service, deleted))),
    split: pnr.split && { locators: keepLocators(pnr.split.locators, deleted) },
    ticketing: ticketingOf(a.tickets),
    fareBases: openFareBases(pnr, a.fareBases),
    paymentForms: distinct(c.payments.map(({ form }) => form)).sort(),
    baggage: baggageTotals(a.checkedIn),
    excessBaggage: excessTotals(pnr, deleted),
    changes: openChanges(a.changes),
  };
}

function keptSegment(segment: ItinerarySegment, deleted: DeletionCount): KeptSegment {
  const code = (of: Code, text: string): string => keepCode(of, text, deleted);
  const { departure, arrival, operatedBy } = segment;
  const [checkIn] = segment.checkIns;
  return {
    from: code('airport', segment.from),
    to: code('airport', segment.to),
    departure,
    arrival,
    carrier: code('system', segment.carrier),
    flight: code('flight', segment.flight),
    bookingClass: code('bookingClass', segment.bookingClass),
    operatedBy: operatedBy && {
      carrier: code('system', operatedBy.carrier),
      flight: code('flight', operatedBy.flight),
    },
    // "HK2" is for two, which is how many travel together.
    status: code('status', segment.status.replace(/^([A-Z]{2})\d{1,3}$/, '$1')),
    equipment: code('equipment', segment.equipment),
    locators: keepLocators(segment.locators, deleted),
    checkIn: checkIn && { at: checkIn.at, agent: code('agent', checkIn.agent) },
  };
}

const keptOtherService = (
  { kind, from, to, begins, ends, provider }: OtherService,
  deleted: DeletionCount,
): KeptService => ({
  kind: keepCode('serviceKind', kind, deleted),
  from: keepCode('airport', from, deleted),
  to: keepCode('airport', to, deleted),
  begins,
  ends,
  provider: keepCode('system', provider, deleted),
});

function sealedHalf(pnr: Pnr, told: ToldByServices, deleted: DeletionCount): SealedHalf {
  const withTraveller = <Item>(items: (traveller: Traveller) => readonly Item[]) =>
    pnr.travellers.flatMap((traveller) =>
      items(traveller).map((item) => ({ ...item, traveller: traveller.reference })),
    );
  return {
    a: {
      travellers: keptTravellers(pnr.travellers),
      checkedIn: keepCheckIns(pnr, deleted),
      tickets: keepTickets(pnr, told.tickets, deleted),
      fareBases: keepFareBases(pnr, deleted),
      seats: distinct(told.seats).sort(bySeat),
      changes: keepChanges(pnr.history, deleted),
      splitCount: keepCode('bagCount', pnr.split?.count ?? '', deleted),
    },
    b: {
      contacts: keptContacts(pnr.contacts, deleted),
      addresses: pnr.addresses.map((address) => keptAddress(address, deleted)),
    },
    c: {
      payments: pnr.travellers.flatMap(({ tickets }) =>
        tickets.flatMap(({ payments }) =>
          payments.map((payment): KeptPayment => {
            const { account, holder, payer, addresses } = payment;
            const kept = payer.filter((text) => !isCaught(text) && !CARD.test(text));
            deleted.add('FREE_TEXT', payer.length - kept.length + (CARD.test(holder) ? 1 : 0));
            return {
              form: keepCode('paymentForm', payment.form, deleted),
              amount: keepCode('amount', payment.amount, deleted),
              vendor: keepCode('cardScheme', payment.vendor, deleted),
              expiry: keepCode('cardExpiry', payment.expiry, deleted),
              ...{ holder: CARD.test(holder) ? '' : holder, payer: kept, account: account.slice(-ACCOUNT_END) },
              addresses: addresses.map((address) => keptAddress(address, deleted)),
            };
          }),
        ),
      ),
    },
    d: {
      frequentFlyers: [
        ...withTraveller(({ frequentFlyer }) => frequentFlyer),
        ...told.frequentFlyers.filter(
          ({ number }) => !pnr.travellers.some((one) => one.frequentFlyer.some((known) => known.number === number)),
        ),
      ],
    },
    e: { remarks: told.remarks },
    f: {
      documents: withTraveller(({ documents }) => documents),
      otherDocuments: withTraveller(({ otherDocuments }) => otherDocuments).map((document) => {
        // No API data of Annex I (18): Directive 2004/82/EC does not have it.
        if (document.placeOfBirth !== '') deleted.add('OUTSIDE_ANNEX_I');
        return { ...document, placeOfBirth: '' };
      }),
      statedAddresses: withTraveller(({ addresses }) => addresses),
    },
  };
}

function keptTravellers(travellers: readonly Traveller[]): readonly KeptTraveller[] {
  const birthOf = birthsOf(travellers);
  return travellers.map((traveller) => {
    const { reference, surname, givenNames, title, kind, infantReference, otherNames } = traveller;
    return {
      ...{ reference, surname, givenNames, title, kind, infantReference },
      otherNames: otherNames.filter((name) => !isCaught(name)),
      birth: birthOf(traveller),
    };
  });
}

/** A contact is what can be written to or called; words behind it are none. */
const keptContacts = (contacts: readonly Contact[], deleted: DeletionCount): readonly Contact[] =>
  contacts.flatMap((contact) => {
    const [value] = CONTACTS[contact.kind].exec(contact.value) ?? [];
    if (value?.trim() !== contact.value.trim()) deleted.add('FREE_TEXT');
    return value === undefined ? [] : [{ ...contact, value: value.trim() }];
  });

/** What stands behind an address is kept where it is a telephone number; the reader has made contacts of what is one. */
function keptAddress(address: PostalAddress, deleted: DeletionCount): PostalAddress {
  const { text } = address;
  if (text === '' || PHONE.test(text)) return address;
  if (readContact(text) === undefined) deleted.add('FREE_TEXT');
  return { ...address, text: '' };
}

/** By row, then letter. */
const bySeat = (a: string, b: string): number =>
  Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : a > b ? 1 : 0);
