import { expect } from 'chai';
import { enrol } from '../../../src/matching/minutiae/enrol.js';
import { type Cylinders, onesIn, readBlock } from '../../../src/matching/minutiae/packed.js';
import { byteOf } from '../../../src/matching/minutiae/rules/alignment.js';
import { likenessTable, pairsThatCount } from '../../../src/matching/minutiae/rules/likeness.js';
import { relax } from '../../../src/matching/minutiae/rules/relaxation.js';
import { impression } from './prints.js';

const STEP = Math.PI / 128;
const sigmoid = (value: number, mu: number, tau: number): number => 1 / (1 + Math.exp(-tau * (value - mu)));
const wrap = (angle: number): number => Math.atan2(Math.sin(angle), Math.cos(angle));

/** Likeness as the method defines it, in floating point. */
function likenessByFormula(a: Cylinders, b: Cylinders): number[] {
  return Array.from({ length: a.n * b.n }, (_, at) => {
    const [i, j] = [Math.floor(at / b.n), at % b.n];
    if (Math.abs(wrap((a.direction[i]! - b.direction[j]!) * STEP)) > Math.PI / 2 + 1e-9) return 0;
    const differing = Uint32Array.from({ length: 10 }, (_, word) => a.wide[10 * i + word]! ^ b.wide[10 * j + word]!);
    return 1 - Math.sqrt(onesIn(differing, 0, 10)) / (Math.sqrt(a.wideOnes[i]!) + Math.sqrt(b.wideOnes[j]!));
  });
}

/** The relaxation as the method defines it, in floating point and with angles from their tangents. */
function relaxByFormula(a: Cylinders, b: Cylinders): number {
  const likeness = likenessByFormula(a, b);
  const smaller = Math.min(a.n, b.n);
  const pairs = likeness
    .map((g, at) => ({ g, i: Math.floor(at / b.n), j: at % b.n, at }))
    .filter(({ g }) => g > 0)
    .sort((one, other) => other.g - one.g || one.at - other.at)
    .slice(0, smaller);
  const bearing = (of: Cylinders, from: number, to: number): number =>
    of.direction[from]! * STEP - Math.atan2(of.y[to]! - of.y[from]!, of.x[to]! - of.x[from]!);
  const length = (of: Cylinders, from: number, to: number): number =>
    Math.hypot(of.x[to]! - of.x[from]!, of.y[to]! - of.y[from]!) / 8;
  const rho = pairs.map((one) =>
    pairs.map((other) => {
      if (one.i === other.i || one.j === other.j) return 0;
      const stretch = Math.abs(length(a, one.i, other.i) - length(b, one.j, other.j));
      const turned = (a.direction[one.i]! - b.direction[one.j]! - a.direction[other.i]! + b.direction[other.j]!) * STEP;
      const twist = Math.abs(wrap(turned));
      if (stretch > 20 || twist > 0.6) return 0;
      const bend = Math.abs(wrap(bearing(a, one.i, other.i) - bearing(b, one.j, other.j)));
      const limit = Math.PI / 12;
      return sigmoid(stretch, 5, -1.6) * sigmoid(twist, limit, -30) * sigmoid(bend, limit, -30);
    }),
  );
  let left = pairs.map(({ g }) => g);
  for (let round = 0; round < 5; round++) {
    left = left.map(
      (one, i) => one / 2 + rho[i]!.reduce((sum, r, k) => sum + r * left[k]!, 0) / (pairs.length - 1) / 2,
    );
  }
  const counted = [...left.keys()]
    .sort((one, other) => left[other]! / pairs[other]!.g - left[one]! / pairs[one]!.g)
    .slice(0, pairsThatCount(smaller));
  return counted.reduce((sum, at) => sum + left[at]!, 0) / counted.length;
}

describe('the rules of the matcher, in integers', () => {
  const pairs = Array.from({ length: 40 }, (_, n) =>
    [impression(n, 0), impression(n % 2 === 0 ? n : n + 1, 1)].map((print) => readBlock(enrol(print))),
  ) as [Cylinders, Cylinders][];

  it('find cylinders as alike as the formula does', () => {
    for (const [a, b] of pairs) {
      const expected = likenessByFormula(a, b);
      for (const [at, likeness] of likenessTable(a, b).entries()) {
        expect(likeness / 32_768).to.be.closeTo(expected[at]!, 0.002);
      }
    }
  });

  it('relax as the formula does', () => {
    for (const [a, b] of pairs) {
      const { score } = relax(a, b, likenessTable(a, b));
      expect(score / 2 ** 24).to.be.closeTo(relaxByFormula(a, b), 0.006);
    }
  });

  it('find the byte of every direction', () => {
    for (let angle = 0; angle < 256; angle += 0.3) {
      const byte = byteOf(Math.cos(angle * STEP), Math.sin(angle * STEP));
      expect(Math.abs(wrap((byte - angle) * STEP)) / STEP, `${angle}`).to.be.at.most(0.5 + 1e-6);
    }
    expect([byteOf(1, 0), byteOf(0, 1), byteOf(-1, 0), byteOf(0, -1)]).to.deep.equal([0, 64, 128, 192]);
  });
});
