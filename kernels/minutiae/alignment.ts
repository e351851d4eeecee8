// src/matching/minutiae/rules/alignment.ts: the same operations on 64-bit floating point numbers in the same order, so that
// the results are equal to the last bit.
import { COS_AT, countOf, directionOf, SIN_AT, xOf, yOf } from './memory';
import { ALIGNMENT_AT, WEIGHTS_AT } from './work';

const ROUNDS: i32 = 3;
const DIRECTION_ARM: f64 = 25_600;
const HALF_PLACE: f64 = 9_600;
const HALF_DIRECTION: f64 = 166;

export const COS_OF: usize = 0;
export const SIN_OF: usize = 8;
export const X_OF: usize = 16;
export const Y_OF: usize = 24;
export const TURN_OF: usize = 32;

/** Aligns by pairs of 16 bytes. False where nothing weighs anything. */
export function align(pairs: usize, count: i32, a: usize, b: usize, tables: usize, work: usize): bool {
  const weights = work + WEIGHTS_AT;
  for (let at: i32 = 0; at < count; at++) {
    store<f64>(weights + ((<usize>at) << 3), load<f64>(pairs + ((<usize>at) << 4), 8));
  }
  for (let round: i32 = 0; round < ROUNDS; round++) {
    if (!leastSquares(pairs, count, a, b, tables, work)) return false;
    // Weights after the last round would not be looked at.
    if (round == ROUNDS - 1) break;
    for (let at: i32 = 0; at < count; at++) {
      const pair = pairs + ((<usize>at) << 4);
      store<f64>(weights + ((<usize>at) << 3), load<f64>(pair, 8) * agreement(pair, a, b, work));
    }
  }
  return true;
}

/** Copies pairs, weighing each by how well it agrees with the one at `seed`. */
export function weighBySeed(
  seed: i32,
  pairs: usize,
  count: i32,
  into: usize,
  a: usize,
  b: usize,
  tables: usize,
  work: usize,
): void {
  const n = countOf(a);
  const m = countOf(b);
  const seeded = pairs + ((<usize>seed) << 4);
  const one = <usize>load<u32>(seeded);
  const other = <usize>load<u32>(seeded, 4);
  const turn = (<i32>load<u8>(directionOf(b, m) + other) - <i32>load<u8>(directionOf(a, n) + one)) & 255;
  const cos = load<f64>(tables + COS_AT + ((<usize>turn) << 3));
  const sin = load<f64>(tables + SIN_AT + ((<usize>turn) << 3));
  const ax = coordinate(xOf(a, n), one);
  const ay = coordinate(yOf(a, n), one);
  const bx = coordinate(xOf(b, m), other);
  const by = coordinate(yOf(b, m), other);
  write(cos, sin, bx - (cos * ax - sin * ay), by - (sin * ax + cos * ay), turn, work);
  for (let at: i32 = 0; at < count; at++) {
    const pair = pairs + ((<usize>at) << 4);
    const copy = into + ((<usize>at) << 4);
    store<u64>(copy, load<u64>(pair));
    store<f64>(copy, load<f64>(pair, 8) * agreement(pair, a, b, work), 8);
  }
}

function coordinate(axis: usize, at: usize): f64 {
  return <f64>(<i32>load<u16>(axis + (at << 1)));
}

function write(cos: f64, sin: f64, x: f64, y: f64, turn: i32, work: usize): void {
  const alignment = work + ALIGNMENT_AT;
  store<f64>(alignment, cos, COS_OF);
  store<f64>(alignment, sin, SIN_OF);
  store<f64>(alignment, x, X_OF);
  store<f64>(alignment, y, Y_OF);
  store<i32>(alignment, turn, TURN_OF);
}

