import fc from 'fast-check';
import {
  type CodedFace,
  codeFace,
  type FaceVector,
  productOf,
  readFaceVector,
} from '../../../src/matching/faces/face-vector.js';

/** A vector that is expected to be one. */
export function vectorOf(components: ArrayLike<number>): FaceVector {
  const reading = readFaceVector(components, components.length);
  if ('fault' in reading) throw new Error(reading.fault.code);
  return reading.vector;
}

export const codedOf = (components: ArrayLike<number>): CodedFace => codeFace(vectorOf(components));

/** As many components as wanted, the first ones given and zeros after them. */
export const padded = (dimensions: number, ...first: readonly number[]): number[] => [
  ...first,
  ...Array.from({ length: dimensions - first.length }, () => 0),
];

/** Directions of all kinds, and those on which arithmetic breaks: extremes in every place, one component, equal faces. */
export const components = (dimensions: number): fc.Arbitrary<readonly number[]> =>
  fc.oneof(
    fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: dimensions, maxLength: dimensions }),
    fc.constantFrom(1, -1).map((sign) => Array.from({ length: dimensions }, () => sign)),
    fc.constantFrom(1, -1).map((sign) => Array.from({ length: dimensions }, (_, n) => (n % 2 === 0 ? sign : -sign))),
    fc.nat(dimensions - 1).map((at) => Array.from({ length: dimensions }, (_, n) => (n === at ? -0.5 : 0))),
    fc
      .integer({ min: 1, max: 127 })
      .map((code) => Array.from({ length: dimensions }, (_, n) => (n === 0 ? 127 : code))),
  );

/** A held face of the plain reference. */
export interface Held extends CodedFace {
  readonly group: number;
}

/** Numbers of the best, by looking at each. */
export const bestOf = (
  held: ReadonlyMap<number, Held>,
  asked: CodedFace,
  most: number,
  groups?: readonly number[],
): readonly number[] =>
  [...held]
    .filter(([, { group }]) => groups?.includes(group) ?? true)
    .map(([number, { codes, inverseNorm }]) => ({ number, rank: productOf(asked.codes, codes) * inverseNorm }))
    .sort((a, b) => b.rank - a.rank || a.number - b.number)
    .slice(0, most)
    .map(({ number }) => number);
