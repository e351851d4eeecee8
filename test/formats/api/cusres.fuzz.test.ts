import { expect } from 'chai';
import fc from 'fast-check';
import { damaged, fuzzRounds } from '../../helpers/fuzz.js';
import { ANSWER, answer, readAnswer } from './answers.js';

describe('any answer to a list of passengers', () => {
  it('that came to harm is read without a throw, and nobody boards by a code that the table lacks', () => {
    const whole = fc.constant(Buffer.from(answer(ANSWER), 'latin1'));
    fc.assert(
      fc.property(damaged(whole), (bytes) => {
        const { responses, diagnostics } = readAnswer(bytes, new Map([['0Z', 'ok']]));
        for (const { offset } of diagnostics) expect(offset).to.be.within(0, bytes.length);
        for (const { codes, status } of responses.flatMap(({ overall, passengers }) => [...overall, ...passengers])) {
          expect(status).to.equal(codes.length > 0 && codes.every((code) => code === '0Z') ? 'ok' : undefined);
        }
      }),
      fuzzRounds(),
    );
  });
});
