/** Bookings as models, made by fast-check: of invented people, and such that nothing in them contradicts itself. */
import fc from 'fast-check';
import type { PnrMessage } from '../../../src/formats/pnr/message.js';
import { emptyPnr, type Moment, type Pnr, type PnrPush } from '../../../src/formats/pnr/pnr.js';

/** Letters that no title ends with. */
const name = fc.stringMatching(/^[B-Z]{1,6}[AEIO]$/);
const code = fc.stringMatching(/^[A-Z0-9]{2}$/);
const place = fc.stringMatching(/^[A-Z]{3}$/);
const locatorCode = fc.stringMatching(/^[A-Z][A-Z0-9]{5}$/);
const digits = fc.stringMatching(/^[1-9]\d{0,4}$/);
/** Text with everything in it that divides a message; no blank at its ends, and no word for a contact. */
const text = fc.stringMatching(/^[A-Z?+:'*.é]{1,9}( [A-Z?+:'0-9/]{1,9}){0,20}$/).filter((one) => !one.includes('CTC'));
const maybe = (arbitrary: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof(fc.constant(''), arbitrary);

const two = (number: number): string => String(number).padStart(2, '0');
const day = fc
  .tuple(fc.integer({ min: 2020, max: 2029 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, date]) => `${year}-${two(month)}-${two(date)}`);
const time = fc.tuple(fc.nat(23), fc.nat(59)).map(([hours, minutes]) => `${two(hours)}:${two(minutes)}`);
const moment: fc.Arbitrary<Moment> = fc.oneof(
  day.map((one) => ({ day: one })),
  fc.tuple(day, time).map(([one, at]) => ({ day: one, time: at })),
);
const maybeMoment = fc.option(moment, { nil: undefined });

const locator = fc.record({
  system: code,
  code: locatorCode,
  kind: fc.constantFrom('', 'C'),
  createdAt: maybeMoment,
});
const amount = fc.record({ kind: fc.constantFrom('B', 'T'), amount: digits, currency: fc.constantFrom('', 'EUR') });
const address = fc.record({
  purpose: fc.constantFrom('700', '702'),
  street: maybe(text),
  city: maybe(text),
  region: maybe(place),
  country: maybe(code),
  postcode: maybe(digits),
  text: fc.constant(''),
});

const traveller = (reference: string): fc.Arbitrary<Pnr['travellers'][number]> =>
  fc.record({
    reference: fc.constant(reference),
    surname: name,
    givenNames: name,
    title: fc.constantFrom('', 'MR', 'MRS', 'MS', 'MISS', 'MSTR', 'DR', 'PROF'),
    kind: fc.constantFrom('', 'A', 'C', 'IN', 'G'),
    infantReference: fc.constantFrom('', '2'),
    otherNames: fc.array(name, { maxLength: 2 }),
    uniqueReference: maybe(digits),
    frequentFlyer: fc.array(fc.record({ carrier: code, number: digits, tier: maybe(name) }), { maxLength: 11 }),
    fares: fc.array(
      fc.record({
        passengerType: maybe(fc.oneof(place, fc.constantFrom('ADT', 'CHD', 'CNN', 'INF'))),
        bases: fc.array(locatorCode, { maxLength: 3 }),
      }),
      {
        maxLength: 2,
      },
    ),
    tickets: fc.array(
      fc.record({
        // Of what is paid without a ticket it is not told.
        number: maybe(digits),
        kind: fc.constantFrom('', 'T'),
        issuedOn: maybeMoment,
        conditions: fc.option(
          fc.record({
            flags: fc.oneof(maybe(code), fc.constant('NR')),
            deadline: fc.constantFrom('', '150626', '150626 1010'),
            carrier: maybe(code),
          }),
          { nil: undefined },
        ),
        amounts: fc.array(amount, { maxLength: 2 }),
        taxes: fc.array(amount, { maxLength: 3 }),
        payments: fc.array(
          fc.record({
            form: fc.constantFrom('CC', 'CA', 'MS'),
            amount: maybe(digits),
            vendor: maybe(code),
            account: maybe(digits),
            expiry: fc.constantFrom('', '1229'),
            holder: maybe(text),
            payer: fc.array(text, { maxLength: 2 }),
            addresses: fc.array(address, { maxLength: 1 }),
          }),
          { maxLength: 2 },
        ),
      }),
      { maxLength: 2 },
    ),
    documents: fc.constant([]),
    otherDocuments: fc.constant([]),
    addresses: fc.constant([]),
  });

const service = (references: readonly string[], travellerReference: string): fc.Arbitrary<Pnr['services'][number]> =>
  fc.record({
    code: fc.constantFrom('SEAT', 'OTHS', 'FQTV', 'TKNE', 'UMNR'),
    status: fc.constantFrom('', 'HK'),
    quantity: fc.constantFrom('', '1', '2'),
    carrier: maybe(code),
    from: maybe(place),
    to: maybe(place),
    text: maybe(text),
    details: fc.array(fc.record({ value: locatorCode, travellerReference: fc.constantFrom('', ...references) }), {
      maxLength: 3,
    }),
    travellerReference: fc.constant(travellerReference),
  });
const remark = (travellerReference: string): fc.Arbitrary<Pnr['remarks'][number]> =>
  fc.record({
    type: fc.constantFrom('28', '15', '43'),
    carrier: maybe(code),
    text: maybe(text),
    travellerReference: fc.constant(travellerReference),
  });

const checkedIn = (
  references: readonly string[],
): fc.Arbitrary<Pnr['itinerary'][number]['checkIns'][number]['travellers'][number]> =>
  fc.record({
    boardingNumber: maybe(digits),
    travellerReference: fc.constantFrom('', ...references),
    surname: maybe(name),
    givenNames: maybe(name),
    seat: fc.constantFrom('', '11C', '2A'),
    cabin: fc.constantFrom('', 'Y'),
    baggage: fc.array(
      fc.record(
        {
          pieces: maybe(digits),
          weight: maybe(digits),
          unit: fc.constantFrom('', 'kg', 'lb'),
          pool: fc.record({ role: fc.constantFrom('head' as const, 'member' as const), reference: digits }),
          tags: fc.array(fc.record({ carrier: code, first: digits, count: maybe(digits), to: maybe(place) }), {
            maxLength: 3,
          }),
        },
        { requiredKeys: ['pieces', 'weight', 'unit', 'tags'] },
      ),
      { maxLength: 2 },
    ),
  });

const leg = (references: readonly string[]): fc.Arbitrary<Pnr['itinerary'][number]> =>
  fc.record({
    from: place,
    to: place,
    departure: maybeMoment,
    arrival: maybeMoment,
    carrier: code,
    flight: digits,
    bookingClass: maybe(place),
    operatedBy: fc.option(fc.record({ carrier: code, flight: maybe(digits) }), { nil: undefined }),
    status: fc.constantFrom('', 'HK', 'UN'),
    equipment: fc.constantFrom('', '320'),
    locators: fc.array(locator, { maxLength: 1 }),
    services: fc.array(service(references, ''), { maxLength: 2 }),
    remarks: fc.array(remark(''), { maxLength: 1 }),
    checkIns: fc.array(
      fc.record({
        at: maybeMoment,
        agent: maybe(locatorCode),
        travellers: fc.array(checkedIn(references), { maxLength: 2 }),
      }),
      { maxLength: 2 },
    ),
  });

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dateText = (one: string): string =>
  `${one.slice(8)}${MONTHS[Number(one.slice(5, 7)) - 1] ?? ''}${one.slice(2, 4)}`;

/** A passport of a traveller, and the service that tells of it. */
function withPassport(pnr: Pnr, reference: string, number: string, expiry: string): void {
  const owner = pnr.travellers.find((one) => one.reference === reference);
  if (owner === undefined) return;
  owner.documents.push({
    type: 'P',
    issuer: 'XA',
    number,
    nationality: 'XB',
    birth: '1964-07-12',
    sex: 'F',
    expiry,
    surname: owner.surname,
    givenNames: [owner.givenNames],
  });
  pnr.services.push({
    code: 'DOCS',
    status: 'HK',
    quantity: '1',
    carrier: 'ZZ',
    from: '',
    to: '',
    text: `/P/XA/${number}/XB/12JUL64/F/${dateText(expiry)}/${owner.surname}/${owner.givenNames}`,
    details: [],
    travellerReference: reference,
  });
}

const history = fc.oneof(
  text.map((one) => ({ action: '', agent: '', at: undefined, items: [one] })),
  fc.record({
    action: fc.constantFrom('A', 'X'),
    agent: maybe(locatorCode),
    at: maybeMoment,
    items: fc.array(fc.constantFrom('TVL 251126:0930::1105 VIE XAA ZZ 121:Y', "SSR SEAT:HK:1:ZZ O'X+Y", 'APD'), {
      minLength: 1,
      maxLength: 2,
    }),
  }),
);

/** A record; its number is 1. */
export const booking: fc.Arbitrary<Pnr> = fc.integer({ min: 0, max: 3 }).chain((count) => {
  const references = Array.from({ length: count }, (_, at) => String(at + 1));
  const ofEach = <Item>(make: (reference: string) => fc.Arbitrary<Item>): fc.Arbitrary<Item[]> =>
    fc
      .tuple(...['', ...references].map((reference) => fc.array(make(reference), { maxLength: 1 })))
      .map((all) => all.flat());
  return fc
    .record({
      locators: fc.array(locator, { minLength: 1, maxLength: 11 }),
      changedAt: maybeMoment,
      ticketedAt: maybeMoment,
      agency: fc.option(
        fc.record({
          system: code,
          location: maybe(place),
          iataNumber: maybe(digits),
          office: maybe(locatorCode),
          city: maybe(place),
          kind: fc.constantFrom('', 'A', 'T'),
          country: maybe(code),
          agent: maybe(locatorCode),
        }),
        { nil: undefined },
      ),
      travellers: fc.tuple(...references.map(traveller)),
      passports: fc.array(fc.tuple(fc.constantFrom('', ...references), locatorCode, day), { maxLength: 2 }),
      mails: fc.uniqueArray(name, { maxLength: 2 }),
      addresses: fc.array(
        address.filter((one) => Object.values(one).some((value) => value !== '')),
        { maxLength: 2 },
      ),
      itinerary: fc.array(leg(references), { maxLength: 3 }),
      otherServices: fc.array(
        fc.record({
          kind: fc.constantFrom('2', '8'),
          from: place,
          to: maybe(place),
          begins: maybeMoment,
          ends: maybeMoment,
          provider: maybe(text),
        }),
        { maxLength: 2 },
      ),
      services: ofEach((reference) => service(references, reference)),
      remarks: ofEach(remark),
      excessBaggage: fc.array(fc.constantFrom('2', '2 K', '1 NONE'), { maxLength: 2 }),
      split: fc.option(fc.record({ count: digits, locators: fc.array(locator, { maxLength: 2 }) }), { nil: undefined }),
      history: fc.array(history, { maxLength: 3 }),
    })
    .map(({ passports, mails, ...rest }) => {
      // What is added is added to copies: fast-check makes several bookings of the same parts.
      const pnr: Pnr = {
        ...{ ...emptyPnr(1), ...rest },
        travellers: rest.travellers.map((one) => ({ ...one, documents: [] })),
        services: [...rest.services],
        remarks: [...rest.remarks],
      };
      for (const [reference, number, expiry] of passports) withPassport(pnr, reference, number, expiry);
      for (const mail of mails) {
        pnr.remarks.push({
          type: '28',
          carrier: 'ZZ',
          text: `CTCE ${mail}..B./C//EXAMPLE.COM`,
          travellerReference: '',
        });
        pnr.contacts.push({ kind: 'email', code: 'CTCE', value: `${mail}_B-C@EXAMPLE.COM` });
      }
      // As they stand in a message: what is told of all before what is told of each.
      const order = (one: { readonly travellerReference: string }): number => Number(one.travellerReference || 0);
      pnr.services.sort((a, b) => order(a) - order(b));
      pnr.remarks.sort((a, b) => order(a) - order(b));
      return pnr;
    });
});

/** A flight that everybody here is on. */
export const PUSH: PnrPush = {
  format: 'PNRGOV 13:1',
  sender: 'ZZ',
  recipient: 'XAAPIU',
  preparedAt: { day: '2026-11-26', time: '08:00' },
  reference: '261126/0800/ZZ/123',
  part: { number: 1, last: true },
  kind: 'full',
  carrier: 'ZZ',
  flight: {
    carrier: 'ZZ',
    flight: '123',
    from: 'VIE',
    to: 'XAA',
    departure: { day: '2026-11-26', time: '09:30' },
    arrival: { day: '2026-11-26', time: '11:05' },
  },
  declaredRecords: 1,
  errors: [],
};

/** A push with such records, numbered. */
export const pushOf = (records: readonly Pnr[], change: Partial<PnrPush> = {}): PnrMessage => ({
  push: { ...PUSH, declaredRecords: records.length, ...change },
  records: records.map((one, at) => ({ ...one, number: at + 1 })),
});

/** Without what is undefined: for comparing what was said, not how. */
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
