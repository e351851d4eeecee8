import { expect } from 'chai';
import fc from 'fast-check';
import {
  writeInterchange,
  type WrittenEnvelope,
  type WrittenMessage,
} from '../../../src/formats/edifact/write-interchange.js';
import { type Element, writeSegment } from '../../../src/formats/edifact/writer.js';
import { tokensOf } from './tokens.js';

const ENVELOPE: WrittenEnvelope = {
  sender: ['ZZ', 'ZZ'],
  recipient: 'XAAPIU',
  day: '2026-11-26',
  time: '08:05',
  reference: '77',
};
const MESSAGE: WrittenMessage = {
  reference: 'M1',
  type: ['PAXLST', 'D', '12B', 'UN', 'IATA'],
  segments: [writeSegment('BGM', '745', '')],
};

describe('writing an interchange', () => {
  it('counts segments from header to trailer, and messages', () => {
    expect(writeInterchange(ENVELOPE, [MESSAGE, { ...MESSAGE, reference: 'M2' }])).to.equal(
      "UNA:+.? 'UNB+UNOA:4+ZZ:ZZ+XAAPIU+261126:0805+77'" +
        "UNH+M1+PAXLST:D:12B:UN:IATA'BGM+745'UNT+3+M1'UNH+M2+PAXLST:D:12B:UN:IATA'BGM+745'UNT+3+M2'UNZ+2+77'",
    );
  });

  it('counts messages in the trailer of a group, and groups in that of the interchange', () => {
    expect(writeInterchange({ ...ENVELOPE, group: 'G1', application: 'APIS' }, [MESSAGE])).to.equal(
      "UNA:+.? 'UNB+UNOA:4+ZZ:ZZ+XAAPIU+261126:0805+77++APIS'UNG+PAXLST+ZZ:ZZ+XAAPIU+261126:0805+G1+UN+D:12B'" +
        "UNH+M1+PAXLST:D:12B:UN:IATA'BGM+745'UNT+3+M1'UNE+1+G1'UNZ+1+77'",
    );
  });

  it('marks the first and the last of several parts', () => {
    const headerOf = (number: number, last: boolean): string =>
      writeInterchange(ENVELOPE, [{ ...MESSAGE, accessReference: 'ZZ1', part: { number, last } }]).split("'")[2]!;
    expect(headerOf(1, false)).to.equal('UNH+M1+PAXLST:D:12B:UN:IATA+ZZ1+01:C');
    expect(headerOf(2, false)).to.equal('UNH+M1+PAXLST:D:12B:UN:IATA+ZZ1+02');
    expect(headerOf(3, true)).to.equal('UNH+M1+PAXLST:D:12B:UN:IATA+ZZ1+03:F');
  });

  it('releases what would divide', () => {
    const segments = [writeSegment('FTX', "A+B:C?D'E", ['', 'X', ''])];
    expect(writeInterchange(ENVELOPE, [{ ...MESSAGE, segments }])).to.contain("'FTX+A?+B?:C??D?'E+:X'UNT+3");
  });

  it('announces UTF-8 for letters that ASCII lacks, unless a syntax is given', () => {
    const segments = [writeSegment('FTX', 'é')];
    expect(writeInterchange(ENVELOPE, [{ ...MESSAGE, segments }])).to.contain("'UNB+UNOW:4+");
    expect(writeInterchange({ ...ENVELOPE, syntax: ['IATA', '1'] }, [{ ...MESSAGE, segments }])).to.contain(
      "'UNB+IATA:1+",
    );
  });

  it('writes control characters as blanks, since readers would take them for lines and frames', () => {
    expect(writeSegment('FTX', 'A\r\nB\u0003')).to.equal("FTX+A B '");
  });

  it('refuses a day that two digits of a year cannot tell', () => {
    for (const day of ['1999-11-26', '261126'])
      expect(() => writeInterchange({ ...ENVELOPE, day }, [MESSAGE])).to.throw(RangeError, 'day');
  });

  it('is cut into the segments that were written', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from("AB?+:' é.*7")), minLength: 1, maxLength: 8 });
    const segment = fc
      .array(fc.array(text, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })
      .map((elements): readonly [string, ...Element[]] => ['FTX', ...elements]);
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 5 }), (segments) => {
        const { segments: read, diagnostics } = tokensOf(
          Buffer.from(
            writeInterchange(ENVELOPE, [{ ...MESSAGE, segments: segments.map((one) => writeSegment(...one)) }]),
          ),
        );
        expect(diagnostics).to.deep.equal([]);
        expect(read.slice(2, -2)).to.deep.equal(segments);
      }),
    );
  });
});
