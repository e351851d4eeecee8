import { expect } from 'chai';
import fc from 'fast-check';
import { readName, writeName } from '../../../src/formats/mrz/name-field.js';
import { fuzzRounds } from '../../helpers/fuzz.js';

/** Words of so many letters, told apart by their first one. */
const words = (minLength: number): fc.Arbitrary<string[]> =>
  fc
    .array(fc.integer({ min: 1, max: 20 }), { minLength, maxLength: 5 })
    .map((lengths) => lengths.map((length, at) => String.fromCharCode(65 + at).repeat(length)));

describe('any name in the zone', () => {
  it('fills its field, and ends in a letter where it was shortened, each word to a beginning (Doc 9303-3, 4.6)', () => {
    fc.assert(
      fc.property(words(1), words(0), fc.constantFrom(30, 31, 39), (primary, secondary, width) => {
        const field = writeName(primary, secondary, width);
        const read = readName(field);
        const whole = [primary.join('<'), ...(secondary.length === 0 ? [] : [secondary.join('<')])].join('<<');
        expect(field.length).to.equal(width);
        expect(read.orderly).to.equal(true);
        if (whole.length <= width) {
          expect(field).to.equal(whole.padEnd(width, '<'));
          return;
        }
        expect(field).to.match(/[A-Z]$/);
        if (secondary.length > 0) expect(read.secondary).not.to.deep.equal([]);
        for (const [at, word] of read.primary.entries()) expect(primary[at]!.startsWith(word)).to.equal(true);
        for (const [at, word] of read.secondary.entries()) expect(secondary[at]!.startsWith(word)).to.equal(true);
      }),
      fuzzRounds(1_000),
    );
  });
});
