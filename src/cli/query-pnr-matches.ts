/** query pnr assess|matches|review|release|received|receive: the assessment of passengers (docs/assessment.md). */
import { type Command, Option } from 'commander';
import {
  AssessFlightRequest,
  AssessFlightResponse,
  type AssessmentMatch,
  ListMatchesRequest,
  ListMatchesResponse,
  ListReceivedMatchesRequest,
  ListReceivedMatchesResponse,
  MatchState,
  PnrAssessmentServiceService as Assessment,
  ReceiveMatchRequest,
  ReceiveMatchResponse,
  ReleaseMatchRequest,
  ReleaseMatchResponse,
  ReviewCheck,
  ReviewMatchRequest,
  ReviewMatchResponse,
  ReviewVerdict,
} from '../gen/ostiary/pnr/v1/assessment.js';
import { ask, type AskOptions, describePage, withAsking } from './ask-pnr.js';
import { describeAssessment, describeMatch } from './describe-match.js';
import { describeTraveller } from './describe-record.js';
import { readAirport, readFlight, readMatchReference, type WrittenFlight } from './pnr-arguments.js';
import { accessOf } from './query-command.js';

interface ReviewOptions extends AskOptions {
  readonly confirm?: true;
  readonly reject?: true;
  readonly reason: string;
  readonly check: readonly string[];
}

const STATES: ReadonlyMap<string, MatchState> = new Map([
  ['open', MatchState.OPEN],
  ['confirmed', MatchState.CONFIRMED],
  ['rejected', MatchState.REJECTED],
  ['released', MatchState.RELEASED],
]);

const CHECKS: ReadonlyMap<string, ReviewCheck> = new Map([
  ['record-read', ReviewCheck.RECORD_READ],
  ['exoneration-sought', ReviewCheck.EXONERATION_SOUGHT],
  ['no-protected-ground', ReviewCheck.NO_PROTECTED_GROUND],
  ['offence-linked', ReviewCheck.OFFENCE_LINKED],
  ['identity-compared', ReviewCheck.IDENTITY_COMPARED],
]);

/** Adds the commands to "query pnr". */
export function addPnrMatchesQuery(pnr: Command): void {
  withMatch(
    pnr.command('assess').description('Compare the passengers of a flight with databases and rules, as the unit'),
    'PNR-6-2-A',
    'assessment of the passengers of the flight',
  )
    .argument('<flight>', 'carrier, number and day of departure, e.g. 0Y100@2026-11-25', readFlight)
    .requiredOption('--origin <airport>', 'of departure, e.g. IST', readAirport)
    .action(async (flight: WrittenFlight, options: AskOptions & { readonly origin: string }) => {
      const request = AssessFlightRequest.fromPartial({ access: accessOf(options), ...flight, origin: options.origin });
      await ask(options, Assessment.assessFlight, request, {
        toJson: (answer) => AssessFlightResponse.toJSON(answer),
        describe: describeAssessment,
      });
    });
  withMatch(
    pnr.command('matches').description('List matches, the most urgent first, as the unit'),
    'PNR-6-5',
    'review of matches',
  )
    .addOption(new Option('--state <state>', 'which matches').choices([...STATES.keys()]).default('open'))
    .option('--page <token>', 'next page')
    .action(async (options: AskOptions & { readonly state: string; readonly page?: string }) => {
      const request = ListMatchesRequest.fromPartial({
        access: accessOf(options),
        state: STATES.get(options.state) ?? MatchState.OPEN,
        pageToken: options.page ?? '',
      });
      await ask(options, Assessment.listMatches, request, {
        toJson: (answer) => ListMatchesResponse.toJSON(answer),
        describe: matchesOf,
      });
    });
  const review = withMatch(
    pnr.command('review').description('Say what a person makes of a match, once, as the unit'),
    'PNR-6-5',
    'review of a match',
  );
  review
    .argument('<reference>', 'of the match', readMatchReference)
    .addOption(new Option('--confirm', 'it is one').conflicts('reject'))
    .option('--reject', 'it is none')
    .requiredOption('--reason <text>', 'why, so that a court can understand it; 20 to 2,000 characters')
    .addOption(
      new Option('--check <checks...>', 'what was looked at').choices([...CHECKS.keys()]).makeOptionMandatory(),
    )
    .action(async (matchReference: string, options: ReviewOptions) => {
      if (options.confirm === undefined && options.reject === undefined)
        review.error("error: one of '--confirm' and '--reject' must be given");
      const request = ReviewMatchRequest.fromPartial({
        ...{ access: accessOf(options), matchReference, reason: options.reason },
        verdict: options.confirm === true ? ReviewVerdict.CONFIRMED : ReviewVerdict.REJECTED,
        checks: options.check.flatMap((check) => CHECKS.get(check) ?? []),
      });
      await ask(options, Assessment.reviewMatch, request, {
        toJson: (answer) => ReviewMatchResponse.toJSON(answer),
        describe: matchOf,
      });
    });
  withMatch(
    pnr.command('release').description('Pass a confirmed match on, as another officer of the unit'),
    'PNR-6-6',
    'result passed on for further examination',
  )
    .argument('<reference>', 'of the match', readMatchReference)
    .requiredOption('--to <code>', 'e.g. XA-CRIME; or, with --basis PNR-9-1, the unit of another Member State')
    .action(async (matchReference: string, options: AskOptions & { readonly to: string }) => {
      const request = ReleaseMatchRequest.fromPartial({
        ...{ access: accessOf(options), matchReference, recipient: options.to },
      });
      await ask(options, Assessment.releaseMatch, request, {
        toJson: (answer) => ReleaseMatchResponse.toJSON(answer),
        describe: matchOf,
      });
    });
  withMatch(
    pnr.command('received').description('List matches that units have released to one’s authority, the newest first'),
    'PNR-7-1',
    'further examination of results of the unit',
  )
    .option('--page <token>', 'next page')
    .action(async (options: AskOptions & { readonly page?: string }) => {
      const request = ListReceivedMatchesRequest.fromPartial({
        access: accessOf(options),
        pageToken: options.page ?? '',
      });
      await ask(options, Assessment.listReceivedMatches, request, {
        toJson: (answer) => ListReceivedMatchesResponse.toJSON(answer),
        describe: matchesOf,
      });
    });
  withMatch(
    pnr.command('receive').description('Read a match that the unit has released to one’s authority'),
    'PNR-7-1',
    'further examination of a result of the unit',
  )
    .argument('<reference>', 'of the match', readMatchReference)
    .action(async (matchReference: string, options: AskOptions) => {
      const request = ReceiveMatchRequest.fromPartial({ access: accessOf(options), matchReference });
      await ask(options, Assessment.receiveMatch, request, {
        toJson: (answer) => ReceiveMatchResponse.toJSON(answer),
        describe: ({ match, record }) => [
          ...matchOf({ match }),
          ...(record === undefined ? [] : describeTraveller(record)),
        ],
      });
    });
}

const withMatch = (command: Command, basis: string, why: string): Command =>
  withAsking(command, { basis, purpose: 'PNR', why });

const matchesOf = (page: { readonly matches: readonly AssessmentMatch[]; readonly nextPageToken: string }): string[] =>
  describePage(page.matches, describeMatch, page.nextPageToken);

const matchOf = ({ match }: { readonly match?: AssessmentMatch | undefined }): string[] =>
  match === undefined ? [] : describeMatch(match);
