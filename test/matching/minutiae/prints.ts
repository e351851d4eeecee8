/** Prints for tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readFingerRecord } from '../../../src/formats/finger-minutiae/read-record.js';
import { templatesOf } from '../../../src/formats/finger-minutiae/record.js';
import { comparePrints } from '../../../src/matching/minutiae/compare.js';
import { enrol } from '../../../src/matching/minutiae/enrol.js';
import type { Minutia, PrintMinutiae } from '../../../src/matching/minutiae/minutia.js';
import { projectRoot } from '../../../src/shared/project-root.js';
import { createRandoms } from '../../../src/world/random.js';
import { createSkins, impress, printMinutiae, TOUCHED } from '../../../src/world/skins.js';

export const IMAGE = { xPerCm: 196.85, yPerCm: 196.85 };

/** A generated print of test/vectors/fvc2002-db4. */
export function db4(finger: number, impression: number): PrintMinutiae {
  const file = join(projectRoot, 'test/vectors/fvc2002-db4', `${finger}_${impression}.iso`);
  return templatesOf(readFingerRecord(readFileSync(file)))[0]!;
}

const skins = createSkins(1);
const impressions = createRandoms(1, 'test-impressions');

/** An impression of the n-th synthetic finger. */
export const impression = (finger: number, n: number): PrintMinutiae =>
  printMinutiae(impress(skins(finger, 1), impressions(1_000 * finger + n), TOUCHED));

export const enrolled = (finger: number, n: number): Uint8Array => enrol(impression(finger, n));

export const rawOf = (a: PrintMinutiae, b: PrintMinutiae): number => comparePrints([enrol(a)], [enrol(b)]).raw;

const minutiaIn = (side: number, angles: fc.Arbitrary<number>): fc.Arbitrary<Minutia> =>
  fc.record({
    kind: fc.constantFrom('ending', 'bifurcation', 'other'),
    x: fc.integer({ min: 0, max: side }),
    y: fc.integer({ min: 0, max: side }),
    angle: angles.map((byte) => (byte * 360) / 256),
    quality: fc.constantFrom<Minutia['quality']>('unreported', 'failed', 0, 50, 100),
  });

/** Prints of any shape: spread out, crowded, all in one direction, on one spot; from none to 255 minutiae. */
export const anyPrint: fc.Arbitrary<PrintMinutiae> = fc
  .tuple(fc.constantFrom(0, 3, 40, 300, 2_000), fc.constantFrom(0, 10, 255))
  .chain(([side, turn]) =>
    fc.record({
      image: fc.constant(IMAGE),
      minutiae: fc.array(minutiaIn(side, fc.integer({ min: 0, max: turn })), { maxLength: 255, size: 'max' }),
    }),
  );

/** Synthetic impressions, by finger and number. */
export const anyImpression: fc.Arbitrary<PrintMinutiae> = fc
  .tuple(fc.nat(500), fc.nat(5))
  .map(([finger, n]) => impression(finger, n));

/** The same print in another place of a large image, turned by quarters of a turn. */
export function moved(print: PrintMinutiae, quarters: number, x: number, y: number): PrintMinutiae {
  const side = 2_000;
  const turned = (one: Minutia): Minutia => ({ ...one, x: one.y, y: side - one.x, angle: (one.angle + 90) % 360 });
  let minutiae = print.minutiae;
  for (let n = 0; n < quarters; n++) minutiae = minutiae.map(turned);
  return { ...print, minutiae: minutiae.map((one) => ({ ...one, x: one.x + x, y: one.y + y })) };
}
