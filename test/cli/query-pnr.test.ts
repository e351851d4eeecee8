/** Records of passengers, and what is wrong with a command about them. */
import { expect } from 'chai';
import { describeListed, describeRecord } from '../../src/cli/describe-record.js';
import { addPnrQuery } from '../../src/cli/query-pnr.js';
import { Purpose } from '../../src/gen/ostiary/common/v1/access.js';
import { PassengerNameRecord, PnrCategory } from '../../src/gen/ostiary/pnr/v1/record.js';
import { faultOf } from './fault-of-command.js';

const fault = (...words: readonly string[]): Promise<string> => faultOf(addPnrQuery, 'pnr', ...words, '--as', 'XA-PIU');

const REFERENCE = 'PNR-01KAZ5Y0Q3Z1T8X6M4V9C2B7ND';

/** What every record has. */
const FRAME = {
  ...{ recordReference: REFERENCE, category: PnrCategory.PASSENGER, version: 2 },
  ...{ receivedAt: '2026-11-26T17:40:00.000Z', maskedFrom: '2027-05-27', deletedFrom: '2031-11-26' },
  flight: { carrier: '0X', number: '123', origin: 'IST', destination: 'VIE', departsOn: '2026-11-30' },
  locators: [{ system: '0X', code: 'AN12NA', createdAt: '2026-10-01T10:15' }],
  itinerary: [
    {
      ...{ carrier: '0X', flight: '123', origin: 'IST', destination: 'VIE', departure: '2026-11-30T09:30' },
      ...{ arrival: '2026-11-30T11:05', bookingClass: 'M', status: 'HK', checkedIn: true },
    },
  ],
  handling: { purpose: Purpose.PNR, legalBasisId: 'PNR-6-2-B' },
};

const HEAD = [
  '  sent for   0X 123 IST–VIE of 2026-11-30',
  '  booking    0X AN12NA',
  '  received   2026-11-26T17:40:00.000Z, version 2; masked or deleted from 2027-05-27 unless it is flagged',
];
const HANDLING = '  handling   for pnr on PNR-6-2-B; any other use: none';

const MASKED = PassengerNameRecord.fromPartial({
  ...{ ...FRAME, category: PnrCategory.MASKED, flagged: true },
  maskedElements: [
    { letter: 'a', element: 'names', article: 'Directive (EU) 2016/681 Art. 12(2)(a)' },
    { letter: 'f', element: 'API data', article: 'Directive (EU) 2016/681 Art. 12(2)(f)' },
  ],
});

const COMPLETE = PassengerNameRecord.fromPartial({
  ...FRAME,
  match: { travellerReferences: ['1'], nameQuality: 92, birthDateConfirmed: false },
  changedAt: '2026-11-20',
  agency: { system: '1A', location: 'IST', iataNumber: '12345678', city: 'IST', country: 'XA', kind: 'T' },
  tickets: [{ number: '9991234567890', kind: 'T', amounts: [{ kind: 'B', amount: '310.00', currency: 'EUR' }] }],
  paymentForms: ['CC'],
  seats: ['12A'],
  baggage: [{ pieces: '1', weight: '20', unit: 'kg', tags: ['0X999001 VIE'] }],
  changes: [{ action: 'X', at: '2026-10-02', items: ['TVL'] }],
  travellerCount: 1,
  travellers: [
    {
      ...{ reference: '1', surname: 'PROBE\u001b[2J', givenNames: 'ANNA', title: 'MRS', kind: 'A' },
      seats: [{ segment: 0, seat: '12A', boardingNumber: '7' }],
    },
  ],
  contacts: [{ kind: 'email', value: 'ANNA_PROBE@EXAMPLE.COM' }],
  addresses: [{ purpose: '700', street: 'MUSTERWEG 1', city: 'WIEN', postcode: '1010', country: 'AT' }],
  payments: [{ form: 'CC', amount: '310.00', vendor: 'VI', accountEnd: '1238', expiry: '1229' }],
  frequentFlyers: [{ carrier: '0X', number: '8877665544', travellerReference: '1' }],
  remarks: [{ kind: 'UNACCOMPANIED_MINOR', text: 'UM10' }],
  documents: [
    {
      ...{ type: 'P', issuer: 'UTO', number: 'L898902C', nationality: 'UTO', sex: 'F', travellerReference: '1' },
      ...{ dateOfBirth: '1974-08-12', expiresOn: '2032-04-15', surname: 'PROBE', givenNames: ['ANNA', 'MARIA'] },
    },
  ],
  otherDocuments: [{ type: 'V', number: 'V17', country: 'AT', issuedOn: '2026-01-02', placeOfIssue: 'ANKARA' }],
  statedAddresses: [{ type: 'R', country: 'UTO', city: 'EXEMPLE', postcode: '99' }],
});

