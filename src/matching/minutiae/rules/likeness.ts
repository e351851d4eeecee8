/**
 * How alike two cylinders are: 1 - sqrt(bits that differ) / (sqrt(ones of a) + sqrt(ones of b)), in 15 bits. Integers
 * throughout: whoever computes it again gets the same, in a kernel as here.
 */
import { angleBetween, ONE } from '../fixed-tables.js';
import { type Cylinders, onesOf } from '../packed.js';

/** Cylinders whose directions are further apart than a quarter of a turn are not compared, unless any turn is possible. */
const MOST_APART = 64;
const ANY_TURN = 128;

/** Bits of a wide cylinder. */
export const WIDE_BITS = 312;

/** Square roots with 11 bits behind the point: 312 bits give 17.7, and fit into sixteen. */
export const ROOTS = Uint16Array.from({ length: WIDE_BITS + 1 }, (_, n) => Math.floor(2_048 * Math.sqrt(n)));

/** One by the sum of two square roots, with 16 bits behind the point. */
export const reciprocalOf = (onesA: number, onesB: number): number =>
  Math.floor((65_536 * 2_048) / ((ROOTS[onesA] ?? 0) + (ROOTS[onesB] ?? 0)));

/** Of bits that differ and ones: 0 to 32,768. */
export function likenessOf(differing: number, onesA: number, onesB: number): number {
  const unlike = Math.floor(((ROOTS[differing] ?? 0) * reciprocalOf(onesA, onesB)) / 4_096);
  return unlike >= ONE ? 0 : ONE - unlike;
}

/** Likeness of every wide cylinder of a with every one of b: row by row, 0 where directions are too far apart. */
export function likenessTable(a: Cylinders, b: Cylinders, anyTurn = false): Int32Array {
  const most = anyTurn ? ANY_TURN : MOST_APART;
  const table = new Int32Array(a.n * b.n);
  for (let i = 0; i < a.n; i++) {
    for (let j = 0; j < b.n; j++) {
      if (angleBetween(a.direction[i] ?? 0, b.direction[j] ?? 0) > most) continue;
      let differing = 0;
      for (let word = 0; word < 10; word++) {
        differing += onesOf((a.wide[10 * i + word] ?? 0) ^ (b.wide[10 * j + word] ?? 0));
      }
      table[i * b.n + j] = likenessOf(differing, a.wideOnes[i] ?? 0, b.wideOnes[j] ?? 0);
    }
  }
  return table;
}

/**
 * How many pairs the score of two templates is made of, by the number of cylinders of the smaller: 4 for few, 12 for many,
 * and never more than there are. 4 + 8 / (1 + e^(-0.4 (n - 20))), rounded.
 */
export function pairsThatCount(n: number): number {
  const steps = [14, 17, 19, 20, 21, 22, 24, 27];
  return Math.min(n, 4 + steps.filter((from) => n >= from).length);
}
