import { expect } from 'chai';
import fc from 'fast-check';
import { convertedDates, convertingCalendar } from '../../../src/matching/dates/calendars.js';

describe('calendars', () => {
  // Days that history names in both calendars, and days of published conversion tables.
  for (const [gregorian, other, calendar] of [
    ['1917-11-07', '1917-10-25', 'julian'],
    ['1918-02-14', '1918-02-01', 'julian'],
    ['1923-03-01', '1923-02-16', 'julian'],
    ['1900-03-12', '1900-02-28', 'julian'],
    ['1900-03-14', '1900-03-01', 'julian'],
    ['2000-01-14', '2000-01-01', 'julian'],
    ['1979-02-11', '1357-11-22', 'persian'],
    ['1996-03-20', '1375-01-01', 'persian'],
    ['2024-03-20', '1403-01-01', 'persian'],
    ['2025-03-21', '1404-01-01', 'persian'],
    ['1999-04-17', '1420-01-01', 'islamic'],
    ['1999-12-09', '1420-09-01', 'islamic'],
    ['2000-04-06', '1421-01-01', 'islamic'],
    ['2015-03-14', '1436-05-23', 'islamic'],
    ['2007-09-12', '2000-01-01', 'ethiopian'],
    ['2023-09-12', '2016-01-01', 'ethiopian'],
    ['1980-04-05', '2523-04-05', 'buddhist'],
  ] as const) {
    it(`takes ${other} for ${gregorian} by the ${calendar} calendar`, () => {
      expect(convertingCalendar(gregorian, other)).to.equal(calendar);
      expect(convertingCalendar(other, gregorian)).to.equal(calendar);
      expect(convertedDates(gregorian)).to.include(other);
      expect(convertedDates(other)).to.include(gregorian);
    });
  }

  // Leap years of the Persian calendar as published in Iran: their last day exists, that of their neighbours does not.
  it('knows the leap years of the Persian calendar', () => {
    for (const year of [
      1342, 1346, 1350, 1354, 1358, 1362, 1366, 1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408,
    ]) {
      expect(convertedDates(`${year}-12-30`), String(year)).to.have.lengthOf.at.least(1);
      const nowruz = convertedDates(`${year + 1}-01-01`).filter((date) => date.slice(5, 7) === '03');
      expect(
        nowruz.some((date) => convertedDates(date).includes(`${year + 1}-01-01`)),
        String(year),
      ).to.equal(true);
    }
    expect(convertingCalendar('1999-03-21', '1377-12-30')).to.equal(undefined);
    expect(convertingCalendar('1999-03-20', '1377-12-29')).to.equal('persian');
    expect(convertingCalendar('2021-03-20', '1399-12-30')).to.equal('persian');
  });

  it('leaves days apart that no calendar joins', () => {
    for (const [a, b] of [
      ['1980-04-05', '1980-04-17'],
      ['1980-04-05', '1980-04-19'],
      ['1979-02-12', '1357-11-22'],
      ['2007-09-11', '2000-01-01'],
      ['1980-04-05', '2524-04-05'],
    ] as const) {
      expect(convertingCalendar(a, b), `${a} ${b}`).to.equal(undefined);
    }
  });

  it('has Julian days run without a gap, thirteen days late in the twentieth century', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 36_000 }), (after) => {
        const day = (days: number) => new Date(Date.UTC(1900, 2, 14) + days * 86_400_000).toISOString().slice(0, 10);
        expect(convertingCalendar(day(after), day(after - 13))).to.equal('julian');
      }),
    );
  });
});
