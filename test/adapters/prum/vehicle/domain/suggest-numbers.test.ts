import { expect } from 'chai';
import fc from 'fast-check';
import { neighbourhoodOf, suggestFrom } from '../../../../../src/adapters/prum/vehicle/domain/suggest-numbers.js';
import { plateForm } from '../../../../../src/matching/identifiers/plate.js';

const named = (...numbers: string[]) => numbers.map((number, at) => ({ number, reference: `VEH-XB-${at}` }));
const told = (key: string, kind: 'registration_number' | 'vin', ...numbers: string[]) =>
  suggestFrom({ kind, key }, named(...numbers)).suggestions.map(({ number, likeness }) => [number, likeness]);

describe('numbers like one', () => {
  it('are told likest first, each with its reason', () => {
    expect(
      told('TO8OO1B', 'registration_number', 'TTB 0018', 'TÖ8 OO1B', 'TOB 0018', 'TO8 OO1', 'AB 12'),
    ).to.deep.equal([
      ['TÖ8 OO1B', 'spelling'],
      ['TOB 0018', 'confusable'],
      ['TO8 OO1', 'one_character'],
    ]);
  });

  it('are never the very number, whatever it is separated by', () => {
    expect(told('TTB0018', 'registration_number', 'TTB 0018', 'TTB-0018')).to.deep.equal([]);
    expect(told('XPL7T0AB1RP000001', 'vin', 'XPL7T0AB1RP000001')).to.deep.equal([]);
  });

  it('are five at most, and it is told that there are more', () => {
    const found = suggestFrom(
      { kind: 'registration_number', key: 'AB123' },
      named('AB 124', 'AB 125', 'AB 126', 'AB 127', 'AB 128', 'AB 129', 'AB 999'),
    );
    expect(found.suggestions.map(({ number }) => number)).to.deep.equal([
      'AB 124',
      'AB 125',
      'AB 126',
      'AB 127',
      'AB 128',
    ]);
    expect(found.truncated).to.equal(true);
  });

  it('of a vehicle begin with one whose check digit is right where that of the question is not', () => {
    // 8 for B, and the check digit of the first is right (49 CFR 565.15); the second exchanges two characters.
    expect(
      told('XPL7T0A81RP000001', 'vin', 'XPL7TA081RP000001', 'XPL7T0AB1RP000001', 'XPL7T0AB1RP000009'),
    ).to.deep.equal([
      ['XPL7T0AB1RP000001', 'confusable'],
      ['XPL7TA081RP000001', 'exchanged'],
    ]);
  });

  it('lie where they are looked for', () => {
    const plates = fc.string({ unit: fc.constantFrom(...Array.from('ABEO018ZÖ5Ü')), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(plates, plates, (asked, stored) => {
        const key = plateForm(asked).canonical;
        const found = suggestFrom({ kind: 'registration_number', key }, named(stored)).suggestions;
        const where = neighbourhoodOf({ kind: 'registration_number', key });
        const { canonical, confusionKey } = plateForm(stored);
        const isLookedAt = where.keys.includes(canonical) || where.confusionKeys.includes(confusionKey);
        if (found.length > 0) expect(isLookedAt, `${asked} ${stored}`).to.equal(true);
      }),
    );
  });

  it('of a vehicle lie where they are looked for', () => {
    const vin = 'XPL7T0AB1RP000001';
    for (const near of ['XPL7T0A81RP000001', 'XPL7TA0B1RP000001', 'XPL7T0AB1RP00000L'])
      expect(neighbourhoodOf({ kind: 'vin', key: vin }).keys).to.include(near);
  });
});
