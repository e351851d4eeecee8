import type { AlertCategory } from './category.js';

/** Prints that somebody searches with: what may be said of them anywhere, and whose they are in the simulation. */
export interface PrintSample {
  /** Finger positions of ISO/IEC 19794-2, in order, each once. */
  readonly positions: readonly number[];
  readonly bytes: number;
  /**
   * Invented: whose prints they are, as the sample itself says. It takes the place of a comparison of minutiae, which this
   * simulator does not do. It stands for the sample, so it never goes into a log or an answer. Undefined for nobody's.
   */
  readonly subject: string | undefined;
}

/**
 * Categories that may be searched with traces: Arts. 26, 32, 36, 37a, 40 (Regulation (EU) 2018/1862 Art. 43(3)), and Arts.
 * 24, 25 of Regulation (EU) 2018/1861 (its Art. 33(3)). Neither Art. 34 nor alerts on return.
 */
export const TRACE_CATEGORIES: readonly AlertCategory[] = [
  'REF',
  'RSM',
  'ARR',
  'MIS-P',
  'MIS-N',
  'CHI-ABD',
  'CHI-TRV',
  'VUL-TRV',
  'DSC',
  'INQ',
  'SPC',
  'INF',
  'UNK',
];
