import { expect } from 'chai';
import { readFingerRecord } from '../../../src/formats/finger-minutiae/read-record.js';
import type { FingerRecord, Iso2005Record } from '../../../src/formats/finger-minutiae/record.js';
import { writeFingerRecord } from '../../../src/formats/finger-minutiae/write-record.js';
import { bytesOf, INCITS_2004, ISO_2005, ISO_2011 } from './vectors.js';

describe('writing finger minutiae records', () => {
  for (const [format, hex] of Object.entries({ ISO_2005, ISO_2011, INCITS_2004 })) {
    it(`gives back the bytes of ${format}`, () => {
      expect(writeFingerRecord(readFingerRecord(bytesOf(hex))).toString('hex')).to.equal(hex);
    });
  }

  it('writes the long length of INCITS 378-2004 where two bytes do not hold it', () => {
    const record = readFingerRecord(bytesOf(INCITS_2004));
    if (record.format !== 'INCITS 378-2004') throw new Error(record.format);
    const block = Buffer.alloc(40_000);
    block.set([0x01, 0x00, 0x9c, 0x40]);
    const views = [record.views[0]!, record.views[0]!].map((view) => ({ ...view, extended: block }));
    const bytes = writeFingerRecord({ ...record, views });
    // 30 of header, and two views of 4 + 6 + 2 + 40,000.
    expect(bytes.subarray(8, 14).toString('hex')).to.equal(`0000${(80_054).toString(16).padStart(8, '0')}`);
    expect(bytes).to.have.length(80_054);
    expect(writeFingerRecord(readFingerRecord(bytes)).equals(bytes)).to.equal(true);
  });

  it('refuses what a format has no room for', () => {
    const record = readFingerRecord(bytesOf(ISO_2005)) as Iso2005Record;
    const [view] = record.views;
    const impossible: readonly FingerRecord[] = [
      { ...record, views: [] },
      { ...record, views: [{ ...view!, position: 11 }] },
      { ...record, views: [{ ...view!, quality: 101 }] },
      { ...record, views: [{ ...view!, minutiae: Array.from({ length: 256 }, () => view!.minutiae[0]!) }] },
      { ...record, views: [{ ...view!, minutiae: [{ ...view!.minutiae[0]!, x: 0x4000 }] }] },
      { ...record, image: { ...record.image, width: 1.5 } },
    ];
    for (const broken of impossible) expect(() => writeFingerRecord(broken)).to.throw(RangeError);
  });
});
