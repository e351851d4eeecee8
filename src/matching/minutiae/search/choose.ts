/** Share of the entries compared that goes on to the second stage: the mate of a poor print is not always among the first. */
const KEPT_SHARE = 0.03;
const LEAST_KEPT = 200;
const MOST_KEPT = 30_000;
/** Of a piece that may be turned anyhow the first stage knows little: all go on, up to so many. */
const MOST_KEPT_ANY_TURN = 100_000;

/** Scores are local scores plus one; 0 stands for an entry that was not compared. */
const HIGHEST = 32_769;

/** How many of so many compared are kept. */
export const keptOf = (compared: number, anyTurn = false): number =>
  anyTurn
    ? Math.min(compared, MOST_KEPT_ANY_TURN)
    : Math.min(compared, MOST_KEPT, Math.max(LEAST_KEPT, Math.ceil(compared * KEPT_SHARE)));

/**
 * Numbers of the entries with the best local scores, ascending; of those with the last score that is kept the lower
 * numbers.
 */
export function chooseBest(scores: Uint16Array, anyTurn = false): Uint32Array {
  const counts = new Uint32Array(HIGHEST + 1);
  for (const score of scores) counts[score] = (counts[score] ?? 0) + 1;
  const wanted = keptOf(scores.length - (counts[0] ?? 0), anyTurn);
  let least = HIGHEST;
  let above = 0;
  while (least > 0 && above + (counts[least] ?? 0) < wanted) above += counts[least--] ?? 0;
  let ties = least === 0 ? 0 : wanted - above;
  const chosen = new Uint32Array(above + ties);
  let next = 0;
  for (let number = 0; number < scores.length && next < chosen.length; number++) {
    const score = scores[number] ?? 0;
    if (score > least || (score === least && ties-- > 0)) chosen[next++] = number;
  }
  return chosen;
}
