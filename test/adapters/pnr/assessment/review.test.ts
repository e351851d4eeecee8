import { expect } from 'chai';
import { isReviewDue } from '../../../../src/adapters/pnr/assessment/domain/match.js';
import { areDifferent, checksOwed, reviewBy } from '../../../../src/adapters/pnr/assessment/domain/review.js';

const at = (text: string): number => Date.parse(text);

describe('the review of a match', () => {
  it('must be done an hour before the scheduled departure', () => {
    const due = reviewBy(at('2026-11-30T08:30:00Z'), '2026-11-30', at('2026-11-29T12:00:00Z'));
    expect(new Date(due).toISOString()).to.equal('2026-11-30T07:30:00.000Z');
  });

  it('must be done before the day of the flight can begin anywhere, if the schedule does not have it', () => {
    // In Kiritimati, 14 hours ahead, the 30th begins at 10:00 of the 29th.
    const due = reviewBy(undefined, '2026-11-30', at('2026-11-28T12:00:00Z'));
    expect(new Date(due).toISOString()).to.equal('2026-11-29T09:00:00.000Z');
  });

  for (const [found, due] of [
    ['2026-11-30T06:59:00Z', '2026-11-30T07:30:00.000Z'],
    ['2026-11-30T07:01:00Z', '2026-11-30T07:31:00.000Z'],
    ['2026-11-30T08:00:00Z', '2026-11-30T08:30:00.000Z'],
    // The flight is under way: nobody is late with what has just been found.
    ['2026-11-30T09:00:00Z', '2026-11-30T09:30:00.000Z'],
  ] as const) {
    it(`of what is found at ${found}, of a flight at 08:30, must be done by ${due}`, () => {
      expect(new Date(reviewBy(at('2026-11-30T08:30:00Z'), '2026-11-30', at(found))).toISOString()).to.equal(due);
    });
  }

  it('owes a link to an offence where it confirms, and a comparison of the identity where a database matched', () => {
    const always = ['RECORD_READ', 'EXONERATION_SOUGHT', 'NO_PROTECTED_GROUND'];
    expect(checksOwed({ system: 'criteria' }, false)).to.deep.equal(always);
    expect(checksOwed({ system: 'criteria' }, true)).to.deep.equal([...always, 'OFFENCE_LINKED']);
    expect(checksOwed({ system: 'SIS' }, true)).to.deep.equal([...always, 'OFFENCE_LINKED', 'IDENTITY_COMPARED']);
  });

  it('knows two people by their pseudonyms within a quarter, and does not guess across its end', () => {
    expect(areDifferent('2026q4-aa', '2026q4-bb')).to.equal(true);
    expect(areDifferent('2026q4-aa', '2026q4-aa')).to.equal(false);
    expect(areDifferent('2026q4-aa', '2027q1-bb')).to.equal(undefined);
  });

  it('has a rule looked at of whose matches fewer than one in five were confirmed', () => {
    const count = { system: 'criteria', rule: 'R-2026-001', version: 1, matches: 30, open: 0, released: 0 };
    expect(isReviewDue({ ...count, confirmed: 3, rejected: 17 })).to.equal(true);
    expect(isReviewDue({ ...count, confirmed: 4, rejected: 16 })).to.equal(false);
    expect(isReviewDue({ ...count, confirmed: 0, rejected: 19 })).to.equal(false);
  });
});
