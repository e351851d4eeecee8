import { expect } from 'chai';
import { recordFacts } from '../../../../src/adapters/pnr/assessment/domain/record-facts.js';
import { passengersOf } from '../../../../src/adapters/pnr/assessment/domain/passengers.js';
import { readPush } from '../../../../src/adapters/pnr/receive/read-push.js';
import { bookingFacts } from '../../../../src/formats/pnr/facts/booking-facts.js';
import { readPnrgov } from '../../../formats/pnr/messages.js';
import { booking, LEG, pnrgov } from '../../../helpers/pnr.js';

const TODAY = '2026-11-26';

const COUPLE = booking(
  'AN12NA',
  'SSR+DOCS:HK:1:0X:::::/P/UTO/L898902C/UTO/12AUG74/F/15APR32/PROBE/ANNA',
  'IFT+4:28::0X+CTCE ANNA..PROBE//EXAMPLE.COM',
  'ORG+1A:IST+12345678+IST++T+XA',
  'TIF+PROBE+ANNAMRS:A:1',
  'FTI+0X:8877665544:1',
  'TKT+9991234567890:T:1',
  'FOP+CA::310.00',
  'TIF+MUSTERMANN+BORISMSTR:C:2',
  ...LEG,
  'DAT+3:301126:0800',
  'TRI++1',
  'TIF+PROBE+ANNA:A:1',
  'SSD+12A',
  'TBD++2:40:700',
);

const message = pnrgov(COUPLE);

describe('facts of a record that the unit keeps', () => {
  it('are those of the record that the carrier sent', () => {
    const [flight] = readPnrgov(message).pushes.map((push) => push.flight!);
    const [pnr] = readPnrgov(message).records;
    const [kept] = readPush(message, TODAY).records;
    const told = bookingFacts(pnr!, flight!);
    const facts = recordFacts(kept!, readPush(message, TODAY).flight);
    expect(facts).to.deep.equal(told);
    // Something is told at all.
    expect(facts.booking).to.include({ 'itinerary.oneWay': true, 'party.size': 2, 'party.children': 1 });
    expect(facts.booking).to.deep.include({ 'payment.forms': ['CA'], 'ticketing.issued': true });
    // From 1 October, 10:15, to 30 November, 9:30: 60 days less 45 minutes.
    expect(facts.booking['booking.leadHours']).to.equal(1_439);
    expect(facts.travellers[0]).to.include({ 'document.type': 'P', 'traveller.ageYears': 52 });
  });

  it('are of the bags that go on the flight, where somebody is checked in for several', () => {
    const onward = ['TVL+301126:1300:301126:1405+VIE+XAA+0X+125:M', 'DAT+3:301126:0800', 'TRI++1', 'TBD++5:60:700'];
    const two = pnrgov([...COUPLE, ...onward]);
    const { records, flight } = readPush(two, TODAY);
    expect(recordFacts(records[0]!, flight).booking).to.include({ 'baggage.pieces': 2, 'baggage.kilograms': 40 });
  });
});

describe('searches for the passengers of a record', () => {
  it('are one for each name with a date of birth, and one for each document', () => {
    const [kept] = readPush(message, TODAY).records;
    expect(passengersOf(kept!)).to.deep.equal([
      {
        reference: '1',
        comparisons: [
          { by: 'name', surname: 'PROBE', givenNames: 'ANNA', birth: '1974-08-12' },
          { by: 'document', number: 'L898902C' },
          { by: 'object', number: 'L898902C' },
        ],
      },
      { reference: '2', comparisons: [] },
    ]);
  });

  it('take both names where the document has another than the booking, and refer to travellers without a reference by place', () => {
    const [kept] = readPush(message, TODAY).records;
    const { a, f } = kept!.sealed;
    const [anna] = a.travellers;
    const [document] = f.documents;
    const sealed = {
      ...kept!.sealed,
      a: { ...a, travellers: [{ ...anna!, reference: '', surname: 'PROBE', givenNames: 'ANN' }] },
      f: { ...f, documents: [{ ...document!, traveller: '' }] },
    };
    const [passenger] = passengersOf({ sealed });
    expect(passenger?.reference).to.equal('#0');
    expect(passenger?.comparisons.map((one) => (one.by === 'name' ? one.givenNames : one.number))).to.deep.equal([
      'ANN',
      'ANNA',
      'L898902C',
      'L898902C',
    ]);
  });
});
