/** Conditions over facts. A fact that the carrier did not tell makes a condition neither true nor false. */
import type { FactValue, FieldKind, FieldName } from './fields.js';

/** undefined: not known. What is not known never makes a rule match, negated or not (Kleene's logic). */
export type Truth = boolean | undefined;

export const OPERATORS = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not in',
  'between',
  'begins',
  'contains',
  'empty',
] as const;

export type Operator = (typeof OPERATORS)[number];

/** What a kind of field may be asked. There is no search in text: no field holds any. */
export const OPERATORS_OF: Readonly<Record<FieldKind, readonly Operator[]>> = {
  boolean: ['=', '!=', 'empty'],
  number: ['=', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'between', 'empty'],
  code: ['=', '!=', 'in', 'not in', 'begins', 'empty'],
  codes: ['contains', 'empty'],
};

/** What a fact is compared with; undefined for "empty". */
export type Constant = boolean | number | string | readonly number[] | readonly string[] | undefined;

/** A question about one fact. */
export interface Atom {
  readonly kind: 'atom';
  readonly field: FieldName;
  readonly operator: Operator;
  readonly constant: Constant;
  /** Where it stands in its rule, e.g. "all[2].any[0]". */
  readonly path: string;
}

export type Condition =
  | Atom
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition };

/** The atoms of a condition, in the order in which they stand there. */
export function atomsOf(condition: Condition): readonly Atom[] {
  if (condition.kind === 'atom') return [condition];
  return condition.kind === 'not' ? atomsOf(condition.of) : condition.of.flatMap(atomsOf);
}

/** How an atom judges a fact. */
export function atomTest({ operator, constant }: Atom): (value: FactValue | undefined) => Truth {
  if (operator === 'empty') return (value) => value === undefined || (Array.isArray(value) && value.length === 0);
  const test = knownTest(operator, constant);
  return (value) => (value === undefined ? undefined : test(value));
}

function knownTest(operator: Exclude<Operator, 'empty'>, constant: Constant): (value: FactValue) => boolean {
  const list: readonly Constant[] = Array.isArray(constant) ? constant : [];
  const [low, high] = list.map(Number);
  const limit = Number(constant);
  switch (operator) {
    case '=':
      return (value) => value === constant;
    case '!=':
      return (value) => value !== constant;
    case '<':
      return (value) => Number(value) < limit;
    case '<=':
      return (value) => Number(value) <= limit;
    case '>':
      return (value) => Number(value) > limit;
    case '>=':
      return (value) => Number(value) >= limit;
    case 'between':
      return (value) => Number(value) >= (low ?? Number.NaN) && Number(value) <= (high ?? Number.NaN);
    case 'in': {
      const members = new Set<unknown>(list);
      return (value) => members.has(value);
    }
    case 'not in': {
      const members = new Set<unknown>(list);
      return (value) => !members.has(value);
    }
    case 'begins':
      return (value) => typeof value === 'string' && value.startsWith(String(constant));
    case 'contains':
      return (value) => Array.isArray(value) && value.includes(constant);
  }
}