describe('ostiary query pnr, about records', () => {
  it('says what is wrong with an argument', async () => {
    expect(await fault('search', '--flight', '0X123')).to.include('It must look like 0Y100@2026-11-25.');
    expect(await fault('search', '--flight', '0X123@2026-02-30')).to.include('It must be a day of the calendar');
    expect(await fault('search', '--surname', 'Probe', '--date-of-birth', '1974-08-00')).to.include(
      'It must be a day of the calendar, YYYY-MM-DD.',
    );
    expect(await fault('search', '--linked-to', 'AN12NA')).to.include('must be PNR- and a ULID');
    expect(await fault('read', '17')).to.include('must be PNR- and a ULID');
    expect(await fault('unmask', REFERENCE, '--penalty-months', '1201')).to.include('integer from 0 to 1,200');
    expect(await fault('flag', REFERENCE)).to.include("'--reason <text>' not specified");
    expect(await fault('flag', 'AN12NA', '--reason', 'evidence of a link')).to.include('must be PNR- and a ULID');
  });

  it('takes no option that would be left out of the question without a word', async () => {
    const locator = ['search', '--locator', 'AN12NA'];
    expect(await fault(...locator, '--forename', 'Anna')).to.equal(
      "error: option '--forename <names>' must come with '--surname <name>'",
    );
    expect(await fault(...locator, '--date-of-birth', '1974-08-12')).to.include("must come with '--surname <name>'");
    expect(await fault(...locator, '--from', '2026-11-01')).to.include("must come with '--route <route>'");
    expect(await fault(...locator, '--to', '2026-11-01')).to.include("must come with '--route <route>'");
  });

  it('tells in short who travels where, and how the record corresponds', () => {
    expect(describeListed(COMPLETE)).to.deep.equal([
      `${REFERENCE} of the first six months`,
      ...HEAD,
      '  match      PROBE·[2J/ANNA, name 92 %, date of birth not known to the carrier: the name alone corresponds',
      '  who        PROBE·[2J/ANNA',
      '  document   P UTO L898902C, born 1974-08-12, until 2032-04-15',
      '  flight     0X 123 IST–VIE 2026-11-30T09:30',
      HANDLING,
    ]);
  });

  it('shows what is masked as masked, in short by letter, and else by element and article', () => {
    const frame = [
      `${REFERENCE} masked, flagged`,
      ...HEAD.slice(0, 2),
      '  received   2026-11-26T17:40:00.000Z, version 2; deleted from 2031-11-26',
    ];
    expect(describeListed(MASKED)).to.deep.equal([
      ...frame,
      '  flight     0X 123 IST–VIE 2026-11-30T09:30',
      '  [masked]   (a) (f) of Directive (EU) 2016/681 Art. 12(2), among them who travels',
      HANDLING,
    ]);
    expect(describeRecord(MASKED)).to.deep.equal([
      ...frame,
      '  made       0X AN12NA, 2026-10-01T10:15',
      '  flight     0X 123 IST–VIE 2026-11-30T09:30, arrives 2026-11-30T11:05, class M, status HK, checked in',
      '  [masked]   (a) names: Directive (EU) 2016/681 Art. 12(2)(a)',
      '  [masked]   (f) API data: Directive (EU) 2016/681 Art. 12(2)(f)',
      HANDLING,
    ]);
  });

  it('says that who travels is not told, where nothing that names anybody is', () => {
    const record = PassengerNameRecord.fromPartial({ ...FRAME, flagged: true, cancelled: true });
    expect(describeListed(record)).to.deep.equal([
      `${REFERENCE} of the first six months, flagged, cancelled`,
      ...HEAD.slice(0, 2),
      '  received   2026-11-26T17:40:00.000Z, version 2; masked from 2027-05-27, deleted from 2031-11-26',
      '  [not told] who travels: not on this legal basis, unless the carrier sent nobody',
      '  flight     0X 123 IST–VIE 2026-11-30T09:30',
      HANDLING,
    ]);
  });

  it('does not say so of a booking of which the carrier sent a contact and no traveller', () => {
    const record = PassengerNameRecord.fromPartial({ ...FRAME, contacts: [{ kind: 'phone', value: '+99920000000' }] });
    expect(describeListed(record).filter((line) => line.includes('[not told]'))).to.deep.equal([]);
  });

  it('tells all of a record, and nothing that a terminal would obey', () => {
    expect(describeRecord(COMPLETE).slice(HEAD.length + 2)).to.deep.equal([
      '  made       0X AN12NA, 2026-10-01T10:15',
      '  changed    2026-11-20',
      '  agency     1A IST, 12345678, IST XA, T',
      '  flight     0X 123 IST–VIE 2026-11-30T09:30, arrives 2026-11-30T11:05, class M, status HK, checked in',
      '  ticket     9991234567890 T, B 310.00 EUR',
      '  paid by    CC',
      '  seats      12A',
      '  bags       1, 20 kg, 0X999001 VIE',
      '  change     X 2026-10-02, TVL',
      '  together   1 traveller',
      '  who        1 PROBE·[2J/ANNA, MRS, A, on flight 1 seat 12A boarding 7',
      '  contact    email ANNA_PROBE@EXAMPLE.COM',
      '  address    700, MUSTERWEG 1, 1010 WIEN, AT',
      '  payment    CC 310.00 VI, account …1238, until 1229',
      '  flyer      0X 8877665544, of 1',
      '  remark     UNACCOMPANIED_MINOR UM10',
      '  document   P UTO L898902C, born 1974-08-12, until 2032-04-15, F, nationality UTO, PROBE/ANNA MARIA, of 1',
      '  document   V V17 AT, issued ANKARA 2026-01-02',
      '  stated     R, 99 EXEMPLE, UTO',
      HANDLING,
    ]);
  });
});
