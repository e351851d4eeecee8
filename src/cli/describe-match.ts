/** Matches of the assessment of passengers, in lines for a person. */
import {
  type AssessFlightResponse,
  type AssessmentMatch,
  MatchState,
  ReviewVerdict,
} from '../gen/ostiary/pnr/v1/assessment.js';
import { counted, printable } from './phrases.js';

const STATES: ReadonlyMap<MatchState, string> = new Map([
  [MatchState.OPEN, 'open'],
  [MatchState.CONFIRMED, 'confirmed'],
  [MatchState.REJECTED, 'rejected'],
  [MatchState.RELEASED, 'released'],
]);

/** What an assessment found. */
export const describeAssessment = (assessed: AssessFlightResponse): string[] => [
  `${counted(assessed.records, 'record')}, ${counted(assessed.travellers, 'traveller')}: ${counted(assessed.comparisons, 'search', 'searches')} in databases, ${counted(assessed.rules, 'rule')}`,
  ...(assessed.notComparable === 0
    ? []
    : [`! ${counted(assessed.notComparable, 'traveller')} could be searched for in no database`]),
  `${counted(assessed.newMatches, 'new match', 'new matches')}, ${assessed.knownMatches} known`,
  ...assessed.matchReferences.map((reference) => `  ${reference}`),
  ...(assessed.newMatches > assessed.matchReferences.length ? ['  and others: ostiary query pnr matches'] : []),
];

/** A match with its grounds, and with what did not speak for the traveller. */
export function describeMatch(match: AssessmentMatch): string[] {
  const { source, review } = match;
  const traveller = match.travellerReference === '' ? 'the booking' : `traveller ${match.travellerReference}`;
  const isRule = source?.system === 'criteria';
  return [
    `${match.matchReference} ${STATES.get(match.state) ?? 'unknown'}${match.state === MatchState.OPEN ? `, to be reviewed by ${match.reviewBy}` : ''}`,
    // What is said of a match that was received and is not read yet is that it is there.
    ...(source === undefined
      ? []
      : [`  ${source.system} ${source.reference}${isRule ? ` version ${source.version}` : ''}${titleOf(match)}`]),
    `  ${match.recordReference} version ${match.recordVersion}${source === undefined ? '' : `, ${traveller}`}`,
    ...match.grounds.map(
      ({ path, condition, value, negated }) =>
        `  met        ${path}${isRule ? `: ${negated ? 'not ' : ''}${condition}${valueOf(value)}` : ''}`,
    ),
    ...match.notExonerated.map(
      ({ path, condition, value, notTold }) =>
        `  not shown  ${path}: ${condition}${notTold ? ' (the carrier told nothing)' : valueOf(value)}`,
    ),
    ...(review === undefined
      ? []
      : [
          `  ${review.verdict === ReviewVerdict.CONFIRMED ? 'confirmed' : 'rejected'} by ${review.officer}, ${review.reviewedAt}: ${review.reason}`,
        ]),
    ...match.releases.map(
      ({ recipient, officer, releasedAt }) => `  released to ${recipient} by ${officer}, ${releasedAt}`,
    ),
  ].map(printable);
}

const titleOf = ({ source }: AssessmentMatch): string =>
  source === undefined || source.title === ''
    ? ''
    : `: ${source.title}${source.purposes.length === 0 ? '' : ` (${source.purposes.join(', ')})`}`;

const valueOf = (value: string): string => (value === '' ? '' : ` (${value})`);
