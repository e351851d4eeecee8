import { expect } from 'chai';
import { dayWindow, isTimeZone, localTime, weekWindow } from '../../../src/audit/detect/calendar.js';
import { at } from './scenario.js';

describe('calendar of units', () => {
  it('shows the local clock', () => {
    expect(localTime(at('2026-11-23 12:34:56'), 'UTC')).to.deep.equal({ day: 20_780, weekday: 0, minute: 754 });
    // Kathmandu is 5:45 ahead.
    expect(localTime(at('2026-11-22 18:15'), 'Asia/Kathmandu')).to.deep.equal({ day: 20_780, weekday: 0, minute: 0 });
    expect(localTime(at('1969-12-31 23:59'), 'UTC')).to.deep.equal({ day: -1, weekday: 2, minute: 1_439 });
  });

  it('gives days their 23 and 25 hours', () => {
    const spring = dayWindow(at('2026-03-29 12:00'), 'Europe/Berlin');
    expect(spring).to.deep.equal({
      label: '2026-03-29',
      timeZone: 'Europe/Berlin',
      from: at('2026-03-28 23:00'),
      to: at('2026-03-29 22:00'),
    });
    const autumn = dayWindow(at('2026-10-25 12:00'), 'Europe/Berlin');
    expect(autumn).to.include({ label: '2026-10-25', from: at('2026-10-24 22:00'), to: at('2026-10-25 23:00') });
  });

  it('begins a day at its first moment where midnight itself is left out', () => {
    // Beirut set its clocks forward at midnight of 2026-03-29.
    const day = dayWindow(at('2026-03-29 12:00'), 'Asia/Beirut');
    expect(day).to.include({ label: '2026-03-29', from: at('2026-03-28 22:00'), to: at('2026-03-29 21:00') });
  });

  // ISO 8601: https://en.wikipedia.org/wiki/ISO_week_date lists these years' ends.
  for (const [date, label] of [
    ['2026-01-01', '2026-W01'],
    ['2025-12-29', '2026-W01'],
    ['2025-12-28', '2025-W52'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2016-01-03', '2015-W53'],
    ['2012-01-01', '2011-W52'],
  ] as const) {
    it(`puts ${date} into ${label}`, () => {
      expect(weekWindow(at(`${date} 12:00`), 'UTC').label).to.equal(label);
    });
  }

  it('lets a week begin on Monday, local time', () => {
    expect(weekWindow(at('2026-11-29 22:59'), 'Europe/Berlin')).to.deep.equal({
      label: '2026-W48',
      timeZone: 'Europe/Berlin',
      from: at('2026-11-22 23:00'),
      to: at('2026-11-29 23:00'),
    });
    expect(weekWindow(at('2026-11-29 23:00'), 'Europe/Berlin').label).to.equal('2026-W49');
  });

  it('tells time zones from other names', () => {
    expect(isTimeZone('Europe/Berlin')).to.equal(true);
    expect(isTimeZone('Europe/Nowhere')).to.equal(false);
    expect(isTimeZone('')).to.equal(false);
  });
});
