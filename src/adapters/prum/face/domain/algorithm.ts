/** A recognition algorithm, as far as comparing its vectors takes. */
export interface FaceAlgorithm {
  readonly name: string;
  readonly version: string;
  /** Components of its vectors. */
  readonly dimensions: number;
  /** Cosine below which nothing is a candidate. It belongs to the algorithm. */
  readonly threshold: number;
}

/**
 * Stands for the algorithm that the implementing acts of Art. 22(2), (3) are to settle. Its vectors are made of random
 * numbers, and so is the threshold invented: of unrelated persons one pair in some ten million is above it.
 */
export const STAND_IN: FaceAlgorithm = { name: 'SYNTHETIC', version: '1', dimensions: 128, threshold: 0.45 };

/** Candidates that a state lists at most. The number is to be set by implementing act (Art. 23(2)). */
export const MOST_CANDIDATES = 10;
