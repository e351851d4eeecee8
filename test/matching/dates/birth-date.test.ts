import { expect } from 'chai';
import fc from 'fast-check';
import {
  compareBirthDates,
  covers,
  isBirthDate,
  isPartialDate,
  similarBirthDates,
} from '../../../src/matching/dates/birth-date.js';

const anyDate = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('dates of birth', () => {
  it('follow the Gregorian calendar, with 00 for what is not known', () => {
    for (const date of ['1980-04-05', '2000-02-29', '1980-00-00', '1980-04-00']) {
      expect(isBirthDate(date), date).to.equal(true);
    }
    for (const date of [
      '1980-02-30',
      '1900-02-29',
      '1980-13-01',
      '1980-00-05',
      '0000-01-01',
      '80-1-1',
      '1980-04-05 ',
      '',
    ]) {
      expect(isBirthDate(date), date).to.equal(false);
    }
  });

  it('accept exactly the days that the calendar has', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1900, max: 2100 }),
        fc.integer({ min: 1, max: 14 }),
        fc.integer({ min: 1, max: 33 }),
        (y, m, d) => {
          const text = `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
          const date = new Date(Date.UTC(y, m - 1, d));
          expect(isBirthDate(text)).to.equal(date.getUTCMonth() === m - 1 && date.getUTCDate() === d);
        },
      ),
    );
  });

  const pairs: readonly [string, string, string | undefined][] = [
    ['1980-04-05', '1980-04-05', 'equal'],
    ['1980-04-05', '1980-05-04', 'day_month_inverted'],
    ['1980-04-05', '1981-04-05', 'one_digit'],
    ['1980-11-30', '1980-12-30', 'one_digit'],
    ['1980-04-05', '1991-04-06', undefined],
    ['1980-00-00', '1980-04-05', 'partial'],
    ['1980-04-00', '1980-04-05', 'partial'],
    ['1980-04-00', '1980-05-05', undefined],
    ['1980-00-00', '1980-04-00', 'partial'],
    ['1980-00-00', '1981-04-05', undefined],
    ['1980-00-00', '1980-00-00', 'equal'],
    ['1357-11-22', '1979-02-11', 'calendar'],
    ['1917-10-25', '1917-11-07', 'calendar'],
  ];
  for (const [a, b, expected] of pairs) {
    it(`compare ${a} with ${b} as ${expected ?? 'different'}`, () => {
      expect(compareBirthDates(a, b)).to.equal(expected);
      expect(compareBirthDates(b, a)).to.equal(expected);
    });
  }

  it('are covered by a partial date in one direction only', () => {
    expect(covers('1980-00-00', '1980-04-05')).to.equal(true);
    expect(covers('1980-04-05', '1980-00-00')).to.equal(false);
    expect(covers('1980-04-05', '1980-04-05')).to.equal(false);
  });

  const calendarDate = fc.oneof(
    anyDate,
    fc
      .tuple(fc.integer({ min: 1250, max: 2650 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
      .map(([y, m, d]) => `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`),
  );

  it('list every date that they convert to', () => {
    fc.assert(
      fc.property(calendarDate, (a) => {
        const whole = similarBirthDates(a).filter((date) => !isPartialDate(date));
        for (const b of whole) expect(similarBirthDates(b), `${a} ${b}`).to.include(a);
      }),
    );
  });

  it('list every similar date', () => {
    const similar = similarBirthDates('1980-04-05');
    expect(similar).to.include.members([
      '1980-04-05',
      '1980-05-04',
      '1981-04-05',
      '1980-04-00',
      '1980-00-00',
      '1980-04-25',
    ]);
    expect(similar).to.not.include('1980-04-35');
    fc.assert(
      fc.property(anyDate, anyDate, (a, b) => {
        expect(similarBirthDates(a).includes(b)).to.equal(compareBirthDates(a, b) !== undefined);
        expect(similarBirthDates(a).length).to.be.at.most(79);
      }),
    );
  });
});
