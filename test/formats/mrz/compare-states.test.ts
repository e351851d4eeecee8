import { expect } from 'chai';
import { compareStates, threeLettersOf } from '../../../src/formats/mrz/compare-states.js';
import { isIssuer } from '../../../src/formats/mrz/states.js';

describe('codes of states', () => {
  it('of two letters have three in documents', () => {
    for (const [two, three] of [
      ['AT', 'AUT'],
      ['CH', 'CHE'],
      ['KR', 'KOR'],
      ['ZA', 'ZAF'],
      ['ES', 'ESP'],
      ['EE', 'EST'],
      ['XK', 'RKS'],
      ['ZZ', undefined],
      ['AUT', undefined],
    ] as const) {
      expect(threeLettersOf(two), two).to.equal(three);
    }
  });

  it('are all known, and none twice', () => {
    const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));
    const codes = letters.flatMap((one) => letters.map((other) => threeLettersOf(one + other))).filter(Boolean);
    // 249 of ISO 3166-1, Kosovo, the Union and the United Nations.
    expect(new Set(codes).size).to.equal(252);
    expect(codes.filter((code) => !isIssuer(code!))).to.deep.equal([]);
  });

  for (const [a, b, how] of [
    ['AUT', 'AUT', 'equal'],
    ['D', 'DEU', 'same_state'],
    ['DE', 'D', 'two_letters'],
    ['KR', 'KOR', 'two_letters'],
    ['XKX', 'RKS', 'same_state'],
    ['XXK', 'RKS', 'same_state'],
    ['YUG', 'SRB', 'renamed'],
    ['GBR', 'GBO', 'british_class'],
    ['AUT', 'AUS', undefined],
    ['XXA', 'XXB', undefined],
    ['KP', 'KOR', undefined],
  ] as const) {
    it(`${a} and ${b} are ${how ?? 'different'}`, () => {
      expect(compareStates(a, b)).to.equal(how);
      expect(compareStates(b, a)).to.equal(how);
    });
  }
});
