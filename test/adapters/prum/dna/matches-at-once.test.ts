import { expect } from 'chai';
import { matchesAtOnce } from '../../../../src/adapters/prum/dna/domain/dna-search.js';

describe('matches of an answer at once', () => {
  for (const [wanted, states, listed] of [
    [10, 1, 10],
    [50, 6, 50],
    [50, 8, 37],
    [10, 31, 9],
    [10, 0, 10],
  ] as const) {
    it(`are ${listed} of each of ${states} states, where ${wanted} are wanted`, () => {
      expect(matchesAtOnce(wanted, states)).to.equal(listed);
    });
  }
});
