import { expect } from 'chai';
import fc from 'fast-check';
import { EdifactTokenizer } from '../../../src/formats/edifact/tokenizer.js';
import { tokensOf } from './tokens.js';

const HEAD = "UNB+IATA:1+XX++260101:0600+1'UNH+1+PNRGOV:13:1:IA+REF1'";
const TAIL = "UNT+4+1'UNZ+1+1'";
const NAMES = ['UNB', 'UNH', 'TIF', 'UNT', 'UNZ'];
const tagsOf = (...pieces: Parameters<typeof tokensOf>): string[] => tokensOf(...pieces).segments.map(([tag]) => tag);

describe('cutting an interchange into segments', () => {
  it('gives tags, elements and components, empty ones too', () => {
    const { segments, diagnostics } = tokensOf(`${HEAD}TIF+PROBE+ANNA:A:1'ADD++700:A ROAD:TOWN:::XA'SRC'${TAIL}`);
    expect(segments.slice(2, 5)).to.deep.equal([
      ['TIF', ['PROBE'], ['ANNA', 'A', '1']],
      ['ADD', [''], ['700', 'A ROAD', 'TOWN', '', '', 'XA']],
      ['SRC'],
    ]);
    expect(diagnostics).to.deep.equal([]);
  });

  it('counts segments from the UNB on, and bytes from the beginning of the input', () => {
    const { places } = tokensOf('mail header\r\n', `${HEAD}${TAIL}`);
    expect(places[0]).to.deep.equal({ number: 1, offset: 13, end: 13 + 29 });
    expect(places[1]).to.deep.equal({ number: 2, offset: 42, end: 42 + 26 });
  });

  it('takes what follows a release character as data', () => {
    const { segments } = tokensOf(`${HEAD}IFT+4:28+UNT?+50 WHAT?? O?'NEIL A?:B'${TAIL}`);
    expect(segments[2]).to.deep.equal(['IFT', ['4', '28'], ["UNT+50 WHAT? O'NEIL A:B"]]);
  });

  it('divides by the characters of the UNA, and resets them for the next interchange', () => {
    const other = 'UNA:-.? *UNB-IATA:1-DL--260101:0600-1*TIF-SERIO-REUBEN:A:1*IFT-4-SEA 866 746-4647*UNZ-1-1*';
    const { segments, diagnostics } = tokensOf(other, `${HEAD}TIF+A-B'${TAIL}`);
    expect(segments.map(([tag]) => tag)).to.deep.equal(['UNB', 'TIF', 'IFT', 'UNZ', ...NAMES]);
    // An unreleased separator in free text divides: nobody can know better.
    expect(segments[2]).to.deep.equal(['IFT', ['4'], ['SEA 866 746'], ['4647']]);
    expect(segments[6]).to.deep.equal(['TIF', ['A-B']]);
    expect(diagnostics).to.deep.equal([]);
  });

  for (const una of ["UNA:+.?*'", "UNA:+.? '"]) {
    it(`takes ${una}`, () => {
      expect(tokensOf(`${una}${HEAD}TIF+A'${TAIL}`)).to.deep.include({ diagnostics: [] });
      expect(tagsOf(`${una}${HEAD}TIF+A'${TAIL}`)).to.deep.equal(NAMES);
    });
  }

  for (const [una, rest] of [
    ['UNA:*.? #', 'UNB*UNOA:4*A*B#TIF*X+Y#UNZ*1*1#'],
    ['UNA:*.? $', 'UNB*UNOA:4*A*B$TIF*X+Y$UNZ*1*1$'],
    ['UNA:(.? )', 'UNB(UNOA:4(A(B)TIF(X+Y)UNZ(1(1)'],
  ] as const) {
    it(`takes ${una}`, () => {
      const { segments, diagnostics } = tokensOf(una + rest);
      expect(segments.map(([tag]) => tag)).to.deep.equal(['UNB', 'TIF', 'UNZ']);
      expect(segments[1]).to.deep.equal(['TIF', ['X+Y']]);
      expect(diagnostics).to.deep.equal([]);
    });
  }

  for (const una of ["UNA:+\\*'", 'UNA:+.? \u2019', "UNA::.? '", 'UNA:+.? ~']) {
    it(`falls back to the default characters after ${una}`, () => {
      const { segments, diagnostics } = tokensOf(Buffer.from(`${una}${HEAD}TIF+A:B'${TAIL}`));
      expect(segments.map(([tag]) => tag)).to.deep.equal(NAMES);
      expect(diagnostics).to.deep.equal([{ fault: 'UNA_INVALID', segment: 0, offset: 0 }]);
    });
  }

  it('passes over frames and line ends, also inside a tag', () => {
    const text = `\x01QK XX\r\n\x02${HEAD}T\r\nIF+PRO\r\nBE+ANNA'UN\r\nT+3+1'U\x03\fNZ+1+1'\x03`;
    const { segments, diagnostics } = tokensOf(text);
    expect(segments.map(([tag]) => tag)).to.deep.equal(NAMES);
    expect(segments[2]).to.deep.equal(['TIF', ['PROBE'], ['ANNA']]);
    expect(diagnostics).to.deep.equal([]);
  });

  it('takes a release character before a line end as one for what follows on the next line', () => {
    const text = `${HEAD}IFT+4+O?\r\n'NEIL A?\n+B C?\r\n?D'TIF+A'${TAIL}`;
    const { segments, diagnostics } = tokensOf(text);
    expect(segments.slice(2, 4)).to.deep.equal([
      ['IFT', ['4'], ["O'NEIL A+B C?D"]],
      ['TIF', ['A']],
    ]);
    expect(diagnostics).to.deep.equal([]);
    for (let cut = HEAD.length; cut < text.length; cut++)
      expect(tokensOf(text.slice(0, cut), text.slice(cut)).segments, String(cut)).to.deep.equal(segments);
  });

  it('does not end a segment that is too long at a terminator released on the line before', () => {
    const text = `${HEAD}IFT+${'X'.repeat(75_000)}?\r\n'Y'TIF+B'${TAIL}`;
    const at = text.indexOf('?');
    for (const cut of [at, at + 1, at + 2, at + 3, at + 4]) {
      const pieces = [text.slice(0, 70_000), text.slice(70_000, cut), text.slice(cut)];
      expect(tagsOf(...pieces), String(cut)).to.deep.equal(['UNB', 'UNH', 'TIF', 'UNT', 'UNZ']);
    }
  });

  it('finds an interchange whose UNB is broken by a line end', () => {
    expect(tagsOf(`junk U\r\nNB+IATA:1+XX'UNZ+1+1'`)).to.deep.equal(['UNB', 'UNZ']);
  });

  it('finds an interchange with blanks around the tag of its UNB', () => {
    expect(tokensOf("junk ' UNB +IATA:1+XX'UNZ+1+1'").segments[0]).to.deep.equal(['UNB', ['IATA', '1'], ['XX']]);
    expect(tagsOf('UNA:-.? *UNB -IATA:1-XX*UNZ-1-1*')).to.deep.equal(['UNB', 'UNZ']);
  });

  it('takes no letters for a UNB that pages of line ends part, and holds none of those', () => {
    for (const text of [`U${'\r'.repeat(70)}NB+IATA:1'`, `UNB${'\n'.repeat(70)}+IATA:1'`]) {
      const { segments, diagnostics } = tokensOf(...text.split(''));
      expect(segments).to.deep.equal([]);
      expect(diagnostics).to.deep.equal([{ fault: 'NO_INTERCHANGE', segment: 0, offset: 0 }]);
    }
    const pages = Array.from({ length: 5_000 }, () => `U${'\r'.repeat(8_191)}`);
    expect(tagsOf(...pages, `${HEAD}${TAIL}`)).to.deep.equal(['UNB', 'UNH', 'UNT', 'UNZ']);
  });

  it('passes over text before, between and after, whatever it says', () => {
    const text = `SUNBED UNBELIEVABLE UNAWARE\r\n${HEAD}TIF+A'${TAIL}\r\nRegards, O'Neil + Co: UNT+1'\r\n${HEAD}TIF+B'${TAIL} bye'`;
    const { segments, diagnostics } = tokensOf(text);
    expect(segments.map(([tag]) => tag)).to.deep.equal([...NAMES, ...NAMES]);
    expect(diagnostics).to.deep.equal([]);
  });

  it('goes on with a new UNA where the interchange before was not ended', () => {
    expect(tagsOf(`${HEAD}TIF+A'UNA:+.? '${HEAD}TIF+B'${TAIL}`)).to.deep.equal(['UNB', 'UNH', 'TIF', ...NAMES]);
  });

  it('goes on with a new UNB likewise, with the default characters again, and counts anew', () => {
    for (const [una, first] of [
      ["UNA:+.? '", HEAD],
      ['UNA:-.? *', 'UNB-IATA:1-XX--260101:0600-1*UNH-1*'],
    ] as const) {
      const text = `${una}${first}${HEAD}TIF+A:B'${TAIL}`;
      for (const pieces of [[text], text.split('')]) {
        const { segments, places, diagnostics } = tokensOf(...pieces);
        expect(segments.map(([tag]) => tag)).to.deep.equal(['UNB', 'UNH', ...NAMES]);
        expect(segments[4]).to.deep.equal(['TIF', ['A', 'B']]);
        expect(places.map(({ number }) => number)).to.deep.equal([1, 2, 1, 2, 3, 4, 5]);
        expect(diagnostics).to.deep.equal([]);
      }
    }
  });

  it('takes blanks off a tag', () => {
    expect(tagsOf("UNB+IATA:1' UNG +PAXLST'  UNH +1'UNZ+1'")).to.deep.equal(['UNB', 'UNG', 'UNH', 'UNZ']);
  });

  it('takes a last segment without its terminator, and says so', () => {
    const { segments, diagnostics } = tokensOf(`${HEAD}TIF+PROBE+AN`);
    expect(segments[2]).to.deep.equal(['TIF', ['PROBE'], ['AN']]);
    expect(diagnostics).to.deep.equal([{ fault: 'TRUNCATED', segment: 3, offset: 55 }]);
    for (const [end, text] of [
      ['PROBE?', 'PROBE'],
      ['PROBE?\r\n', 'PROBE'],
      ['PROBE??', 'PROBE?'],
      ['PROBE??\r\n', 'PROBE?'],
      ['PROBE???', 'PROBE?'],
    ] as const)
      expect(tokensOf(`${HEAD}TIF+${end}`).segments[2], end).to.deep.equal(['TIF', [text]]);
  });

  it('passes over a segment without a tag, and keeps its neighbours', () => {
    const { segments, diagnostics } = tokensOf(`${HEAD}TIF+A'L'+X'TIF+B'${TAIL}`);
    expect(segments.map(([tag]) => tag)).to.deep.equal(['UNB', 'UNH', 'TIF', 'TIF', 'UNT', 'UNZ']);
    expect(diagnostics.map(({ fault, segment }) => [fault, segment])).to.deep.equal([
      ['TAG_INVALID', 4],
      ['TAG_INVALID', 5],
    ]);
  });

  it('loses no segment behind a release character where a tag should be', () => {
    const { segments, diagnostics } = tokensOf(`${HEAD}?'TIF+A'L?'TIF+B'Lx+?'TIF+C'${TAIL}`);
    expect(segments.slice(2, 5).flat(2)).to.deep.equal(['TIF', 'A', 'TIF', 'B', 'TIF', 'C']);
    expect(diagnostics.map(({ fault, segment }) => [fault, segment])).to.deep.equal([
      ['TAG_INVALID', 3],
      ['TAG_INVALID', 5],
      ['TAG_INVALID', 7],
    ]);
  });

  it('passes over a segment that is too long or too wide, and keeps its neighbours', () => {
    for (const [filler, fault] of [
      ['X'.repeat(1_000_000), 'SEGMENT_TOO_LONG'],
      [`${'X'.repeat(65_536)}?`.repeat(2), 'SEGMENT_TOO_LONG'],
      ['+'.repeat(5_000), 'SEGMENT_TOO_WIDE'],
    ] as const) {
      const text = Buffer.from(`${HEAD}TIF+A'IFT+${filler}'TIF+B'${TAIL}`, 'latin1');
      const pieces = Array.from({ length: Math.ceil(text.length / 10_000) }, (_, n) =>
        text.subarray(n * 10_000, (n + 1) * 10_000),
      );
      for (const { segments, diagnostics } of [tokensOf(text), tokensOf(...pieces)]) {
        expect(diagnostics).to.deep.equal([{ fault, segment: 4, offset: 61 }]);
        if (!filler.endsWith('?')) {
          expect(segments.slice(2).map((token) => token.flat().join())).to.deep.equal([
            'TIF,A',
            'TIF,B',
            'UNT,4,1',
            'UNZ,1,1',
          ]);
        }
      }
    }
  });

  it('keeps every component of a wide segment', () => {
    for (const count of [60, 61, 62, 63, 64, 65, 1_000, 4_000]) {
      const texts = Array.from({ length: count }, (_, at) => String(at));
      const { segments, diagnostics } = tokensOf(`${HEAD}FTI+${texts.join('+')}'IFT+${texts.join(':')}'TIF+A'${TAIL}`);
      expect(segments.slice(2, 5)).to.deep.equal([
        ['FTI', ...texts.map((text) => [text])],
        ['IFT', texts],
        ['TIF', ['A']],
      ]);
      expect(diagnostics).to.deep.equal([]);
    }
  });

  it('does not end a segment that is too long at a released terminator, wherever the pieces are cut', () => {
    const text = `${HEAD}IFT+${'X'.repeat(75_000)}?'UNH+X???'Y'TIF+B'${TAIL}`;
    const names = tokensOf(text).segments.map(([tag]) => tag);
    expect(names).to.deep.equal(['UNB', 'UNH', 'TIF', 'UNT', 'UNZ']);
    const first = HEAD.length + 4 + 75_000;
    for (const cut of [1, 2, 8, 9, 10, 11, 12].map((n) => first + n)) {
      const pieces = [text.slice(0, 66_000 + HEAD.length), text.slice(66_000 + HEAD.length, cut), text.slice(cut)];
      expect(tagsOf(...pieces), String(cut)).to.deep.equal(names);
    }
  });

  it('keeps nothing of a piece that its owner uses again', () => {
    for (const length of [7, 5_000]) {
      const text = Buffer.from(`${HEAD}IFT+${'A'.repeat(12_000)}'${TAIL}`);
      const buffer = Buffer.alloc(length);
      const segments: string[] = [];
      const tokenizer = new EdifactTokenizer({
        segment: (segment) => segments.push(segment.tag + segment.text(0)),
        diagnostic: (diagnostic) => segments.push(diagnostic.fault),
      });
      for (let at = 0; at < text.length; at += length) {
        const read = text.copy(buffer, 0, at);
        tokenizer.push(buffer.subarray(0, read));
        buffer.fill('x');
      }
      tokenizer.end();
      expect(segments).to.deep.equal(['UNBIATA', 'UNH1', `IFT${'A'.repeat(12_000)}`, 'UNT4', 'UNZ1']);
    }
  });

  it('says that there is no interchange', () => {
    for (const text of ['', 'hello', 'UNB', "UNA:+.? '", 'U'.repeat(5_000)]) {
      const { segments, diagnostics } = tokensOf(text);
      expect(segments).to.deep.equal([]);
      expect(diagnostics).to.deep.equal([{ fault: 'NO_INTERCHANGE', segment: 0, offset: 0 }]);
    }
  });

  it('reads text as UTF-8, or else as ISO 8859-1', () => {
    expect(tokensOf(Buffer.from(`${HEAD}TIF+MÜLLER'${TAIL}`)).segments[2]).to.deep.equal(['TIF', ['MÜLLER']]);
    expect(tokensOf(Buffer.from(`${HEAD}TIF+MÜLLER'${TAIL}`, 'latin1')).segments[2]).to.deep.equal(['TIF', ['MÜLLER']]);
  });
});

