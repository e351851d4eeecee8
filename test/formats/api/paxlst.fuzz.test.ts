import { expect } from 'chai';
import fc from 'fast-check';
import { validateApi } from '../../../src/formats/api/validation/validate-api.js';
import { fuzzRounds } from '../../helpers/fuzz.js';
import { ANNA, HEADER, message, read } from './lists.js';

const ZONE = 'P<UTOPROBE<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<<<\nP1234567<1AUT6407128F3001019<<<<<<<<<<<<<<06';

describe('any list of passengers', () => {
  it('with bytes changed, taken out or put in is read and validated without a throw', () => {
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
        const { lists, people, diagnostics } = read(text);
        for (const { offset } of diagnostics) expect(offset).to.be.within(0, text.length);
        const [list] = lists;
        if (list === undefined) return;
        const findings = validateApi(list, people, { law: '2025/13', today: '2026-11-26', zoneOf: () => ZONE });
        for (const { person } of findings) if (person !== undefined) expect(person).to.be.within(1, people.length);
      }),
      fuzzRounds(),
    );
  });
});
