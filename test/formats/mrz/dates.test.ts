import { expect } from 'chai';
import { readBirth, readExpiry, writeDate } from '../../../src/formats/mrz/dates.js';

describe('dates of a machine-readable zone', () => {
  it('takes a birth as the latest one not after the reference date', () => {
    expect(readBirth('740812', '2026-11-26')).to.equal('1974-08-12');
    expect(readBirth('261126', '2026-11-26')).to.equal('2026-11-26');
    expect(readBirth('261127', '2026-11-26')).to.equal('1926-11-27');
    expect(readBirth('000229', '2026-11-26')).to.equal('2000-02-29');
  });

  it('keeps unknown days and months', () => {
    expect(readBirth('5908<<', '2026-11-26')).to.equal('1959-08-00');
    expect(readBirth('59<<<<', '2026-11-26')).to.equal('1959-00-00');
    expect(readBirth('<<<<<<', '2026-11-26')).to.equal(undefined);
    expect(readBirth('59<<12', '2026-11-26')).to.equal(undefined);
  });

  it('tells 29 February by the year of the century that applies', () => {
    // 1900 was no leap year, 2000 was one.
    expect(readBirth('000229', '1999-12-31')).to.equal(undefined);
    expect(readBirth('000229', '2001-12-31')).to.equal('2000-02-29');
  });

  it('takes an expiry within twenty years before and seventy-nine after the reference date', () => {
    expect(readExpiry('610218', '2017-06-01')).to.equal('2061-02-18');
    expect(readExpiry('970601', '2017-06-01')).to.equal('1997-06-01');
    expect(readExpiry('960601', '2017-06-01')).to.equal('2096-06-01');
    expect(readExpiry('120415', '2026-11-26')).to.equal('2012-04-15');
    expect(readExpiry('051231', '2026-11-26')).to.equal('2105-12-31');
  });

  it('writes unknown parts as fillers, and keeps the zeros of others', () => {
    expect(writeDate('1974-08-12')).to.equal('740812');
    expect(writeDate('1959-08-00')).to.equal('5908<<');
    expect(writeDate('1959-10-00')).to.equal('5910<<');
    expect(writeDate('2000-00-00')).to.equal('00<<<<');
    expect(writeDate('2001-10-01')).to.equal('011001');
    expect(writeDate(undefined)).to.equal('<<<<<<');
  });
});
