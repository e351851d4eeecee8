/** Periods of Regulation (EEC, Euratom) No 1182/71, counted by hand on the calendars of 2026 to 2029. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  calendarDaysAfter,
  hoursAfter,
  isWorkingDay,
  monthsAfter,
  workingDaysAfter,
} from '../../../../../src/adapters/sis/sirene/domain/periods.js';

const at = (text: string): number => Date.parse(`${text}Z`);
const said = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 16);

describe('periods', () => {
  const table: readonly [string, (eventMs: number) => number, string, string][] = [
    // 26 November 2026 is a Thursday.
    ['12 hours, within a day', (event) => hoursAfter(event, 12), '2026-11-26T10:20', '2026-11-26T22:20'],
    ['12 hours, over a Sunday night', (event) => hoursAfter(event, 12), '2026-11-29T20:00', '2026-11-30T08:00'],
    [
      '2 working days from a Thursday: Friday and Monday',
      (e) => workingDaysAfter(e, 2),
      '2026-11-26T10:20',
      '2026-12-01T00:00',
    ],
    [
      '2 working days from a Friday: Monday and Tuesday',
      (e) => workingDaysAfter(e, 2),
      '2026-11-27T23:59',
      '2026-12-02T00:00',
    ],
    [
      '2 working days from a Saturday: Monday and Tuesday',
      (e) => workingDaysAfter(e, 2),
      '2026-11-28T00:00',
      '2026-12-02T00:00',
    ],
    [
      '2 working days over Christmas: 24 and 28 December',
      (e) => workingDaysAfter(e, 2),
      '2026-12-23T09:00',
      '2026-12-29T00:00',
    ],
    [
      '2 working days over New Year: 4 and 5 January',
      (e) => workingDaysAfter(e, 2),
      '2026-12-31T09:00',
      '2027-01-06T00:00',
    ],
    [
      '10 calendar days that end on a Thursday',
      (e) => calendarDaysAfter(e, 10),
      '2026-11-30T08:00',
      '2026-12-11T00:00',
    ],
    [
      '10 calendar days that end on a Sunday: the Monday after',
      (e) => calendarDaysAfter(e, 10),
      '2026-11-26T10:20',
      '2026-12-08T00:00',
    ],
    [
      '14 calendar days that end on a Thursday',
      (e) => calendarDaysAfter(e, 14),
      '2026-11-26T10:20',
      '2026-12-11T00:00',
    ],
    [
      '14 calendar days that end on Christmas, a Friday: Monday 28 December',
      (e) => calendarDaysAfter(e, 14),
      '2026-12-11T12:00',
      '2026-12-29T00:00',
    ],
    ['15 calendar days that end on a Friday', (e) => calendarDaysAfter(e, 15), '2026-11-26T10:20', '2026-12-12T00:00'],
    [
      '15 calendar days that end on a Saturday: the Monday after',
      (e) => calendarDaysAfter(e, 15),
      '2026-11-27T10:20',
      '2026-12-15T00:00',
    ],
    ['12 months that end on a Friday', (e) => monthsAfter(e, 12), '2026-11-26T10:20', '2027-11-27T00:00'],
    [
      '12 months that end on a Saturday: the Monday after',
      (e) => monthsAfter(e, 12),
      '2026-11-27T10:20',
      '2027-11-30T00:00',
    ],
    [
      '12 months from 29 February: the last day of February, a Wednesday',
      (e) => monthsAfter(e, 12),
      '2028-02-29T10:20',
      '2029-03-01T00:00',
    ],
  ];
  for (const [what, count, event, end] of table) {
    it(`ends ${what}`, () => {
      expect(said(count(at(event)))).to.equal(end);
    });
  }

  const anyTime = fc.integer({ min: at('2020-01-01T00:00'), max: at('2035-01-01T00:00') });
  const DAY = 86_400_000;

  it('has as many working days in it as it says, and ends with the last of them', () => {
    fc.assert(
      fc.property(anyTime, fc.integer({ min: 1, max: 30 }), (event, days) => {
        const end = workingDaysAfter(event, days);
        let counted = 0;
        for (let day = (Math.floor(event / DAY) + 1) * DAY; day < end; day += DAY) if (isWorkingDay(day)) counted += 1;
        expect(counted).to.equal(days);
        expect(isWorkingDay(end - DAY)).to.equal(true);
      }),
    );
  });

  it('never ends with a day that is no working day, nor before its days are over', () => {
    fc.assert(
      fc.property(anyTime, fc.integer({ min: 1, max: 60 }), (event, days) => {
        const end = calendarDaysAfter(event, days);
        expect(isWorkingDay(end - 1)).to.equal(true);
        expect(end - event).to.be.greaterThan(days * DAY - 1);
        // The longest run of days without work is four: Christmas on a Thursday or Friday, and a weekend.
        expect(end - event).to.be.lessThanOrEqual((days + 1 + 4) * DAY);
      }),
    );
  });
});
