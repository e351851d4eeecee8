import { expect } from 'chai';
import fc from 'fast-check';
import { enrol, enrolPalm } from '../../../src/matching/minutiae/enrol.js';
import { erf, exp, SIN } from '../../../src/matching/minutiae/fixed-tables.js';
import { type Minutia, MinutiaeFault, type PrintMinutiae } from '../../../src/matching/minutiae/minutia.js';
import { NotEnrolled, onesIn, readBlock } from '../../../src/matching/minutiae/packed.js';
import { anyPrint, IMAGE, impression, moved } from './prints.js';

const minutia = (x: number, y: number, angle = 0, more: Partial<Minutia> = {}): Minutia => ({
  ...{ kind: 'ending', x, y, angle, quality: 'unreported' },
  ...more,
});
const print = (...minutiae: Minutia[]): PrintMinutiae => ({ image: IMAGE, minutiae });

/** Bits of a cylinder as the paper defines them, in floating point, with the integral in place of the error function. */
function cylinderByFormula(set: readonly Minutia[], of: Minutia, side: number, bins: number): number[] {
  const [radius, sigmaPlace, sigmaDirection] = [70, 28 / 3, (2 * Math.PI) / 9];
  const wrap = (angle: number): number => Math.atan2(Math.sin(angle), Math.cos(angle));
  const turn = (of.angle * Math.PI) / 180;
  const values: number[] = [];
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      const [u, v] = [i, j].map((n) => ((n - (side - 1) / 2) * 2 * radius) / side) as [number, number];
      if (Math.hypot(u, v) > radius) continue;
      const x = of.x + Math.cos(turn) * u - Math.sin(turn) * v;
      const y = -of.y + Math.sin(turn) * u + Math.cos(turn) * v;
      for (let bin = 0; bin < bins; bin++) {
        const middle = -Math.PI + ((bin + 0.5) * 2 * Math.PI) / bins;
        let value = 0;
        for (const other of set) {
          const distance = Math.hypot(other.x - x, -other.y - y);
          if (other === of || distance > 3 * sigmaPlace) continue;
          const off = wrap(middle - wrap(turn - (other.angle * Math.PI) / 180));
          const near = Math.exp(-(distance ** 2) / (2 * sigmaPlace ** 2)) / (sigmaPlace * Math.sqrt(2 * Math.PI));
          value += near * normal(off - Math.PI / bins, off + Math.PI / bins, sigmaDirection);
        }
        values.push(value);
      }
    }
  }
  return values;
}

/** Simpson's rule on the normal density. */
function normal(from: number, to: number, sigma: number): number {
  const density = (x: number): number => Math.exp(-(x ** 2) / (2 * sigma ** 2)) / (sigma * Math.sqrt(2 * Math.PI));
  const steps = 40;
  const step = (to - from) / steps;
  let sum = density(from) + density(to);
  for (let n = 1; n < steps; n++) sum += (n % 2 === 0 ? 2 : 4) * density(from + n * step);
  return (sum * step) / 3;
}

