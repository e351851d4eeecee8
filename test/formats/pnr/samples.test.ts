/**
 * Public messages of others (US-CBP/GTAS, folder of test resources "pnr-messages"), whose licence keeps them out of this
 * repository: read where OSTIARY_TRAVEL_SAMPLES names a folder with them. Expected values were read off the messages by hand;
 * whole-messages.test.ts reads messages of our own with the same oddities, always.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CheckIn } from '../../../src/formats/pnr/pnr.js';
import { readPnrgov, type Told } from './messages.js';

const FOLDER = process.env.OSTIARY_TRAVEL_SAMPLES;

const read = (file: string): Told => readPnrgov(readFileSync(join(FOLDER ?? '', file)));

/** Somebody of the first sample: name, document, ticket and card, and the bags on the flights. */
const PARTY = [
  ['LOBB', 'MOLLY', 'MRS', '400539', '938990513'],
  ['PHILIPPS', 'MATTHIAS', 'MR', '808118', '678999541'],
  ['BOLOGNA', 'BRANDON', 'MR', '592369', '449879552'],
  ['EULENBERGER', 'LUCA', 'MR', '570395', '556845335'],
  ['HABTE', 'LIYA', 'MRS', '988069', '925082780'],
];
const DOCUMENTS = [
  ['GBR', '796428965', '', '1954-08-13', 'F', '2025-04-26', 'LOBB', 'MOLLYMRS ZARA'],
  ['', '330102546', '', '1942-10-21', 'M', '2024-01-08', 'PHILIPPS', 'MATTHIASMR TIM'],
  ['USA', '445488562', '', '1960-06-16', 'M', '2019-01-07', 'BOLOGNA', 'BRANDONMR WINSTON'],
  ['ERI', '761852513', '', '1941-10-23', 'M', '2020-12-06', 'EULENBERGER', 'LUCAMR MARIO'],
  ['DEU', '254881089', '', '1960-03-29', 'F', '2021-05-04', 'HABTE', 'LIYAMRS SOPHIA'],
];
const PAID = [
  ['10862010862010', '800.00', 'CC AX 372395XXXXX9581 0318', 'MOLLY LOBB'],
  ['03008003008003', '100.00', 'CC VI XXXXXXXXXXXX2826 1018', 'MATTHIAS PHILIPPS'],
  ['01243001243001', '800.00', 'CC VI XXXXXXXXXXXX4649 1018', 'BRANDON BOLOGNA'],
  ['47430047430047', '100.00', 'CA', ''],
  ['43242043242043', '800.00', 'CC VI XXXXXXXXXXXX8193 0721', 'LIYA HABTE'],
];
const BAGS = [
  ['253', '1', '01', '46', '0847'],
  ['254', '2', '01', '46', '0848'],
  ['255', '3', '01', '42', '0849'],
  ['256', '4', '02', '37', '0852 0853'],
  ['257', '5', '04', '24', '0853 0854 0855 0856'],
];

const bagsOf = (checkIn: CheckIn | undefined): string[][] | undefined =>
  checkIn?.travellers.map(({ boardingNumber, travellerReference, baggage: [bag] }) => [
    boardingNumber,
    travellerReference,
    bag?.pieces ?? '',
    bag?.weight ?? '',
    bag?.tags.map(({ first }) => first).join(' ') ?? '',
  ]);

const DELTA_AGENCY = {
  ...{ system: 'DL', location: 'IAD', iataNumber: '70379193', office: 'LON', city: '' },
  ...{ kind: 'A', country: 'GB', agent: 'D050517' },
};

