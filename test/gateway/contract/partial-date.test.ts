import { expect } from 'chai';
import { partialDateFault } from '../../../src/gateway/contract/partial-date.js';

/** 2026-11-23T12:00:00Z: in UTC+14 it is already the 24th. */
const NOON = Date.UTC(2026, 10, 23, 12);

describe('partial dates', () => {
  const fine = [
    '1980-05-17',
    '1980-05-00',
    '1980-00-00',
    '2000-02-29',
    '2024-02-29',
    '1999-12-31',
    '1875-01-01',
    '2026-00-00',
    '2026-11-00',
    '2026-11-24',
  ];
  for (const date of fine) {
    it(`takes ${date}`, () => expect(partialDateFault(date, NOON)).to.equal(undefined));
  }

  const faulty = [
    ['a day that does not exist', '1981-02-29'],
    ['29 February of a century without one', '1900-02-29'],
    ['31 April', '1980-04-31'],
    ['day 32', '1980-01-32'],
    ['month 13', '1980-13-01'],
    ['a day without a month', '1980-00-17'],
    ['tomorrow everywhere', '2026-11-25'],
    ['next month', '2026-12-00'],
    ['next year', '2027-00-00'],
    ['a time before anyone alive', '1874-12-31'],
    ['year 0', '0000-00-00'],
    ['two digits for the year', '80-05-17'],
    ['slashes', '1980/05/17'],
    ['a trailing line feed', '1980-05-17\n'],
    ['other digits', '١٩٨٠-٠٥-١٧'],
    ['nothing', ''],
  ] as const;
  for (const [name, date] of faulty) {
    it(`refuses ${name}`, () => expect(partialDateFault(date, NOON)).to.be.a('string'));
  }
});
