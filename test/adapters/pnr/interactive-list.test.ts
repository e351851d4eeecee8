/** Lists of passengers, and what is answered to those that ask for an answer. */
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { Push } from '../../../src/adapters/pnr/domain/push.js';
import { readList } from '../../../src/adapters/pnr/receive/read-list.js';
import { printAnswer } from '../../../src/adapters/pnr/wire/print-answer.js';
import { USUAL_CODES } from '../../../src/formats/api/verdict-codes.js';
import { clearancesOf } from '../../../src/formats/api/interactive.js';
import { readAnswer } from '../../formats/api/answers.js';
import { ANNA, HEADER, message, read } from '../../formats/api/lists.js';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const push = (text: string): Push => readList(Buffer.from(text), '2026-11-26', digest);
const changed = (from: string, to: string): string[] => ANNA.map((segment) => segment.replace(from, to));
const BERTA = changed('ABO:U1', 'ABO:U2').map((segment) => segment.replace('ANNA:MARIA', 'BERTA'));

/** Code and texts of each passenger. */
const said = ({ answer }: Push) =>
  answer?.passengers.map(({ uniqueReference, codes, texts }) => [uniqueReference, ...codes, ...texts]);

describe('an interactive list', () => {
  it('is answered by a receipt for each passenger', () => {
    const { answer, ...rest } = push(message([...HEADER, ...ANNA, ...BERTA]));
    expect(answer).to.deep.include({
      ...{ kind: 'acknowledgement', sender: 'XAAPIU', recipient: 'ZZ', transaction: 'TX7', overall: [] },
    });
    expect(said({ answer, ...rest })).to.deep.equal([
      ['U1', 'RECEIVED'],
      ['U2', 'RECEIVED'],
    ]);
  });

  it('tells what could not be read, of whom', () => {
    const dateless = changed('DTM+329:640712', 'DTM+329:641332');
    const nameless = changed('ABO:U1', 'ABO:U2').map((segment) => segment.replace('PROBE:ANNA:MARIA', ''));
    const crew = changed('ABO:U1', 'ABO:U3').map((segment) => segment.replace('NAD+FL', 'NAD+FM'));
    expect(said(push(message([...HEADER, ...dateless, ...nameless, ...crew])))).to.deep.equal([
      ['U1', 'ERROR', 'DATE_INVALID'],
      ['U2', 'ERROR', 'NAME_MISSING'],
      ['U3', 'ERROR', 'OUTSIDE_ANNEX_I'],
    ]);
  });

  it('tells that two have one reference, and what is wrong with the message itself', () => {
    const told = push(message([...HEADER, ...ANNA, ...ANNA, 'CNT+42:3']));
    expect(said(told)).to.deep.equal([
      ['U1', 'ERROR', 'REFERENCE_DUPLICATE'],
      ['U1', 'ERROR', 'REFERENCE_DUPLICATE'],
    ]);
    expect(told.answer?.overall).to.deep.equal([{ codes: ['ERROR'], status: 'error', texts: ['PERSON_COUNT'] }]);
  });

  it('lets nobody board', () => {
    const text = message([...HEADER, ...ANNA, ...BERTA]);
    const { lists, people } = read(text);
    const { answer } = push(text);
    const written = printAnswer(answer!, Buffer.alloc(32, 0xab), Date.UTC(2026, 10, 26, 8, 5, 59));
    expect(written.toString()).to.include("UNB+UNOA:4+XAAPIU+ZZ+261126:0805+ABABABABABABAB++IAPI'");
    const told = readAnswer(written.toString()).responses[0]!;
    expect(told.passengers.map(({ codes }) => codes)).to.deep.equal([['RECEIVED'], ['RECEIVED']]);
    expect(USUAL_CODES.has('RECEIVED')).to.equal(false);
    for (const kind of [told.kind, 'answer'] as const)
      expect(clearancesOf(lists[0]!, people, { ...told, kind }).map(({ mayBoard }) => mayBoard)).to.deep.equal([
        false,
        false,
      ]);
  });

  it('makes a record of each passenger, the same one whenever it is sent, which does not show the reference', () => {
    const both = push(message([...HEADER, ...ANNA, ...BERTA]));
    const one = push(message([...HEADER, ...BERTA]));
    expect(both.records.map(({ sealed }) => sealed.a.travellers.map(({ givenNames }) => givenNames))).to.deep.equal([
      ['ANNA MARIA'],
      ['BERTA'],
    ]);
    expect(both.records[1]?.locators).to.deep.equal(one.records[0]?.locators);
    expect(JSON.stringify([both.records])).not.to.include('"U2"');
  });

  for (const [written, asked] of [
    ['12B', '13A'],
    ['15B', '24A'],
    ['02B', '02A'],
    ['02B', '99B'],
    ['05B', '05B'],
  ] as const) {
    it(`of D.${asked} is answered in D.${written}`, () => {
      const { answer } = push(message([...HEADER, ...ANNA], { type: `PAXLST:D:${asked}:UN:IATA` }));
      expect(printAnswer(answer!, Buffer.alloc(32), Date.UTC(2026, 10, 26)).toString()).to.include(
        `+CUSRES:D:${written}:UN:IATA+`,
      );
    });
  }
});

describe('a list that asks for no answer', () => {
  it('has none', () => {
    const told = push(message([...HEADER.filter((segment) => !segment.startsWith('RFF')), ...ANNA, ...BERTA]));
    expect(told.answer).to.equal(undefined);
    expect(told.records.map(({ sealed }) => sealed.a.travellers.length)).to.deep.equal([1, 1]);
  });
});
