import { expect } from 'chai';
import { fuse } from '../../../src/matching/minutiae/fuse.js';
import { pairsThatCount } from '../../../src/matching/minutiae/rules/likeness.js';
import { scoreOf, scoreOfShare, shareOf } from '../../../src/matching/minutiae/scale.js';

describe('the scale of scores', () => {
  it('is ten times minus the logarithm of how many strangers have as much', () => {
    expect(scoreOfShare(0.01)).to.be.closeTo(20, 1e-9);
    expect(scoreOfShare(0.0001)).to.be.closeTo(40, 1e-9);
    expect(scoreOfShare(1)).to.equal(0);
    expect(scoreOfShare(0)).to.equal(100);
    expect(shareOf(30)).to.be.closeTo(0.001, 1e-12);
  });

  it('rises with the raw score, from 0 to 100', () => {
    expect(scoreOf(0)).to.equal(0);
    expect(scoreOf(1)).to.equal(100);
    let last = 0;
    for (let raw = 0; raw < 0.2; raw += 0.0003) {
      expect(scoreOf(raw)).to.be.at.least(last);
      last = scoreOf(raw);
    }
  });
});

describe('the number of pairs that count', () => {
  it('follows the sigmoid of the method', () => {
    for (let n = 0; n <= 128; n++) {
      const expected = Math.min(n, 4 + Math.round(8 / (1 + Math.exp(-0.4 * (n - 20)))));
      expect(pairsThatCount(n), `of ${n}`).to.equal(expected);
    }
  });
});

describe('fusing the prints of a person', () => {
  const one = (asked: number, held: number, score: number, comparisons = 1) => ({
    ...{ asked, held, score, raw: score / 1_000, comparisons },
  });

  it('leaves a single print as it is', () => {
    expect(fuse([one(0, 0, 37)]).score).to.be.closeTo(37, 1e-9);
    expect(fuse([])).to.deep.equal({ score: 0, pairs: [] });
  });

  it('combines two fingers by the method of Fisher', () => {
    // Two shares of 0.1: 0.01 x (1 + 2 ln 10) = 0.05605, which is 12.51.
    expect(fuse([one(0, 0, 10), one(1, 1, 10)]).score).to.be.closeTo(12.51, 0.01);
    // Of 0.0001 and 1: 0.0001 x (1 + 4 ln 10) = 0.001021, which is 29.91.
    expect(fuse([one(0, 0, 40), one(1, 1, 0)]).score).to.be.closeTo(29.91, 0.01);
  });

  it('takes the best of several tries for what that is worth', () => {
    // The best of ten at 0.01: 1 - 0.99^10 = 0.09562, which is 10.19.
    const tries = Array.from({ length: 10 }, (_, held) => one(0, held, held === 4 ? 20 : 3));
    const { score, pairs } = fuse(tries);
    expect(score).to.be.closeTo(10.19, 0.01);
    expect(pairs.map(({ held }) => held)).to.deep.equal([4]);
    expect(fuse([one(0, 0, 20, 10)]).score).to.be.closeTo(10.19, 0.01);
  });

  it('takes no print twice', () => {
    const { pairs } = fuse([one(0, 0, 50), one(1, 0, 40), one(1, 1, 30), one(0, 1, 45)]);
    expect(pairs.map(({ asked, held }) => [asked, held])).to.deep.equal([
      [0, 0],
      [1, 1],
    ]);
  });
});
