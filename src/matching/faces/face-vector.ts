/**
 * Faces as vectors: what a recognition algorithm makes of a facial image. Two vectors of one algorithm are compared by the
 * cosine of their angle, from -1 to 1; how similar is similar enough is the algorithm's business, and a human decides.
 */

/** Components that a vector may have. 128 and 512 are the usual numbers. */
export const FEWEST_DIMENSIONS = 64;
export const MOST_DIMENSIONS = 1_024;

/** Largest magnitude of a component. What algorithms give lies far below. */
export const LARGEST_COMPONENT = 1_000_000;

/** Shortest vector that has a direction worth comparing. */
const SHORTEST = 1e-6;

/** Largest magnitude of a code: with -128 left out, codes are symmetric. */
const MOST_CODE = 127;

/** A vector of length 1, as 32-bit numbers. */
export interface FaceVector {
  readonly unit: Float32Array;
}

/** A vector in bytes: each component as so many 127ths of the largest. */
export interface CodedFace {
  readonly codes: Int8Array;
  /** 1 divided by the length of the codes as a vector. */
  readonly inverseNorm: number;
}

/** What is wrong with a vector. `at` is the component, from 0. */
export type VectorFault =
  | { readonly code: 'DIMENSIONS'; readonly given: number }
  | { readonly code: 'NOT_FINITE'; readonly at: number }
  | { readonly code: 'TOO_LARGE'; readonly at: number }
  | { readonly code: 'NO_DIRECTION' };

export type VectorReading = { readonly vector: FaceVector } | { readonly fault: VectorFault };

/** Reads a vector of so many components. */
export function readFaceVector(components: ArrayLike<number>, dimensions: number): VectorReading {
  if (components.length !== dimensions) return { fault: { code: 'DIMENSIONS', given: components.length } };
  let squares = 0;
  for (let at = 0; at < dimensions; at++) {
    const component = components[at] ?? NaN;
    if (!Number.isFinite(component)) return { fault: { code: 'NOT_FINITE', at } };
    if (Math.abs(component) > LARGEST_COMPONENT) return { fault: { code: 'TOO_LARGE', at } };
    squares += component * component;
  }
  const length = Math.sqrt(squares);
  if (length < SHORTEST) return { fault: { code: 'NO_DIRECTION' } };
  const unit = new Float32Array(dimensions);
  for (let at = 0; at < dimensions; at++) unit[at] = (components[at] ?? NaN) / length;
  return { vector: { unit } };
}

/** Codes of a vector, the same on every machine: rounded to the nearest, alike on both sides of zero. */
export function codeFace({ unit }: FaceVector): CodedFace {
  let largest = 0;
  for (const component of unit) largest = Math.max(largest, Math.abs(component));
  const scale = MOST_CODE / largest;
  const codes = new Int8Array(unit.length);
  let squares = 0;
  for (let at = 0; at < unit.length; at++) {
    const component = unit[at] ?? 0;
    const code = Math.sign(component) * Math.floor(Math.abs(component) * scale + 0.5);
    codes[at] = code;
    squares += code * code;
  }
  return { codes, inverseNorm: 1 / Math.sqrt(squares) };
}

/** Cosine of the angle between two vectors of as many components, from -1 to 1. */
export function cosineOf(a: FaceVector, b: FaceVector): number {
  let product = 0;
  for (let at = 0; at < a.unit.length; at++) product += (a.unit[at] ?? 0) * (b.unit[at] ?? 0);
  return clampCosine(product);
}

/** Product of the codes of two vectors: an integer below 2^24 in magnitude. */
export function productOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let product = 0;
  for (let at = 0; at < a.length; at++) product += (a[at] ?? 0) * (b[at] ?? 0);
  return product;
}

/** What rounding has pushed over the edge. */
export const clampCosine = (cosine: number): number => Math.min(1, Math.max(-1, cosine));
