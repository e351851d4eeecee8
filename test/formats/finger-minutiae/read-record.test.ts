import { expect } from 'chai';
import fc from 'fast-check';
import { readFingerRecord } from '../../../src/formats/finger-minutiae/read-record.js';

/**
 * Written down byte by byte after ISO/IEC 19794-2:2005: 400 by 500 points at 197 per cm; right index finger, quality 80; an
 * ending at 100, 120, a bifurcation at 210, 305, and another at 50, 60.
 */
const VECTOR =
  '464d520020323000000000300000019001f400c500c50100' +
  '02005003' +
  '40640078205a' +
  '80d20131c04b' +
  '0032003c8000' +
  '0000';
const vector = () => Buffer.from(VECTOR, 'hex');
const changed = (at: number, ...bytes: number[]) => {
  const record = vector();
  record.set(bytes, at);
  return record;
};

describe('finger minutiae records', () => {
  it('tell position, impression, quality and number of minutiae of each view', () => {
    expect(readFingerRecord(vector())).to.deep.equal([
      { position: 2, impression: 0, quality: 80, minutiae: 3, extended: [] },
    ]);
  });

  it('are refused for what is wrong with them', () => {
    const faults: readonly [string, Uint8Array, string][] = [
      ['nothing', Buffer.alloc(0), 'not_a_record'],
      ['another format', changed(0, 0x58), 'not_a_record'],
      ['another version', changed(5, 0x33), 'not_a_record'],
      ['a wrong length', changed(11, 0x31), 'length'],
      ['more views than there are', changed(22, 2), 'length'],
      ['fewer views than there are', changed(22, 0), 'length'],
      ['more minutiae than there are', changed(27, 4), 'length'],
      ['a finger that nobody has', changed(24, 11), 'position'],
      ['a minutia beside the image', changed(28, 0x41, 0x90), 'minutia'],
      ['extended data beyond the end', changed(46, 0, 1), 'length'],
    ];
    for (const [what, bytes, fault] of faults) expect(readFingerRecord(bytes), what).to.equal(fault);
    const empty = changed(22, 0).subarray(0, 24);
    empty.writeUInt32BE(24, 8);
    expect(readFingerRecord(empty)).to.equal('no_view');
  });

  it('may bear blocks of extended data, whether or not their length counts its own head', () => {
    const withBlock = (length: number) => {
      const record = Buffer.concat([vector(), Buffer.from([0x01, 0x00, 0, length, 0xab, 0xcd])]);
      record.writeUInt32BE(record.length, 8);
      record.writeUInt16BE(6, 46);
      return record;
    };
    for (const length of [6, 2]) {
      expect(readFingerRecord(withBlock(length)))
        .to.have.nested.property('[0].extended')
        .that.deep.equals([{ type: 0x100, data: withBlock(length).subarray(52) }]);
    }
    expect(readFingerRecord(withBlock(9))).to.equal('extended_data');
  });

  it('never make the reader throw or read beyond their end (property)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(47), fc.uint8Array({ maxLength: 6 }), (tail, at, bytes) => {
        const record = Buffer.concat([vector(), tail]);
        record.writeUInt32BE(record.length, 8);
        record.set(bytes.slice(0, record.length - at), at);
        const read = readFingerRecord(record);
        if (typeof read !== 'string') expect(read.length).to.equal(record[22]);
      }),
    );
  });
});
