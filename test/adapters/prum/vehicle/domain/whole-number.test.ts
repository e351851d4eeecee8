import { expect } from 'chai';
import fc from 'fast-check';
import { readRegistrationNumber, readVin } from '../../../../../src/adapters/prum/vehicle/domain/whole-number.js';

const keyOf = (text: string) => {
  const read = readRegistrationNumber('XB', text);
  return 'fault' in read ? read.fault.rule : read.key;
};
const vinOf = (text: string) => {
  const read = readVin(text);
  return 'fault' in read ? read.fault.rule : read.key;
};

describe('a registration number', () => {
  it('is compared without blanks, hyphens and dots, in upper case, and kept as it was written', () => {
    for (const text of ['b-ab 1234', 'B·AB·1234', 'B.AB.1234', 'BAB1234', 'b–ab/1234'])
      expect(keyOf(text)).to.equal('BAB1234');
    expect(readRegistrationNumber('XB', ' b-ab 1234 ')).to.deep.include({ written: 'b-ab 1234' });
  });

  it('keeps umlauts', () => {
    expect(keyOf('tö-lz 12')).to.equal('TÖLZ12');
    expect(keyOf('TO\u0308-LZ 12')).to.equal('TÖLZ12');
  });

  it('takes Cyrillic and Greek letters for the Latin ones that they look like, and these alone', () => {
    expect(keyOf('СА 1234 ХР')).to.equal('CA1234XP');
    expect(keyOf('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ')).to.equal('ABEZHIKMNOPTYX');
    expect(keyOf('АВЕКМНОРСТУХ')).to.equal('ABEKMHOPCTYX');
    expect(keyOf('Я 123')).to.equal('Я123');
  });

  it('is never part of one', () => {
    for (const text of ['AB?123', 'AB*', 'AB%', 'AB_12', '*', 'AB＊1']) expect(keyOf(text), text).to.equal('whole');
    const read = readRegistrationNumber('XB', 'AB*');
    expect('fault' in read && read.fault.description).to.match(/2008\/615\/JHA Art\. 12\(1\).*2024\/982 Art\. 16\(2\)/);
  });

  it('holds letters, digits and separators only, and some', () => {
    for (const text of ['AB;123', 'AB<1>', '🚗 1', "AB'1"]) expect(keyOf(text), text).to.equal('characters');
    for (const text of ['-', ' . ', 'A'.repeat(17)]) expect(keyOf(text), text).to.equal('length');
  });

  it('is the same however it is separated', () => {
    const letters = fc.array(fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ÄÖÜ')), {
      minLength: 1,
      maxLength: 10,
    });
    fc.assert(
      fc.property(
        letters,
        fc.array(fc.constantFrom('', ' ', '-', '.'), { minLength: 10, maxLength: 10 }),
        (all, gaps) => {
          const separated = all.map((one, index) => one.toLowerCase() + (gaps[index] ?? '')).join('');
          expect(keyOf(separated)).to.equal(all.join(''));
        },
      ),
    );
  });

  it('is read or refused, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        expect(keyOf(text)).to.be.a('string');
        expect(vinOf(text)).to.be.a('string');
      }),
    );
  });
});

describe('a vehicle identification number', () => {
  // Sums of 49 CFR 565.15 by hand: position 9 is the check digit of the first seven, and a filler in the last.
  for (const vin of [
    '1M8GDM9AXKP042788',
    '11111111111111111',
    '5GZCZ43D13S812715',
    '1HGCM82633A004352',
    'XPL7T0AB1RP000001',
    'XPL7T0AB0RP000006',
    'XPL7T0ABXRP000014',
  ]) {
    it(`${vin} has its check digit`, () => {
      expect(readVin(vin)).to.deep.equal({ kind: 'vin', key: vin, checkDigitFails: false });
    });
  }

  it('without a check digit is asked by all the same, with a warning', () => {
    const vin = 'WVWZZZ1JZ3W386752';
    expect(readVin(vin)).to.deep.equal({ kind: 'vin', key: vin, checkDigitFails: true });
    expect(readVin('1M8GDM9A1KP042788')).to.deep.include({ checkDigitFails: true });
  });

  it('has seventeen characters, none of them I, O or Q', () => {
    expect(vinOf('xpl7t-0ab1 rp000001')).to.equal('XPL7T0AB1RP000001');
    for (const text of ['XPL7TOAB1RP000001', 'XPL7T0ABIRP000001', 'QPL7T0AB1RP000001', 'ÄPL7T0AB1RP000001'])
      expect(vinOf(text), text).to.equal('characters');
    for (const text of ['XPL7T0AB1RP00001', 'XPL7T0AB1RP0000011', '1', '-'])
      expect(vinOf(text), text).to.equal('length');
    for (const text of ['XPL7T0AB1RP*', '?PL7T0AB1RP000001']) expect(vinOf(text), text).to.equal('whole');
  });
});
