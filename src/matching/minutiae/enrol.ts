import { NARROW, neighboursOf, type Point, WIDE, writeCylinder } from './cylinder.js';
import { EIGHTHS, TURN } from './fixed-tables.js';
import { checkMinutiae, type MinutiaKind, type PrintMinutiae } from './minutia.js';
import {
  ALGORITHM_VERSION,
  firstFrom,
  MOST_CYLINDERS,
  NARROW_BYTES,
  placesOf,
  SECTORS,
  SECTORS_AT,
  WIDE_BYTES,
} from './packed.js';

/** Pixels per centimetre of the scale that everything is brought to: 500 dpi. */
const RESOLUTION = 196.85;

const KINDS: Readonly<Record<MinutiaKind, number>> = { other: 0, ending: 1, bifurcation: 2 };

/** A minutia at the scale of the matcher, and its place in the set. */
interface Placed extends Point {
  readonly kind: number;
  readonly quality: number;
  readonly source: number;
}

/**
 * Makes the bytes that are compared (packed.ts) of a finger's minutiae. Equal minutiae give equal bytes, on every machine
 * and in whatever order they come, but for the places they have in the set. Of more than 128 minutiae the 128 of best
 * quality are kept, and of equal quality those nearest to the middle. Minutiae that have no two others near them are left
 * out; a template may be empty, and then resembles nothing.
 *
 * Throws a MinutiaeFault for values that no image can have.
 */
export function enrol(print: PrintMinutiae): Uint8Array {
  const all = place(print);
  const middle = middleOf(all);
  const kept = all.length <= MOST_CYLINDERS ? all : nearest(all, middle, (one) => -one.quality);
  return pack(kept, kept);
}

/**
 * Makes the bytes of a palm: as many templates as it takes, each of 128 minutiae at most, which overlap by half. A palm
 * resembles another as much as the two parts of them that resemble each other most.
 *
 * Throws a MinutiaeFault for values that no image can have.
 */
export function enrolPalm(print: PrintMinutiae): readonly Uint8Array[] {
  const all = place(print);
  if (all.length <= MOST_CYLINDERS) return [pack(all, all)];
  return leavesOf(all).map((leaf) => pack(nearest(all, middleOf(leaf)), all));
}

/** Brings minutiae to the scale and the order of the matcher, each one once. */
function place(print: PrintMinutiae): readonly Placed[] {
  checkMinutiae(print);
  const scale = { x: (RESOLUTION * EIGHTHS) / print.image.xPerCm, y: (RESOLUTION * EIGHTHS) / print.image.yPerCm };
  const scaled = print.minutiae.map((minutia, source): Placed => ({
    x: Math.round(minutia.x * scale.x),
    y: -Math.round(minutia.y * scale.y),
    direction: Math.round((minutia.angle * TURN) / 360) & 255,
    kind: KINDS[minutia.kind],
    quality: typeof minutia.quality === 'number' ? minutia.quality : 0,
    source,
  }));
  const left = least(scaled.map(({ x }) => x));
  const low = least(scaled.map(({ y }) => y));
  // Fits sixteen bits: checkMinutiae has measured how far they lie apart.
  const moved = scaled.map((one) => ({ ...one, x: one.x - left, y: one.y - low }));
  moved.sort((a, b) => placeOrder(a, b) || a.kind - b.kind || b.quality - a.quality);
  return moved.filter((one, at) => at === 0 || placeOrder(moved[at - 1] ?? one, one) !== 0);
}

const least = (values: readonly number[]): number => values.reduce((low, value) => Math.min(low, value), Infinity);

const placeOrder = (a: Point, b: Point): number => a.direction - b.direction || a.y - b.y || a.x - b.x;

function middleOf(points: readonly Point[]): { readonly x: number; readonly y: number } {
  const sum = points.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/** The 128 that come first by a rank, and of equal rank nearest to a place; in the order of the matcher. */
function nearest(
  points: readonly Placed[],
  { x, y }: { readonly x: number; readonly y: number },
  rank: (one: Placed) => number = () => 0,
): readonly Placed[] {
  const far = (one: Placed): number => (one.x - x) ** 2 + (one.y - y) ** 2;
  return [...points]
    .sort((a, b) => rank(a) - rank(b) || far(a) - far(b) || placeOrder(a, b))
    .slice(0, MOST_CYLINDERS)
    .sort(placeOrder);
}

/** Halves along the longer side until no part has more than half of what a template takes. */
function leavesOf(points: readonly Placed[]): readonly (readonly Placed[])[] {
  if (points.length <= MOST_CYLINDERS / 2) return [points];
  const [x, y] = [points.map((one) => one.x), points.map((one) => one.y)];
  const axis = extentOf(x) > extentOf(y) ? 'x' : 'y';
  const sorted = [...points].sort((a, b) => a[axis] - b[axis] || placeOrder(a, b));
  const half = sorted.length >>> 1;
  return [...leavesOf(sorted.slice(0, half)), ...leavesOf(sorted.slice(half))];
}

const extentOf = (values: readonly number[]): number => -least(values.map((value) => -value)) - least(values);

/** Writes the block of those among all that have a cylinder. */
function pack(kept: readonly Placed[], all: readonly Placed[]): Uint8Array {
  const seen = kept.flatMap((point) => {
    const neighbours = neighboursOf(point, all);
    if (neighbours === undefined) return [];
    const narrow = new Uint32Array(NARROW_BYTES / 4);
    const wide = new Uint32Array(WIDE_BYTES / 4);
    const narrowOnes = writeCylinder(point, neighbours, NARROW, narrow);
    const wideOnes = writeCylinder(point, neighbours, WIDE, wide);
    // Where nothing weighs there is nothing to compare.
    return narrowOnes === 0 || wideOnes === 0 ? [] : { point, narrow, narrowOnes, wide, wideOnes };
  });
  const at = placesOf(seen.length);
  const block = new Uint8Array(at.bytes);
  const view = new DataView(block.buffer);
  view.setUint8(0, ALGORITHM_VERSION);
  view.setUint8(1, seen.length);
  view.setUint32(4, at.bytes, true);
  for (const [n, { point, narrow, narrowOnes, wide, wideOnes }] of seen.entries()) {
    narrow.forEach((word, of) => view.setUint32(at.narrow + n * NARROW_BYTES + of * 4, word, true));
    wide.forEach((word, of) => view.setUint32(at.wide + n * WIDE_BYTES + of * 4, word, true));
    view.setUint16(at.wideOnes + 2 * n, wideOnes, true);
    view.setUint16(at.x + 2 * n, point.x, true);
    view.setUint16(at.y + 2 * n, point.y, true);
    view.setUint16(at.source + 2 * n, point.source, true);
    view.setUint8(at.narrowOnes + n, narrowOnes);
    view.setUint8(at.direction + n, point.direction);
    view.setUint8(at.kind + n, point.kind);
  }
  const directions = block.subarray(at.direction, at.direction + seen.length);
  for (let sector = 0; sector <= SECTORS; sector++) block[SECTORS_AT + sector] = firstFrom(directions, 16 * sector);
  return block;
}
