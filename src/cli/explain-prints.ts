/** What a state answered to a search for prints, in words. */
import { OutcomeStatus } from '../gen/ostiary/common/v1/outcome.js';
import type { PrintCandidate, PrintEvidence, PrintStateAnswer } from '../gen/ostiary/prum/v1/fingerprint.js';
import { handlingLine, nameOf } from './handling-line.js';

/** A line for the state, and some for each candidate: how alike, by which prints, and how the data must be handled. */
export function explainPrints({ reply, candidates }: PrintStateAnswer): string[] {
  const status = nameOf(OutcomeStatus)(reply?.status ?? OutcomeStatus.UNSPECIFIED);
  return [`${reply?.memberState ?? ''}: ${status}`, ...candidates.flatMap(linesOf)];
}

function linesOf(candidate: PrintCandidate): string[] {
  const { referenceNumber, rank, score, overallRank, comparedScore, evidence, handling } = candidate;
  const among = overallRank === 0 ? '' : `; ${overallRank} among all, with ${comparedScore.toFixed(1)} compared here`;
  return [
    `  ${referenceNumber}: ${rank} of its state, score ${score.toFixed(1)}${among}`,
    ...evidence.map(evidenceLine),
    ...(handling === undefined ? [] : [`    ${handlingLine(handling)}`]),
  ];
}

const evidenceLine = ({ askedPosition, heldPosition, pairs }: PrintEvidence): string =>
  `    ${positionName(askedPosition)} on ${positionName(heldPosition)}: ${pairs.length} minutiae agree`;

/** ANSI/NIST-ITL 1-2011 Table 8. */
const POSITIONS: ReadonlyMap<number, string> = new Map(
  ['right', 'left'].flatMap((hand, at) =>
    ['thumb', 'index finger', 'middle finger', 'ring finger', 'little finger'].map(
      (finger, n) => [5 * at + n + 1, `${hand} ${finger}`] as const,
    ),
  ),
);
const FIRST_PALM = 20;

function positionName(position: number): string {
  const name = position >= FIRST_PALM ? 'palm' : (POSITIONS.get(position) ?? 'unknown finger');
  return `${name} (${position})`;
}
