/**
 * Ranges of numbered things: blank documents, banknotes. Both ends are canonical identifiers of equal length that begin
 * alike and end in decimal digits: AB0001000 to AB0001499.
 */

/** Decimal digits in which the ends of a range may differ: a thousand million numbers. */
export const MAX_RANGE_DIGITS = 9;

/** Stands for any digit in a block; no canonical identifier holds it. */
const ANY_DIGIT = '#';

/** True if the texts are the first and the last number of a range; one number is a range, too. */
export function isRange(first: string, last: string): boolean {
  if (first.length !== last.length || first > last) return false;
  const from = differenceAt(first, last);
  return first.length - from <= MAX_RANGE_DIGITS && /^\d*$/.test(first.slice(from)) && /^\d*$/.test(last.slice(from));
}

/** True if the number lies within the range. */
export const isWithin = (number: string, first: string, last: string): boolean =>
  number.length === first.length &&
  first <= number &&
  number <= last &&
  /^\d*$/.test(number.slice(differenceAt(first, last)));

/** True if the ranges have a number in common. Both must be ranges. */
export const overlap = (a: readonly [string, string], b: readonly [string, string]): boolean =>
  isWithin(a[0], ...b) || isWithin(b[0], ...a);

/**
 * The fewest blocks of a power of ten that make up the range, each written as its numbers with # for every digit that
 * may be any: AB00010## AB00011##. At most 18 for each digit in which the ends differ.
 */
export function blocksOf(first: string, last: string): readonly string[] {
  const from = differenceAt(first, last);
  const digits = first.length - from;
  const stem = first.slice(0, from);
  const end = digits === 0 ? 0 : Number(last.slice(from));
  const blocks: string[] = [];
  for (let next = digits === 0 ? 0 : Number(first.slice(from)); next <= end;) {
    let free = 0;
    while (free < digits && next % 10 ** (free + 1) === 0 && next + 10 ** (free + 1) - 1 <= end) free++;
    const number = digits === 0 ? '' : String(next).padStart(digits, '0');
    blocks.push(stem + number.slice(0, digits - free) + ANY_DIGIT.repeat(free));
    next += 10 ** free;
  }
  return blocks;
}

/** Every block in which a number may lie, the number itself first. */
export function blocksAround(number: string): readonly string[] {
  const characters = Array.from(number);
  const most = Math.min(MAX_RANGE_DIGITS, characters.length);
  return Array.from(
    { length: most + 1 },
    (_, free) => characters.slice(0, characters.length - free).join('') + ANY_DIGIT.repeat(free),
  );
}

/** Numbers of a block begin with it. */
export const stemOf = (block: string): string => block.replaceAll(ANY_DIGIT, '');

function differenceAt(first: string, last: string): number {
  let at = 0;
  while (at < first.length && first[at] === last[at]) at++;
  return at;
}
