/** What trials tell of real people: nothing of any one of them. */
import { expect } from 'chai';
import fc from 'fast-check';
import { blurred, blurredReport } from '../../../src/matching/criteria/blur.js';
import type { TrialReport } from '../../../src/matching/criteria/trial.js';

const secret = Buffer.alloc(32, 7);

/** How often each number is told of a count, in a thousandth of the questions. */
function distribution(count: number): ReadonlyMap<number, number> {
  const told = new Map<number, number>();
  for (let at = 0; at < 20_000; at++) {
    const number = blurred(count, 'matches', { secret, text: `question ${at}` });
    told.set(number, (told.get(number) ?? 0) + 1 / 20);
  }
  return told;
}

describe('numbers of a trial that are told', () => {
  it('are multiples of five, never below none, and the same of the same question', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.string(), fc.string(), (count, what, text) => {
        const told = blurred(count, what, { secret, text });
        expect(told % 5).to.equal(0);
        expect(told).to.be.at.least(0);
        expect(blurred(count, what, { secret, text })).to.equal(told);
      }),
    );
  });

  it('are near the truth', () => {
    const told = distribution(1_000);
    // Of an exponential error of mean size 4, a share of exp(-12.5 / 4), 4.4 percent, is larger than 12.5.
    const near = [...told].filter(([number]) => Math.abs(number - 1_000) <= 10).map(([, share]) => share);
    expect(near.reduce((sum, share) => sum + share, 0)).to.be.within(950, 962);
    const mean = [...told].reduce((sum, [number, share]) => sum + (number * share) / 1_000, 0);
    expect(mean).to.be.within(999.8, 1_000.2);
  });

  for (const count of [0, 4, 5, 112]) {
    it(`tell hardly whether there are ${count} or ${count + 1}`, () => {
      const [one, other] = [distribution(count), distribution(count + 1)];
      // By the law of the error no chance is more than exp(1 / 4) = 1.28 times the other; rare ones are counted too few times here.
      for (const [number, share] of one) {
        if (share < 20) continue;
        expect((other.get(number) ?? 0) / share, `${number}`).to.be.within(1 / 1.4, 1.4);
      }
    });
  }

  it('depend on a secret and on the question', () => {
    const of = (text: string, key = secret) =>
      Array.from({ length: 50 }, (_, at) => blurred(50, `${at}`, { secret: key, text })).join();
    expect(of('a')).not.to.equal(of('b'));
    expect(of('a')).not.to.equal(of('a', Buffer.alloc(32, 8)));
  });

  it('call a condition common by what is told of it', () => {
    const report: TrialReport = {
      ...{ rule: 'R-2026-001', version: 1, asked: 1_000, matches: 40, exonerated: 3 },
      atoms: [
        { path: 'all[0]', met: 1_000, unknown: 0, isCommon: true },
        { path: 'all[1]', met: 40, unknown: 900, isCommon: false },
      ],
      byAge: [{ group: 'under 18', travellers: 200, matches: 6 }],
      byNationality: [],
    };
    const told = blurredReport(report, { secret, text: 'a' });
    expect(told).to.include({ rule: 'R-2026-001', version: 1, asked: 1_000 });
    expect(told.atoms.map(({ path, isCommon }) => [path, isCommon])).to.deep.equal([
      ['all[0]', true],
      ['all[1]', false],
    ]);
    const numbers = [told.matches, told.exonerated, ...told.byAge.flatMap((one) => [one.travellers, one.matches])];
    expect(numbers.filter((number) => number % 5 !== 0)).to.deep.equal([]);
    expect(told.byAge[0]?.travellers).to.be.within(150, 250);
  });
});
