/**
 * Second stage: of the pairs of minutiae whose surroundings are alike, those are kept that lie to each other in one print as
 * in the other. The method is the relaxation of Minutia Cylinder-Code (Cappelli, Ferrara and Maltoni, 2010), in integers.
 */
import { angleBetween, COS, EIGHTHS, ONE, PI, sigmoid, SIN, STEP } from '../fixed-tables.js';
import type { Cylinders } from '../packed.js';
import { pairsThatCount } from './likeness.js';

/** A minutia of a that may be one of b. */
export interface Pair {
  readonly a: number;
  readonly b: number;
  /** Likeness of the two cylinders, in 15 bits. */
  readonly likeness: number;
  /** The same after all rounds, in 24 bits: what is left of it when the other pairs have had their say. */
  readonly support: number;
}

/** Pairs that count, those that the others support best first, and the mean of their support. */
export interface Relaxed {
  readonly pairs: readonly Pair[];
  readonly score: number;
}

const ROUNDS = 5;

/** Beyond these, two pairs say nothing of each other: eighths of a pixel, and bytes of angle. */
export const MOST_STRETCH = 20 * EIGHTHS;
export const MOST_TWIST = 24;
/** Steps of one minus the cosine, and how many of them say anything. */
export const BEND_STEPS = 2_048;
export const MOST_BEND = 358;

/** By difference of distance, in eighths of a pixel. */
export const BY_STRETCH = Int32Array.from({ length: MOST_STRETCH + 1 }, (_, stretch) =>
  Math.floor((ONE - 1) * sigmoid(stretch / EIGHTHS, 5, -1.6)),
);
/** By difference of turn, in bytes of angle. */
export const BY_TWIST = Int32Array.from({ length: MOST_TWIST + 1 }, (_, twist) =>
  Math.floor((ONE - 1) * sigmoid(twist * STEP, PI / 12, -30)),
);
/** By difference of bearing: steps of one minus its cosine, which is twice the squared sine of its half. */
export const BY_BEND = Int32Array.from({ length: MOST_BEND + 1 }, (_, bend) =>
  Math.floor((ONE - 1) * sigmoid(angleOfBend((bend + 0.5) / BEND_STEPS), PI / 12, -30)),
);

/** Angle whose cosine is one minus this, up to 0.6 radians: the series of the arcsine. */
function angleOfBend(bend: number): number {
  const sine = Math.sqrt(bend / 2);
  let term = sine;
  let sum = sine;
  for (let n = 1; n < 20; n++) {
    term *= (sine * sine * (2 * n - 1)) / (2 * n);
    sum += term / (2 * n + 1);
  }
  return 2 * sum;
}

/** Compares two templates by the likeness of their cylinders (likenessTable). */
export function relax(a: Cylinders, b: Cylinders, table: Int32Array): Relaxed {
  const smaller = Math.min(a.n, b.n);
  const chosen = [...table.keys()]
    .filter((at) => (table[at] ?? 0) > 0)
    .sort((one, other) => (table[other] ?? 0) - (table[one] ?? 0) || one - other)
    .slice(0, smaller)
    .map((at) => ({ a: Math.floor(at / b.n), b: at % b.n, likeness: table[at] ?? 0 }));
  const support = supportOf(chosen, relations(chosen, a, b));
  const pairs = chosen
    .map((pair, at) => ({ ...pair, support: support[at] ?? 0, left: Math.floor((support[at] ?? 0) / pair.likeness) }))
    .map((pair, order) => ({ ...pair, order }))
    .sort((one, other) => other.left - one.left || one.order - other.order)
    .slice(0, pairsThatCount(smaller));
  const sum = pairs.reduce((all, pair) => all + pair.support, 0);
  return { pairs, score: pairs.length === 0 ? 0 : Math.floor(sum / pairs.length) };
}

type Chosen = Pick<Pair, 'a' | 'b' | 'likeness'>;

/** How far each pair speaks for each other, in 15 bits: row by row, each row filled up to a multiple of two. */
function relations(pairs: readonly Chosen[], a: Cylinders, b: Cylinders): Int32Array[] {
  const rows = pairs.map(() => new Int32Array(pairs.length + 1));
  for (const [i, one] of pairs.entries()) {
    for (let k = i + 1; k < pairs.length; k++) {
      const other = pairs[k];
      if (other === undefined || one.a === other.a || one.b === other.b) continue;
      const turned = ((a.direction[one.a] ?? 0) - (b.direction[one.b] ?? 0)) & 255;
      const turnedOther = ((a.direction[other.a] ?? 0) - (b.direction[other.b] ?? 0)) & 255;
      const twist = angleBetween(turned, turnedOther);
      if (twist > MOST_TWIST) continue;
      const ax = (a.x[other.a] ?? 0) - (a.x[one.a] ?? 0);
      const ay = (a.y[other.a] ?? 0) - (a.y[one.a] ?? 0);
      const bx = (b.x[other.b] ?? 0) - (b.x[one.b] ?? 0);
      const by = (b.y[other.b] ?? 0) - (b.y[one.b] ?? 0);
      const lengthA = Math.sqrt(ax * ax + ay * ay);
      const lengthB = Math.sqrt(bx * bx + by * by);
      const stretch = Math.floor(Math.abs(lengthA - lengthB));
      if (stretch > MOST_STRETCH || lengthA === 0 || lengthB === 0) continue;
      const far = lengthA * lengthB;
      const along = (ax * bx + ay * by) / far;
      const across = (bx * ay - by * ax) / far;
      const both = ((BY_STRETCH[stretch] ?? 0) * (BY_TWIST[twist] ?? 0)) >> 15;
      const set = (row: number, column: number, angle: number): void => {
        const bend = Math.floor(BEND_STEPS * (1 - ((COS[angle] ?? 0) * along + (SIN[angle] ?? 0) * across)));
        if (bend <= MOST_BEND) (rows[row] as Int32Array)[column] = (both * (BY_BEND[Math.max(bend, 0)] ?? 0)) >> 15;
      };
      set(i, k, turned);
      set(k, i, turnedOther);
    }
  }
  return rows;
}

/** Likeness, in 24 bits, after it was halved and filled up again from what the others say, five times. */
function supportOf(pairs: readonly Chosen[], rows: readonly Int32Array[]): readonly number[] {
  let support = pairs.map(({ likeness }) => likeness * 512);
  if (pairs.length < 2) return support.map((one) => one >>> ROUNDS);
  for (let round = 0; round < ROUNDS; round++) {
    // Fifteen bits of each, so that two products fit into a word.
    const said = support.map((one) => Math.min(one >>> 9, ONE - 1));
    support = support.map((one, i) => {
      const row = rows[i];
      let sum = 0;
      for (let k = 0; k < said.length; k += 2) {
        sum += ((row?.[k] ?? 0) * (said[k] ?? 0) + (row?.[k + 1] ?? 0) * (said[k + 1] ?? 0)) >> 8;
      }
      return (one + Math.floor((sum * 4) / (pairs.length - 1))) >>> 1;
    });
  }
  return support;
}
