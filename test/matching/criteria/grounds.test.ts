import { expect } from 'chai';
import fc from 'fast-check';
import { Faults, faultText } from '../../../src/matching/criteria/faults.js';
import type { FactValue } from '../../../src/matching/criteria/fields.js';
import { checkGrounds } from '../../../src/matching/criteria/grounds.js';
import { readConditions } from '../../../src/matching/criteria/read-conditions.js';
import { holds, type Written } from './interpreter.js';

/** What is wrong with the grounds of conditions as an author writes them. */
function problems(...all: readonly Written[]): string[] {
  const faults = new Faults('rule.json');
  checkGrounds({ kind: 'all', of: readConditions(all, 'all', faults) }, 'all', faults);
  return faults.found.map(faultText);
}

const NATIONAL: Written = { f: 'traveller.nationality', op: 'in', v: ['XAA', 'XBB'] };
const YOUNG: Written = { f: 'traveller.ageYears', op: 'between', v: [18, 30] };
const ONE_WAY: Written = { f: 'itinerary.oneWay', op: '=', v: true };
const RETURN: Written = { f: 'itinerary.oneWay', op: '=', v: false };
const LATE: Written = { f: 'booking.leadHours', op: '<=', v: 48 };
const CASH: Written = { f: 'payment.forms', op: 'contains', v: 'CA' };
const NOT_CASH: Written = { not: CASH };

const NEEDS_TWO = 'at least 2 grounds that are not protected must be necessary (Art. 6(4))';

