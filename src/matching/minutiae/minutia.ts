/** What a matcher is told of a finger or a palm: where ridges end or fork, and in which direction they run there. */

/** What happens to the ridge: it ends, it forks, or nobody says. */
export type MinutiaKind = 'ending' | 'bifurcation' | 'other';

export interface Minutia {
  /** In pixels from the left edge of the image. */
  readonly x: number;
  /** In pixels from its upper edge. */
  readonly y: number;
  /** In 256ths of a turn, counter-clockwise from the right, 0 up to but not including 256; may have a fraction. */
  readonly direction: number;
  readonly kind: MinutiaKind;
  /** From 1 to 100; 0 where nobody says. */
  readonly quality: number;
}

/** All minutiae of one impression. */
export interface MinutiaeSet {
  readonly minutiae: readonly Minutia[];
  /** Of the image, in pixels per centimetre. */
  readonly resolution: { readonly x: number; readonly y: number };
}

/** Most minutiae of a set: a full palm has some 800. */
export const MOST_MINUTIAE = 4_096;
/** Coordinates of ISO/IEC 19794-2 have fourteen bits. */
export const MOST_PIXELS = 16_384;
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
export function checkMinutiae({ minutiae, resolution }: MinutiaeSet): void {
  for (const axis of ['x', 'y'] as const) {
    if (!isWithin(resolution[axis], LEAST_RESOLUTION, MOST_RESOLUTION)) {
      throw new MinutiaeFault(`resolution.${axis} must be ${LEAST_RESOLUTION} to ${MOST_RESOLUTION} pixels per cm`);
    }
  }
  if (minutiae.length > MOST_MINUTIAE) throw new MinutiaeFault(`minutiae must be at most ${MOST_MINUTIAE}`);
  for (const [at, { x, y, direction, quality }] of minutiae.entries()) {
    for (const [field, value, most] of [
      ['x', x, MOST_PIXELS - 1],
      ['y', y, MOST_PIXELS - 1],
      ['quality', quality, 100],
    ] as const) {
      if (!isWithin(value, 0, most)) throw new MinutiaeFault(`minutiae[${at}].${field} must be 0 to ${most}`);
    }
    if (!isWithin(direction, 0, 256) || direction === 256) {
      throw new MinutiaeFault(`minutiae[${at}].direction must be 0 up to, but not including, 256`);
    }
  }
}

/** False for NaN, too. */
const isWithin = (value: number, least: number, most: number): boolean => value >= least && value <= most;
