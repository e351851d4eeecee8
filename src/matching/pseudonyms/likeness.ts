import type { NamePseudonym } from './bloom-filter.js';

/** Number of bits set in a 32-bit word. */
export function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Number of bits set in a pseudonym. */
export function weightOf(pseudonym: NamePseudonym): number {
  let weight = 0;
  for (const byte of pseudonym) weight += bitCount(byte);
  return weight;
}

/**
 * Dice coefficient of two pseudonyms, from 0 to 1: twice the bits that both set, over the bits that either sets, counted
 * on each side. The plain form; the index of holders does the same over many at a time.
 */
export function dice(a: NamePseudonym, b: NamePseudonym): number {
  let common = 0;
  for (let at = 0; at < a.length; at++) common += bitCount((a[at] ?? 0) & (b[at] ?? 0));
  const weights = weightOf(a) + weightOf(b);
  return weights === 0 ? 0 : (2 * common) / weights;
}
