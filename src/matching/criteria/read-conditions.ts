/** Reads conditions as they stand in a rule: {"f", "op", "v"}, {"all": […]}, {"any": […]}, {"not": …}. */
import type { Faults } from './faults.js';
import { type Atom, type Condition, type Constant, type Operator, OPERATORS, OPERATORS_OF } from './condition.js';
import { type Field, fieldOf, type FieldName, refusalOf } from './fields.js';

/** Deepest nesting of conditions. */
export const MAX_DEPTH = 8;
/** Most conditions under one "all" or "any". */
export const MAX_BRANCHES = 32;
/** Most constants of one "in" or "not in". */
export const MAX_CONSTANTS = 40;

/** Conditions of a list that must not be empty. What is wrong is noted, and left out. */
export function readConditions(value: unknown, path: string, faults: Faults, depth = 1): Condition[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_BRANCHES) {
    faults.add(path, `must be a list of 1 to ${MAX_BRANCHES} conditions`);
    return [];
  }
  return value.flatMap((one, at) => readCondition(one, `${path}[${at}]`, faults, depth));
}

/** Atoms of a list, which may be empty: what exonerates is never nested. */
export function readAtoms(value: unknown, path: string, faults: Faults): Atom[] {
  if (!Array.isArray(value) || value.length > MAX_BRANCHES) {
    faults.add(path, `must be a list of at most ${MAX_BRANCHES} conditions`);
    return [];
  }
  return value.flatMap((one, at) => {
    const here = `${path}[${at}]`;
    if (isObject(one) && 'f' in one) return readAtom(one, here, faults);
    faults.add(here, 'must be a condition with f, op and v: what exonerates is not nested');
    return [];
  });
}

function readCondition(value: unknown, path: string, faults: Faults, depth: number): Condition[] {
  if (depth > MAX_DEPTH) {
    faults.add(path, `nested deeper than ${MAX_DEPTH}`);
    return [];
  }
  if (!isObject(value)) {
    faults.add(path, 'must be a condition: f with op and v, or all, any, not');
    return [];
  }
  if ('f' in value) return readAtom(value, path, faults);
  const [key = '', ...others] = Object.keys(value);
  if (others.length > 0 || !['all', 'any', 'not'].includes(key)) {
    faults.add(path, 'must be f with op and v, or exactly one of all, any, not');
    return [];
  }
  const here = `${path}.${key}`;
  if (key === 'not') return readCondition(value.not, here, faults, depth + 1).map((of) => ({ kind: 'not', of }));
  const of = readConditions(value[key], here, faults, depth + 1);
  return of.length === 0 ? [] : [{ kind: key === 'all' ? 'all' : 'any', of }];
}

function readAtom(value: Readonly<Record<string, unknown>>, path: string, faults: Faults): Atom[] {
  const unknown = Object.keys(value).filter((key) => !['f', 'op', 'v'].includes(key));
  if (unknown.length > 0) faults.add(path, 'a condition has f, op and v, and nothing else');
  const name = typeof value.f === 'string' ? value.f : '';
  const field = fieldOf(name);
  if (field === undefined) {
    faults.add(`${path}.f`, refusalOf(name) ?? 'not a field that criteria may ask about');
    return [];
  }
  const operator = OPERATORS.find((one) => one === value.op);
  const allowed = OPERATORS_OF[field.kind];
  if (operator === undefined || !allowed.includes(operator)) {
    faults.add(`${path}.op`, `${name} is asked with ${allowed.join(', ')}`);
    return [];
  }
  const problem = problemOf(field, operator, value.v);
  if (problem !== undefined) {
    faults.add(`${path}.v`, problem);
    return [];
  }
  return [{ kind: 'atom', field: name as FieldName, operator, constant: value.v as Constant, path }];
}

/** What is wrong with a constant; undefined if nothing is. */
function problemOf(field: Field, operator: Operator, constant: unknown): string | undefined {
  if (operator === 'empty') return constant === undefined ? undefined : '"empty" has no v';
  if (operator === 'in' || operator === 'not in') {
    const distinct = Array.isArray(constant) && new Set(constant).size === constant.length;
    return distinct && constant.length >= 1 && constant.length <= MAX_CONSTANTS
      ? firstProblem(field, constant)
      : `must be a list of 1 to ${MAX_CONSTANTS} different values`;
  }
  if (operator === 'between') {
    if (!Array.isArray(constant) || constant.length !== 2) return 'must be a list of two numbers';
    return firstProblem(field, constant) ?? (constant[0] <= constant[1] ? undefined : 'the first is the lower one');
  }
  if (operator === 'begins') {
    return typeof constant === 'string' && /^[A-Z0-9]{1,8}$/.test(constant)
      ? undefined
      : 'must be 1 to 8 capitals or digits';
  }
  return valueProblem(field, constant);
}

const firstProblem = (field: Field, constants: readonly unknown[]): string | undefined =>
  constants.map((one) => valueProblem(field, one)).find((problem) => problem !== undefined);

/** What is wrong with one value of a field; of "codes", with one of its elements. Undefined if nothing is. */
export function valueProblem({ kind, range, form }: Field, value: unknown): string | undefined {
  switch (kind) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'number': {
      const [min = 0, max = 0] = range ?? [];
      const fits = typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
      return fits ? undefined : `must be a whole number from ${min} to ${max}`;
    }
    case 'code':
    case 'codes':
      return typeof value === 'string' && form?.test(value) === true
        ? undefined
        : `must be a code of the form ${form?.source ?? ''}`;
  }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
