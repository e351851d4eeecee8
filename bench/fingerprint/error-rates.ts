/** Error rates of a matcher over scores of mates and of strangers, in per cent. */
export interface ErrorRates {
  /** Where both rates cross: the smaller mean of the two thresholds around it. */
  readonly eer: number;
  /** Lowest share of mates refused when at most one in 100 strangers, one in 1,000, or none is taken. */
  readonly fmr100: number;
  readonly fmr1000: number;
  readonly zeroFmr: number;
}

export function errorRates(mates: readonly number[], strangers: readonly number[]): ErrorRates {
  const genuine = Float64Array.from(mates).sort();
  const impostors = Float64Array.from(strangers).sort();
  const falseMatches = (threshold: number): number => 1 - below(impostors, threshold) / impostors.length;
  const falseNonMatches = (threshold: number): number => below(genuine, threshold) / genuine.length;
  /** Lowest threshold at which at most so many strangers are taken. */
  const missedAt = (taken: number): number => {
    const last = impostors[impostors.length - 1 - Math.floor(taken)] ?? -Infinity;
    return below(genuine, last, true) / genuine.length;
  };
  const thresholds = Float64Array.from(new Set([...genuine, ...impostors])).sort();
  let eer = 1;
  for (const [at, threshold] of thresholds.entries()) {
    const [fmr, fnmr] = [falseMatches(threshold), falseNonMatches(threshold)];
    if (fnmr < fmr) continue;
    const before = thresholds[at - 1] ?? -Infinity;
    eer = Math.min((fmr + fnmr) / 2, (falseMatches(before) + falseNonMatches(before)) / 2);
    break;
  }
  return {
    eer: 100 * eer,
    fmr100: 100 * missedAt(impostors.length / 100),
    fmr1000: 100 * missedAt(impostors.length / 1_000),
    zeroFmr: 100 * missedAt(0),
  };
}

/** How many sorted values are below one, or not above it. */
function below(sorted: Float64Array, value: number, orEqual = false): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const one = sorted[middle] ?? Infinity;
    if (one < value || (orEqual && one === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
