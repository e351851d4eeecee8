/** What a state answered to a search for a DNA profile, in words. */
import { OutcomeStatus } from '../gen/ostiary/common/v1/outcome.js';
import {
  type ChanceOfMatch,
  DnaAdvisory,
  type DnaComparison,
  type DnaMatch,
  DnaQuality,
  type DnaStateAnswer,
} from '../gen/ostiary/prum/v1/dna.js';
import { handlingLine, nameOf } from './handling-line.js';

/** A line for the state, and some for each match: how well, where not, how likely by chance, and how it must be handled. */
export function explainDna({ reply, matches }: DnaStateAnswer): string[] {
  const status = nameOf(OutcomeStatus)(reply?.status ?? OutcomeStatus.UNSPECIFIED);
  return [`${reply?.memberState ?? ''}: ${status}`, ...matches.flatMap(linesOf)];
}

function linesOf({ referenceNumber, comparison, chance, handling, rank }: DnaMatch): string[] {
  const among = rank === 0 ? '' : `; ${rank} among all`;
  return [
    `  ${referenceNumber}: ${comparison === undefined ? 'not shown' : comparisonText(comparison)}${among}`,
    ...(comparison === undefined ? [] : deviationLines(comparison)),
    ...(chance === undefined ? [] : [chanceLine(chance)]),
    ...(handling === undefined ? [] : [`    ${handlingLine(handling)}`]),
  ];
}

function comparisonText({ quality, matchedLoci, comparedLoci, advisory }: DnaComparison): string {
  const few = advisory === DnaAdvisory.LOW_LOCI ? ', which are few' : '';
  return `${nameOf(DnaQuality)(quality)}, ${matchedLoci} of ${comparedLoci} loci equal${few}`;
}

const deviationLines = ({ loci }: DnaComparison): string[] =>
  loci
    .filter(({ deviations }) => deviations.length > 0)
    .map(({ locus, asked, held }) => `    ${locus}: ${asked} searched for, ${held} held`);

const chanceLine = ({ expectedHits, profiles, sample }: ChanceOfMatch): string =>
  `    by chance ${expectedHits.toPrecision(2)} such matches in ${profiles} unrelated profiles, by ${sample}`;
