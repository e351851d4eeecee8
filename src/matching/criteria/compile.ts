/** Rules as functions: compiled once, put to every traveller of a flight. */
import { type Atom, atomTest, type Condition, type Truth } from './condition.js';
import type { Facts, FactValue, FieldName } from './fields.js';
import type { Rule } from './rule.js';
import { weightOf } from './weight.js';

/** A condition as it was met, for whoever reviews the match. */
export interface MatchedAtom {
  readonly atom: Atom;
  /** What the carrier told; undefined if that is what was asked for. */
  readonly value: FactValue | undefined;
  /** False if it counts because it is not so: it stands under "not". */
  readonly holds: boolean;
}

/** What would have spoken for the traveller. */
export interface UnmetExoneration {
  readonly atom: Atom;
  /** Undefined if the carrier did not tell: the reviewer may find out. */
  readonly value: FactValue | undefined;
}

export type Judgement =
  | { readonly verdict: 'no-match' }
  | { readonly verdict: 'exonerated' }
  | {
      readonly verdict: 'match';
      /** What the grounds weigh together. */
      readonly weight: number;
      readonly matched: readonly MatchedAtom[];
      readonly unmet: readonly UnmetExoneration[];
    };

const NO_MATCH: Judgement = { verdict: 'no-match' };
const EXONERATED: Judgement = { verdict: 'exonerated' };

/** A condition as a function, and what of it made it so. */
interface Compiled {
  readonly test: (facts: Facts) => Truth;
  /** Adds the atoms by which the condition came to be as it is. */
  readonly explain: (facts: Facts, add: (atom: MatchedAtom) => void) => void;
}

/** A rule as a function of what is known about a booking and one of its travellers. */
export function compileRule({ condition, exonerating, minHits, weights }: Rule): (facts: Facts) => Judgement {
  const { test, explain } = compile(condition);
  const speaking = exonerating.map((atom) => ({ atom, test: atomTest(atom) }));
  return (facts) => {
    if (test(facts) !== true) return NO_MATCH;
    const matched: MatchedAtom[] = [];
    explain(facts, (atom) => matched.push(atom));
    const grounds = new Set<FieldName>(matched.map(({ atom }) => atom.field));
    const weight = [...grounds].reduce((sum, field) => sum + weightOf(field, weights), 0);
    if (weight < minHits) return NO_MATCH;
    if (speaking.some((one) => one.test(facts[one.atom.field]) === true)) return EXONERATED;
    const unmet = speaking.map(({ atom }) => ({ atom, value: facts[atom.field] }));
    return { verdict: 'match', weight, matched, unmet };
  };
}

function compile(condition: Condition): Compiled {
  switch (condition.kind) {
    case 'atom':
      return compileAtom(condition);
    case 'not': {
      const { test, explain } = compile(condition.of);
      return { test: (facts) => not(test(facts)), explain };
    }
    case 'all':
      return compileList(condition.of.map(compile), false);
    case 'any':
      return compileList(condition.of.map(compile), true);
  }
}

function compileAtom(atom: Atom): Compiled {
  const test = atomTest(atom);
  const { field } = atom;
  return {
    test: (facts) => test(facts[field]),
    explain: (facts, add) => add({ atom, value: facts[field], holds: test(facts[field]) === true }),
  };
}

/** A list that one member decides by being `decisive`, and that otherwise all members decide. */
function compileList(members: readonly Compiled[], decisive: boolean): Compiled {
  const test = (facts: Facts): Truth => {
    let outcome: Truth = !decisive;
    for (const member of members) {
      const truth = member.test(facts);
      if (truth === decisive) return decisive;
      if (truth === undefined) outcome = undefined;
    }
    return outcome;
  };
  return {
    test,
    explain: (facts, add) => {
      const outcome = test(facts);
      for (const member of members) if (member.test(facts) === outcome) member.explain(facts, add);
    },
  };
}

const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);
