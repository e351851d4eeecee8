import { expect } from 'chai';
import { backOff } from '../../src/shared/back-off.js';

describe('a pause after failures', () => {
  it('is twice as long after each, and no longer than the longest, however many there were', () => {
    const pauses = [0, 1, 2, 3, 4, 10_000].map((failures) => backOff([15, 200], failures));
    expect(pauses).to.deep.equal([15, 30, 60, 120, 200, 200]);
  });
});