function agreement(pair: usize, a: usize, b: usize, work: usize): f64 {
  const n = countOf(a);
  const m = countOf(b);
  const alignment = work + ALIGNMENT_AT;
  const cos = load<f64>(alignment, COS_OF);
  const sin = load<f64>(alignment, SIN_OF);
  const one = <usize>load<u32>(pair);
  const other = <usize>load<u32>(pair, 4);
  const ax = coordinate(xOf(a, n), one);
  const ay = coordinate(yOf(a, n), one);
  const dx = cos * ax - sin * ay + load<f64>(alignment, X_OF) - coordinate(xOf(b, m), other);
  const dy = sin * ax + cos * ay + load<f64>(alignment, Y_OF) - coordinate(yOf(b, m), other);
  const apart = <i32>load<u8>(directionOf(b, m) + other) - <i32>load<u8>(directionOf(a, n) + one);
  const off = <f64>((((apart - load<i32>(alignment, TURN_OF)) & 255) ^ 128) - 128);
  return 1 / (1 + (dx * dx + dy * dy) / HALF_PLACE + (off * off) / HALF_DIRECTION);
}

function leastSquares(pairs: usize, count: i32, a: usize, b: usize, tables: usize, work: usize): bool {
  const n = countOf(a);
  const m = countOf(b);
  const weights = work + WEIGHTS_AT;
  let sum: f64 = 0;
  let ax: f64 = 0;
  let ay: f64 = 0;
  let bx: f64 = 0;
  let by: f64 = 0;
  for (let at: i32 = 0; at < count; at++) {
    const pair = pairs + ((<usize>at) << 4);
    const one = <usize>load<u32>(pair);
    const other = <usize>load<u32>(pair, 4);
    const weight = load<f64>(weights + ((<usize>at) << 3));
    sum += weight;
    ax += weight * coordinate(xOf(a, n), one);
    ay += weight * coordinate(yOf(a, n), one);
    bx += weight * coordinate(xOf(b, m), other);
    by += weight * coordinate(yOf(b, m), other);
  }
  if (!(sum > 0)) return false;
  ax = ax / sum;
  ay = ay / sum;
  bx = bx / sum;
  by = by / sum;
  let along: f64 = 0;
  let across: f64 = 0;
  for (let at: i32 = 0; at < count; at++) {
    const pair = pairs + ((<usize>at) << 4);
    const one = <usize>load<u32>(pair);
    const other = <usize>load<u32>(pair, 4);
    const weight = load<f64>(weights + ((<usize>at) << 3));
    const ux = coordinate(xOf(a, n), one) - ax;
    const uy = coordinate(yOf(a, n), one) - ay;
    const vx = coordinate(xOf(b, m), other) - bx;
    const vy = coordinate(yOf(b, m), other) - by;
    const turned = (<i32>load<u8>(directionOf(b, m) + other) - <i32>load<u8>(directionOf(a, n) + one)) & 255;
    const cosine = load<f64>(tables + COS_AT + ((<usize>turned) << 3));
    const sine = load<f64>(tables + SIN_AT + ((<usize>turned) << 3));
    along += weight * (ux * vx + uy * vy + DIRECTION_ARM * cosine);
    across += weight * (ux * vy - uy * vx + DIRECTION_ARM * sine);
  }
  const length = sqrt<f64>(along * along + across * across);
  if (!(length > 0)) return false;
  const cos = along / length;
  const sin = across / length;
  write(cos, sin, bx - (cos * ax - sin * ay), by - (sin * ax + cos * ay), byteOf(cos, sin, tables), work);
  return true;
}

function byteOf(cos: f64, sin: f64, tables: usize): i32 {
  const base: i32 = sin < 0 ? 128 : 0;
  const x = sin < 0 ? -cos : cos;
  const y = sin < 0 ? -sin : sin;
  let low: i32 = 0;
  for (let step: i32 = 64; step >= 1; step >>>= 1) {
    const middle = (<usize>(low + step)) << 3;
    if (load<f64>(tables + COS_AT + middle) * y - load<f64>(tables + SIN_AT + middle) * x >= 0) low += step;
  }
  const at = (<usize>low) << 3;
  const hx = load<f64>(tables + COS_AT + at) + load<f64>(tables + COS_AT + at, 8);
  const hy = load<f64>(tables + SIN_AT + at) + load<f64>(tables + SIN_AT + at, 8);
  return (base + (hx * y - hy * x >= 0 ? low + 1 : low)) & 255;
}
