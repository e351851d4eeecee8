/**
 * Bit cylinders (Cappelli, Ferrara and Maltoni, "Minutia Cylinder-Code", IEEE TPAMI 32(12), 2010): what is around a minutia,
 * seen from it, in bits. Around it lies a disc of cells, and each cell has a bin for each difference of direction; a bit
 * says that other minutiae weigh enough there. Whoever moves or turns the finger changes nothing.
 */
import { EIGHTHS, erf, exp, PI, SIN, COS, STEP, TURN } from './fixed-tables.js';

/** A minutia as cylinders see it: eighths of a pixel at 500 dpi, y upwards, direction as a byte. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly direction: number;
}

/** Radius of the disc, in pixels at 500 dpi. */
const RADIUS = 70;
/** How far a minutia weighs, and how much a difference of direction: standard deviations in pixels and radians. */
const SIGMA_PLACE = 28 / 3;
const SIGMA_DIRECTION = (2 * PI) / 9;
/** Weight from which a bit is 1. */
const LEAST_WEIGHT = 0.005;
/** Others that must be near for a cylinder to mean something. */
const LEAST_NEIGHBOURS = 2;

/** Beyond three standard deviations nothing weighs. */
const REACH = 3 * SIGMA_PLACE * EIGHTHS;
const REACH_SQUARED = Math.floor(REACH * REACH);
const NEAR_SQUARED = Math.floor((RADIUS * EIGHTHS + REACH) ** 2);

/** Weights are products of one of 20 and one of 15 bits. */
const PLACE_ONE = 2 ** 20;
const DIRECTION_ONE = 2 ** 15;
const LEAST_PRODUCT = Math.round(LEAST_WEIGHT * PLACE_ONE * DIRECTION_ONE);

/** By squared distance in eighths of a pixel. */
const PLACE_WEIGHTS = Int32Array.from({ length: REACH_SQUARED + 1 }, (_, squared) =>
  Math.round((PLACE_ONE * exp(-squared / EIGHTHS ** 2 / (2 * SIGMA_PLACE ** 2))) / (SIGMA_PLACE * Math.sqrt(2 * PI))),
);

/** Cells along one side of the square around the disc, and bins of direction. */
export interface Shape {
  readonly cells: readonly { readonly u: number; readonly v: number }[];
  readonly bins: number;
  /** By difference of direction, then by bin. */
  readonly weights: Int32Array;
}

function shapeOf(side: number, bins: number): Shape {
  const along = Array.from({ length: side }, (_, n) => ((n - (side - 1) / 2) * 2 * RADIUS) / side);
  const inside = along.flatMap((u) => along.map((v) => ({ u, v }))).filter(({ u, v }) => u * u + v * v <= RADIUS ** 2);
  return {
    cells: inside.map(({ u, v }) => ({ u: u * EIGHTHS, v: v * EIGHTHS })),
    bins,
    weights: Int32Array.from({ length: TURN * bins }, (_, at) =>
      Math.round(DIRECTION_ONE * weightOf(at % bins, Math.floor(at / bins), bins)),
    ),
  };
}

/** What a minutia whose direction differs by so many bytes weighs in a bin. */
function weightOf(bin: number, apart: number, bins: number): number {
  const half = PI / bins;
  const middle = -PI + (2 * bin + 1) * half;
  const turned = middle - (apart > 127 ? apart - TURN : apart) * STEP;
  const off = turned < -PI ? turned + 2 * PI : turned >= PI ? turned - 2 * PI : turned;
  const scale = SIGMA_DIRECTION * Math.sqrt(2);
  return (erf((off + half) / scale) - erf((off - half) / scale)) / 2;
}

/** 32 cells of 36 with 4 bins: 128 bits. */
export const NARROW: Shape = shapeOf(6, 4);
/** 52 cells of 64 with 6 bins: 312 bits. */
export const WIDE: Shape = shapeOf(8, 6);

/** Points near enough to weigh in the cylinder of one, three numbers each: x, y, direction. Undefined if they are too few. */
export function neighboursOf(point: Point, points: readonly Point[]): Int32Array | undefined {
  const near = points.filter(
    ({ x, y, direction }) =>
      (x - point.x) ** 2 + (y - point.y) ** 2 <= NEAR_SQUARED &&
      !(x === point.x && y === point.y && direction === point.direction),
  );
  if (near.length < LEAST_NEIGHBOURS) return undefined;
  return Int32Array.from(near.flatMap(({ x, y, direction }) => [x, y, direction]));
}

/** Writes the bits of a cylinder into words, the first bit lowest, and returns how many are 1. */
export function writeCylinder(
  point: Point,
  neighbours: Int32Array,
  { cells, bins, weights }: Shape,
  into: Uint32Array,
): number {
  const [cos, sin] = [COS[point.direction] ?? 0, SIN[point.direction] ?? 0];
  const sums = new Float64Array(bins);
  let ones = 0;
  let bit = 0;
  for (const { u, v } of cells) {
    const x = point.x + Math.round(cos * u - sin * v);
    const y = point.y + Math.round(sin * u + cos * v);
    sums.fill(0);
    for (let at = 0; at < neighbours.length; at += 3) {
      const dx = (neighbours[at] ?? 0) - x;
      const dy = (neighbours[at + 1] ?? 0) - y;
      const squared = dx * dx + dy * dy;
      if (squared > REACH_SQUARED) continue;
      const place = PLACE_WEIGHTS[squared] ?? 0;
      const row = ((point.direction - (neighbours[at + 2] ?? 0)) & 255) * bins;
      for (let bin = 0; bin < bins; bin++) sums[bin] = (sums[bin] ?? 0) + place * (weights[row + bin] ?? 0);
    }
    for (let bin = 0; bin < bins; bin++, bit++) {
      if ((sums[bin] ?? 0) < LEAST_PRODUCT) continue;
      into[bit >>> 5] = (into[bit >>> 5] ?? 0) | (1 << (bit & 31));
      ones += 1;
    }
  }
  return ones;
}
