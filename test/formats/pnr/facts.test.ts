import { expect } from 'chai';
import { bookingFacts } from '../../../src/formats/pnr/facts/booking-facts.js';
import {
  emptyPnr,
  type ItinerarySegment,
  type Moment,
  type Pnr,
  type Traveller,
} from '../../../src/formats/pnr/pnr.js';

const at = (day: string, time?: string): Moment => ({ day, time });

const FLIGHT = { carrier: 'ZZ', flight: '0123', from: 'XAA', to: 'VIE', departure: at('2026-11-26', '09:30') };

const traveller = (changes: Partial<Traveller> = {}): Traveller => ({
  ...{ reference: '1', surname: 'PROBE', givenNames: 'ANNA', title: 'MRS', kind: 'A', infantReference: '' },
  ...{ otherNames: [], uniqueReference: '', frequentFlyer: [], fares: [], tickets: [], documents: [] },
  ...{ otherDocuments: [], addresses: [] },
  ...changes,
});

const segment = (
  from: string,
  to: string,
  departure?: Moment,
  changes: Partial<ItinerarySegment> = {},
): ItinerarySegment => ({
  ...{ from, to, departure, carrier: 'ZZ', flight: '123', bookingClass: 'Y', status: 'HK', equipment: '' },
  ...{ locators: [], services: [], remarks: [], checkIns: [] },
  ...changes,
});

const ticket = (changes: object = {}): Traveller['tickets'][number] => ({
  ...{ number: '9990000000001', kind: 'T', amounts: [], taxes: [], payments: [] },
  ...changes,
});

const payment = (changes: object = {}): Traveller['tickets'][number]['payments'][number] => ({
  ...{ form: 'CC', amount: '200.00', vendor: 'VI', account: '', expiry: '', holder: '', payer: [], addresses: [] },
  ...changes,
});

const booking = (changes: Partial<Pnr> = {}) => bookingFacts({ ...emptyPnr(1), ...changes }, FLIGHT).booking;
const person = (changes: Partial<Traveller>) =>
  bookingFacts({ ...emptyPnr(1), travellers: [traveller(changes)] }, FLIGHT).travellers[0]!;