/** Reads each sample that has values here. */
const SAMPLES: Readonly<Record<string, (told: Told) => void>> = {
  'pnrgov-131-five-pax-three-legs.txt': ({ pushes, records, faults }) => {
    expect(faults).to.deep.equal(['TIME_FOR_DATE', 'LOCATOR_SHIFTED', 'UNT_COUNT', 'UNT_REFERENCE', 'UNZ_REFERENCE']);
    expect(pushes).to.deep.equal([
      {
        ...{ format: 'PNRGOV 13:1', sender: 'UA', recipient: '', preparedAt: { day: '2018-09-28', time: '11:20' } },
        ...{ reference: '123456789', part: { number: 1, last: true }, kind: 'full', carrier: 'UA' },
        flight: {
          ...{ carrier: 'UA', flight: '988', from: 'FRA', to: 'IAD' },
          departure: { day: '2018-09-28', time: '12:20' },
          arrival: { day: '2018-09-28', time: '15:05' },
        },
        ...{ declaredRecords: 1, errors: [] },
      },
    ]);
    expect(records).to.have.length(1);
    const [pnr] = records;
    expect(pnr?.locators).to.deep.equal([
      { system: 'UA', code: '7C789A', kind: '', createdAt: { day: '2018-08-23', time: '12:20' } },
    ]);
    expect([pnr?.changedAt, pnr?.ticketedAt]).to.deep.equal([
      { day: '2018-09-27', time: '12:26' },
      { day: '2018-09-28', time: '11:20' },
    ]);
    expect(pnr?.agency).to.deep.equal(DELTA_AGENCY);
    expect(pnr?.addresses).to.deep.equal([
      {
        ...{
          purpose: '702',
          street: '8095 KIRBY AVENUE',
          city: 'RIO DE JANEIRO',
          region: '',
          country: 'BR',
          postcode: '',
        },
        text: '226608671236',
      },
    ]);
    expect(pnr?.contacts.map(({ value }) => value)).to.deep.equal([
      '226608671236',
      'MOLLY_LOBB@GMAIL.COM',
      'MATTHIAS_PHILIPPS@GMAIL.COM',
      'BRANDON_BOLOGNA@GMAIL.COM',
      'LUCA.EULENBERGER@YAHOO.COM',
      'LIYA.HABTE@YAHOO.COM',
    ]);
    expect(
      pnr?.travellers.map(({ surname, givenNames, title, frequentFlyer: [card], uniqueReference }) => [
        ...[surname, givenNames, title, card?.number, uniqueReference],
      ]),
    ).to.deep.equal(PARTY);
    expect(pnr?.travellers.map(({ reference, kind }) => reference + kind)).to.deep.equal([
      '1A',
      '2A',
      '3A',
      '4A',
      '5A',
    ]);
    expect(
      pnr?.travellers.map(({ documents: [one, ...more] }) => [
        ...[one?.issuer, one?.number, one?.nationality, one?.birth, one?.sex, one?.expiry, one?.surname],
        ...[one?.givenNames.join(' '), ...more],
      ]),
    ).to.deep.equal(DOCUMENTS);
    expect(
      pnr?.travellers.map(({ tickets: [ticket, ...more] }) => {
        const [payment] = ticket?.payments ?? [];
        const card = [payment?.form, payment?.vendor, payment?.account, payment?.expiry].join(' ').trim();
        const [payer = ''] = payment?.payer ?? [];
        return [ticket?.number, payment?.amount, card, payer.split(' 99 GANDER AVENUE ')[0], ...more];
      }),
    ).to.deep.equal(PAID);
    expect(pnr?.travellers[1]?.tickets[0]).to.deep.include({
      issuedOn: { day: '2018-09-27', time: undefined },
      conditions: { flags: 'NR', deadline: '150417 1010', carrier: 'DL' },
      amounts: [
        { kind: 'B', amount: '94.34', currency: 'GBP' },
        { kind: 'T', amount: '100.00', currency: 'GBP' },
      ],
      taxes: ['0.57 AY6', '0.85 YQ', '1.13 YC', '1.42 XY', '0.57 XA', '1.13 XF'].map((text) => {
        const [amount, kind] = text.split(' ');
        return { kind, amount, currency: '' };
      }),
    });
    expect(
      pnr?.itinerary.map(({ carrier, flight, from, to, departure, arrival, bookingClass, equipment }) => [
        `${carrier}${flight} ${from} ${to} ${bookingClass} ${equipment}`,
        ...[departure, arrival].map((moment) => `${moment?.day} ${moment?.time}`),
      ]),
    ).to.deep.equal([
      ['ET834 WDH ADD B 777', '2018-09-27 14:20', '2018-09-27 21:20'],
      ['ET706 ADD FRA B 777', '2018-09-27 23:20', '2018-09-28 05:31'],
      ['UA988 FRA IAD B 777', '2018-09-28 12:20', '2018-09-28 15:05'],
    ]);
    const [first, second, third] = pnr?.itinerary ?? [];
    for (const segment of [first, second]) {
      expect(segment?.checkIns.map(({ at }) => at)).to.deep.equal([{ day: '2018-09-27', time: '13:33' }]);
      expect(bagsOf(segment?.checkIns[0])).to.deep.equal(BAGS);
      expect(segment?.checkIns[0]?.travellers.map(({ surname, seat, cabin }) => [surname, seat, cabin])).to.deep.equal(
        PARTY.map(([surname]) => [surname, '', 'Y']),
      );
    }
    expect(first?.checkIns[0]?.travellers[3]?.baggage).to.deep.equal([
      {
        ...{ pieces: '02', weight: '37', unit: 'lb' },
        tags: ['0852', '0853'].map((tag) => ({ carrier: 'ET', first: tag, count: '', to: 'FRA' })),
      },
    ]);
    expect(
      third?.services[0]?.details.map(({ value, travellerReference }) => travellerReference + value),
    ).to.deep.equal(['122C', '221H', '31A', '424H', '533J']);
    expect(third?.checkIns.map(({ at, travellers }) => [at, travellers.map(({ seat }) => seat)])).to.deep.equal([
      [undefined, ['22C']],
    ]);
    expect([pnr?.history, pnr?.unknown, pnr?.cancelled]).to.deep.equal([[], [], false]);
  },
  'pnrgov-131-release-char.txt': ({ records, faults }) => {
    expect(faults).to.deep.equal(['TIME_FOR_DATE', 'LOCATOR_SHIFTED', 'UNT_COUNT', 'UNT_REFERENCE', 'UNZ_REFERENCE']);
    expect(records).to.have.length(1);
    const [pnr] = records;
    expect(
      pnr?.travellers.map(({ surname, givenNames, title, documents }) => [
        surname,
        givenNames,
        title,
        documents.length,
      ]),
    ).to.deep.equal([['LOBB', 'MOLLY', 'MRS', 0]]);
    expect(pnr?.agency).to.deep.equal(DELTA_AGENCY);
    expect(pnr?.contacts).to.deep.equal([
      { kind: 'phone', code: 'ADD', value: '8675309' },
      { kind: 'email', code: 'CTCE', value: 'MOLLY_LOUUNT+50BB@GMAIL.COM' },
    ]);
    expect(pnr?.itinerary).to.deep.equal([]);
  },
  'pnrgov-131-altsep-dangling.txt': ({ pushes, records, faults }) => {
    expect(faults).to.deep.equal(['TIME_FOR_DATE', 'UNT_COUNT', 'UNT_REFERENCE', 'UNZ_REFERENCE']);
    expect(pushes[0]?.flight).to.deep.equal({
      ...{ carrier: 'DL', flight: '441', from: 'JFK', to: 'MBJ' },
      departure: { day: '2020-02-23', time: '10:10' },
      arrival: { day: '2020-02-23', time: '14:22' },
    });
    const [pnr] = records;
    expect(pnr?.locators).to.deep.equal([
      { system: 'DL', code: 'BGXFR4', kind: '', createdAt: { day: '2020-01-26', time: '21:00' } },
    ]);
    expect(pnr?.agency).to.deep.equal(DELTA_AGENCY);
    expect(pnr?.contacts.map(({ code, value }) => [code, value])).to.deep.equal([
      ['ADD', '3379745974'],
      ['CTCE', 'REUBEN_SERIO@GMAIL.COM'],
      ['CTCH', '1234536789'],
      ['CTCT', 'SEA 866 746 4647 CARLSON WAGONLIT TVL'],
    ]);
    expect(pnr?.remarks.map(({ text }) => text).slice(2)).to.deep.equal([
      'CTCT SEA 866 746 4647 CARLSON WAGONLIT TVL',
      'AA 1A IP ADDRESS OF THE BOOKING 987.654.321',
    ]);
    const [traveller] = pnr?.travellers ?? [];
    expect(pnr?.travellers).to.have.length(1);
    expect(traveller).to.deep.include({
      surname: 'SERIO',
      givenNames: 'REUBEN',
      title: '',
      uniqueReference: '614101984',
    });
    expect(traveller?.frequentFlyer).to.deep.equal([{ carrier: 'VS', number: '669447', tier: '' }]);
    expect(traveller?.documents).to.deep.equal([
      {
        ...{ type: 'P', issuer: 'THA', number: '9173574', nationality: 'THA', birth: '1994-10-20', sex: 'M' },
        ...{ expiry: '2028-04-20', surname: 'SERIO', givenNames: ['REUBEN', 'JOAQUIN'] },
      },
    ]);
    const [ticket] = traveller?.tickets ?? [];
    expect(ticket?.number).to.equal('0.291204');
    expect(ticket?.taxes).to.have.length(6);
    expect(ticket?.payments.map(({ form, amount }) => [form, amount])).to.deep.equal([['MS', '100.00']]);
    expect(
      pnr?.itinerary.map(({ carrier, flight, from, to, departure, arrival }) => [
        `${carrier}${flight} ${from} ${to}`,
        ...[departure, arrival].map((moment) => `${moment?.day} ${moment?.time}`),
      ]),
    ).to.deep.equal([
      ['VS138 JFK LHR', '2020-02-21 21:00', '2020-02-22 09:00'],
      ['BA117 LHR JFK', '2020-02-22 08:25', '2020-02-22 11:25'],
      ['DL441 JFK MBJ', '2020-02-23 10:10', '2020-02-23 14:22'],
    ]);
    expect(
      pnr?.itinerary.map(({ checkIns: [checkIn, ...more] }) => [
        checkIn?.at?.time,
        checkIn?.travellers.map(({ seat, travellerReference }) => [seat, travellerReference]),
        bagsOf(checkIn),
        ...more,
      ]),
    ).to.deep.equal([
      ['20:02', [['', '1']], [['1', '1', '1', '44', '48521']]],
      ['21:58', [['', '1']], [['1', '1', '1', '44', '48521']]],
      ['21:58', [['1A', '1']], [['1', '1', '1', '44', '48521']]],
    ]);
    expect([pnr?.history, pnr?.unknown]).to.deep.equal([[], []]);
  },
};

if (FOLDER !== undefined) {
  describe('public samples', () => {
    for (const [file, check] of Object.entries(SAMPLES)) it(`are read as they say: ${file}`, () => check(read(file)));
  });
}
