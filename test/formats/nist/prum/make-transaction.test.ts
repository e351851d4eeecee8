import { expect } from 'chai';
import { checkAnswer } from '../../../../src/formats/nist/prum/check-answer.js';
import { answerHeader, makeTransaction } from '../../../../src/formats/nist/prum/make-transaction.js';
import { readTransaction } from '../../../../src/formats/nist/prum/read-transaction.js';
import type {
  ErrorTransaction,
  ResultTransaction,
  SearchTransaction,
} from '../../../../src/formats/nist/prum/transaction.js';
import { readNistFile } from '../../../../src/formats/nist/read-file.js';
import { writeNistFile } from '../../../../src/formats/nist/write-file.js';
import { bytesOf, CPS, MPS, NO_HIT } from '../samples.js';

const question = readTransaction(readNistFile(bytesOf(MPS))) as SearchTransaction;

const header = answerHeader(question, {
  controlNumber: '2500000077K',
  date: '20250301',
  sentAt: '20250301101720Z',
  scanned: '00.00',
  transmitted: '00.00',
});
const references = {
  system: '0422',
  case: undefined,
  sequence: undefined,
  mark: undefined,
  person: undefined,
  others: [],
};
const noHit: ResultTransaction = {
  type: 'SRE',
  header,
  references,
  answers: 'MPS',
  candidate: undefined,
  prints: [],
  templates: [],
  records: [],
};

describe('making transactions of the Prüm profile', () => {
  for (const [what, bytes] of Object.entries({ MPS: bytesOf(MPS), NO_HIT: bytesOf(NO_HIT), CPS })) {
    it(`gives the bytes that were read: ${what}`, () => {
      expect(writeNistFile(makeTransaction(readTransaction(readNistFile(bytes)))).equals(bytes)).to.equal(true);
    });
  }

  it('answers a question by its number, priority and parties', () => {
    expect(writeNistFile(makeTransaction(noHit)).toString('latin1')).to.equal(bytesOf(NO_HIT).toString('latin1'));
  });

  it('writes candidates and errors as they are read', () => {
    const hit: ResultTransaction = { ...noHit, candidate: { number: 2, total: 10, score: 123_456 } };
    const failed: ErrorTransaction = { type: 'ERR', header, references, errors: [{ code: '501', text: 'not clear' }] };
    for (const answer of [hit, failed]) {
      expect(readTransaction(readNistFile(writeNistFile(makeTransaction(answer))))).to.deep.equal(answer);
    }
  });

  it('refuses more candidates than the modes of the question allow', () => {
    const candidate = { number: 1, total: 11, score: 0 };
    expect(() => makeTransaction({ ...noHit, candidate })).to.throw(RangeError);
    // Five traces of fingers and five of palms: a question PMS may ask for both.
    const answer = (total: number) => makeTransaction({ ...noHit, answers: 'PMS', candidate: { ...candidate, total } });
    expect(readTransaction(readNistFile(writeNistFile(answer(10))))).to.have.nested.property('candidate.total', 10);
    expect(() => answer(11)).to.throw(RangeError);
  });

  it('refuses what would be read otherwise', () => {
    for (const candidate of [
      { number: 0, total: 1, score: 0 },
      { number: 3, total: 2, score: 0 },
      { number: 1, total: 1, score: 1_000_000 },
      { number: 1, total: 1, score: 0.5 },
    ]) {
      expect(() => makeTransaction({ ...noHit, candidate })).to.throw(RangeError);
    }
    for (const texts of [[], Array.from({ length: 100 }, () => 'x'), ['a\x1eb'], ['a\x1db'], ['é'], ['- x']]) {
      const errors = texts.map((text) => ({ code: '999', text }) as const);
      expect(() => makeTransaction({ type: 'ERR', header, references, errors })).to.throw(RangeError);
    }
  });
});

describe('an answer of the Prüm profile', () => {
  it('goes with the question', () => {
    expect(checkAnswer(question, noHit)).to.deep.equal([]);
    const hit = { ...noHit, candidate: { number: 1, total: 10, score: 1 } };
    expect(checkAnswer(question, hit)).to.deep.equal([]);
  });

  it('does not, for each thing in which it differs', () => {
    const other: ResultTransaction = {
      ...noHit,
      header: { ...header, reference: '2512345678R', priority: 5, origin: { state: 'DE', name: 'LKA' } },
      answers: 'MMS',
      candidate: { number: 1, total: 4, score: 1 },
    };
    expect(checkAnswer({ ...question, expected: 3 }, other)).to.deep.equal([
      'reference',
      'parties',
      'priority',
      'type',
      'candidates',
    ]);
    expect(checkAnswer(question, { type: 'ERR', header: other.header, references, errors: [] })).to.deep.equal([
      'reference',
      'parties',
      'priority',
    ]);
  });
});
