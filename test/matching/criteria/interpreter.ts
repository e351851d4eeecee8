/** What a condition means, read straight off the text of a rule: slow, and without anything of the engine. */
import type { FactValue } from '../../../src/matching/criteria/fields.js';

/** A condition as an author writes it. */
export type Written =
  | { readonly f: string; readonly op: string; readonly v?: unknown }
  | { readonly all: readonly Written[] }
  | { readonly any: readonly Written[] }
  | { readonly not: Written };

export type Answer = 'yes' | 'no' | 'unknown';

type SomeFacts = Readonly<Record<string, FactValue | undefined>>;

export function holds(written: Written, facts: SomeFacts): Answer {
  if ('not' in written) return ({ yes: 'no', no: 'yes', unknown: 'unknown' } as const)[holds(written.not, facts)];
  if ('all' in written) {
    const answers = written.all.map((one) => holds(one, facts));
    return answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes';
  }
  if ('any' in written) {
    const answers = written.any.map((one) => holds(one, facts));
    return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
  }
  const value = facts[written.f];
  if (written.op === 'empty') return value === undefined || (Array.isArray(value) && value.length === 0) ? 'yes' : 'no';
  return value === undefined ? 'unknown' : compare(value, written.op, written.v) ? 'yes' : 'no';
}

function compare(value: FactValue, op: string, constant: unknown): boolean {
  const list = constant as FactValue[];
  const [number, limit] = [value as number, constant as number];
  switch (op) {
    case '=':
      return value === constant;
    case '!=':
      return value !== constant;
    case '<':
      return number < limit;
    case '<=':
      return number <= limit;
    case '>':
      return number > limit;
    case '>=':
      return number >= limit;
    case 'in':
      return list.includes(value);
    case 'not in':
      return !list.includes(value);
    case 'between':
      return (list[0] as number) <= number && number <= (list[1] as number);
    case 'begins':
      return (value as string).startsWith(constant as string);
    case 'contains':
      return (value as string[]).includes(constant as string);
    default:
      throw new Error(op);
  }
}

/** Atoms by which a condition is as it is. */
export function because(
  written: Written,
  facts: SomeFacts,
): { readonly f: string; readonly op: string; readonly v?: unknown }[] {
  if ('f' in written) return [written];
  if ('not' in written) return because(written.not, facts);
  const whole = holds(written, facts);
  return ('all' in written ? written.all : written.any)
    .filter((one) => holds(one, facts) === whole)
    .flatMap((one) => because(one, facts));
}
