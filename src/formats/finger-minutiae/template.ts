/** What a fingerprint or palm print is to a matcher, whichever format it came in. */

import type { Minutia } from '../../matching/minutiae/minutia.js';

/**
 * Places are pixels from the upper left corner. Angles are along the ridge of an ending, between the two ridges of a
 * bifurcation (ISO/IEC 19794-2; the opposite of ANSI/NIST-ITL field 9.012).
 */
export type { Minutia, MinutiaKind } from '../../matching/minutiae/minutia.js';

export type MinutiaQuality = Minutia['quality'];

/** Size and resolution of an image. */
export interface ImageSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels per centimetre: 197 for 500 pixels per inch. */
  readonly xPerCm: number;
  readonly yPerCm: number;
}

/** The minutiae of one finger or palm, once. */
export interface PrintTemplate {
  /**
   * Code of ANSI/NIST-ITL 1-2011 Table 8: 0 unknown, 1 right thumb to 5 right little finger, 6 left thumb to 10 left little
   * finger, from 20 on palms. ISO/IEC 19794-2 has the same up to 10.
   */
  readonly position: number;
  /** Code of ANSI/NIST-ITL 1-2011 Table 7, which ISO/IEC 19794-2 shares: 0 to 3 plain or rolled, 4 to 7 latent. */
  readonly impression: number;
  /** Of the whole, from 0 to 100; undefined if not known. */
  readonly quality: number | undefined;
  readonly image: ImageSize;
  readonly minutiae: readonly Minutia[];
}
