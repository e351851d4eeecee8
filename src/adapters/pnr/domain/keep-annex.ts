/**
 * The filter between a carrier and everything else: what Annex I names goes through, built up field by field; what it does
 * not name, and what Art. 13(4) forbids, is counted and goes nowhere (Arts. 6(1), 13(4); C-817/19).
 */
import { readContact } from '../../../formats/pnr/texts/contacts.js';
import type {
  CheckedInTraveller,
  Contact,
  Pnr,
  PostalAddress,
  SpecialService,
  Traveller,
} from '../../../formats/pnr/pnr.js';
import { DeletionCount, type Deletions } from './deletion.js';
import { keepChanges } from './keep-changes.js';
import type { KeptPayment, KeptRecord, KeptTicket, KeptTraveller, OpenHalf, SealedHalf } from './kept-record.js';
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
const TICKET = /\b(\d{13})/;
const FREQUENT_FLYER = /^([A-Z0-9]{2})[ -]?([A-Z0-9]{4,20})/;
const MINOR = /\bUM(\d{1,2})\b/;
const CHILD = /(\d{2}(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\d{2})/;
const PROVIDER = /^[A-Z0-9]{2,3}$/;
/** "CC", "CA": some senders write the whole card in its place. */
const PAYMENT_FORM = /^[A-Z]{2,3}$/;
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
  return {
    record: { open: openHalf(pnr, told, deleted), sealed: sealedHalf(pnr, told, deleted) },
    deletions: deleted.all,
    accounts,
  };
}

/** What services tell. */
interface ToldByServices {
  readonly seats: readonly string[];
  readonly tickets: readonly string[];
  readonly frequentFlyers: SealedHalf['d']['frequentFlyers'];
  readonly remarks: SealedHalf['e']['remarks'];
}

function tellServices(services: readonly SpecialService[], deleted: DeletionCount): ToldByServices {
  const seats: string[] = [];
  const tickets: string[] = [];
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
    } else if (kind === 'ticket') keepMatch(TICKET, text, deleted, ([, number = '']) => tickets.push(number));
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

function openHalf(pnr: Pnr, told: ToldByServices, deleted: DeletionCount): OpenHalf {
  const tickets = pnr.travellers.flatMap((traveller) => traveller.tickets);
  const checkedIn = checkedInOf(pnr);
  return {
    locators: pnr.locators,
    changedAt: pnr.changedAt,
    ticketedAt: pnr.ticketedAt,
    agency: pnr.agency,
    itinerary: pnr.itinerary.map(
      ({
        from,
        to,
        departure,
        arrival,
        carrier,
        flight,
        bookingClass,
        operatedBy,
        status,
        equipment,
        locators,
        checkIns,
      }) => {
        const [checkIn] = checkIns;
        return {
          ...{ from, to, departure, arrival, carrier, flight, bookingClass, operatedBy, status, equipment, locators },
          checkIn: checkIn && { at: checkIn.at, agent: checkIn.agent },
        };
      },
    ),
    otherServices: pnr.otherServices.map(({ kind, from, to, begins, ends, provider }) => {
      const isCode = PROVIDER.test(provider);
      if (!isCode && provider !== '') deleted.add('FREE_TEXT');
      return { kind, from, to, begins, ends, provider: isCode ? provider : '' };
    }),
    split: pnr.split,
    tickets: keptTickets(tickets, told.tickets),
    fareBases: distinct(pnr.travellers.flatMap(({ fares }) => fares.flatMap(({ bases }) => bases))),
    paymentForms: distinct(tickets.flatMap(({ payments }) => payments.map(({ form }) => keptForm(form)))),
    seats: distinct([...told.seats, ...checkedIn.map(({ seat }) => seat)]).sort(bySeat),
    baggage: checkedIn
      .flatMap(({ baggage }) => baggage)
      .map(({ pieces, weight, unit, tags }) => ({ pieces, weight, unit, tags })),
    excessBaggage: pnr.excessBaggage,
    changes: keepChanges(pnr.history, deleted),
  };
}

/** In the order of their numbers, so that nothing ties them to travellers. */
function keptTickets(tickets: Traveller['tickets'], numbers: readonly string[]): readonly KeptTicket[] {
  const known = new Map<string, KeptTicket>();
  for (const { number, kind, issuedOn, conditions, amounts } of tickets)
    known.set(number, {
      number,
      kind,
      issuedOn,
      conditions: conditions?.flags ?? '',
      amounts: amounts.map(({ kind: of, amount, currency }) => ({ kind: of, amount, currency })),
    });
  for (const number of numbers)
    if (!known.has(number)) known.set(number, { number, kind: 'T', conditions: '', amounts: [] });
  return [...known.values()].sort((a, b) => (a.number < b.number ? -1 : 1));
}

function sealedHalf(pnr: Pnr, told: ToldByServices, deleted: DeletionCount): SealedHalf {
  const withTraveller = <Item>(items: (traveller: Traveller) => readonly Item[]) =>
    pnr.travellers.flatMap((traveller) =>
      items(traveller).map((item) => ({ ...item, traveller: traveller.reference })),
    );
  return {
    a: {
      travellers: pnr.travellers.map((traveller) => keptTraveller(traveller, pnr)),
      checkedIn: pnr.itinerary.flatMap(({ checkIns }, segment) =>
        checkIns.flatMap(({ travellers }) =>
          travellers.map(({ travellerReference: traveller, seat, boardingNumber }) => ({
            ...{ segment, traveller, seat, boardingNumber },
          })),
        ),
      ),
    },
    b: {
      contacts: keptContacts(pnr.contacts, deleted),
      addresses: pnr.addresses.map((address) => keptAddress(address, deleted)),
    },
    c: {
      payments: pnr.travellers.flatMap(({ tickets }) =>
        tickets.flatMap(({ payments }) =>
          payments.map((payment): KeptPayment => {
            const { amount, vendor, account, expiry, holder, payer, addresses } = payment;
            const kept = payer.filter((text) => !isCaught(text));
            const form = keptForm(payment.form);
            deleted.add('FREE_TEXT', payer.length - kept.length + (form === payment.form ? 0 : 1));
            return {
              ...{ form, amount, vendor, expiry, holder, payer: kept, account: account.slice(-ACCOUNT_END) },
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

const keptTraveller = (traveller: Traveller, { travellers }: Pnr): KeptTraveller => {
  const { reference, surname, givenNames, title, kind, infantReference, otherNames, documents } = traveller;
  // A document that several travel on is with each of them; the birth in it is of whoever it names.
  const own = documents.find(
    (document) => travellers.length === 1 || document.surname === '' || document.surname === surname,
  );
  return {
    ...{ reference, surname, givenNames, title, kind, infantReference },
    otherNames: otherNames.filter((name) => !isCaught(name)),
    birth: own?.birth,
  };
};

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

const keptForm = (form: string): string => (PAYMENT_FORM.test(form) ? form : '');

const checkedInOf = (pnr: Pnr): readonly CheckedInTraveller[] =>
  pnr.itinerary.flatMap(({ checkIns }) => checkIns.flatMap(({ travellers }) => travellers));

const distinct = (values: readonly string[]): string[] => [...new Set(values)].filter((value) => value !== '');

/** By row, then letter. */
const bySeat = (a: string, b: string): number =>
  Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : a > b ? 1 : 0);
