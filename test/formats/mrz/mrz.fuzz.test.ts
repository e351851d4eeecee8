import { expect } from 'chai';
import fc from 'fast-check';
import { statementOfZone } from '../../../src/formats/cross-check/statement.js';
import { readMrz } from '../../../src/formats/mrz/read-mrz.js';
import { damaged, fuzzRounds } from '../../helpers/fuzz.js';
import { SPECIMENS } from './specimens.js';

describe('any machine-readable zone', () => {
  it('that came to harm is read without a throw; what could not be read is said, and where', () => {
    const whole = fc
      .constantFrom(...SPECIMENS)
      .map(({ lines }) => Buffer.from(lines.join('\n'), 'latin1') as Uint8Array);
    // Characters that a zone may have, at other places than where they belong.
    const misread = fc
      .tuple(whole, fc.array(fc.tuple(fc.nat(), fc.constantFrom(...Array.from('A0<OI9MXZ'))), { maxLength: 6 }))
      .map(([bytes, places]) => {
        const changed = Buffer.from(bytes);
        for (const [place, character] of places) {
          const at = place % changed.length;
          if (changed[at] !== 10) changed[at] = character.charCodeAt(0);
        }
        return changed as Uint8Array;
      });
    fc.assert(
      fc.property(
        fc.oneof(damaged(whole), misread),
        fc.constantFrom('2013-01-01', '2026-11-26', '1999-12-31'),
        (bytes, day) => {
          const reading = readMrz(Buffer.from(bytes).toString('latin1'), day);
          const { mrz, checks, diagnostics } = reading;
          if (mrz === undefined) expect(diagnostics).not.to.deep.equal([]);
          else expect(checks.length).to.be.within(3, 5);
          for (const { span } of diagnostics) if (span !== undefined) expect(span.to).to.be.greaterThan(span.from);
          expect(statementOfZone(reading) === undefined).to.equal(mrz === undefined);
        },
      ),
      fuzzRounds(),
    );
  });
});
