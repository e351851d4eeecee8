/** Which time limit a form has: Regulations (EU) 2018/1860, 2018/1861, 2018/1862. 26 November 2026 is a Thursday. */
import { expect } from 'chai';
import {
  answerDeadline,
  type Deadline,
  dueAfter,
  extended,
  hitRule,
  IMMEDIATELY_HOURS,
  sendingDeadline,
} from '../../../../../src/adapters/sis/sirene/domain/deadlines.js';
import type { FormBody, HitDetails } from '../../../../../src/adapters/sis/sirene/domain/form.js';

const SENT = Date.parse('2026-11-26T10:20:00Z');

const details: HitDetails = {
  matchedBy: 'alphanumeric',
  confirmedBy: 'end-user',
  place: 'border',
  occurredAtMs: SENT,
  circumstances: 'check',
  actionTaken: '',
  informationRequested: '',
};
const hit: FormBody = { letter: 'G', hitId: undefined, details, article: '', europolWithheldBecause: undefined };
const message = (subject: 'general' | 'purpose-achieved' | 'europol-proposal', answerRequested = false): FormBody => ({
  letter: 'M',
  subject,
  text: 'text',
  answerRequested,
});
const permit = (letter: 'N' | 'O', stage: 'request' | 'outcome'): FormBody => ({ letter, stage, matter: 'permit' });

const seizure = { category: 'OBJ', terrorism: false };

function told(deadline: Deadline | undefined): string {
  if (deadline === undefined) return 'none';
  return `${deadline.rule} ${new Date(deadline.dueAtMs).toISOString().slice(0, 16)} ${deadline.silence}`;
}

describe('time limits', () => {
  const table: readonly [string, FormBody, { category: string; terrorism: boolean }, string][] = [
    ['Art. 8(3): any request, 12 hours', hit, seizure, 'hours-12 2026-11-26T22:20 alarm'],
    [
      'Art. 8(3): arrest, immediately',
      hit,
      { category: 'ARR', terrorism: false },
      'immediately 2026-11-26T11:20 alarm',
    ],
    [
      'Art. 8(3): abduction of a child, immediately',
      hit,
      { category: 'CHI-ABD', terrorism: false },
      'immediately 2026-11-26T11:20 alarm',
    ],
    [
      'Art. 8(3): terrorism, immediately, whatever the category',
      hit,
      { category: 'DSC', terrorism: true },
      'immediately 2026-11-26T11:20 alarm',
    ],
    [
      'Art. 61(1): whether it is the same person, 12 hours',
      { letter: 'L', question: 'who', samePerson: true },
      { category: 'JPR', terrorism: false },
      'hours-12 2026-11-26T22:20 alarm',
    ],
    [
      '1861 Art. 27: consultation before a permit, 10 calendar days, silence is no objection',
      permit('N', 'request'),
      { category: 'REF', terrorism: false },
      'calendar-days-10 2026-12-08T00:00 no-objection',
    ],
    [
      '1861 Art. 28: consultation on a permit that is held, 14 calendar days',
      permit('O', 'request'),
      { category: 'REF', terrorism: false },
      'calendar-days-14 2026-12-11T00:00 alarm',
    ],
    ['the outcome of a consultation asks nothing', permit('N', 'outcome'), seizure, 'none'],
    [
      'Art. 53(9): whether an alert has served its purpose, 15 calendar days, silence deletes it',
      message('purpose-achieved'),
      { category: 'JPR', terrorism: false },
      'calendar-days-15 2026-12-12T00:00 deletion',
    ],
    [
      '2022/1190: what became of a proposal of Europol, 12 months',
      message('europol-proposal'),
      { category: 'INF', terrorism: false },
      'months-12 2027-11-27T00:00 alarm',
    ],
    ['a message asks nothing', message('general'), seizure, 'none'],
    [
      'a message that asks for an answer, 12 hours',
      message('general', true),
      seizure,
      'hours-12 2026-11-26T22:20 alarm',
    ],
    ['form H asks nothing', { letter: 'H', reason: 'no legal ground', doneInstead: '' }, seizure, 'none'],
  ];
  for (const [what, body, alert, expected] of table) {
    it(what, () => {
      expect(told(answerDeadline(body, alert, SENT, 1))).to.equal(expected);
    });
  }

  it('Art. 59(5): wrong data are reported two working days after they were found', () => {
    const body: FormBody = { letter: 'J', finding: 'wrong year of birth', foundOn: '2026-11-27', unlawful: false };
    expect(new Date(sendingDeadline(body, 1)!).toISOString()).to.equal('2026-12-02T00:00:00.000Z');
    expect(sendingDeadline(hit, 1)).to.equal(undefined);
  });

  it('1861 Art. 28: twelve more calendar days may be taken to decide on a permit', () => {
    // Thursday 10 December is the last of the fourteen; twelve more end on Tuesday 22 December.
    expect(new Date(extended(Date.parse('2026-12-11T00:00:00Z'))).toISOString()).to.equal('2026-12-23T00:00:00.000Z');
  });

  it('says of "immediately" less than the twelve hours of the law', () => {
    expect(IMMEDIATELY_HOURS).to.be.lessThan(12);
    expect(hitRule({ category: 'ARR', terrorism: false })).to.equal('immediately');
  });

  it('runs faster for those who test: twelve hours in a second at 43,200', () => {
    expect(dueAfter('hours-12', SENT, 43_200) - SENT).to.equal(1_000);
    expect(dueAfter('hours-12', SENT, 1) - SENT).to.equal(43_200_000);
  });
});