const GOOD = `${HEAD}TIF+PROBE+ANNA:A:1'IFT+4:28+A?'B'SRC'TIF+TEST+OTTO'${TAIL}`;

describe('any input', () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ maxLength: 300 }).map((text) => Buffer.from(text)),
    fc
      .array(fc.constantFrom('UNA', 'UNB', '+', ':', "'", '?', 'UNZ', 'TIF', ' ', '\r\n', 'A'), { maxLength: 100 })
      .map((parts) => Buffer.from(parts.join(''))),
  );

  it('is cut alike in whatever pieces it comes', () => {
    fc.assert(
      fc.property(noise, fc.array(fc.nat(), { maxLength: 8 }), (bytes, cuts) => {
        const text = Buffer.concat([bytes, Buffer.from(GOOD), bytes]);
        const places = [...cuts.map((cut) => cut % text.length), 0, text.length].sort((a, b) => a - b);
        const pieces = places.slice(1).map((place, n) => text.subarray(places[n], place));
        expect(tokensOf(...pieces)).to.deep.equal(tokensOf(text));
      }),
    );
  });

  it('costs no good neighbour: what follows a segment that was changed is cut as before', () => {
    const ordinary = fc.stringMatching(/^[^'?\r\n]{0,40}$/);
    fc.assert(
      fc.property(ordinary, (text) => {
        const { segments } = tokensOf(Buffer.from(`${HEAD}TIF+A'${text}'TIF+B+C'${TAIL}`));
        expect(segments.slice(-3)).to.deep.equal([
          ['TIF', ['B'], ['C']],
          ['UNT', ['4'], ['1']],
          ['UNZ', ['1'], ['1']],
        ]);
      }),
      { examples: [['UNA']] },
    );
  });
});