describe('facts of a booking', () => {
  it('are left open where nothing is told', () => {
    const { booking: told, travellers } = bookingFacts(emptyPnr(1), FLIGHT);
    const known = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
    expect(known).to.deep.equal({
      'ticketing.issued': false,
      'party.children': 0,
      'split.parts': 0,
      'contacts.phones': 0,
      'contacts.emails': 0,
      'history.changes': 0,
      'history.flightChanges': 0,
    });
    expect(travellers).to.deep.equal([]);
  });

  it('count hours and days from the oldest locator and the first ticket', () => {
    const told = booking({
      locators: [
        { system: 'ZZ', code: 'AB12CD', kind: '', createdAt: at('2026-11-25', '09:31') },
        { system: '1A', code: 'EF34GH', kind: '', createdAt: at('2026-11-24', '09:30') },
        { system: 'ZZ', code: 'IJ56KL', kind: 'C', createdAt: at('2026-11-20') },
      ],
      travellers: [
        traveller({ tickets: [ticket({ issuedOn: at('2026-11-25') }), ticket({ issuedOn: at('2026-11-23') })] }),
      ],
    });
    expect(told).to.include({ 'booking.leadHours': 48, 'ticketing.leadDays': 3, 'ticketing.issued': true });
    const late = booking({ locators: [{ system: 'ZZ', code: 'A', kind: '', createdAt: at('2026-11-26', '12:00') }] });
    expect(late['booking.leadHours']).to.equal(0);
  });

  for (const [title, itinerary, expected] of [
    [
      'one flight',
      [segment('XAA', 'VIE', at('2026-11-26', '09:30'))],
      { oneWay: true, segments: 1, stayNights: undefined, via: [] },
    ],
    [
      'there and back after four nights',
      [segment('XAA', 'VIE', at('2026-11-26', '09:30')), segment('VIE', 'XAA', at('2026-11-30', '18:00'))],
      { oneWay: false, segments: 2, stayNights: 4, via: [] },
    ],
    [
      'there and back on one day',
      [segment('XAA', 'VIE', at('2026-11-26', '09:30')), segment('VIE', 'XAA', at('2026-11-26', '18:00'))],
      { oneWay: false, segments: 2, stayNights: 0, via: [] },
    ],
    [
      'one way with a change over night, told in the wrong order',
      [segment('XBB', 'VIE', at('2026-11-27', '07:00')), segment('XAA', 'XBB', at('2026-11-26', '22:00'))],
      { oneWay: true, segments: 2, stayNights: undefined, via: ['XBB'] },
    ],
    [
      'by way of a hub, with a stay, and back by way of it',
      [
        segment('XAA', 'XBB', at('2026-11-26', '08:00'), { arrival: at('2026-11-27', '01:00') }),
        segment('XBB', 'VIE', at('2026-11-27', '09:30')),
        segment('VIE', 'XBB', at('2026-12-02', '09:30')),
        segment('XBB', 'XAA', at('2026-12-02', '20:00')),
      ],
      { oneWay: false, segments: 4, stayNights: 5, via: ['XBB'] },
    ],
    [
      'a return flight that was cancelled',
      [segment('XAA', 'VIE', at('2026-11-26', '09:30')), segment('VIE', 'XAA', at('2026-11-30'), { status: 'XX' })],
      { oneWay: true, segments: 1, stayNights: undefined, via: [] },
    ],
    [
      'an open return flight',
      [segment('XAA', 'VIE', at('2026-11-26', '09:30')), segment('VIE', 'XAA')],
      { oneWay: false, segments: 2, stayNights: undefined, via: [] },
    ],
  ] as const) {
    it(`describe a journey: ${title}`, () => {
      const told = booking({ itinerary: [...itinerary] });
      expect(told).to.deep.include({
        'itinerary.oneWay': expected.oneWay,
        'itinerary.segments': expected.segments,
        'itinerary.stayNights': expected.stayNights,
        'itinerary.via': expected.via,
        'itinerary.carriers': ['ZZ'],
      });
    });
  }

  for (const [title, payments, expected] of [
    ['the traveller', [payment({ holder: 'Anna Probe' })], true],
    ['the traveller, of whom more names are told', [payment({ payer: ['MRS PROBE/ANNA MARIA', '1 STREET'] })], true],
    ['somebody of the same surname', [payment({ holder: 'OTTO PROBE' })], false],
    ['the traveller and somebody else', [payment({ holder: 'ANNA PROBE' }), payment({ holder: 'X Y' })], false],
    ['nobody who is named', [payment()], undefined],
  ] as const) {
    it(`say whether a traveller pays: ${title}`, () => {
      const told = booking({ travellers: [traveller({ tickets: [ticket({ payments })] })] });
      expect(told['payment.payerIsTraveller']).to.equal(expected);
      expect(told['payment.forms']).to.deep.equal(['CC']);
    });
  }

  it('tell tickets and payments that stand with a group, of whom nobody is named', () => {
    const payments = [payment({ form: 'MS', holder: 'PROBE ANNA' })];
    const group = traveller({ surname: 'PROBE', givenNames: '', kind: 'G' });
    const tickets = [ticket({ issuedOn: at('2026-11-20'), payments })];
    for (const travellers of [
      [{ ...group, tickets }, traveller()],
      [group, traveller({ tickets })],
    ])
      expect(booking({ travellers })).to.include({
        'ticketing.issued': true,
        'ticketing.leadDays': 6,
        'payment.payerIsTraveller': true,
        'party.size': 1,
      });
    expect(booking({ travellers: [{ ...group, tickets }] })['payment.payerIsTraveller']).to.equal(undefined);
  });

  it('tell agency, contacts, splits and changes', () => {
    const agency = { system: '1A', location: 'MUC', iataNumber: '99999992', office: 'X', city: 'MUC', kind: 'T' };
    const told = booking({
      agency: { ...agency, country: 'XA', agent: '' },
      contacts: [
        { kind: 'phone', value: '1', code: '' },
        { kind: 'email', value: 'a', code: '' },
        { kind: 'phone', value: '2', code: '' },
      ],
      split: { count: '2', locators: [] },
      history: [
        { action: 'A', agent: '', items: ['TVL 261126 XAA VIE'] },
        { action: 'X', agent: '', items: ['TIF PROBE', 'SSR SEAT'] },
      ],
    });
    expect(told).to.include({
      'agency.iataNumber': '99999992',
      'agency.country': 'XA',
      'agency.isCarrier': false,
      'contacts.phones': 2,
      'contacts.emails': 1,
      'split.parts': 2,
      'history.changes': 2,
      'history.flightChanges': 1,
    });
  });

  it('count bags, weight and rows of the flight that was pushed, and of no other', () => {
    const present = (reference: string, seat: string, baggage: object[]) => ({
      ...{ boardingNumber: '', travellerReference: reference, surname: '', givenNames: '', seat, cabin: 'Y' },
      baggage: baggage.map((one) => ({ pieces: '', weight: '', unit: '', tags: [], ...one })),
    });
    const ours = segment('XAA', 'VIE', at('2026-11-26', '09:30'), {
      checkIns: [
        { agent: '', travellers: [present('1', '12A', [{ pieces: '2', weight: '40', unit: 'kg' }])] },
        { agent: '', travellers: [present('2', '14C', [{ pieces: '1', weight: '44', unit: 'lb' }])] },
        // A member of a pool tells again what the head has (GTAS #636).
        {
          agent: '',
          travellers: [
            present('3', '', [{ pieces: '2', weight: '40', unit: 'kg', pool: { role: 'member', reference: '7' } }]),
          ],
        },
      ],
    });
    const other = segment('VIE', 'XBB', at('2026-11-26', '13:00'), {
      checkIns: [{ agent: '', travellers: [present('1', '1A', [{ pieces: '9' }])] }],
    });
    const people = [traveller(), traveller({ reference: '2' }), traveller({ reference: '3', kind: 'C' })];
    const { booking: told, travellers } = bookingFacts(
      { ...emptyPnr(1), travellers: people, itinerary: [ours, other] },
      FLIGHT,
    );
    // 44 lb are 19.96 kg.
    expect(told).to.include({ 'baggage.pieces': 3, 'baggage.kilograms': 60, 'seating.rows': 2, 'party.children': 1 });
    expect(travellers.map((one) => one['traveller.checkedIn'])).to.deep.equal([true, true, true]);
  });

  it('find the flight of a codeshare by who flies it', () => {
    const present = { boardingNumber: '', travellerReference: '1', surname: '', givenNames: '', seat: '', cabin: '' };
    const told = booking({
      itinerary: [
        segment('XAA', 'VIE', at('2026-11-26', '09:30'), {
          ...{ carrier: 'YY', flight: '9123', operatedBy: { carrier: 'ZZ', flight: '123' } },
          checkIns: [{ agent: '', travellers: [{ ...present, baggage: [] }] }],
        }),
      ],
    });
    expect(told['baggage.pieces']).to.equal(0);
    expect(told['itinerary.carriers']).to.deep.equal(['YY', 'ZZ']);
  });

  it('tell documents, age and expiry on the day of the flight', () => {
    const document = {
      type: 'P',
      issuer: 'XAA',
      number: 'X1',
      nationality: 'XAA',
      sex: 'F',
      surname: '',
      givenNames: [],
    };
    const told = person({
      documents: [
        { ...document, birth: '1996-11-27', expiry: '2026-12-06' },
        { ...document, type: 'I', expiry: '2030-01-01' },
      ],
      frequentFlyer: [{ carrier: 'ZZ', number: '7', tier: '' }],
    });
    expect(told).to.deep.equal({
      'document.type': 'P',
      'document.count': 2,
      'document.daysToExpiry': 10,
      'document.issuer': 'XAA',
      'traveller.nationality': 'XAA',
      // Thirty tomorrow.
      'traveller.ageYears': 29,
      'traveller.frequentFlyer': true,
      'traveller.checkedIn': undefined,
    });
  });

  it('leave groups out, and count those under age as children', () => {
    const child = { type: 'P', issuer: '', number: '', nationality: '', sex: '', surname: '', givenNames: [] };
    const told = booking({
      travellers: [
        traveller({ kind: 'G' }),
        traveller({ kind: 'IN' }),
        traveller({ documents: [{ ...child, birth: '2008-11-27' }] }),
        traveller({ documents: [{ ...child, birth: '2008-11-26' }] }),
      ],
    });
    expect(told).to.include({ 'party.size': 3, 'party.children': 2 });
  });
});
