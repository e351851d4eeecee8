import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalIdentifier, compareIdentifiers } from '../../../src/matching/identifiers/canonical-identifier.js';
import { containerCheckDigit, luhnCheckDigit, mrzCheckDigit } from '../../../src/matching/identifiers/check-digits.js';

describe('canonicalIdentifier', () => {
  it('drops case, spaces, hyphens and dots', () => {
    expect(canonicalIdentifier(' ab-123.cd ')).to.equal('AB123CD');
    expect(canonicalIdentifier('zzx-0000 0001')).to.equal('ZZX00000001');
    expect(canonicalIdentifier('ÖHR・７')).to.equal('ÖHR7');
    expect(canonicalIdentifier('- .')).to.equal('');
  });

  it('is idempotent and holds letters and digits only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = canonicalIdentifier(text);
        expect(canonicalIdentifier(once)).to.equal(once);
        expect(once).to.match(/^[\p{L}\p{Nd}]*$/u);
      }),
    );
  });
});

describe('compareIdentifiers', () => {
  it('knows a whole, a beginning and an end', () => {
    expect(compareIdentifiers('AB123CD', 'AB123CD')).to.equal('equal');
    expect(compareIdentifiers('AB1', 'AB123CD')).to.equal('begins_with');
    expect(compareIdentifiers('3CD', 'AB123CD')).to.equal('ends_with');
    expect(compareIdentifiers('123', 'AB123CD')).to.equal(undefined);
    expect(compareIdentifiers('AB', 'AB123CD')).to.equal(undefined);
    expect(compareIdentifiers('', '')).to.equal('equal');
  });
});

describe('check digits', () => {
  it('of a machine-readable zone are those of the examples in ICAO Doc 9303', () => {
    for (const [field, digit] of [
      ['L898902C3', '6'],
      ['740812', '2'],
      ['120415', '9'],
      ['D23145890', '7'],
      ['ZE184226B<<<<<', '1'],
      ['520727', '3'],
      ['AB2134<<<', '5'],
      ['D23145890734', '9'],
      ['HA672242<658022549601086<<<<<<<<<<<<<<0', '8'],
      ['D231458907<<<<<<<<<<<<<<<34071279507122<<<<<<<<<<<', '2'],
      ['HA672242<658022549601086<<<<<<<', '8'],
    ] as const) {
      expect(mrzCheckDigit(field), field).to.equal(digit);
    }
    expect(() => mrzCheckDigit('ä')).to.throw(RangeError);
  });

  it('of containers follow ISO 6346', () => {
    expect(containerCheckDigit('CSQU305438')).to.equal('3');
    expect(containerCheckDigit('MSKU907032')).to.equal('3');
    expect(() => containerCheckDigit('CSQU30543')).to.throw(RangeError);
  });

  it('of an IMEI follow Luhn', () => {
    expect(luhnCheckDigit('49015420323751')).to.equal('8');
    expect(() => luhnCheckDigit('')).to.throw(RangeError);
  });
});
