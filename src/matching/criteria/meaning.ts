/**
 * What a rule asks, apart from how it is written: two rules with one meaning find the same people, whatever they are called, in
 * whichever order their conditions stand, and however these are nested. Not all that is the same is known to be so.
 */
import type { Atom, Condition } from './condition.js';
import type { Rule } from './rule.js';

/** Of one condition. */
export function meaningOfAtom({ field, operator, constant }: Atom): string {
  const isSet = operator === 'in' || operator === 'not in';
  const asked = isSet && Array.isArray(constant) ? distinct(constant.map((one) => JSON.stringify(one))) : constant;
  return JSON.stringify([field, operator, asked ?? null]);
}

/** Of all of them. */
function meaningOf(condition: Condition): string {
  switch (condition.kind) {
    case 'atom':
      return meaningOfAtom(condition);
    case 'not':
      return `not(${meaningOf(condition.of)})`;
    case 'all':
    case 'any': {
      const members = distinct(membersOf(condition.of, condition.kind).map(meaningOf));
      return members.length === 1 ? members.join() : `${condition.kind}(${members.join()})`;
    }
  }
}

/** Members of a list, with those of lists of its kind in their place. */
const membersOf = (of: readonly Condition[], kind: 'all' | 'any'): readonly Condition[] =>
  of.flatMap((member) => (member.kind === kind ? membersOf(member.of, kind) : [member]));

/** Of a rule, but for the flights whose passengers it is put to. */
export const meaningOfRule = ({
  condition,
  exonerating,
  minHits,
  weights,
}: Pick<Rule, 'condition' | 'exonerating' | 'minHits' | 'weights'>): string =>
  JSON.stringify([
    meaningOf(condition),
    distinct(exonerating.map(meaningOfAtom)),
    minHits,
    distinct([...weights].map((weight) => JSON.stringify(weight))),
  ]);

/** Each once, in an order of their own. */
const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort();
