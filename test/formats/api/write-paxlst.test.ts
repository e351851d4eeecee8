import { expect } from 'chai';
import fc from 'fast-check';
import { type PaxlstDirectory, type PaxlstOptions, writePaxlst } from '../../../src/formats/api/paxlst/write-paxlst.js';
import { lists, people } from './arbitrary-lists.js';
import { ANNA, HEADER, message, read } from './lists.js';

const OPTIONS: PaxlstOptions = { directory: '12B', day: '2026-11-26', time: '08:00', interchange: '77' };

const whole = read(message([...HEADER, ...ANNA, 'CNT+42:1']));
const list = whole.lists[0]!;
const anna = whole.people[0]!;

/** Body of the message: between UNH and CNT. */
const bodyOf = (text: string): string[] => {
  const segments = text.slice("UNA:+.? '".length).split("'");
  return segments.slice(
    2,
    segments.findIndex((segment) => segment.startsWith('CNT')),
  );
};

describe('writing a list of passengers', () => {
  it('writes the segments that the guide has, in its order', () => {
    expect(bodyOf(writePaxlst(list, [anna], OPTIONS))).to.deep.equal([
      ...HEADER,
      ...ANNA.slice(0, 5).map((segment) =>
        segment.startsWith('NAD') ? 'NAD+FL+++PROBE:ANNA:MARIA+RING 1+WIEN++1010+AUT' : segment,
      ),
      ...ANNA.slice(5),
    ]);
  });

  it('counts segments, people, messages and groups', () => {
    const text = writePaxlst(list, [anna, { ...anna, number: 2 }], { ...OPTIONS, group: '5', message: 'M1' });
    // UNH, nine segments of the header, twenty of each person, CNT, UNT.
    expect(text.split("'").slice(-5)).to.deep.equal(['CNT+42:2', 'UNT+52+M1', 'UNE+1+5', 'UNZ+1+77', '']);
  });

  it('counts crew as crew, and those of all parts if they are told', () => {
    const crew = writePaxlst({ ...list, kind: 'crew' }, [{ ...anna, kind: 'crew' }], OPTIONS);
    expect(crew).to.contain("'BGM+250+CP'").and.to.contain("'NAD+FM+++PROBE").and.to.contain("'CNT+41:1'");
    const part = { ...list, part: { number: 2, last: false } };
    expect(writePaxlst(part, [anna], { ...OPTIONS, total: 130 }))
      .to.contain("+ZZ123/261126/0930+02'")
      .and.to.contain("'CNT+42:130'");
  });

  it('writes four digits of a year where two would be taken for another century', () => {
    const old = { ...anna, birth: '1921-03-04', documents: [{ ...anna.documents[0]!, expiry: '2106-01-01' }] };
    const text = writePaxlst(list, [old], OPTIONS);
    // On 26 November 2026 210304 is a day of 2021, and 060101 is a document that has expired.
    expect(text).to.contain("'DTM+329:19210304:102'").and.to.contain("'DTM+36:21060101:102'");
  });

  it('announces UTF-8 for letters that level A lacks, and level A for any other text', () => {
    expect(writePaxlst(list, [anna], OPTIONS)).to.contain("'UNB+UNOA:4+");
    expect(writePaxlst(list, [{ ...anna, surname: 'MÜLLER' }], OPTIONS)).to.contain("'UNB+UNOW:4+");
  });

  for (const [what, broken, field] of [
    ['more given names than a composite has room for', { givenNames: ['A', 'B', 'C', 'D', 'E'] }, 'given names'],
    ['a kind without a code', { kind: 'other' }, 'kind of person'],
    ['a document without type and number', { documents: [{ type: '', number: '', issuer: 'AUT' }] }, 'documents'],
    ['a reference that is another field', { otherReferences: { SEA: '1A' } }, 'other references'],
    ['an address of more parts than there are', { address: ['1', '2', '3', '4', '5', '6'] }, 'address'],
    ['a day that is none', { birth: '1964-02-31' }, 'date of birth'],
    ['more baggage tags than D.02B allows', { baggage: { tags: ['1', '2', '3', '4', '5', '6'] } }, 'baggage tags'],
  ] as const) {
    it(`refuses ${what}, naming the field`, () => {
      const person = { ...anna, ...broken } as typeof anna;
      expect(() => writePaxlst(list, [person], { ...OPTIONS, directory: '02B' })).to.throw(RangeError, field);
    });
  }

  it('refuses a flight at no day or no time, a list without a code, and more flights than a list has', () => {
    const [flight] = list.flights;
    const [leg] = flight!.legs;
    const departing = (day: string, time: string): typeof list => ({
      ...list,
      flights: [{ ...flight!, legs: [{ ...leg!, departure: { day, time } }] }],
    });
    for (const [broken, field] of [
      [departing('2026-02-31', '09:30'), 'no such day'],
      [departing('2026-02-28', '24:30'), 'no such time'],
      [{ ...list, kind: 'other' }, 'kind of list'],
      [{ ...list, flights: Array<typeof flight>(11).fill(flight) }, 'flights'],
    ] as const) {
      expect(() => writePaxlst(broken as typeof list, [], OPTIONS)).to.throw(RangeError, field);
    }
  });

  it('writes the moment of a flight with the format that says how', () => {
    const [flight] = list.flights;
    const at = (day: string, time?: string): string => {
      const moment = time === undefined ? { day } : { day, time };
      return writePaxlst(
        { ...list, flights: [{ ...flight!, legs: [{ ...flight!.legs[0]!, departure: moment }] }] },
        [],
        OPTIONS,
      );
    };
    expect(at('2026-11-26', '09:30')).to.contain("'DTM+189:2611260930:201'");
    expect(at('2026-11-26')).to.contain("'DTM+189:261126:101'");
    expect(at('1999-11-26', '09:30')).to.contain("'DTM+189:199911260930:203'");
    expect(at('1999-11-26')).to.contain("'DTM+189:19991126:102'");
  });

  for (const directory of ['02B', '05B', '12B', '15B'] as const satisfies readonly PaxlstDirectory[]) {
    it(`in D.${directory} is read as what was written`, () => {
      fc.assert(
        fc.property(lists, people, fc.option(fc.constant('9'), { nil: undefined }), (written, on, group) => {
          const text = writePaxlst(written, on, { ...OPTIONS, directory, ...(group === undefined ? {} : { group }) });
          const told = read(Buffer.from(text));
          expect(told.faults).to.deep.equal([]);
          const preparedAt = { day: OPTIONS.day, time: OPTIONS.time };
          expect(told.lists).to.deep.equal([{ ...written, format: `PAXLST D:${directory}`, preparedAt }]);
          expect(told.people).to.deep.equal(on);
        }),
        { numRuns: 60 },
      );
    });
  }
});
