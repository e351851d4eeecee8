import { expect } from 'chai';
import { NistFault } from '../../../../src/formats/nist/nist-fault.js';
import { answersTo, checkAnswers, errorTo } from '../../../../src/formats/nist/prum/answers.js';
import { makeTransaction } from '../../../../src/formats/nist/prum/make-transaction.js';
import { readTransaction } from '../../../../src/formats/nist/prum/read-transaction.js';
import type {
  ErrorTransaction,
  ResultTransaction,
  SearchTransaction,
} from '../../../../src/formats/nist/prum/transaction.js';
import { readNistFile } from '../../../../src/formats/nist/read-file.js';
import { writeNistFile } from '../../../../src/formats/nist/write-file.js';
import { bytesOf, MPS, NO_HIT } from '../samples.js';
import { FINGER, MINUTIAE, PALM_LATENT } from './transactions.js';

const question = readTransaction(readNistFile(bytesOf(MPS))) as SearchTransaction;
const answering = {
  date: '20250301',
  sentAt: '20250301101720Z',
  scanned: '00.00',
  transmitted: '00.00',
  // Remainders of (2025 x 10^8 + serial number) by 23: 77 gives K, and each further one the next character.
  controlNumber: (message: number) => `25000000${76 + message}${'KLMNPQRTUVWXYZ'.charAt(message - 1)}`,
};

/** As it would arrive. */
const received = (answer: ResultTransaction | ErrorTransaction) =>
  readTransaction(readNistFile(writeNistFile(makeTransaction(answer)))) as ResultTransaction | ErrorTransaction;

const persons = ['P-1', 'P-2', 'P-3'].map((number, at) => ({
  references: {
    ...question.references,
    case: undefined,
    sequence: undefined,
    mark: undefined,
    person: { state: 'DE', number },
  },
  score: 90_000 - at,
  samples: { prints: [], templates: [], records: [FINGER] },
}));

describe('answers to a question of the Prüm profile', () => {
  it('are one message without candidate if there are none', () => {
    const [answer, ...others] = answersTo(question, [], answering);
    expect(others).to.deep.equal([]);
    expect(writeNistFile(makeTransaction(answer!)).toString('latin1')).to.equal(bytesOf(NO_HIT).toString('latin1'));
  });

  it('are a message for each candidate, counted, with a number of its own and the references of the candidate', () => {
    const answers = answersTo(question, persons, answering).map(received);
    expect(answers.map((answer) => answer.type === 'SRE' && answer.candidate)).to.deep.equal([
      { number: 1, total: 3, score: 90_000 },
      { number: 2, total: 3, score: 89_999 },
      { number: 3, total: 3, score: 89_998 },
    ]);
    expect(answers.map(({ references }) => references.person?.number)).to.deep.equal(['P-1', 'P-2', 'P-3']);
    expect(answers.map(({ header }) => header.controlNumber)).to.deep.equal([
      '2500000077K',
      '2500000078L',
      '2500000079M',
    ]);
    for (const { header } of answers) expect(header.reference).to.equal('2500000001C');
    expect(answers.map((answer) => answer.type === 'SRE' && answer.records.length)).to.deep.equal([1, 1, 1]);
    expect(checkAnswers(question, answers)).to.deep.equal([]);
  });

  it('are no more than were wanted', () => {
    expect(() => answersTo({ ...question, expected: 2 }, persons, answering)).to.throw(RangeError);
  });

  it('are an error that says code, field and rule', () => {
    const faults = [
      new NistFault('103', { offset: 40, field: '2.018' }, 'is not a field of the profile'),
      new NistFault('502', { offset: 0 }, 'there is a record of type 9 or 13'),
    ];
    const answer = received(errorTo(question, faults, answering));
    expect(answer).to.have.property('type', 'ERR');
    expect(answer).to.have.deep.property('errors', [
      { code: '103', text: '2.018 is not a field of the profile' },
      { code: '502', text: 'there is a record of type 9 or 13' },
    ]);
    expect(checkAnswers(question, [answer])).to.deep.equal([]);
  });
});

describe('the answer of a state', () => {
  const [first, second, third] = answersTo(question, persons, answering) as [
    ResultTransaction,
    ResultTransaction,
    ResultTransaction,
  ];
  const [none] = answersTo(question, [], { ...answering, controlNumber: () => '2500000099J' });
  const error = errorTo(question, [new NistFault('999', { offset: 0 }, 'x')], {
    ...answering,
    controlNumber: () => '2500000098H',
  });
  for (const [what, answers, faults] of [
    ['is whole in whatever order it comes', [third, first, second], []],
    ['is not there before it has come', [], ['incomplete']],
    ['is not whole before all candidates have come', [first, third], ['incomplete']],
    ['has each candidate once', [first, second, third, third], ['repeated']],
    ['numbers messages apart', [first, second, { ...third, header: second.header }], ['repeated']],
    [
      'agrees on how many there are',
      [first, { ...second, candidate: { number: 2, total: 2, score: 1 } }],
      ['contradictory', 'incomplete'],
    ],
    ['has candidates or none', [first, second, third, none!], ['contradictory']],
    ['has candidates or an error', [first, second, third, error], ['contradictory']],
    ['is to this question', [{ ...none!, answers: 'CPS' }], ['type']],
  ] as const) {
    it(what, () => {
      expect([...checkAnswers(question, answers)].sort()).to.deep.equal([...faults].sort());
    });
  }

  it('shows a trace with its minutiae', () => {
    const asked = { ...question, type: 'MMS' as const, modes: ['LP/ULP' as const] };
    const trace = {
      references: { ...question.references, case: { state: 'DE', number: 'C-1' } },
      score: 41_500,
      samples: { prints: [], templates: [], records: [MINUTIAE, PALM_LATENT] },
    };
    const [answer] = answersTo(asked, [trace], answering);
    const read = received(answer!);
    expect(read).to.have.nested.property('templates.length', 1);
    expect(read).to.have.nested.property('prints.length', 1);
  });
});
