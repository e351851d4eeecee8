import { expect } from 'chai';
import {
  acknowledgementOf,
  answerTo,
  clearancesOf,
  isInteractive,
  writeInteractivePaxlst,
} from '../../../src/formats/api/interactive.js';
import type { BoardingResponse } from '../../../src/formats/api/boarding-response.js';
import { writeCusres } from '../../../src/formats/api/cusres/write-cusres.js';
import { ANSWER, answer, readAnswer } from './answers.js';
import { ANNA, HEADER, message, read } from './lists.js';

const { lists, people } = read(
  message([...HEADER, ...ANNA, ...ANNA.map((segment) => segment.replace('ABO:U1', 'ABO:U2')), 'CNT+42:2']),
);
const list = lists[0]!;
const [anna, twin] = [people[0]!, people[1]!];
const OPTIONS = { directory: '05B', day: '2026-11-26', time: '08:00', interchange: '77' } as const;

const mayBoard = (response: BoardingResponse): boolean[] =>
  clearancesOf(list, people, response).map((clearance) => clearance.mayBoard);
const response = (...segments: string[]): BoardingResponse => readAnswer(answer(segments)).responses[0]!;

describe('a question about passengers at check-in', () => {
  it('has the marks of an interactive list', () => {
    const text = writeInteractivePaxlst(list, [anna], OPTIONS);
    expect(text).to.contain("+77++IAPI'");
    expect(text).to.contain("+PAXLST:D:05B:UN:IATA+ZZ123/261126/0930+01:F'BGM+745+CP'RFF+TN:TX7:::3'");
    expect(text).to.contain("'RFF+AVF:AB12CD'RFF+ABO:U1'");
    expect(read(text).people).to.deep.equal([anna]);
  });

  it('has a transaction, one to ten people, a reference of each, and one part', () => {
    expect(isInteractive(list, people)).to.equal(true);
    for (const [who, of, fault] of [
      [[anna], { ...list, transaction: '' }, 'transaction'],
      [[anna], { ...list, part: { number: 1, last: false } }, 'part'],
      [[], list, 'people'],
      [Array<typeof anna>(11).fill(anna), list, 'people'],
      [[{ ...anna, uniqueReference: '' }], list, 'unique reference'],
    ] as const) {
      expect(isInteractive(of, who)).to.equal(false);
      expect(() => writeInteractivePaxlst(of, who, OPTIONS)).to.throw(RangeError, fault);
    }
  });
});

describe('what an answer says about those who were asked about', () => {
  it('is what it says of their references', () => {
    expect(mayBoard(response(...ANSWER))).to.deep.equal([true, false]);
    expect(clearancesOf(list, people, response(...ANSWER)).map(({ verdict }) => verdict?.codes)).to.deep.equal([
      ['0Z'],
      ['1Z'],
    ]);
  });

  it('is written and read again', () => {
    const written = answerTo(list, [
      { person: anna, codes: ['0Z'], status: 'ok', texts: ['OK TO BOARD'] },
      { person: twin, codes: ['1Z'], status: 'no-board', texts: ['NO BOARD: CALL 0043155501'] },
    ]);
    const told = readAnswer(writeCusres(written, { ...OPTIONS, interchange: '78' })).responses[0]!;
    expect(told).to.deep.equal({ ...response(...ANSWER), format: 'CUSRES D:05B' });
    expect(mayBoard(told)).to.deep.equal([true, false]);
  });

  it('lets nobody board whom it does not name, or whose code is unknown', () => {
    expect(mayBoard(response('BGM+962', 'RFF+TN:TX7'))).to.deep.equal([false, false]);
    expect(mayBoard(response('BGM+962', 'RFF+TN:TX7', 'ERP+1', 'ERC+0'))).to.deep.equal([false, false]);
    expect(mayBoard(response('BGM+962', 'RFF+TN:TX7', 'ERP+2', 'RFF+ABO:U1', 'ERC+99'))).to.deep.equal([false, false]);
  });

  it('lets nobody board by an answer to another question, about another flight, or that is an error or a receipt', () => {
    const ok = ['ERP+2', 'RFF+ABO:U1', 'ERC+0Z'];
    expect(mayBoard(response('BGM+962', 'RFF+TN:TX7', ...ok))).to.deep.equal([true, false]);
    expect(mayBoard(response('BGM+962', 'RFF+TN:TX8', ...ok))).to.deep.equal([false, false]);
    expect(mayBoard(response('BGM+962', 'RFF+TN:TX7', 'RFF+AF:ZZ124', ...ok))).to.deep.equal([false, false]);
    expect(mayBoard(response('BGM+963', 'RFF+TN:TX7', ...ok))).to.deep.equal([false, false]);
    expect(mayBoard(response('BGM+312', 'RFF+TN:TX7', ...ok))).to.deep.equal([false, false]);
    expect(mayBoard(response('BGM+962', 'RFF+TN:TX7', 'ERP+1', 'ERC+1', ...ok))).to.deep.equal([false, false]);
  });

  it('lets nobody board by a verdict that could be about several', () => {
    expect(mayBoard(response('BGM+962', 'RFF+TN:TX7', 'ERP+2', 'RFF+AVF:AB12CD', 'ERC+0Z'))).to.deep.equal([
      false,
      false,
    ]);
    const twice = ['ERP+2', 'RFF+ABO:U1', 'ERC+0Z'];
    expect(mayBoard(response('BGM+962', 'RFF+TN:TX7', ...twice, ...twice))).to.deep.equal([false, false]);
    const alone = clearancesOf(list, [anna], response('BGM+962', 'RFF+TN:TX7', 'ERP+2', 'RFF+AVF:AB12CD', 'ERC+0Z'));
    expect(alone.map((clearance) => clearance.mayBoard)).to.deep.equal([true]);
  });

  it('may be changed by a message that nobody asked for, whose receipt says the same again', () => {
    const change = response('BGM+132', 'RFF+TN:TX99', 'RFF+AF:ZZ123', 'ERP+2', 'RFF+ABO:U2', 'ERC+0Z');
    expect(mayBoard(change)).to.deep.equal([false, true]);
    const receipt = acknowledgementOf(change);
    expect(receipt).to.include({ kind: 'acknowledgement', sender: 'ZZ', recipient: 'XAAPIU', transaction: 'TX99' });
    expect(receipt.passengers).to.deep.equal(change.passengers);
  });
});
