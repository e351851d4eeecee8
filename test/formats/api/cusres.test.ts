import { expect } from 'chai';
import fc from 'fast-check';
import type { BoardingResponse } from '../../../src/formats/api/boarding-response.js';
import { type CusresOptions, writeCusres } from '../../../src/formats/api/cusres/write-cusres.js';
import type { PaxlstDirectory } from '../../../src/formats/api/paxlst/write-paxlst.js';
import { statusOf, USUAL_CODES } from '../../../src/formats/api/verdict-codes.js';
import { ANSWER, answer, readAnswer } from './answers.js';

const OPTIONS: CusresOptions = { directory: '05B', day: '2026-11-26', time: '08:01', interchange: '78' };

describe('an answer to a list of passengers', () => {
  it('tells who may board, and of which flight and transaction', () => {
    const { responses, faults } = readAnswer(answer(ANSWER));
    expect(faults).to.deep.equal([]);
    expect(responses).to.deep.equal([
      {
        format: 'CUSRES D:05B',
        sender: 'XAAPIU',
        recipient: 'ZZ',
        reference: 'ZZ123/261126/0930',
        transaction: 'TX7',
        kind: 'answer',
        legs: [
          {
            flight: 'ZZ123',
            from: 'VIE',
            to: 'XAA',
            departure: { day: '2026-11-26', time: '09:30' },
            arrival: { day: '2026-11-26', time: '11:05' },
            crossesBorder: true,
          },
        ],
        remarks: [],
        overall: [],
        passengers: [
          {
            number: 1,
            locator: 'AB12CD',
            uniqueReference: 'U1',
            otherReferences: {},
            codes: ['0Z'],
            status: 'ok',
            texts: ['OK TO BOARD'],
          },
          {
            number: 2,
            locator: 'AB12CD',
            uniqueReference: 'U2',
            otherReferences: {},
            codes: ['1Z'],
            status: 'no-board',
            texts: ['NO BOARD: CALL 0043155501'],
          },
        ],
      },
    ] satisfies BoardingResponse[]);
  });

  it('of several legs has them all', () => {
    const { responses } = readAnswer(
      answer([
        'BGM+962',
        'RFF+TN:TX7',
        'RFF+AF:ZZ1',
        'LOC+92+VIE',
        'LOC+92+XAA',
        'RFF+AF:ZZ1',
        'LOC+125+XAA',
        'LOC+87+XBB',
      ]),
    );
    expect(responses[0]?.legs.map(({ from, to, crossesBorder }) => [from, to, crossesBorder])).to.deep.equal([
      ['VIE', 'XAA', false],
      ['XAA', 'XBB', true],
    ]);
  });

  for (const [code, kind] of [
    ['962', 'answer'],
    ['132', 'unsolicited'],
    ['312', 'acknowledgement'],
    ['963', 'error'],
    ['911', 'other'],
  ] as const) {
    it(`with ${code} is of the kind ${kind}`, () => {
      expect(readAnswer(answer([`BGM+${code}`])).responses[0]?.kind).to.equal(kind);
    });
  }

  it('about the message as a whole names no passenger', () => {
    const { responses, faults } = readAnswer(
      answer(['BGM+963', 'RFF+TN:TX7', 'ERP+1', 'ERC+1', 'FTX+AAO+++NO SUCH FLIGHT']),
    );
    expect(faults).to.deep.equal([]);
    expect(responses[0]?.overall).to.deep.equal([{ codes: ['1'], status: 'error', texts: ['NO SUCH FLIGHT'] }]);
    expect(responses[0]?.passengers).to.deep.equal([]);
  });

  it('with an unknown code, or none, has no status, and that is told', () => {
    const { responses, faults } = readAnswer(
      answer(['BGM+962', 'ERP+2', 'RFF+ABO:U1', 'ERC+7Q', 'ERP+2', 'RFF+ABO:U2']),
    );
    expect(responses[0]?.passengers.map(({ status }) => status)).to.deep.equal([undefined, undefined]);
    expect(faults).to.deep.equal(['CODE_UNKNOWN', 'CODE_UNKNOWN']);
  });

  it('is read by the table of the authority that sent it', () => {
    const { responses } = readAnswer(answer(ANSWER), new Map([['0Z', 'check']]));
    expect(responses[0]?.passengers.map(({ status }) => status)).to.deep.equal(['check', undefined]);
  });

  it('with several codes means the worst of them, and nothing if one is unknown', () => {
    expect(statusOf(['0Z', '2Z'], USUAL_CODES)).to.equal('check');
    expect(statusOf(['1Z', '4Z', '0Z'], USUAL_CODES)).to.equal('no-board');
    expect(statusOf(['0Z', '4Z'], USUAL_CODES)).to.equal('error');
    expect(statusOf(['0Z', 'constructor'], USUAL_CODES)).to.equal(undefined);
    expect(statusOf([], USUAL_CODES)).to.equal(undefined);
  });

  for (const [what, segments, fault] of [
    ['a code before any verdict', ['BGM+962', 'ERC+0Z'], 'OUT_OF_PLACE'],
    ['a tag that nobody knows', ['BGM+962', 'XYZ+1'], 'TAG_UNKNOWN'],
    ['a time that is none', ['BGM+962', 'RFF+AF:ZZ1', 'DTM+189:2613260930:201'], 'DATE_INVALID'],
    [
      'more texts than a verdict may have',
      ['BGM+962', 'ERP+2', 'ERC+0Z', ...Array<string>(51).fill('FTX+AAP+++A')],
      'RESPONSE_TOO_LARGE',
    ],
  ] as const) {
    it(`with ${what} is read, and that is told`, () => {
      const { responses, faults } = readAnswer(answer(segments));
      expect(responses).to.have.length(1);
      expect(faults).to.deep.equal([fault]);
    });
  }

  it('of another type is passed over', () => {
    const { responses, faults } = readAnswer(answer(ANSWER, 'PAXLST:D:05B:UN:IATA'));
    expect({ responses, faults }).to.deep.equal({ responses: [], faults: ['NOT_CUSRES'] });
  });
});

