import { expect } from 'chai';
import fc from 'fast-check';
import { readFingerRecord } from '../../../src/formats/finger-minutiae/read-record.js';
import { RecordFault, templatesOf } from '../../../src/formats/finger-minutiae/record.js';
import { writeFingerRecord } from '../../../src/formats/finger-minutiae/write-record.js';
import { damaged, fuzzRounds, readOrFault } from '../../helpers/fuzz.js';
import { fingerRecordBytes, fingerRecords } from './arbitraries.js';

const isFault = (error: unknown): error is RecordFault => error instanceof RecordFault;

describe('finger minutiae records, whatever they hold (property)', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(fingerRecords, (record) => {
        expect(readFingerRecord(writeFingerRecord(record))).to.deep.equal(record);
      }),
      fuzzRounds(100),
    );
  });

  it('give back the same bytes, or a fault that lies within them, however they are damaged', () => {
    fc.assert(
      fc.property(fc.oneof(damaged(fingerRecordBytes), fc.uint8Array({ maxLength: 100 })), (bytes) => {
        const record = readOrFault(readFingerRecord, bytes, isFault);
        if (record === undefined) return;
        expect(writeFingerRecord(record).equals(bytes)).to.equal(true);
        for (const { image, minutiae } of templatesOf(record)) {
          for (const { x, y, angle } of minutiae) {
            expect(x).to.be.within(0, image.width - 1);
            expect(y).to.be.within(0, image.height - 1);
            expect(angle).to.be.within(0, 359.999);
          }
        }
      }),
      fuzzRounds(),
    );
  });
});
