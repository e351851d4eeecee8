import { expect } from 'chai';
import fc from 'fast-check';
import {
  blocksAround,
  blocksOf,
  isRange,
  isWithin,
  MAX_RANGE_DIGITS,
  overlap,
  stemOf,
} from '../../../../src/adapters/sis/domain/number-range.js';

describe('ranges of numbers', () => {
  const written = (number: number) => `AB${String(number).padStart(7, '0')}`;
  const range = fc
    .tuple(fc.nat(9_999_999), fc.nat(20_000))
    .map(([first, more]) => [first, Math.min(first + more, 9_999_999)] as const);

  it('are two numbers that differ in their last digits, the first before the last', () => {
    for (const [first, last, expected] of [
      ['AB0001000', 'AB0001499', true],
      ['AB1', 'AB1', true],
      ['AB0001499', 'AB0001000', false],
      ['AB0001000', 'AC0001499', false],
      ['AB000100A', 'AB000149A', false],
      ['AB100', 'AB1000', false],
      ['A0000000000', 'A0999999999', true],
      ['A0000000000', 'A1999999999', false],
    ] as const) {
      expect(isRange(first, last), `${first} to ${last}`).to.equal(expected);
    }
  });

  it('hold the numbers from the first to the last, and nothing else (property)', () => {
    fc.assert(
      fc.property(range, fc.nat(9_999_999), ([first, last], number) => {
        expect(isWithin(written(number), written(first), written(last))).to.equal(first <= number && number <= last);
      }),
    );
    expect(isWithin('AB000100', 'AB0001000', 'AB0001499')).to.equal(false);
    expect(isWithin('AB000120A', 'AB0001000', 'AB0001499')).to.equal(false);
  });

  it('overlap if they have a number in common (property)', () => {
    fc.assert(
      fc.property(range, range, ([a, b], [c, d]) => {
        expect(overlap([written(a), written(b)], [written(c), written(d)])).to.equal(a <= d && c <= b);
      }),
    );
  });

  it('are made of blocks', () => {
    expect(blocksOf('AB0001000', 'AB0001499')).to.deep.equal([
      'AB00010##',
      'AB00011##',
      'AB00012##',
      'AB00013##',
      'AB00014##',
    ]);
    expect(blocksOf('7', '7')).to.deep.equal(['7']);
    expect(blocksOf('098', '101')).to.deep.equal(['098', '099', '100', '101']);
  });

  it('are the blocks around their numbers, and around no other number (property)', () => {
    fc.assert(
      fc.property(range, fc.nat(9_999_999), ([first, last], number) => {
        const blocks = blocksOf(written(first), written(last));
        const isFound = blocksAround(written(number)).some((block) => blocks.includes(block));
        expect(isFound).to.equal(first <= number && number <= last);
        expect(blocks.length).to.be.at.most(18 * MAX_RANGE_DIGITS);
        for (const block of blocks) expect(written(first).startsWith(stemOf(block).slice(0, 2))).to.equal(true);
      }),
    );
  });
});