describe('grounds of a rule', () => {
  it('may be protected beside two others', () => {
    expect(problems(NATIONAL, ONE_WAY, LATE)).to.deep.equal([]);
    expect(problems(NATIONAL, YOUNG, { any: [{ all: [ONE_WAY, LATE] }, { all: [CASH, LATE] }] })).to.deep.equal([]);
  });

  it('may not be protected alone, nor beside one', () => {
    expect(problems(NATIONAL, YOUNG)).to.deep.equal([
      `rule.json: all: matches on traveller.nationality, traveller.ageYears alone: ${NEEDS_TWO}`,
    ]);
    expect(problems(NATIONAL, LATE)).to.deep.equal([
      `rule.json: all: matches on booking.leadHours alone, beside traveller.nationality: ${NEEDS_TWO}`,
    ]);
  });

  it('are two at least, protected or not', () => {
    expect(problems(LATE)).to.deep.equal([`rule.json: all: matches on booking.leadHours alone: ${NEEDS_TWO}`]);
    expect(problems(LATE, { f: 'booking.leadHours', op: '>', v: 12 })).to.have.length(1);
  });

  for (const [title, ...all] of [
    ['a second ground that is always met', NATIONAL, LATE, { any: [ONE_WAY, RETURN] }],
    ['the same by negation', NATIONAL, LATE, { any: [CASH, NOT_CASH] }],
    ['the same by De Morgan', NATIONAL, LATE, { not: { all: [CASH, NOT_CASH] } }],
    ['double negation', { not: { not: NATIONAL } }, { not: { not: LATE } }],
    ['a branch for the protected ground', ONE_WAY, { any: [NATIONAL, LATE] }],
    [
      'a branch deep inside',
      { any: [{ all: [ONE_WAY, LATE, CASH] }, { all: [LATE, { not: { any: [{ not: NATIONAL }, { not: LATE }] } }] }] },
    ],
    [
      'all ranges of a number',
      NATIONAL,
      LATE,
      {
        any: [
          { f: 'party.size', op: '<=', v: 3 },
          { f: 'party.size', op: '>', v: 3 },
        ],
      },
    ],
    [
      'all codes',
      NATIONAL,
      LATE,
      {
        any: [
          { f: 'agency.country', op: '=', v: 'XA' },
          { f: 'agency.country', op: '!=', v: 'XA' },
        ],
      },
    ],
    [
      'prefixes that cover each other',
      NATIONAL,
      LATE,
      { any: [{ f: 'agency.country', op: 'begins', v: 'X' }, { not: { f: 'agency.country', op: 'begins', v: 'XA' } }] },
    ],
    ['the mere fact that something is told', NATIONAL, LATE, { not: { f: 'agency.country', op: 'empty' } }],
    [
      'that something is told, among what is always met',
      NATIONAL,
      LATE,
      { any: [CASH, NOT_CASH, { f: 'agency.country', op: 'empty' }] },
    ],
    ['the complement of a nationality', { not: NATIONAL }, LATE],
    ['a nationality by its document', { f: 'document.issuer', op: '=', v: 'XAA' }, LATE],
  ] as const) {
    it(`are not hidden by ${title}`, () => {
      expect(problems(...(all as readonly Written[])).join()).to.include(NEEDS_TWO);
    });
  }

  it('are said to be none where every value meets a condition, or no value does', () => {
    expect(problems(ONE_WAY, LATE, { f: 'party.size', op: '>=', v: 1 })).to.deep.equal([
      'rule.json: all[2]: is true of every value',
    ]);
    expect(problems(ONE_WAY, LATE, { f: 'party.size', op: '<', v: 1 })).to.deep.equal([
      'rule.json: all[2]: is false of every value',
      'rule.json: all: can never be true',
    ]);
    expect(problems(ONE_WAY, LATE, RETURN)).to.deep.equal(['rule.json: all: can never be true']);
  });

  it('are refused when they are too tangled to be checked', () => {
    const among = (f: string, values: readonly unknown[]): Written => ({ any: values.map((v) => ({ f, op: '=', v })) });
    const states = 'ABCDEFGHIJ'.split('').map((letter) => letter.repeat(3));
    const years = states.map((_, at) => 3 * at);
    expect(
      problems(
        LATE,
        ONE_WAY,
        among('traveller.ageYears', years),
        among('party.children', years),
        among('traveller.nationality', states),
        among('document.issuer', states),
      ),
    ).to.deep.equal(['rule.json: all: too complex to be checked for discrimination: write several rules']);

    expect(
      problems(LATE, ONE_WAY, {
        any: 'ABCDEFG'.split('').map((letter) => ({ f: 'itinerary.via', op: 'contains', v: letter.repeat(3) })),
      }),
    ).to.deep.equal(['rule.json: all: asks itinerary.via for more than 6 different values']);
  });

  // Small enough to go through every combination of facts.
  const NEUTRAL: Readonly<Record<string, readonly FactValue[]>> = {
    'itinerary.oneWay': [true, false],
    'ticketing.issued': [true, false],
    'party.size': [1, 2, 3, 4, 5, 99],
  };
  const NATIONALITIES = ['XAA', 'XBB', 'XCC', undefined];
  const atom: fc.Arbitrary<Written> = fc.oneof(
    fc.record({
      f: fc.constantFrom('itinerary.oneWay', 'ticketing.issued'),
      op: fc.constantFrom('=', '!='),
      v: fc.boolean(),
    }),
    fc.record({
      f: fc.constant('party.size'),
      op: fc.constantFrom('<', '<=', '=', '!='),
      v: fc.integer({ min: 1, max: 4 }),
    }),
    fc.record({ f: fc.constantFrom('party.size', 'ticketing.issued'), op: fc.constant('empty') }),
    fc.record({
      f: fc.constant('traveller.nationality'),
      op: fc.constantFrom('=', '!='),
      v: fc.constantFrom('XAA', 'XBB'),
    }),
  );
  const { condition } = fc.letrec<{ condition: Written }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'small', maxDepth: 3 },
      atom,
      fc.record({ not: tie('condition') }),
      fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    ),
  }));

  it('are found as by going through every combination of facts', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 3 }), (all) => {
        const found = problems(...all).some((problem) => problem.includes(NEEDS_TWO));
        expect(found).to.equal(isThin({ all }));
      }),
      { numRuns: 300 },
    );
  });

  /** Whether, for some nationality and some value of at most one other field, every value of the rest matches. */
  function isThin(rule: Written): boolean {
    const names = Object.keys(NEUTRAL);
    const always = (facts: Record<string, FactValue | undefined>, open: readonly string[]): boolean => {
      const [name, ...rest] = open;
      if (name === undefined) return holds(rule, facts) === 'yes';
      return NEUTRAL[name]!.every((value) => always({ ...facts, [name]: value }, rest));
    };
    return NATIONALITIES.some((nationality) =>
      names.some((lone) =>
        [...NEUTRAL[lone]!, undefined].some((value) =>
          always(
            { 'traveller.nationality': nationality, [lone]: value },
            names.filter((name) => name !== lone),
          ),
        ),
      ),
    );
  }
});
