import { expect } from 'chai';
import fc from 'fast-check';
import { fuzzRounds } from '../../helpers/fuzz.js';
import { interchange, readPnrgov, record } from './messages.js';

const GOOD = record('TIF+GUT+MAXMR:A:1', 'TVL+261126:0930:261126:1105+VIE+XAA+ZZ+123:Y');
const RICH = record(
  'DAT+700:021126:1200',
  'ORG+1A:MUC+12345675:OFF1+MUC++T+XB:EUR+AG7',
  'ADD++700:RING 1:WIEN:::AT:1010',
  'TIF+PROBE+ANNAMRS:A:1',
  'FTI+ZZ:4711',
  'SSR+DOCS:HK:1:ZZ:::::/P/XA/P1/XB/12JUL64/F/01JAN30/PROBE/ANNA',
  'TKT+2571234567890:T:1',
  'FOP+CC::100.00:VI:4111XXXXXXXX1111:1229',
  'TVL+261126:0930:261126:1105+VIE+XAA+ZZ+123:Y',
  'DAT+2:261126:0801',
  'TRI++001:::1',
  'SSD+011C++++Y',
  'TBD++2:46:700++HP:7+ZZ:0001:2:XAA',
  'ABI+1+AGT1+VIE+ZZ',
  'SAC+++X',
  'TVL+251126:0930::1105+VIE+XAA+ZZ+121:Y',
);
const MESSAGE = Buffer.from(interchange([...GOOD, ...RICH, ...GOOD]), 'latin1');

describe('any interchange', () => {
  it('is told of the same whatever pieces it comes in', () => {
    const whole = readPnrgov(MESSAGE);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: MESSAGE.length - 1 }), { maxLength: 20 }), (cuts) => {
        const places = [0, ...[...cuts].sort((a, b) => a - b), MESSAGE.length];
        const pieces = places.slice(1).map((end, at) => MESSAGE.subarray(places[at], end));
        expect(readPnrgov(...pieces)).to.deep.equal(whole);
      }),
      fuzzRounds(),
    );
  });

  it('with bytes changed, taken out or put in is read without a throw, and said to be odd at places that it has', () => {
    const change = fc.record({
      at: fc.integer({ min: 0, max: MESSAGE.length - 1 }),
      out: fc.nat(40),
      put: fc.uint8Array({ maxLength: 12 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        let bytes = MESSAGE;
        for (const { at, out, put } of changes)
          bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + out)]);
        for (const { offset } of readPnrgov(bytes).diagnostics) expect(offset).to.be.within(0, bytes.length);
      }),
      fuzzRounds(),
    );
  });

  it('of bytes alone says that it is none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const { records, diagnostics } = readPnrgov(bytes);
        expect(records).to.deep.equal([]);
        expect(diagnostics.length).to.be.greaterThan(0);
      }),
      fuzzRounds(),
    );
  });
});
