import { expect } from 'chai';
import { templatesOf } from '../../../src/formats/finger-minutiae/record.js';
import { readFingerRecord } from '../../../src/formats/finger-minutiae/read-record.js';
import { makeMinutiaeRecord } from '../../../src/formats/nist/make-minutiae.js';
import { NistFault } from '../../../src/formats/nist/nist-fault.js';
import { readMinutiae } from '../../../src/formats/nist/read-minutiae.js';
import { readTagged } from '../../../src/formats/nist/read-tagged.js';
import type { TaggedRecord } from '../../../src/formats/nist/record.js';
import { makeRecord, type FieldEntry } from '../../../src/formats/nist/write-file.js';
import { bytesOf as recordBytes, ISO_2005 } from '../finger-minutiae/vectors.js';
import { bytesOf, LEGACY_MINUTIAE } from './samples.js';

const legacy = (): TaggedRecord => readTagged(bytesOf(LEGACY_MINUTIAE), 0, 9);

/** The block of INCITS 378: two minutiae of a right index finger, 400 by 500 points at 500 per inch. */
const INCITS: readonly FieldEntry[] = [
  [2, '01'],
  [3, '0'],
  [4, 'U'],
  [126, '27\x1f513\x1f0'],
  [128, '400'],
  [129, '500'],
  [130, '1'],
  [131, '500'],
  [132, '500'],
  [133, '0'],
  [134, '2'],
  [135, '80\x1f0\x1f0'],
  [136, '2'],
  [137, '1\x1f100\x1f120\x1f45\x1f1\x1f90\x1e2\x1f210\x1f305\x1f135\x1f2\x1f0'],
];
const incitsWith = (number: number, value: string): TaggedRecord =>
  makeRecord(
    9,
    INCITS.map((entry) => (entry[0] === number ? [number, value] : entry)),
  );
const faultOf = (record: TaggedRecord): string => {
  try {
    readMinutiae(record, undefined);
    return 'none';
  } catch (error) {
    if (!(error instanceof NistFault)) throw error;
    return `${error.code} ${error.field}`;
  }
};

describe('minutiae in files of ANSI/NIST-ITL', () => {
  it('are turned over and round where they come in the legacy block', () => {
    const size = { width: 400, height: 500, xPerCm: 200, yPerCm: 200 };
    expect(readMinutiae(legacy(), size)).to.deep.equal({
      position: 0,
      impression: 4,
      quality: undefined,
      image: { width: 2000, height: 2500, xPerCm: 1000, yPerCm: 1000 },
      minutiae: [
        { kind: 'ending', x: 1000, y: 1999, angle: 270, quality: 100 },
        { kind: 'bifurcation', x: 25, y: 1299, angle: 0, quality: 'unreported' },
      ],
    });
  });

  it('lie to each other as they do where nobody says how large the image is', () => {
    const { image, minutiae } = readMinutiae(legacy(), undefined);
    expect(image).to.deep.include({ width: 1001, height: 1201 });
    expect(minutiae.map(({ x, y }) => [x, y])).to.deep.equal([
      [1000, 700],
      [25, 0],
    ]);
  });

  it('are as in a finger minutiae record where they come in the block of INCITS 378', () => {
    expect(readMinutiae(makeRecord(9, INCITS), undefined)).to.deep.equal({
      position: 2,
      impression: 0,
      quality: 80,
      image: { width: 400, height: 500, xPerCm: 197, yPerCm: 197 },
      minutiae: [
        { kind: 'ending', x: 100, y: 120, angle: 90, quality: 90 },
        { kind: 'bifurcation', x: 210, y: 305, angle: 270, quality: 'unreported' },
      ],
    });
  });

  it('say the same in either format, to two degrees', () => {
    const [template] = templatesOf(readFingerRecord(recordBytes(ISO_2005)));
    const { minutiae, ...others } = readMinutiae(makeMinutiaeRecord(7, template!), undefined);
    expect({ ...others, minutiae: [] }).to.deep.equal({ ...template, minutiae: [] });
    expect(minutiae.map(({ angle }) => angle)).to.deep.equal([46, 270, 180]);
    expect(minutiae.map((minutia) => ({ ...minutia, angle: 0 }))).to.deep.equal(
      template!.minutiae.map((minutia) => ({ ...minutia, angle: 0 })),
    );
  });

  it('come of the block of INCITS 378 where there are both', () => {
    const both = makeRecord(9, [...INCITS, [6, '0'], [10, '0'], [12, '']]);
    expect(readMinutiae(both, undefined).minutiae).to.have.length(2);
  });

  const [place] = ['1\x1f10000500090\x1f2\x1fA'];
  const legacyWith = (minutia: string, count = '1'): TaggedRecord =>
    makeRecord(9, [
      [2, '01'],
      [3, '4'],
      [4, 'S'],
      [6, '0'],
      [10, count],
      [12, minutia],
    ]);
  const faults: readonly [what: string, record: TaggedRecord, fault: string][] = [
    [
      'neither block',
      makeRecord(
        9,
        INCITS.filter(([number]) => number !== 137),
      ),
      '101 9.137',
    ],
    ['a count that is not that of the list', incitsWith(136, '3'), '105 9.137'],
    [
      'a minutia beside the image',
      incitsWith(137, '1\x1f400\x1f1\x1f0\x1f1\x1f0\x1e2\x1f1\x1f1\x1f0\x1f1\x1f0'),
      '110 9.137',
    ],
    [
      'an angle beyond the turn',
      incitsWith(137, '1\x1f1\x1f1\x1f180\x1f1\x1f0\x1e2\x1f1\x1f1\x1f0\x1f1\x1f0'),
      '110 9.137',
    ],
    [
      'a minutia without its quality',
      incitsWith(137, '1\x1f1\x1f1\x1f1\x1f1\x1e2\x1f1\x1f1\x1f0\x1f1\x1f0'),
      '105 9.137',
    ],
    ['a resolution without a unit', incitsWith(130, '0'), '109 9.130'],
    ['a format of nobody', incitsWith(4, 'X'), '115 9.004'],
    ['a place of another length', legacyWith('1\x1f1000050009\x1f2\x1fA'), '115 9.012'],
    ['a direction beyond the turn', legacyWith('1\x1f10000500360\x1f2\x1fA'), '110 9.012'],
    ['a quality beyond 63', legacyWith('1\x1f10000500090\x1f64\x1fA'), '110 9.012'],
    ['a kind of nobody', legacyWith('1\x1f10000500090\x1f2\x1fE'), '115 9.012'],
    ['more minutiae than counted', legacyWith(`${place}\x1e${place}`), '105 9.012'],
    ['more minutiae than any print has', legacyWith(place, '1000'), '110 9.010'],
    ['letters where a print is white', legacyWith('1\x1f10000500090\x1f2\x1f\x80'), '111 9.012'],
  ];
  for (const [what, record, fault] of faults) {
    it(`are refused with code and field: ${what}`, () => {
      expect(faultOf(record)).to.equal(fault);
    });
  }
});
