import { expect } from 'chai';
import { readPrint } from '../../../src/formats/nist/image-record.js';
import { NistFault } from '../../../src/formats/nist/nist-fault.js';
import { readTagged } from '../../../src/formats/nist/read-tagged.js';
import { readType4 } from '../../../src/formats/nist/type-4.js';
import { type FieldEntry, makeRecord } from '../../../src/formats/nist/write-file.js';
import { bytesOf, TRACE, TYPE_4 } from './samples.js';

/** A right full palm, 1000 by 1200 points at 197 per cm. */
const PALM: readonly FieldEntry[] = [
  [2, '02'],
  [3, '10'],
  [4, 'NAFIS'],
  [5, '20250228'],
  [6, '1000'],
  [7, '1200'],
  [8, '2'],
  [9, '197'],
  [10, '197'],
  [11, 'WSQ20'],
  [12, '8'],
  [13, '21'],
  [999, Buffer.of(1, 2)],
];
const without = (...numbers: number[]): FieldEntry[] => PALM.filter(([number]) => !numbers.includes(number));

describe('prints in files of ANSI/NIST-ITL', () => {
  it('may be traces', () => {
    expect(readPrint(readTagged(bytesOf(TRACE), 0, 13))).to.deep.equal({
      type: 13,
      idc: 1,
      impression: 4,
      positions: [0],
      picture: { size: { width: 400, height: 500, xPerCm: 197, yPerCm: 197 }, compression: 'WSQ20', bytes: 9 },
    });
  });

  it('may be fingers in records of type 4', () => {
    expect(readPrint(readType4(TYPE_4, 0).record)).to.deep.equal({
      type: 4,
      idc: 1,
      impression: 1,
      positions: [1],
      picture: { size: { width: 800, height: 750, xPerCm: 197, yPerCm: 197 }, compression: 'WSQ20', bytes: 3 },
    });
  });

  it('may be palms', () => {
    expect(readPrint(makeRecord(15, PALM))).to.deep.include({ type: 15, impression: 10, positions: [21] });
  });

  it('may be missing where 15.018 says why', () => {
    const missing = [...without(6, 7, 8, 9, 10, 11, 12, 999), [18, '21\x1fUP'] as const];
    expect(readPrint(makeRecord(15, missing))).to.deep.include({ type: 15, picture: undefined });
  });

  it('are of no other type', () => {
    expect(readPrint(makeRecord(9, [[2, '00']]))).to.equal(undefined);
  });

  for (const [what, record, fault] of [
    ['no position', makeRecord(15, without(13)), '101 15.013'],
    ['no picture and no reason', makeRecord(15, without(999)), '101 15.999'],
    ['a compression of nobody', makeRecord(15, [...without(11), [11, 'GIF']]), '115 15.011'],
    [
      'a resolution of none to the centimetre',
      makeRecord(15, [...without(8, 9), [8, '1'] as const, [9, '1'] as const]),
      '109 15.009',
    ],
    ['no size', makeRecord(15, without(6)), '101 15.006'],
    ['a trace without its picture', makeRecord(13, [...without(999), [18, '1\x1fUP']]), '101 13.999'],
    ['a type 4 in another compression', { ...readType4(TYPE_4, 0).record, compression: 9 }, '115 4.008'],
    ['a type 4 in another resolution', { ...readType4(TYPE_4, 0).record, resolution: 1 }, '115 4.005'],
  ] as const) {
    it(`are refused with code and field: ${what}`, () => {
      expect(() => readPrint(record)).to.throw(NistFault, new RegExp(`^${fault.slice(0, 3)} .*: ${fault.slice(4)} at`));
    });
  }
});
