/** A rule as its authors write it, and how it is read. All invented. */
import { type ReadRule, readRule, type RuleGround } from '../../../src/matching/criteria/read-rule.js';
import { faultText } from '../../../src/matching/criteria/faults.js';
import type { Rule } from '../../../src/matching/criteria/rule.js';

export const TODAY = '2026-11-26';

const MATCHING = { 'itinerary.oneWay': true, 'booking.leadHours': 20, 'payment.forms': ['CA'] };

/** A rule in use: a one-way journey, booked late, in cash or by somebody else. */
export const RULE = {
  id: 'R-2027-014',
  version: 3,
  title: 'late-paid one-way journey',
  purpose: ['PNR-04'],
  owner: 'PIU-XA',
  status: 'active',
  validFrom: '2026-08-01',
  reviewBy: '2027-08-01',
  approvedBy: ['analyst-7', 'lawyer-2'],
  rationale: 'DOC-331',
  scope: { routes: [['*', 'VIE']] },
  all: [
    { f: 'itinerary.oneWay', op: '=', v: true },
    { f: 'booking.leadHours', op: '<=', v: 48 },
    {
      any: [
        { f: 'payment.forms', op: 'contains', v: 'CA' },
        { f: 'payment.payerIsTraveller', op: '=', v: false },
      ],
    },
  ],
  exonerating: [{ f: 'traveller.frequentFlyer', op: '=', v: true }],
  minHits: 3,
  action: 'manual-review',
  tests: [
    { name: 'late and in cash', facts: MATCHING, expect: 'match' },
    { name: 'early', facts: { ...MATCHING, 'booking.leadHours': 49 }, expect: 'no-match' },
    { name: 'flies often', facts: { ...MATCHING, 'traveller.frequentFlyer': true }, expect: 'no-match' },
  ],
};

/** Both have signed whatever it is. */
export const SIGNED = (): readonly string[] => ['analyst-7', 'lawyer-2'];

/** Reads a rule that differs from RULE in this. */
export const read = (changes: object = {}, today = TODAY, signersOf: RuleGround['signersOf'] = SIGNED): ReadRule =>
  readRule(JSON.stringify({ ...RULE, ...changes }), 'rule.json', { today, signersOf });

/** What is wrong with such a rule. */
export const faultsOf = (changes: object, today?: string, signersOf?: RuleGround['signersOf']): string[] =>
  read(changes, today, signersOf).faults.map(faultText);

/** Such a rule, which must be sound. */
export function ruleOf(changes: object = {}): Rule {
  const { rule, faults } = read(changes);
  if (rule === undefined) throw new Error(faults.map(faultText).join('\n'));
  return rule;
}
