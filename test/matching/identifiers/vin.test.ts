import { expect } from 'chai';
import fc from 'fast-check';
import { compareDocumentNumbers, documentNumberForm } from '../../../src/matching/identifiers/document-number.js';
import { compareVins, vinCheckDigit, vinForm } from '../../../src/matching/identifiers/vin.js';

const compare = (a: string, b: string) => compareVins(vinForm(a), vinForm(b))?.how;

describe('vinForm', () => {
  it('reads I, O and Q, which no VIN has, as digits, and says so', () => {
    expect(vinForm('xpl7tOab1rp-00000I')).to.deep.equal({
      canonical: 'XPL7T0AB1RP000001',
      corrected: true,
      complete: true,
      check: 'valid',
    });
    expect(vinForm('XPL7TQAB1RP000001').canonical).to.equal('XPL7T0AB1RP000001');
    expect(vinForm('XPL7T0AB1RP000001').corrected).to.equal(false);
  });

  it('leaves older and partial numbers as they are', () => {
    expect(vinForm('IO 4711')).to.deep.equal({ canonical: 'IO4711', corrected: false, complete: false, check: 'none' });
  });

  // The sums of 49 CFR 565.15, by hand: 351, 89, 408, 311, 331, 341 and 340 modulo 11.
  for (const [vin, digit] of [
    ['1M8GDM9AXKP042788', 'X'],
    ['11111111111111111', '1'],
    ['5GZCZ43D13S812715', '1'],
    ['1HGCM82633A004352', '3'],
    ['XPL7T0AB1RP000001', '1'],
    ['XPL7T0AB0RP000006', '0'],
    ['XPL7T0ABXRP000014', 'X'],
  ] as const) {
    it(`finds the check digit of ${vin}`, () => {
      expect(vinCheckDigit(vin)).to.equal(digit);
      expect(vinForm(vin).check).to.equal('valid');
    });
  }

  it('warns of a wrong check digit, and of none where position 9 is a filler', () => {
    expect(vinForm('1M8GDM9A1KP042788').check).to.equal('invalid');
    expect(vinCheckDigit('WVWZZZ1JZ3W386752')).to.equal('9');
    expect(vinForm('WVWZZZ1JZ3W386752').check).to.equal('none');
    expect(() => vinCheckDigit('WVWZZZ1JZ3W38675O')).to.throw(RangeError);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(vinForm(text).canonical).to.match(/^[\p{L}\p{Nd}]*$/u);
      }),
    );
  });
});

describe('compareVins', () => {
  for (const [a, b, expected] of [
    ['XPL7T0AB1RP000001', 'xpl7t0ab1rp000001', 'equal'],
    ['XPL7TOAB1RP000001', 'XPL7T0AB1RP000001', 'equal'],
    ['XPL7T0A81RP000001', 'XPL7T0AB1RP000001', 'confusable'],
    ['XPL7T0AB1RP000001', 'XPL7T0AB1PR000001', 'transposed'],
    ['XPL7T0AC1RP000001', 'XPL7T0AB1RP000001', undefined],
    ['XPL7T0A81RP00000Z', 'XPL7T0AB1RP000002', undefined],
    ['P1L7T0AB1RX000001', 'X1L7T0AB1RP000001', undefined],
  ] as const) {
    it(`compares ${a} with ${b} as ${expected ?? 'different'}`, () => {
      expect(compare(a, b)).to.equal(expected);
      expect(compare(b, a)).to.equal(expected);
    });
  }

  it('finds a VIN by its last six to eight characters, not by fewer or by others', () => {
    expect(compare('RP000001', 'XPL7T0AB1RP000001')).to.equal('ends_with');
    expect(compare('0000O1', 'XPL7T0AB1RP000001')).to.equal('ends_with');
    expect(compare('00001', 'XPL7T0AB1RP000001')).to.equal(undefined);
    expect(compare('XPL7T0', 'XPL7T0AB1RP000001')).to.equal(undefined);
    expect(compare('47110815', '004711081')).to.equal(undefined);
  });

  it('ranks a record first whose check digit is right where that of the question is not', () => {
    const asked = vinForm('1M8GDM9AXKP042780');
    expect(asked.check).to.equal('invalid');
    expect(compareVins(vinForm('XPL7T0A81RP000001'), vinForm('XPL7T0AB1RP000001'))).to.deep.equal({
      how: 'confusable',
      checkFavoursRecord: true,
    });
    expect(compareVins(vinForm('XPL7T0AB1RP000001'), vinForm('XPL7T0A81RP000001'))?.checkFavoursRecord).to.equal(false);
  });
});

describe('compareDocumentNumbers', () => {
  const compareNumbers = (a: string, b: string) => compareDocumentNumbers(documentNumberForm(a), documentNumberForm(b));

  it('tells exact from O for 0 and I for 1, and knows no other likeness', () => {
    expect(compareNumbers('zzx-0000 0001', 'ZZX00000001')).to.equal('equal');
    expect(compareNumbers('ZZXO0000001', 'ZZX00000001')).to.equal('confusable');
    expect(compareNumbers('ZZX0000000I', 'ZZX00000001')).to.equal('confusable');
    expect(compareNumbers('ZZX8', 'ZZXB')).to.equal(undefined);
    expect(compareNumbers('', '-')).to.equal(undefined);
  });
});
