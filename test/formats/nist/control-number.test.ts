import { expect } from 'chai';
import fc from 'fast-check';
import { controlNumber, isControlNumber } from '../../../src/formats/nist/control-number.js';

describe('transaction control numbers', () => {
  // Samples of INTERPOL's implementation, and numbers whose remainder was divided by hand.
  for (const [year, serial, number] of [
    [2019, 125458357683, '19125458357683H'],
    [2019, 125458357684, '19125458357684J'],
    [2025, 1, '25000000000001D'],
    [2025, 22, '25000000000022B'],
    [2025, 999999999999, '25999999999999Q'],
  ] as const) {
    it(`have 15 characters by INT-I: ${number}`, () => {
      expect(controlNumber(year, serial, 'INT-I')).to.equal(number);
      expect(isControlNumber(number)).to.equal(true);
    });
  }

  // The first is printed in Decision 2008/616/JHA, Annex, chapter 2 (field 1.009).
  for (const [year, serial, number] of [
    [2002, 4, '0200000004F'],
    [2025, 1, '2500000001C'],
    [2025, 12345678, '2512345678R'],
  ] as const) {
    it(`have 11 characters by the Prüm profile: ${number}`, () => {
      expect(controlNumber(year, serial, 'Prüm')).to.equal(number);
      expect(isControlNumber(number)).to.equal(true);
    });
  }

  it('are no others', () => {
    for (const text of [
      '',
      '0200000004H',
      '200000004F',
      '0200000004f',
      '25000000000001C',
      '250000000000001D',
      'X500000001C',
    ]) {
      expect(isControlNumber(text), text).to.equal(false);
    }
  });

  it('cannot be made of more digits, or of another century', () => {
    expect(() => controlNumber(2025, 100_000_000, 'Prüm')).to.throw(RangeError);
    expect(() => controlNumber(1999, 1, 'Prüm')).to.throw(RangeError);
    expect(() => controlNumber(2025, 1.5, 'INT-I')).to.throw(RangeError);
  });

  it('show any one digit that was changed (property)', () => {
    const serial = fc.nat(99_999_999);
    const place = fc.nat(9);
    fc.assert(
      fc.property(
        fc.integer({ min: 2000, max: 2099 }),
        serial,
        place,
        fc.integer({ min: 1, max: 9 }),
        (year, n, at, by) => {
          const number = controlNumber(year, n, 'Prüm');
          const digit = (Number(number[at]) + by) % 10;
          expect(isControlNumber(number.slice(0, at) + String(digit) + number.slice(at + 1))).to.equal(false);
        },
      ),
    );
  });
});
