import { expect } from 'chai';
import { readExtendedData } from '../../../src/formats/finger-minutiae/extended-data.js';
import { readFingerRecord } from '../../../src/formats/finger-minutiae/read-record.js';
import { RecordFault, templatesOf } from '../../../src/formats/finger-minutiae/record.js';
import { bytesOf, INCITS_2004, ISO_2005, ISO_2011 } from './vectors.js';

const IMAGE = { width: 400, height: 500, xPerCm: 197, yPerCm: 197 };

const changed = (hex: string, at: number, ...bytes: number[]): Buffer => {
  const record = bytesOf(hex);
  record.set(bytes, at);
  return record;
};
const faultOf = (bytes: Uint8Array): string => {
  try {
    readFingerRecord(bytes);
    return 'none';
  } catch (error) {
    if (!(error instanceof RecordFault)) throw error;
    return `${error.rule} ${error.offset}`;
  }
};
const extendedBy = (block: readonly number[]): Buffer => {
  const record = Buffer.concat([bytesOf(ISO_2005), Buffer.from(block)]);
  record.writeUInt32BE(record.length, 8);
  record.writeUInt16BE(block.length, 46);
  return record;
};

describe('reading finger minutiae records', () => {
  it('gives what ISO/IEC 19794-2:2005 says', () => {
    expect(readFingerRecord(bytesOf(ISO_2005))).to.deep.equal({
      format: 'ISO/IEC 19794-2:2005',
      certification: 0,
      device: 0,
      image: IMAGE,
      views: [
        {
          position: 2,
          view: 0,
          impression: 0,
          quality: 80,
          minutiae: [
            { kind: 'ending', x: 100, y: 120, angle: 45, quality: 90 },
            { kind: 'bifurcation', x: 210, y: 305, angle: 270, quality: 75 },
            { kind: 'other', x: 50, y: 60, angle: 180, quality: 'unreported' },
          ],
          extended: Buffer.alloc(0),
        },
      ],
    });
  });

  it('gives what ISO/IEC 19794-2:2011 says', () => {
    expect(readFingerRecord(bytesOf(ISO_2011))).to.deep.equal({
      format: 'ISO/IEC 19794-2:2011',
      certified: false,
      views: [
        {
          position: 2,
          view: 0,
          impression: 4,
          image: IMAGE,
          capturedAt: bytesOf('07ea0b1a0900000000'),
          technology: 0,
          vendor: 0,
          device: 0,
          qualities: [{ value: 80, vendor: 0, algorithm: 1 }],
          certificates: [],
          endings: 1,
          minutiaBytes: 6,
          minutiae: [
            { kind: 'ending', x: 100, y: 120, angle: 90, quality: 90 },
            { kind: 'bifurcation', x: 210, y: 305, angle: 270, quality: 'unreported' },
          ],
          extended: Buffer.alloc(0),
        },
      ],
    });
  });

  it('tells INCITS 378-2004 from ISO by the length, and takes its angles by two degrees', () => {
    expect(readFingerRecord(bytesOf(INCITS_2004))).to.deep.equal({
      format: 'INCITS 378-2004',
      product: { owner: 0x1b, type: 0x201 },
      certification: 8,
      device: 1,
      image: IMAGE,
      views: [
        {
          position: 6,
          view: 1,
          impression: 1,
          quality: 80,
          minutiae: [{ kind: 'ending', x: 100, y: 120, angle: 90, quality: 90 }],
          extended: Buffer.alloc(0),
        },
      ],
    });
  });

  it('makes the same template of each format', () => {
    const [iso] = templatesOf(readFingerRecord(bytesOf(ISO_2011)));
    expect(iso).to.deep.include({ position: 2, impression: 4, quality: 80, image: IMAGE });
    const [incits] = templatesOf(readFingerRecord(bytesOf(INCITS_2004)));
    expect(incits).to.deep.include({ position: 6, impression: 1, quality: 80, image: IMAGE });
    expect(incits?.minutiae).to.deep.equal([iso?.minutiae[0]]);
  });

  const padded = ISO_2011.replace('00000042', '00000043');
  const faults: readonly [what: string, bytes: Uint8Array, fault: string][] = [
    ['nothing', Buffer.alloc(0), 'not_a_record 0'],
    ['another format', changed(ISO_2005, 0, 0x58), 'not_a_record 0'],
    ['another version', changed(ISO_2005, 5, 0x33), 'not_a_record 0'],
    ['a header and no more', bytesOf(ISO_2005).subarray(0, 10), 'length 10'],
    ['a wrong length', changed(ISO_2005, 11, 0x31), 'length 8'],
    ['a wrong length of INCITS', changed(INCITS_2004, 9, 0x27), 'length 8'],
    ['a long length where a short one would do', changed(INCITS_2004, 8, 0, 0), 'length 8'],
    ['more views than there are', changed(ISO_2005, 22, 2), 'length 48'],
    ['no view', changed(ISO_2005, 22, 0), 'views 22'],
    ['more views than any record has', changed(ISO_2005, 22, 177), 'views 22'],
    ['a reserved byte', changed(ISO_2005, 23, 1), 'reserved 23'],
    ['a finger that nobody has', changed(ISO_2005, 24, 11), 'position 24'],
    ['a quality above 100', changed(ISO_2005, 26, 101), 'quality 26'],
    ['more minutiae than there are', changed(ISO_2005, 27, 4), 'length 28'],
    ['a minutia right of the image', changed(ISO_2005, 28, 0x41, 0x90), 'minutia 28'],
    ['a minutia below the image', changed(ISO_2005, 30, 0x01, 0xf4), 'minutia 30'],
    ['a minutia of a reserved kind', changed(ISO_2005, 28, 0xc0), 'minutia 28'],
    ['reserved bits of a minutia', changed(ISO_2005, 30, 0x40), 'reserved 30'],
    ['an angle beyond the turn', changed(INCITS_2004, 38 - 4, 180), 'minutia 34'],
    ['the quality of a minutia above 100', changed(ISO_2005, 33, 101), 'quality 33'],
    ['extended data beyond the end', changed(ISO_2005, 46, 0, 1), 'length 48'],
    ['extended data that do not add up', extendedBy([1, 0, 0, 9, 0xab, 0xcd]), 'extended_data 48'],
    ['a representation longer than the record', changed(ISO_2011, 15, 0, 0, 0, 0x34), 'length 15'],
    ['a representation longer than what is in it', changed(`${padded}00`, 18, 0x34), 'length 66'],
    ['a quality of a minutia that stands for nothing', changed(ISO_2011, 63, 0x80), 'quality 63'],
    ['a flag that there is not', changed(ISO_2011, 14, 2), 'reserved 14'],
    ['minutiae of four bytes', changed(ISO_2011, 50, 0x41), 'minutia 50'],
  ];
  for (const [what, bytes, fault] of faults) {
    it(`names rule and place: ${what}`, () => {
      expect(faultOf(bytes)).to.equal(fault);
    });
  }

  it('refuses more bytes than any record has, without looking at them', () => {
    expect(faultOf(Buffer.alloc(1_048_577))).to.equal('too_long 1048576');
  });

  it('reads blocks of extended data, whether or not their length counts its own head', () => {
    for (const length of [6, 2]) {
      const { views } = readFingerRecord(extendedBy([1, 0, 0, length, 0xab, 0xcd]));
      expect(readExtendedData(views[0]!.extended)).to.deep.equal([{ type: 0x100, data: Buffer.from([0xab, 0xcd]) }]);
    }
  });
});
