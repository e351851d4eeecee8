/** What a matcher is told of a finger or a palm: where ridges end or fork, and in which direction they run there. */

/** What happens to the ridge: it ends, it forks, or nobody says. */
export type MinutiaKind = 'ending' | 'bifurcation' | 'other';

export interface Minutia {
  readonly kind: MinutiaKind;
  /** In pixels from the left edge of the image. */
  readonly x: number;
  /** In pixels from its upper edge. */
  readonly y: number;
  /** Degrees counter-clockwise from the right, 0 up to but not including 360. */
  readonly angle: number;
  /** From 0, the worst, to 100; or why there is none. */
  readonly quality: number | 'unreported' | 'failed';
}

/** All minutiae of one impression. What src/formats reads of a print has this shape. */
export interface PrintMinutiae {
  readonly minutiae: readonly Minutia[];
  /** Pixels per centimetre of the image. */
  readonly image: { readonly xPerCm: number; readonly yPerCm: number };
}

/** Most minutiae of a set: a full palm has some 800. */
export const MOST_MINUTIAE = 4_096;
/** Coordinates of ISO/IEC 19794-2 have fourteen bits. */
export const MOST_PIXELS = 16_384;
/** Centimetres from the first to the last minutia along an axis at most: twice the length of a hand. */
export const MOST_CENTIMETRES = 40;
/** Pixels per centimetre that a scanner may have: 50 to 5,000 dpi. */
export const LEAST_RESOLUTION = 19;
export const MOST_RESOLUTION = 1_970;

/**
 * Thrown for a set that no image can have; names the field. Matchers are not where foreign bytes are read: whoever reads
 * them says more exactly what is wrong.
 */
export class MinutiaeFault extends RangeError {
  override readonly name = 'MinutiaeFault';
}

/** Throws a MinutiaeFault unless every value is one that the matcher can take. */
export function checkMinutiae({ minutiae, image }: PrintMinutiae): void {
  for (const axis of ['xPerCm', 'yPerCm'] as const) {
    if (!isWithin(image[axis], LEAST_RESOLUTION, MOST_RESOLUTION)) {
      throw new MinutiaeFault(`image.${axis} must be ${LEAST_RESOLUTION} to ${MOST_RESOLUTION}`);
    }
  }
  if (minutiae.length > MOST_MINUTIAE) throw new MinutiaeFault(`minutiae must be at most ${MOST_MINUTIAE}`);
  for (const [at, { x, y, angle, quality }] of minutiae.entries()) {
    for (const [field, value, most] of [
      ['x', x, MOST_PIXELS - 1],
      ['y', y, MOST_PIXELS - 1],
      ['quality', typeof quality === 'number' ? quality : 0, 100],
    ] as const) {
      if (!isWithin(value, 0, most)) throw new MinutiaeFault(`minutiae[${at}].${field} must be 0 to ${most}`);
    }
    if (!isWithin(angle, 0, 360) || angle === 360) {
      throw new MinutiaeFault(`minutiae[${at}].angle must be 0 up to, but not including, 360`);
    }
  }
  for (const [axis, perCm] of [
    ['x', image.xPerCm],
    ['y', image.yPerCm],
  ] as const) {
    if (extentOf(minutiae.map((one) => one[axis])) > MOST_CENTIMETRES * perCm) {
      throw new MinutiaeFault(`minutiae must lie within ${MOST_CENTIMETRES} cm of each other`);
    }
  }
}

/** From the least to the greatest; 0 of none. */
const extentOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);

/** False for NaN, too. */
const isWithin = (value: number, least: number, most: number): boolean => value >= least && value <= most;
