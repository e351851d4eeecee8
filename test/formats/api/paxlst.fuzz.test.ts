import { expect } from 'chai';
import fc from 'fast-check';
import { fuzzRounds } from '../../helpers/fuzz.js';
import { ANNA, HEADER, message, read } from './lists.js';

describe('any list of passengers', () => {
  it('with bytes changed, taken out or put in is read without a throw', () => {
    const bytes = Buffer.from(message([...HEADER, ...ANNA, ...ANNA, 'CNT+42:2']), 'latin1');
    const change = fc.record({
      at: fc.integer({ min: 0, max: bytes.length - 1 }),
      out: fc.nat(40),
      put: fc.uint8Array({ maxLength: 12 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        let text = bytes;
        for (const { at, out, put } of changes)
          text = Buffer.concat([text.subarray(0, at), put, text.subarray(at + out)]);
        for (const { offset } of read(text).diagnostics) expect(offset).to.be.within(0, text.length);
      }),
      fuzzRounds(),
    );
  });
});
