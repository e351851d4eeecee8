import { expect } from 'chai';
import fc from 'fast-check';
import { comparePrints } from '../../../src/matching/minutiae/compare.js';
import { enrol, enrolPalm } from '../../../src/matching/minutiae/enrol.js';
import { createRandom } from '../../../src/world/random.js';
import { pieceOf } from '../../../bench/fingerprint/piece.js';
import type { PrintMinutiae } from '../../../src/matching/minutiae/minutia.js';
import { anyImpression, anyPrint, db4, IMAGE, impression, moved, rawOf } from './prints.js';

const FINGERS = [101, 102, 103];
const IMPRESSIONS = [1, 2, 3];

describe('comparing two prints', () => {
  it('tells generated fingers apart, and scores every mate as a lead', () => {
    const prints = FINGERS.flatMap((finger) => IMPRESSIONS.map((n) => ({ finger, block: enrol(db4(finger, n)) })));
    const mates: number[] = [];
    const others: number[] = [];
    for (const [n, a] of prints.entries()) {
      for (const b of prints.slice(n + 1)) {
        (a.finger === b.finger ? mates : others).push(comparePrints([a.block], [b.block]).score);
      }
    }
    expect(mates).to.have.lengthOf(9);
    expect(Math.min(...mates)).to.be.greaterThan(40);
    expect(Math.max(...others)).to.be.lessThan(40);
  });

  it('scores nothing higher than a print with itself, and the evidence is then every minutia with itself', () => {
    fc.assert(
      fc.property(anyImpression, anyImpression, (print, other) => {
        const block = enrol(print);
        const { raw, pairs } = comparePrints([block], [block]);
        expect(raw).to.be.at.least(rawOf(print, other));
        expect(raw).to.be.at.least(rawOf(other, print));
        expect(pairs.every(({ a, b, closeness }) => a.index === b.index && closeness === 1)).to.equal(true);
        expect(pairs).to.have.lengthOf(block[1]!);
      }),
      { numRuns: 60 },
    );
  });

  it('does not mind where a finger lay, nor how it was turned', () => {
    fc.assert(
      fc.property(anyImpression, fc.integer({ min: 0, max: 3 }), fc.nat(500), fc.nat(500), (print, quarters, x, y) => {
        const here = rawOf(print, print);
        const there = moved(print, quarters, x, y);
        // Beyond a quarter of a turn directions are not compared.
        if (quarters === 2) expect(rawOf(print, there)).to.be.lessThan(here);
        else expect(rawOf(print, there)).to.be.closeTo(here, 0.08 * here);
        expect(rawOf(there, there)).to.be.closeTo(here, 0.02 * here);
      }),
      { numRuns: 60 },
    );
  });

  it('finds a piece however it is turned, if it may be turned', () => {
    const random = createRandom(1, 'test-pieces');
    let found = 0;
    let strange = 0;
    for (let finger = 0; finger < 40; finger++) {
      const piece = [enrol(pieceOf(impression(finger, 0), 15, random))];
      if (comparePrints(piece, [enrol(impression(finger, 1))], true).score > 30) found += 1;
      if (comparePrints(piece, [enrol(impression(finger + 1, 1))], true).score > 30) strange += 1;
    }
    expect(found).to.be.greaterThan(30);
    expect(strange).to.equal(0);
    const print = impression(1, 0);
    const over = moved(print, 2, 0, 0);
    const [whole, turned] = [[enrol(print)], [enrol(over)]];
    expect(comparePrints(whole, turned, true).raw).to.be.closeTo(rawOf(print, print), 0.08 * rawOf(print, print));
  });

  it('does not mind the order of minutiae', () => {
    fc.assert(
      fc.property(anyImpression, anyImpression, (a, b) => {
        const reversed = { ...a, minutiae: [...a.minutiae].reverse() };
        expect(rawOf(reversed, b)).to.equal(rawOf(a, b));
      }),
      { numRuns: 60 },
    );
  });

  it('does not take a print for its mirror image', () => {
    for (let finger = 0; finger < 30; finger++) {
      const print = impression(finger, 0);
      const mirrored: PrintMinutiae = {
        ...print,
        minutiae: print.minutiae.map((one) => ({ ...one, x: 500 - one.x, angle: (540 - one.angle) % 360 })),
      };
      expect(comparePrints([enrol(print)], [enrol(mirrored)]).score).to.be.lessThan(30);
    }
  });

  it('knows a print again of which a third is missing', () => {
    for (let finger = 0; finger < 30; finger++) {
      const print = impression(finger, 0);
      const dropped = { ...print, minutiae: print.minutiae.filter((_, n) => n % 3 !== finger % 3) };
      expect(comparePrints([enrol(print)], [enrol(dropped)]).score).to.equal(100);
      expect(rawOf(print, dropped)).to.be.lessThan(rawOf(print, print));
    }
  });

  it('says nothing of prints without minutiae, and little of those with few', () => {
    const none = enrol({ image: IMAGE, minutiae: [] });
    const three = enrol({ image: IMAGE, minutiae: impression(1, 0).minutiae.slice(0, 3) });
    const whole = enrol(impression(1, 0));
    expect(comparePrints([none], [none])).to.deep.equal({ score: 0, raw: 0, pairs: [] });
    expect(comparePrints([none], [whole])).to.deep.equal({ score: 0, raw: 0, pairs: [] });
    expect(comparePrints([], [whole])).to.deep.equal({ score: 0, raw: 0, pairs: [] });
    expect(comparePrints([three], [whole]).score).to.be.within(0, 100);
  });

  it('gives a score from 0 to 100 and a finite raw one to whatever is enrolled', () => {
    fc.assert(
      fc.property(anyPrint, anyPrint, (a, b) => {
        const { score, raw } = comparePrints([enrol(a)], [enrol(b)]);
        expect(score).to.be.within(0, 100);
        expect(raw).to.be.within(0, 1.5);
      }),
      { numRuns: 100 },
    );
  });

  it('finds a piece of a palm in the whole', () => {
    // A palm of sixteen fingers' minutiae side by side.
    const palm: PrintMinutiae = {
      image: IMAGE,
      minutiae: Array.from({ length: 16 }, (_, n) => n).flatMap((n) =>
        impression(n, 0).minutiae.map((one) => ({ ...one, x: one.x + 400 * (n % 4), y: one.y + 480 * (n >> 2) })),
      ),
    };
    const parts = enrolPalm(palm);
    expect(parts.length).to.be.greaterThan(4);
    expect(comparePrints([enrol(impression(6, 1))], parts).score).to.be.greaterThan(40);
    expect(comparePrints([enrol(impression(60, 1))], parts).score).to.be.lessThan(30);
    // The best of many tries is worth less than the only one.
    expect(comparePrints(parts, parts).score).to.be.within(60, 99);
  });
});
