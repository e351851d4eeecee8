/**
 * What a raw score means: how often two prints of different fingers have as much, told as 10 x -log10 of that share. 20 is
 * one comparison in a hundred, 40 one in ten thousand. By it scores of different searches are comparable, and of different
 * versions of the algorithm.
 */

/** Raw scores that a share of all pairs of different fingers reaches, for version 1 of the algorithm. */
type ImpostorTable = readonly (readonly [share: number, raw: number])[];

/**
 * Whole prints within a quarter of a turn. Measured by bench/fingerprint.ts on FVC2002 set B, its four databases together,
 * cross-database pairs included: 49,920 pairs.
 */
const UPRIGHT: ImpostorTable = [
  [0.5, 0.00821],
  [0.1, 0.01509],
  [0.01, 0.02409],
  [0.001, 0.03318],
  [0.0001, 0.04244],
];

/** Beyond this score nothing was measured: what is said of higher ones is extrapolated. */
export const MEASURED_SCORE = 40;

/** Nothing was measured by which higher scores could be told apart. */
export const HIGHEST_SCORE = 100;

/**
 * Pieces of twelve minutiae, turned anyhow, and whole prints; likewise, 99,840 pairs. Strangers reach more with fewer minutiae,
 * so that larger pieces score too low rather than too high.
 */
const ANY_TURN: ImpostorTable = [
  [0.5, 0.01015],
  [0.1, 0.02011],
  [0.01, 0.03406],
  [0.001, 0.05007],
  [0.0001, 0.06495],
];

const knotsOf = (table: ImpostorTable) => [
  { raw: 0, score: 0 },
  ...table.map(([share, raw]) => ({ raw, score: scoreOfShare(share) })),
];
const KNOTS = { upright: knotsOf(UPRIGHT), anyTurn: knotsOf(ANY_TURN) };

/** 10 x -log10 of a share, at most 100. */
export function scoreOfShare(share: number): number {
  // Between 0.999... and 1 the logarithm of a rounded share may be a little above 0.
  return Math.max(0, Math.min(HIGHEST_SCORE, -10 * Math.log10(share)));
}

/** Share that a score stands for. */
export const shareOf = (score: number): number => 10 ** (-score / 10);

/**
 * Score of a raw score: of a comparison within a quarter of a turn, or of any turn. The pairs measured resolve one in ten thousand, which is 40; above it the line from 20 to 40 is
 * continued, up to 100.
 */
export function scoreOf(raw: number, anyTurn = false): number {
  const knots = anyTurn ? KNOTS.anyTurn : KNOTS.upright;
  const above = knots.findIndex((knot) => knot.raw > raw);
  const [low, high] = above < 0 ? [knots[3], knots.at(-1)] : [knots[above - 1], knots[above]];
  if (low === undefined || high === undefined) return 0;
  const steep = (high.score - low.score) / (high.raw - low.raw);
  return Math.min(HIGHEST_SCORE, low.score + (raw - low.raw) * steep);
}