describe('enrolling a print', () => {
  it('computes its tables as the platform does, and as is published', () => {
    for (let x = -30; x <= 30; x += 0.37) expect(exp(x) / Math.exp(x)).to.be.closeTo(1, 1e-11);
    for (const [angle, sine] of SIN.entries()) expect(sine).to.be.closeTo(Math.sin((angle * Math.PI) / 128), 1e-12);
    // Abramowitz and Stegun, Table 7.1.
    expect(erf(0.5)).to.be.closeTo(0.5204998778, 1e-10);
    expect(erf(1)).to.be.closeTo(0.8427007929, 1e-10);
    expect(erf(-2)).to.be.closeTo(-0.995322265, 1e-9);
  });

  it('sets the bits that the formula of the method sets', () => {
    for (let finger = 0; finger < 8; finger++) {
      const set = impression(finger, 1);
      // At the scale of the matcher, in whole eighths of a pixel.
      const scaled = set.minutiae.map((one) => ({
        ...one,
        x: Math.round((one.x * 196.85 * 8) / 197) / 8,
        y: Math.round((one.y * 196.85 * 8) / 197) / 8,
      }));
      const { n, wide, narrow, source } = readBlock(enrol(set));
      expect(n).to.be.greaterThan(10);
      for (const [words, each, side, bins] of [
        [wide, 10, 8, 6],
        [narrow, 4, 6, 4],
      ] as const) {
        for (let c = 0; c < n; c += 7) {
          const values = cylinderByFormula(scaled, scaled[source[c]!]!, side, bins);
          const bits = values.map((_, bit) => (words[each * c + (bit >>> 5)]! >>> (bit & 31)) & 1);
          for (const [bit, value] of values.entries()) {
            // Cells are rounded to eighths of a pixel.
            if (Math.abs(value - 0.005) > 0.0002) expect(bits[bit], `bit ${bit}`).to.equal(value > 0.005 ? 1 : 0);
          }
        }
      }
    }
  });

  it('gives equal bytes for equal minutiae, in whatever order and place', () => {
    fc.assert(
      fc.property(
        anyPrint,
        fc.nat(1_000),
        fc.nat(1_000),
        fc.array(fc.nat(), { minLength: 255, maxLength: 255 }),
        (set, x, y, draws) => {
          const keys = set.minutiae.map((one, at) => ({ one, key: draws[at] ?? 0 }));
          const shuffled = { ...set, minutiae: keys.sort((a, b) => a.key - b.key).map(({ one }) => one) };
          const blocks = [set, shuffled].map((one) => readBlock(enrol(one)));
          const [whole, other] = blocks.map((block) => ({ ...block, source: undefined }));
          expect(other).to.deep.equal(whole);
          // Whole multiples of what is exact at 196.85 pixels per centimetre.
          expect(enrol(moved(set, 0, x, y))).to.deep.equal(enrol(set));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps 128 of many: those of best quality, and of equal quality those in the middle', () => {
    const grid = Array.from({ length: 225 }, (_, n) =>
      minutia(20 * (n % 15), 20 * Math.floor(n / 15), n, { quality: 1 }),
    );
    const corner = grid.map((one, n) => (n === 0 || n === 1 || n === 15 ? { ...one, quality: 99 } : one));
    const { n, source } = readBlock(enrol(print(...corner)));
    expect(n).to.equal(128);
    expect([...source]).to.include.members([0, 1, 15, 112]);
    expect([...source]).not.to.include.members([14]);
  });

  it('cuts a palm into parts that overlap, and leaves out no minutia', () => {
    const palm = Array.from({ length: 800 }, (_, n) =>
      minutia((37 * n) % 1_500, (n * 53) % 1_900, (n * 7) % 360, { quality: 1 + (n % 100) }),
    );
    const parts = enrolPalm(print(...palm)).map(readBlock);
    expect(parts).to.have.lengthOf(16);
    expect(new Set(parts.flatMap(({ source }) => [...source])).size).to.be.greaterThan(780);
    expect(enrolPalm(print(...palm.slice(0, 100)))).to.have.lengthOf(1);
  });

  it('leaves out what has no two others near, and takes an empty print', () => {
    expect(readBlock(enrol(print())).n).to.equal(0);
    expect(readBlock(enrol(print(minutia(1, 1)))).n).to.equal(0);
    expect(readBlock(enrol(print(minutia(1, 1), minutia(20, 1), minutia(900, 900)))).n).to.equal(0);
    expect(readBlock(enrol(print(minutia(1, 1), minutia(20, 1), minutia(40, 1), minutia(900, 900)))).n).to.equal(3);
    // One that is there twice is one.
    expect(readBlock(enrol(print(minutia(1, 1), minutia(20, 1), minutia(20, 1)))).n).to.equal(0);
  });

  it('scales to 500 dpi', () => {
    const at500 = impression(3, 1);
    const at1000 = {
      image: { xPerCm: 394, yPerCm: 394 },
      minutiae: at500.minutiae.map((one) => ({ ...one, x: 2 * one.x, y: 2 * one.y })),
    };
    expect(enrol(at1000)).to.deep.equal(enrol(at500));
  });

  it('refuses values that no image can have, and names the field', () => {
    for (const [field, value] of [
      ['x', NaN],
      ['x', -1],
      ['y', 16_384],
      ['y', Infinity],
      ['angle', 360],
      ['angle', -1],
      ['angle', NaN],
      ['quality', 101],
    ] as const) {
      const set = print(minutia(1, 1), minutia(2, 2, 0, { [field]: value }));
      expect(() => enrol(set), `${field} ${value}`).to.throw(MinutiaeFault, `minutiae[1].${field}`);
    }
    expect(() => enrol({ image: { xPerCm: 0, yPerCm: 197 }, minutiae: [] })).to.throw(MinutiaeFault, 'image.xPerCm');
    expect(() => enrol({ image: { xPerCm: 19, yPerCm: 197 }, minutiae: [minutia(0, 0), minutia(9_000, 0)] })).to.throw(
      MinutiaeFault,
      '40 cm',
    );
    const many = Array.from({ length: 4_097 }, (_, n) => minutia(n, n));
    expect(() => enrol(print(...many))).to.throw(MinutiaeFault, '4096');
  });

  it('reads its own blocks only', () => {
    const block = enrol(impression(1, 1));
    const { n, wide, wideOnes } = readBlock(block);
    for (let c = 0; c < n; c++) expect(onesIn(wide, 10 * c, 10)).to.equal(wideOnes[c]);
    // Bytes that a scan would follow, or that are made of others.
    for (const at of [0, 1, 4, 8, 20, 24, 33, 32 + 16 * n, 32 + 56 * n, 32 + 64 * n, 32 + 66 * n - 1, 32 + 66 * n]) {
      const altered = Uint8Array.from(block);
      altered[at] = altered[at]! ^ 0xa7;
      expect(() => readBlock(altered), `byte ${at}`).to.throw(NotEnrolled);
    }
    expect(() => readBlock(block.subarray(0, block.length - 8))).to.throw(NotEnrolled);
    expect(() => readBlock(new Uint8Array())).to.throw(NotEnrolled);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(() => readBlock(bytes)).to.throw(NotEnrolled);
      }),
    );
  });
});
