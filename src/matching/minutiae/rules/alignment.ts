/** Third stage, first half: where the finger lay in the other print. */
import { COS, EIGHTHS, SIN, TURN } from '../fixed-tables.js';
import type { Cylinders } from '../packed.js';

/** A turn about the origin, and then a shift in eighths of a pixel. */
export interface Alignment {
  readonly cos: number;
  readonly sin: number;
  /** The turn as a byte of angle. */
  readonly turn: number;
  readonly x: number;
  readonly y: number;
}

/** Two minutiae, and how much they are worth. */
export interface Weighted {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
}

const ROUNDS = 3;

/** A difference of direction counts as much as one of place so far from the middle: 20 pixels, squared. */
export const DIRECTION_ARM = 400 * EIGHTHS * EIGHTHS;
/** Squared distance at which a pair is worth half: 150 square pixels. */
export const HALF_PLACE = 150 * EIGHTHS * EIGHTHS;
/** Squared difference of direction at which it is: 0.1 square radians, in bytes of angle. */
export const HALF_DIRECTION = 166;

/**
 * Turn and shift by which weighted pairs come to lie on each other best, least squares made robust in three rounds;
 * undefined where nothing weighs anything.
 */
export function align(pairs: readonly Weighted[], a: Cylinders, b: Cylinders): Alignment | undefined {
  let found: Alignment | undefined;
  let weights = pairs.map(({ weight }) => weight);
  for (let round = 0; round < ROUNDS; round++) {
    found = leastSquares(pairs, weights, a, b);
    if (found === undefined) return undefined;
    const alignment = found;
    weights = pairs.map((pair) => pair.weight * agreement(pair, alignment, a, b));
  }
  return found;
}

/** Aligns by those pairs that agree with one of them. */
export function alignWith(
  seed: Weighted,
  pairs: readonly Weighted[],
  a: Cylinders,
  b: Cylinders,
): Alignment | undefined {
  const turn = ((b.direction[seed.b] ?? 0) - (a.direction[seed.a] ?? 0)) & 255;
  const [cos, sin] = [COS[turn] ?? 0, SIN[turn] ?? 0];
  const [ax, ay] = [a.x[seed.a] ?? 0, a.y[seed.a] ?? 0];
  const x = (b.x[seed.b] ?? 0) - (cos * ax - sin * ay);
  const y = (b.y[seed.b] ?? 0) - (sin * ax + cos * ay);
  const alignment = { cos, sin, turn, x, y };
  return align(
    pairs.map((pair) => ({ ...pair, weight: pair.weight * agreement(pair, alignment, a, b) })),
    a,
    b,
  );
}

/** How well a pair lies under an alignment: 1 exactly, near 0 anywhere else. */
function agreement(pair: Weighted, { cos, sin, turn, x, y }: Alignment, a: Cylinders, b: Cylinders): number {
  const [ax, ay] = [a.x[pair.a] ?? 0, a.y[pair.a] ?? 0];
  const dx = cos * ax - sin * ay + x - (b.x[pair.b] ?? 0);
  const dy = sin * ax + cos * ay + y - (b.y[pair.b] ?? 0);
  const off = ((((b.direction[pair.b] ?? 0) - (a.direction[pair.a] ?? 0) - turn) & 255) ^ 128) - 128;
  return 1 / (1 + (dx * dx + dy * dy) / HALF_PLACE + (off * off) / HALF_DIRECTION);
}

function leastSquares(
  pairs: readonly Weighted[],
  weights: readonly number[],
  a: Cylinders,
  b: Cylinders,
): Alignment | undefined {
  let [sum, ax, ay, bx, by] = [0, 0, 0, 0, 0];
  for (const [at, pair] of pairs.entries()) {
    const weight = weights[at] ?? 0;
    sum += weight;
    ax += weight * (a.x[pair.a] ?? 0);
    ay += weight * (a.y[pair.a] ?? 0);
    bx += weight * (b.x[pair.b] ?? 0);
    by += weight * (b.y[pair.b] ?? 0);
  }
  if (!(sum > 0)) return undefined;
  [ax, ay, bx, by] = [ax / sum, ay / sum, bx / sum, by / sum];
  let [along, across] = [0, 0];
  for (const [at, pair] of pairs.entries()) {
    const weight = weights[at] ?? 0;
    const [ux, uy] = [(a.x[pair.a] ?? 0) - ax, (a.y[pair.a] ?? 0) - ay];
    const [vx, vy] = [(b.x[pair.b] ?? 0) - bx, (b.y[pair.b] ?? 0) - by];
    const turned = ((b.direction[pair.b] ?? 0) - (a.direction[pair.a] ?? 0)) & 255;
    along += weight * (ux * vx + uy * vy + DIRECTION_ARM * (COS[turned] ?? 0));
    across += weight * (ux * vy - uy * vx + DIRECTION_ARM * (SIN[turned] ?? 0));
  }
  const length = Math.sqrt(along * along + across * across);
  if (!(length > 0)) return undefined;
  const [cos, sin] = [along / length, across / length];
  return { cos, sin, turn: byteOf(cos, sin), x: bx - (cos * ax - sin * ay), y: by - (sin * ax + cos * ay) };
}

/** Byte of the direction that a unit vector has: the last one not beyond it, found by halving. */
export function byteOf(cos: number, sin: number): number {
  // Upper or lower half first; then the cross product says on which side of a direction the vector lies.
  const base = sin < 0 ? TURN / 2 : 0;
  const [x, y] = sin < 0 ? [-cos, -sin] : [cos, sin];
  let low = 0;
  for (let step = TURN / 4; step >= 1; step >>>= 1) {
    const middle = low + step;
    if ((COS[middle] ?? 0) * y - (SIN[middle] ?? 0) * x >= 0) low = middle;
  }
  // The nearer of two neighbours: beyond the half byte, which is the direction of their sum.
  const [next] = [low + 1];
  const [hx, hy] = [(COS[low] ?? 0) + (COS[next] ?? 0), (SIN[low] ?? 0) + (SIN[next] ?? 0)];
  return (base + (hx * y - hy * x >= 0 ? next : low)) & 255;
}
