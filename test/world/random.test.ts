import { expect } from 'chai';
import { choiceOf, createRandom, createRandoms } from '../../src/world/random.js';

describe('createRandom', () => {
  it('repeats a stream, and keeps seeds and streams apart', () => {
    const draw = (seed: number, stream: string) => {
      const random = createRandom(seed, stream);
      return Array.from({ length: 8 }, () => random.below(1_000_000));
    };
    expect(draw(1, 'a')).to.deep.equal(draw(1, 'a'));
    expect(draw(1, 'a')).to.not.deep.equal(draw(2, 'a'));
    expect(draw(1, 'a')).to.not.deep.equal(draw(1, 'b'));
  });
});

describe('createRandoms', () => {
  const randoms = createRandoms(3, 'stream');

  it('repeats the stream of an integer, whatever was drawn before', () => {
    const first = randoms(42).fraction();
    randoms(41).fraction();
    expect(createRandoms(3, 'stream')(42).fraction()).to.equal(first);
    expect(createRandoms(4, 'stream')(42).fraction()).to.not.equal(first);
  });

  it('spreads the first draws of successive integers evenly and independently', () => {
    const count = 20_000;
    const tenths = new Array<number>(10).fill(0);
    let rising = 0;
    let before = 0;
    for (let at = 0; at < count; at++) {
      const fraction = randoms(at).fraction();
      tenths[Math.floor(fraction * 10)]! += 1;
      if (fraction > before) rising += 1;
      before = fraction;
    }
    // Five standard deviations of a binomial draw: 5 × √(20,000 × 0.1 × 0.9) = 212, 5 × √(20,000 / 12) = 204.
    for (const [at, number] of tenths.entries()) expect(number, `tenth ${at}`).to.be.within(1_788, 2_212);
    expect(rising).to.be.within(9_796, 10_204);
  });
});

describe('choiceOf', () => {
  it('draws as often as the weights say, and never what weighs nothing', () => {
    const random = createRandom(9, 'choice');
    const choose = choiceOf([
      ['often', 3],
      ['never', 0],
      ['seldom', 1],
    ]);
    const drawn = Array.from({ length: 10_000 }, () => choose(random));
    expect(drawn.filter((choice) => choice === 'never')).to.deep.equal([]);
    expect(drawn.filter((choice) => choice === 'often').length / 10_000).to.be.within(0.72, 0.78);
  });

  it('refuses to choose from nothing', () => {
    expect(() => choiceOf([])).to.throw(RangeError);
  });
});
