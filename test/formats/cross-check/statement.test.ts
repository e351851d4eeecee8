import { expect } from 'chai';
import { statementOfBooking, statementOfPerson, statementOfZone } from '../../../src/formats/cross-check/statement.js';
import { readMrz } from '../../../src/formats/mrz/read-mrz.js';
import { ANNA as ANNA_LISTED, HEADER, message, read } from '../api/lists.js';
import { interchange, readPnrgov, record } from '../pnr/messages.js';

const travellerOf = (...segments: readonly string[]) =>
  readPnrgov(interchange(record(...segments))).records[0]!.travellers[0]!;

describe('a statement about a traveller', () => {
  it('of a booking has the names of the document, else those of the booking', () => {
    const traveller = travellerOf(
      'TIF+PROBE+ANNAMRS:A:1',
      'SSR+DOCS:HK::ZZ:::::/P/AUT/P1234567/AUT/12JUL64/F/01JAN30/Probe-Muster/Anna/Maria',
    );
    expect(statementOfBooking(traveller, traveller.documents[0])).to.deep.equal({
      source: 'booking',
      surname: 'PROBE-MUSTER',
      givenNames: 'ANNA MARIA',
      truncated: false,
      birth: '1964-07-12',
      sex: 'F',
      nationality: 'AUT',
      documentType: 'P',
      documentNumber: 'P1234567',
      issuer: 'AUT',
      expiry: '2030-01-01',
    });
    expect(statementOfBooking(traveller, undefined)).to.deep.include({
      surname: 'PROBE',
      givenNames: 'ANNA',
      birth: undefined,
      sex: '',
      documentNumber: '',
    });
  });

  for (const [stated, sex] of [
    ['M', 'M'],
    ['FI', 'F'],
    ['MI', 'M'],
    ['U', 'X'],
    ['X', 'X'],
    ['', ''],
  ] as const) {
    it(`of a booking has ${sex || 'no sex'} for ${stated || 'none'}`, () => {
      const traveller = travellerOf(
        'TIF+PROBE+ANNA:A:1',
        `SSR+DOCS:HK::ZZ:::::/P/AUT/P1/AUT/12JUL64/${stated}/01JAN30/PROBE/ANNA`,
      );
      expect(statementOfBooking(traveller, traveller.documents[0]).sex).to.equal(sex);
    });
  }

  it('of a list has the person and one of the documents', () => {
    const [person] = read(message([...HEADER, ...ANNA_LISTED])).people;
    expect(statementOfPerson(person!, person!.documents[0])).to.deep.equal({
      source: 'api',
      surname: 'PROBE',
      givenNames: 'ANNA MARIA',
      truncated: false,
      birth: '1964-07-12',
      sex: 'F',
      nationality: 'AUT',
      documentType: 'P',
      documentNumber: 'P1234567',
      issuer: 'AUT',
      expiry: '2030-01-01',
    });
    expect(statementOfPerson(person!, undefined)).to.include({ documentType: '', documentNumber: '', issuer: '' });
  });

  it('of a zone has the check digit of the number, and says whether the name goes on', () => {
    const zone = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122<1204159ZE184226B<<<<<10';
    expect(statementOfZone(readMrz(zone, '2013-01-01'))).to.deep.equal({
      source: 'mrz',
      surname: 'ERIKSSON',
      givenNames: 'ANNA MARIA',
      truncated: false,
      birth: '1974-08-12',
      sex: 'X',
      nationality: 'UTO',
      documentType: 'P',
      documentNumber: 'L898902C3',
      check: { digit: '6', ok: true },
      issuer: 'UTO',
      expiry: '2012-04-15',
    });
  });
});
