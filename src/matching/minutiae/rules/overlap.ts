/** Third stage, second half: what lies on what when one print is laid on the other. */
import { angleBetween, EIGHTHS } from '../fixed-tables.js';
import type { Cylinders } from '../packed.js';
import type { Alignment } from './alignment.js';

/** Partners are no further apart than 18 pixels and half a radian: skin stretches. */
export const MOST_DISTANCE = 18 * EIGHTHS;
export const MOST_TURN = 20;
/** What a byte of angle, squared, costs in squared eighths of a pixel: both limits then cost the same. */
export const TURN_COST = 51;
/** Twice the most that either costs. Partners that lie on each other cost nothing. */
export const WORTH_NOTHING = 41_472;

/** Surroundings count beside place, and kinds that agree more than those that do not; in 15 bits, and in tenths. */
export const LIKENESS_BASE = 9_830;
export const SAME_KIND = 11;
export const OTHER_KIND = 8;
export const UNKNOWN_KIND = 10;
/** Brings a product of worth, likeness and kind back to partners. */
export const WORTH_ONE = WORTH_NOTHING * 32_768 * 10;

/** Beyond the other print's minutiae there is nothing to be found: its box grows by 10 pixels. */
const MARGIN = 10 * EIGHTHS;
/** Fewer minutiae than these in common are as if they were so many. */
const LEAST_COMMON = 6;
/** Partners beyond which more of them say little more. */
const ENOUGH = 6;

/** A minutia of a and the one of b that it lies on. */
export interface Partner {
  readonly a: number;
  readonly b: number;
  /** 0 to 41,472, worth nothing. */
  readonly cost: number;
}

export interface Overlap {
  readonly partners: readonly Partner[];
  /** 0 to about 1.4: how much of what the prints have in common is there in both. */
  readonly score: number;
}

/** Lays a on b. Partners are taken greedily, cheapest first, each minutia once. */
export function overlap(alignment: Alignment, a: Cylinders, b: Cylinders, table: Int32Array): Overlap {
  const { x, y } = layOut(alignment, a);
  const candidates: Partner[] = [];
  for (let i = 0; i < a.n; i++) {
    const direction = ((a.direction[i] ?? 0) + alignment.turn) & 255;
    for (let j = 0; j < b.n; j++) {
      const dx = (x[i] ?? 0) - (b.x[j] ?? 0);
      const dy = (y[i] ?? 0) - (b.y[j] ?? 0);
      const off = angleBetween(direction, b.direction[j] ?? 0);
      const squared = dx * dx + dy * dy;
      if (squared > MOST_DISTANCE * MOST_DISTANCE || off > MOST_TURN) continue;
      candidates.push({ a: i, b: j, cost: squared + TURN_COST * off * off });
    }
  }
  candidates.sort((one, other) => one.cost - other.cost || one.a - other.a || one.b - other.b);
  const [takenA, takenB] = [new Set<number>(), new Set<number>()];
  const partners = candidates.filter((one) => {
    if (takenA.has(one.a) || takenB.has(one.b)) return false;
    takenA.add(one.a);
    takenB.add(one.b);
    return true;
  });
  let worth = 0;
  for (const { a: i, b: j, cost } of partners) {
    const kind = kindWorth(a.kind[i] ?? 0, b.kind[j] ?? 0);
    worth += (WORTH_NOTHING - cost) * (LIKENESS_BASE + (table[i * b.n + j] ?? 0)) * kind;
  }
  worth /= WORTH_ONE;
  const commonA = Math.max(LEAST_COMMON, inside(x, y, b.x, b.y));
  const commonB = Math.max(LEAST_COMMON, inside(b.x, b.y, x, y));
  return { partners, score: ((worth / (worth + ENOUGH)) * worth) / Math.sqrt(commonA * commonB) };
}

function kindWorth(a: number, b: number): number {
  if (a === 0 || b === 0) return UNKNOWN_KIND;
  return a === b ? SAME_KIND : OTHER_KIND;
}

/** Minutiae of a where they come to lie, in whole eighths of a pixel. */
function layOut({ cos, sin, x, y }: Alignment, a: Cylinders): { readonly x: Int32Array; readonly y: Int32Array } {
  const laid = { x: new Int32Array(a.n), y: new Int32Array(a.n) };
  for (let i = 0; i < a.n; i++) {
    const [ax, ay] = [a.x[i] ?? 0, a.y[i] ?? 0];
    laid.x[i] = Math.floor(cos * ax - sin * ay + x + 0.5);
    laid.y[i] = Math.floor(sin * ax + cos * ay + y + 0.5);
  }
  return laid;
}

type Coordinates = Int32Array | Uint16Array;

/** How many of some points lie in the box around others, or next to it. */
function inside(x: Coordinates, y: Coordinates, aroundX: Coordinates, aroundY: Coordinates): number {
  const [left, right] = [Math.min(...aroundX) - MARGIN, Math.max(...aroundX) + MARGIN];
  const [low, high] = [Math.min(...aroundY) - MARGIN, Math.max(...aroundY) + MARGIN];
  let count = 0;
  for (let n = 0; n < x.length; n++) {
    const [px, py] = [x[n] ?? 0, y[n] ?? 0];
    if (px >= left && px <= right && py >= low && py <= high) count += 1;
  }
  return count;
}
