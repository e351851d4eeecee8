import { expect } from 'chai';
import fc from 'fast-check';
import type { PrumDnaMessage } from '../../../src/formats/prum-dna/message.js';
import { readMessage } from '../../../src/formats/prum-dna/read-message.js';
import { writeMessage } from '../../../src/formats/prum-dna/write-message.js';
import { damaged, fuzzRounds } from '../../helpers/fuzz.js';
import { comparisons, messages } from './messages.js';

/** The message, or undefined when it is refused: then with places that are in the file. */
function readOrRefuse(bytes: Uint8Array): PrumDnaMessage | undefined {
  const reading = readMessage(bytes);
  if ('message' in reading) return reading.message;
  const lines = bytes.reduce((sum, byte) => sum + Number(byte === 0x0a || byte === 0x0d), 1);
  expect(reading.faults).to.have.length.of.at.least(1);
  for (const { line, rule, description } of reading.faults) {
    expect(line).to.be.within(0, lines);
    expect([rule, description]).to.not.include('');
  }
  return undefined;
}

const files = messages.map((message) => new Uint8Array(Buffer.from(writeMessage(message))));

describe('messages with DNA profiles, whatever becomes of their bytes (property)', () => {
  it('are refused wherever they are cut off', () => {
    const [message] = fc.sample(comparisons, { numRuns: 1, seed: 4 });
    const bytes = Buffer.from(writeMessage(message!));
    const whole = bytes.lastIndexOf('>') + 1;
    for (let length = 0; length < whole; length++) {
      expect(readOrRefuse(bytes.subarray(0, length)), `${length} bytes`).to.equal(undefined);
    }
    expect(readOrRefuse(bytes.subarray(0, whole))).to.deep.equal(message);
  });

  it('are read or refused with one bit turned, and what is read can be sent on', () => {
    fc.assert(
      fc.property(files, fc.nat(), fc.integer({ min: 0, max: 7 }), (bytes, at, bit) => {
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
        const message = readOrRefuse(bytes);
        if (message !== undefined) expect(readOrRefuse(Buffer.from(writeMessage(message)))).to.deep.equal(message);
      }),
      fuzzRounds(),
    );
  });

  it('are read or refused however they are damaged, and what is read can be sent on', () => {
    fc.assert(
      fc.property(damaged(files), (bytes) => {
        const message = readOrRefuse(bytes);
        if (message !== undefined) expect(readOrRefuse(Buffer.from(writeMessage(message)))).to.deep.equal(message);
      }),
      fuzzRounds(),
    );
  });

  it('are read or refused when they are no message at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readOrRefuse(bytes);
      }),
      fuzzRounds(),
    );
  });
});
