import { expect } from 'chai';
import fc from 'fast-check';
import { AGREEMENT, agreement, birthDay, printBirthDay } from '../../../src/matching/candidates/birth-day.js';

const agree = (asked: string, stored: string): number => agreement(birthDay(asked), birthDay(stored));

describe('birthDay', () => {
  it('holds a date, whatever of it is known', () => {
    const part = (max: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0'));
    const date = fc
      .tuple(fc.integer({ min: 1, max: 9999 }), part(12), part(31))
      .map(([year, month, day]) => `${String(year).padStart(4, '0')}-${month}-${day}`);
    fc.assert(
      fc.property(date, (text) => {
        expect(printBirthDay(birthDay(text))).to.equal(text);
      }),
    );
    expect(printBirthDay(birthDay('1980'))).to.equal('1980-00-00');
    expect(printBirthDay(birthDay(undefined))).to.equal(undefined);
  });
});

describe('agreement', () => {
  const cases: readonly [string, string, keyof typeof AGREEMENT][] = [
    ['1980-04-05', '1980-04-05', 'equal'],
    ['1980-04-05', '1980-05-04', 'possible'],
    ['1980-04-05', '1981-04-05', 'possible'],
    ['1989-12-31', '1990-12-31', 'possible'],
    ['1980-04-09', '1980-04-10', 'possible'],
    ['1980-11-30', '1980-12-30', 'possible'],
    ['1980-04-05', '1908-04-05', 'different'],
    ['1980-00-00', '1980-04-05', 'possible'],
    ['1980-04-00', '1980-04-05', 'possible'],
    ['1980-04-00', '1980-05-05', 'different'],
    ['1981-00-00', '1980-04-05', 'different'],
    ['1980-04-05', '1991-04-06', 'different'],
    ['1980-04-05', '', 'unknown'],
    ['', '', 'unknown'],
  ];
  for (const [asked, stored, expected] of cases) {
    it(`of ${asked || 'no date'} and ${stored || 'no date'} is ${expected}`, () => {
      expect(agree(asked, stored)).to.equal(AGREEMENT[expected]);
      expect(agree(stored, asked)).to.equal(AGREEMENT[expected]);
    });
  }
});
