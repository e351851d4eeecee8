import { expect } from 'chai';
import fc from 'fast-check';
import { compileRule } from '../../../src/matching/criteria/compile.js';
import { Criteria, VersionConflict } from '../../../src/matching/criteria/criteria.js';
import { Faults } from '../../../src/matching/criteria/faults.js';
import type { FactValue, Facts } from '../../../src/matching/criteria/fields.js';
import { readConditions } from '../../../src/matching/criteria/read-conditions.js';
import type { Rule } from '../../../src/matching/criteria/rule.js';
import { because, holds, type Written } from './interpreter.js';
import { RULE, ruleOf } from './rules.js';

const VIENNA = { from: 'XAA', to: 'VIE' };
const DAY = '2026-11-26';
const MET: Facts = { 'itinerary.oneWay': true, 'booking.leadHours': 20, 'payment.forms': ['CA'] };

const BOOKING_ONLY = {
  id: 'R-2027-015',
  exonerating: [{ f: 'agency.isCarrier', op: '=', v: true }],
  tests: RULE.tests.map((test, at) => (at === 2 ? { ...test, facts: { ...MET, 'agency.isCarrier': true } } : test)),
};

describe('criteria', () => {
  it('tell which conditions were met, and what did not speak for the traveller', () => {
    const [match] = new Criteria([ruleOf()]).assess(VIENNA, DAY, { ...MET, 'payment.payerIsTraveller': false }, [{}]);
    expect(match?.judgement.weight).to.equal(4);
    expect(match?.judgement.matched.map(({ atom, value, holds: met }) => [atom.path, value, met])).to.deep.equal([
      ['all[0]', true, true],
      ['all[1]', 20, true],
      ['all[2].any[0]', ['CA'], true],
      ['all[2].any[1]', false, true],
    ]);
    expect(match?.judgement.unmet.map(({ atom, value }) => [atom.field, value])).to.deep.equal([
      ['traveller.frequentFlyer', undefined],
    ]);
  });

  it('tell a condition under "not" as one that does not hold', () => {
    const rule = ruleOf({ all: [...RULE.all.slice(0, 2), { not: { f: 'payment.forms', op: 'contains', v: 'CC' } }] });
    const judged = compileRule(rule)(MET);
    expect(judged.verdict === 'match' && judged.matched.at(-1)).to.deep.include({ value: ['CA'], holds: false });
  });

  it('need grounds of enough weight, and protected ones weigh nothing', () => {
    const wide = {
      all: [
        { any: [RULE.all[0], RULE.all[1]] },
        { any: [RULE.all[2], { f: 'party.size', op: '=', v: 1 }] },
        { f: 'traveller.ageYears', op: '<', v: 30 },
      ],
      justification: 'The trade uses young couriers alone, see the analysis in DOC-331.',
      tests: [
        { name: 'three grounds', facts: { ...MET, 'traveller.ageYears': 20 }, expect: 'match' },
        {
          name: 'two grounds',
          facts: { 'booking.leadHours': 9, 'party.size': 1, 'traveller.ageYears': 20 },
          expect: 'no-match',
        },
        {
          name: 'often',
          facts: { ...MET, 'traveller.ageYears': 20, 'traveller.frequentFlyer': true },
          expect: 'no-match',
        },
      ],
    };
    expect(ruleOf(wide).minHits).to.equal(3);
    const heavier = ruleOf({
      ...wide,
      weight: { 'party.size': 2 },
      tests: wide.tests.map((test, at) =>
        at === 1 ? { ...test, facts: { 'ticketing.issued': true }, expect: 'no-match' } : test,
      ),
    });
    expect(
      compileRule(heavier)({ 'booking.leadHours': 9, 'party.size': 1, 'traveller.ageYears': 20 }).verdict,
    ).to.equal('match');
  });

  it('are put to each traveller where they ask about travellers, and once to the booking where they do not', () => {
    const criteria = new Criteria([ruleOf(), ruleOf(BOOKING_ONLY)]);
    const found = criteria.assess(VIENNA, DAY, MET, [{ 'traveller.frequentFlyer': true }, {}, {}]);
    expect(found.map(({ rule, traveller }) => [rule.id, traveller])).to.deep.equal([
      ['R-2027-014', 1],
      ['R-2027-014', 2],
      ['R-2027-015', undefined],
    ]);
  });

  it('are put to flights of their routes alone', () => {
    const routes = {
      scope: {
        routes: [
          ['XAA', '*'],
          ['XAA', 'VIE'],
          ['XBB', 'XCC'],
        ],
      },
    };
    const criteria = new Criteria([ruleOf(routes)]);
    const hits = (from: string, to: string): number => criteria.assess({ from, to }, DAY, MET, [{}]).length;
    expect([
      hits('XAA', 'VIE'),
      hits('XAA', 'XDD'),
      hits('XBB', 'XCC'),
      hits('XBB', 'VIE'),
      hits('VIE', 'XAA'),
    ]).to.deep.equal([1, 1, 1, 0, 0]);
  });

  it('are used from their first day until the day of their review', () => {
    const criteria = new Criteria([ruleOf()]);
    expect(criteria.rulesFor(VIENNA, DAY).map(({ id }) => id)).to.deep.equal(['R-2027-014']);
    expect(criteria.rulesFor({ from: 'VIE', to: 'XAA' }, DAY)).to.deep.equal([]);
    const days = ['2026-07-31', '2026-08-01', '2027-07-31', '2027-08-01'];
    expect(days.map((day) => criteria.assess(VIENNA, day, MET, [{}]).length)).to.deep.equal([0, 1, 1, 0]);
  });

  it('are used in their latest version, unless that is retired; a draft replaces nothing', () => {
    const versions = (...rules: Rule[]): number[] => new Criteria(rules).rules.map(({ version }) => version);
    expect(versions(ruleOf({ version: 4 }), ruleOf())).to.deep.equal([4]);
    expect(versions(ruleOf(), ruleOf({ version: 4, status: 'draft' }))).to.deep.equal([3]);
    expect(versions(ruleOf(), ruleOf({ version: 4, status: 'retired' }))).to.deep.equal([]);
    expect(versions(ruleOf(), ruleOf())).to.deep.equal([3]);
    expect(() => new Criteria([ruleOf(), ruleOf({ rationale: 'DOC-1' })])).to.throw(VersionConflict);
  });

  const facts: fc.Arbitrary<Facts> = fc.record(
    {
      'itinerary.oneWay': fc.boolean(),
      'party.size': fc.integer({ min: 1, max: 5 }),
      'agency.country': fc.constantFrom('XA', 'XB', 'YA'),
      'itinerary.via': fc.subarray(['XAA', 'XBB']),
    },
    { requiredKeys: [] },
  );
  const size = fc.integer({ min: 1, max: 5 });
  const atom: fc.Arbitrary<Written> = fc.oneof(
    fc.record({ f: fc.constant('itinerary.oneWay'), op: fc.constantFrom('=', '!='), v: fc.boolean() }),
    fc.record({ f: fc.constant('party.size'), op: fc.constantFrom('=', '!=', '<', '<=', '>', '>='), v: size }),
    fc.record({
      f: fc.constant('party.size'),
      op: fc.constantFrom('in', 'not in'),
      v: fc.uniqueArray(size, { minLength: 1 }),
    }),
    fc.record({ f: fc.constant('party.size'), op: fc.constant('between'), v: fc.tuple(size, fc.constant(5)) }),
    fc.record({
      f: fc.constant('agency.country'),
      op: fc.constantFrom('=', '!=', 'begins'),
      v: fc.constantFrom('XA', 'YA'),
    }),
    fc.record({ f: fc.constant('itinerary.via'), op: fc.constant('contains'), v: fc.constantFrom('XAA', 'XBB') }),
    fc.record({ f: fc.constantFrom('itinerary.via', 'agency.country', 'party.size'), op: fc.constant('empty') }),
  );
  const { condition } = fc.letrec<{ condition: Written }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'small', maxDepth: 3 },
      atom,
      fc.record({ not: tie('condition') }),
      fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 4 }) }),
      fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 4 }) }),
    ),
  }));

  it('judge as the text of the rule says', () => {
    const rule = ruleOf();
    fc.assert(
      fc.property(
        fc.array(condition, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 3 }),
        facts,
        (all, minHits, told) => {
          const faults = new Faults('rule.json');
          const of = readConditions(all, 'all', faults);
          expect(faults.found).to.deep.equal([]);
          const judged = compileRule({ ...rule, condition: { kind: 'all', of }, exonerating: [], minHits })(told);
          const known = told as Readonly<Record<string, FactValue | undefined>>;
          const reasons = because({ all }, known);
          const met = holds({ all }, known) === 'yes' && new Set(reasons.map(({ f }) => f)).size >= minHits;
          expect(judged.verdict).to.equal(met ? 'match' : 'no-match');
          if (judged.verdict === 'match') {
            expect(judged.matched.map((one) => [one.atom.field, one.atom.operator])).to.deep.equal(
              reasons.map(({ f, op }) => [f, op]),
            );
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('find the same whatever the order of rules and travellers is', () => {
    const rules = [ruleOf(), ruleOf(BOOKING_ONLY), ruleOf({ id: 'R-2027-016', scope: { routes: [['XAA', 'VIE']] } })];
    const people: Facts[] = [{ 'traveller.frequentFlyer': true }, { 'document.count': 1 }, { 'document.count': 2 }];
    const told = (some: readonly Rule[], party: readonly Facts[]): string[] =>
      new Criteria(some)
        .assess(VIENNA, DAY, MET, party)
        .map(({ rule, traveller }) => `${rule.id} ${JSON.stringify(traveller === undefined ? {} : party[traveller])}`)
        .sort();
    const expected = told(rules, people);
    expect(expected).to.have.length(5);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(rules, { minLength: 3 }),
        fc.shuffledSubarray(people, { minLength: 3 }),
        (some, party) => void expect(told(some, party)).to.deep.equal(expected),
      ),
      { numRuns: 30 },
    );
  });
});
