import { expect } from 'chai';
import fc from 'fast-check';
import { statementOfZone } from '../../../src/formats/cross-check/statement.js';
import { readMrz } from '../../../src/formats/mrz/read-mrz.js';
import { damaged, fuzzRounds } from '../../helpers/fuzz.js';
import { SPECIMENS } from './specimens.js';

/** Characters that a zone may have, at other places than where they belong, and some that it may not. */
const MISREAD = Array.from('A0<OI9MXZ aé«Ж𝟘\u0000');

describe('any machine-readable zone', () => {
  it('that came to harm is read without a throw; what could not be read is said, and where', () => {
    const whole = fc.constantFrom(...SPECIMENS).map(({ lines }) => lines.join('\n'));
    const cut = damaged(whole.map((text) => Buffer.from(text, 'latin1'))).map((bytes) =>
      Buffer.from(bytes).toString('latin1'),
    );
    const misread = fc
      .tuple(whole, fc.array(fc.tuple(fc.nat(), fc.constantFrom(...MISREAD)), { maxLength: 6 }))
      .map(([text, places]) => {
        const characters = Array.from(text);
        for (const [place, character] of places) {
          const at = place % characters.length;
          if (characters[at] !== '\n') characters[at] = character;
        }
        return characters.join('');
      });
    fc.assert(
      fc.property(fc.oneof(cut, misread), fc.constantFrom('2013-01-01', '2026-11-26', '1999-12-31'), (text, day) => {
        const reading = readMrz(text, day);
        const { mrz, checks, diagnostics } = reading;
        if (mrz === undefined) expect(diagnostics).not.to.deep.equal([]);
        else expect(checks.length).to.be.within(3, 5);
        for (const { span } of diagnostics) if (span !== undefined) expect(span.to).to.be.greaterThan(span.from);
        expect(statementOfZone(reading) === undefined).to.equal(mrz === undefined);
      }),
      fuzzRounds(),
    );
  });
});