const text = fc
  .string({ unit: fc.constantFrom(...Array.from("ABC019?+:'-/ .é")), minLength: 1, maxLength: 20 })
  .map((raw) => raw.trim())
  .filter((trimmed) => trimmed !== '');
const maybe = fc.oneof(fc.constant(''), text);
const moment = fc.option(fc.constantFrom({ day: '2026-11-26', time: '09:30' }, { day: '2031-01-01', time: '00:00' }), {
  nil: undefined,
});
const verdict = fc
  .record({
    codes: fc.array(fc.constantFrom('0Z', '1Z', '2Z', '4Z', 'OK', 'NOBOARD'), { minLength: 1, maxLength: 3 }),
    texts: fc.array(text, { maxLength: 2 }),
  })
  .map((stated) => ({ ...stated, status: statusOf(stated.codes, USUAL_CODES) }));
const responses: fc.Arbitrary<BoardingResponse> = fc.record({
  format: fc.constant(''),
  sender: text,
  recipient: text,
  reference: maybe,
  transaction: maybe,
  kind: fc.constantFrom('answer', 'unsolicited', 'acknowledgement', 'error'),
  legs: fc.array(
    fc.record({
      flight: fc.constantFrom('ZZ1', 'ZZ23'),
      from: fc.constantFrom('VIE', 'XAA'),
      to: fc.constantFrom('XBB', 'XCC'),
      departure: moment,
      arrival: moment,
      crossesBorder: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  remarks: fc.array(text, { maxLength: 2 }),
  overall: fc.array(verdict, { maxLength: 2 }),
  passengers: fc
    .array(
      fc
        .tuple(verdict, maybe, maybe, fc.dictionary(fc.constantFrom('SEA', 'AEA'), text, { noNullPrototype: true }))
        .map(([stated, locator, uniqueReference, otherReferences]) => ({
          locator,
          uniqueReference,
          otherReferences,
          ...stated,
        })),
      { maxLength: 4 },
    )
    .map((all) => all.map((one, at) => ({ number: at + 1, ...one }))),
});

describe('writing an answer', () => {
  it('writes the segments that the guide has, in its order', () => {
    const [response] = readAnswer(answer(ANSWER)).responses;
    expect(writeCusres(response!, { ...OPTIONS, group: '1' })).to.equal(`UNA:+.? '${answer(ANSWER)}`);
  });

  it('refuses a verdict without a code, and a kind without one', () => {
    const [response] = readAnswer(answer(ANSWER)).responses;
    const silent = { ...response!, overall: [{ codes: [], status: undefined, texts: [] }] };
    expect(() => writeCusres(silent, OPTIONS)).to.throw(RangeError, 'verdict');
    expect(() => writeCusres({ ...response!, kind: 'other' }, OPTIONS)).to.throw(RangeError, 'kind of answer');
  });

  for (const directory of ['02B', '05B', '12B', '15B'] as const satisfies readonly PaxlstDirectory[]) {
    it(`in D.${directory} is read as what was written`, () => {
      fc.assert(
        fc.property(responses, (written) => {
          const { responses: told, faults } = readAnswer(writeCusres(written, { ...OPTIONS, directory }));
          expect(faults).to.deep.equal([]);
          expect(told).to.deep.equal([{ ...written, format: `CUSRES D:${directory}` }]);
        }),
        { numRuns: 60 },
      );
    });
  }
});
