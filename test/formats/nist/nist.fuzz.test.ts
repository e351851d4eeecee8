import { expect } from 'chai';
import fc from 'fast-check';
import { NistFault } from '../../../src/formats/nist/nist-fault.js';
import { makeMinutiaeRecord } from '../../../src/formats/nist/make-minutiae.js';
import { makeTransaction } from '../../../src/formats/nist/prum/make-transaction.js';
import { readTransaction } from '../../../src/formats/nist/prum/read-transaction.js';
import { readNistFile } from '../../../src/formats/nist/read-file.js';
import { contentOf, makeRecord, writeNistFile } from '../../../src/formats/nist/write-file.js';
import { templatesOf } from '../../../src/formats/finger-minutiae/record.js';
import { damaged, fuzzRounds, readOrFault } from '../../helpers/fuzz.js';
import { fingerRecords } from '../finger-minutiae/arbitraries.js';
import { FINGER, LATENT, MINUTIAE, PALM, PALM_LATENT, transaction } from './prum/transactions.js';

const isFault = (error: unknown): error is NistFault => error instanceof NistFault;

/** Files of the profile, and others with records that it does not know. */
const files: fc.Arbitrary<Uint8Array> = fc
  .oneof(
    fc.constantFrom(
      transaction('CPS', [FINGER, FINGER]),
      transaction('PMS', [FINGER, PALM], { two: { 10: 'NL/P17', 320: '5' } }),
      transaction('MPS', [MINUTIAE, LATENT], { two: { 7: 'NL/C2025-000017', 8: '0001', 9: 'A' } }),
      transaction('MMS', [PALM_LATENT]),
      transaction('SRE', [FINGER], { two: { 10: 'DE/P0000004', 64: 'MPS\x1eI\x1e001/003\x1e999999' } }),
      transaction('ERR', [], { two: { 74: '501: ridges not clear\x1e999: other' } }),
    ),
    fingerRecords.map((record) => {
      const minutiae = templatesOf(record).map((template, idc) => makeMinutiaeRecord(idc, template));
      return transaction('MPS', [...minutiae, LATENT]);
    }),
    fc
      .array(fc.tuple(fc.integer({ min: 10, max: 99 }), fc.uint8Array({ maxLength: 40 })), { maxLength: 4 })
      .map((others) => {
        const records = others.map(([type, data], idc) =>
          makeRecord(type, [
            [2, String(idc)],
            [999, data],
          ]),
        );
        const second = makeRecord(2, [[2, '0']]);
        return {
          header: makeRecord(1, [
            [2, '0502'],
            [3, contentOf([second, ...records])],
          ]),
          records: [second, ...records],
        };
      }),
  )
  .map((file) => writeNistFile(file));

describe('files of ANSI/NIST-ITL, whatever they hold (property)', () => {
  it('are read, and written as the same bytes', () => {
    fc.assert(
      fc.property(files, (bytes) => {
        expect(writeNistFile(readNistFile(bytes)).equals(bytes)).to.equal(true);
      }),
      fuzzRounds(100),
    );
  });

  it('give back the same bytes, or a fault that lies within them, however they are damaged', () => {
    fc.assert(
      fc.property(fc.oneof(damaged(files), fc.uint8Array({ maxLength: 100 })), (bytes) => {
        const file = readOrFault(readNistFile, bytes, isFault);
        if (file === undefined) return;
        expect(writeNistFile(file).equals(bytes)).to.equal(true);
        const read = readOrFault(() => readTransaction(file), bytes, isFault);
        if (read !== undefined) readTransaction(readNistFile(writeNistFile(makeTransaction(read))));
      }),
      fuzzRounds(),
    );
  });

  it('are transactions or faults however one field is put in place of another', () => {
    const value = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc
        .array(fc.constantFrom('0', '1', '9', 'C', 'P', 'S', 'M', 'Z', '/', '.', ':', '-', '\x1e', '\x1f'), {
          maxLength: 20,
        })
        .map((letters) => letters.join('')),
      fc.constantFrom('0', '99999999999', '-1', '1e9', '\x1e\x1f', ''),
    );
    const numbers = fc.constantFrom(...Array.from({ length: 20 }, (_, n) => n + 2), 64, 74, 320);
    fc.assert(
      fc.property(
        fc.constantFrom('CPS', 'MPS', 'SRE', 'ERR'),
        numbers,
        numbers,
        value,
        value,
        (type, one, two, a, b) => {
          const changes = { one: { [one]: a }, two: { 64: 'MPS\x1eN', [two]: b } };
          readOrFault(() => readTransaction(transaction(type, [FINGER], changes)), Buffer.alloc(10_000), isFault);
        },
      ),
      fuzzRounds(),
    );
  });
});
