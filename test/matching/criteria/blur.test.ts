/** What trials tell of real people: nothing of any one of them. */
import { expect } from 'chai';
import fc from 'fast-check';
import { blurred, blurredReport } from '../../../src/matching/criteria/blur.js';
import { atomsOf } from '../../../src/matching/criteria/condition.js';
import type { TrialReport } from '../../../src/matching/criteria/trial.js';
import { RULE, ruleOf } from './rules.js';

const secret = Buffer.alloc(32, 7);

/** How often each number is told of a count, in a thousandth of the questions. */
function distribution(count: number): ReadonlyMap<number, number> {
  const told = new Map<number, number>();
  for (let at = 0; at < 20_000; at++) {
    const number = blurred(count, 'matches', { secret, asked: `question ${at}` });
    told.set(number, (told.get(number) ?? 0) + 1 / 20);
  }
  return told;
}

describe('numbers of a trial that are told', () => {
  it('are multiples of five, never below none, and the same of the same question', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.string(), fc.string(), (count, what, asked) => {
        const told = blurred(count, what, { secret, asked });
        expect(told % 5).to.equal(0);
        expect(told).to.be.at.least(0);
        expect(blurred(count, what, { secret, asked })).to.equal(told);
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
    const of = (asked: string, key = secret) =>
      Array.from({ length: 50 }, (_, at) => blurred(50, `${at}`, { secret: key, asked })).join();
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
    const told = blurredReport(report, ruleOf(), { secret, asked: 'a' });
    expect(told).to.include({ rule: 'R-2026-001', version: 1, asked: 1_000 });
    expect(told.atoms.map(({ path, isCommon }) => [path, isCommon])).to.deep.equal([
      ['all[0]', true],
      ['all[1]', false],
    ]);
    const numbers = [told.matches, told.exonerated, ...told.byAge.flatMap((one) => [one.travellers, one.matches])];
    expect(numbers.filter((number) => number % 5 !== 0)).to.deep.equal([]);
    expect(told.byAge[0]?.travellers).to.be.within(150, 250);
  });

  /** All that is told of a rule. Large numbers of many groups: that two are told alike by chance is as good as impossible. */
  const toldOf = (changes: object, asked = 'flight 7') => {
    const rule = ruleOf(changes);
    const groups = Array.from({ length: 40 }, (_, at) => ({ group: `${at}`, travellers: 400, matches: 300 }));
    const paths = [...atomsOf(rule.condition), ...rule.exonerating].map(({ path }) => path);
    const report: TrialReport = {
      ...{ rule: rule.id, version: rule.version, asked: 9_000, matches: 500, exonerated: 500 },
      atoms: paths.map((path) => ({ path, met: 500, unknown: 500, isCommon: false })),
      ...{ byAge: groups, byNationality: groups },
    };
    return blurredReport(report, rule, { secret, asked });
  };
  const [first, ...others] = RULE.all;

  for (const [what, changes] of [
    ['is called something else', { title: 'The same by another name', version: 4, rationale: 'DOC-332' }],
    ['is another rule', { id: 'R-2027-015' }],
    ['is for other routes on which the same flights were', { scope: { routes: [['IST', 'VIE']] } }],
    ['nests its conditions', { all: [{ all: [first, others[0]] }, ...others.slice(1)] }],
    ['asks something twice', { all: [...RULE.all, first] }],
  ] as const) {
    it(`are told alike of a rule that ${what}: asked a hundred times it tells no more than once`, () => {
      const { matches, exonerated, byAge, byNationality } = toldOf({});
      expect(toldOf(changes)).to.deep.include({ matches, exonerated, byAge, byNationality });
    });
  }

  it('leave out a group when it is told to be small: that it is there at all would tell of its fifth traveller', () => {
    const shown = (travellers: number): number => {
      const byAge = Array.from({ length: 2_000 }, (_, at) => ({ group: `${at}`, travellers, matches: 0 }));
      const report: TrialReport = {
        ...{ rule: 'R', version: 1, asked: 9_000, matches: 0, exonerated: 0, atoms: [], byAge, byNationality: byAge },
      };
      const told = blurredReport(report, ruleOf(), { secret, asked: 'a' });
      return told.byAge.length + told.byNationality.length;
    };
    // Told as 20 or more when the error is 12.5 or more: exp(-12.5 / 4) / 2 of all, 88 of 4,000.
    expect(shown(5)).to.be.within(50, 130);
    expect(shown(100)).to.equal(4_000);
  });

  it('are told alike of each condition, wherever it stands', () => {
    const numbers = ({ atoms }: TrialReport) => atoms.map(({ met, unknown }) => `${met} ${unknown}`).sort();
    expect(numbers(toldOf({ all: [...RULE.all].reverse() }))).to.deep.equal(numbers(toldOf({})));
    expect(toldOf({ all: [...RULE.all].reverse() }).matches).to.equal(toldOf({}).matches);
  });

  it('are told alike where they do not depend on what else the rule asks, and otherwise not', () => {
    const [one, other] = [toldOf({}), toldOf({ all: [...RULE.all, { f: 'booking.leadHours', op: '<', v: 48 }] })];
    const told = ({ atoms }: TrialReport) => atoms.slice(0, RULE.all.length).map(({ met, unknown }) => [met, unknown]);
    expect(told(other)).to.deep.equal(told(one));
    const travellers = ({ byAge }: TrialReport) => byAge.map((group) => group.travellers);
    const matches = ({ byAge }: TrialReport) => byAge.map((group) => group.matches);
    expect(travellers(other)).to.deep.equal(travellers(one));
    expect(matches(other)).not.to.deep.equal(matches(one));
    expect(travellers(toldOf({}, 'flight 8'))).not.to.deep.equal(travellers(one));
  });
});
