/** query pnr assess|matches|review|release|received|receive: the assessment of passengers (docs/assessment.md). */
import { type Command, InvalidArgumentError, Option } from 'commander';
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
import { describeAssessment, describeMatch, describeTraveller } from './describe-match.js';
import { accessOf, type CommonOptions, withCommon } from './query-command.js';
import { ask, flightOf, type WrittenFlight } from './query-pnr.js';

/** What each of these takes. */
interface MatchOptions extends CommonOptions {
  readonly json?: true;
}

interface ReviewOptions extends MatchOptions {
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
    .action(async (flight: WrittenFlight, options: MatchOptions & { readonly origin: string }) => {
      const request = AssessFlightRequest.fromPartial({ access: accessOf(options), ...flight, origin: options.origin });
      await ask(options, Assessment.assessFlight, request, (answer) => AssessFlightResponse.toJSON(answer), {
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
    .action(async (options: MatchOptions & { readonly state: string; readonly page?: string }) => {
      const request = ListMatchesRequest.fromPartial({
        access: accessOf(options),
        state: STATES.get(options.state) ?? MatchState.OPEN,
        pageToken: options.page ?? '',
      });
      await ask(options, Assessment.listMatches, request, (answer) => ListMatchesResponse.toJSON(answer), {
        describe: describePage,
      });
    });
  const review = withMatch(
    pnr.command('review').description('Say what a person makes of a match, once, as the unit'),
    'PNR-6-5',
    'review of a match',
  );
  review
    .argument('<reference>', 'of the match', readReference)
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
      await ask(options, Assessment.reviewMatch, request, (answer) => ReviewMatchResponse.toJSON(answer), one);
    });
  withMatch(
    pnr.command('release').description('Pass a confirmed match on, as another officer of the unit'),
    'PNR-6-6',
    'result passed on for further examination',
  )
    .argument('<reference>', 'of the match', readReference)
    .requiredOption('--to <code>', 'e.g. XA-CRIME; or, with --basis PNR-9-1, the unit of another Member State')
    .action(async (matchReference: string, options: MatchOptions & { readonly to: string }) => {
      const request = ReleaseMatchRequest.fromPartial({
        ...{ access: accessOf(options), matchReference, recipient: options.to },
      });
      await ask(options, Assessment.releaseMatch, request, (answer) => ReleaseMatchResponse.toJSON(answer), one);
    });
  withMatch(
    pnr.command('received').description('List matches that units have released to one’s authority, the newest first'),
    'PNR-7-1',
    'further examination of results of the unit',
  )
    .option('--page <token>', 'next page')
    .action(async (options: MatchOptions & { readonly page?: string }) => {
      const request = ListReceivedMatchesRequest.fromPartial({
        access: accessOf(options),
        pageToken: options.page ?? '',
      });
      await ask(
        options,
        Assessment.listReceivedMatches,
        request,
        (answer) => ListReceivedMatchesResponse.toJSON(answer),
        {
          describe: describePage,
        },
      );
    });
  withMatch(
    pnr.command('receive').description('Read a match that the unit has released to one’s authority'),
    'PNR-7-1',
    'further examination of a result of the unit',
  )
    .argument('<reference>', 'of the match', readReference)
    .action(async (matchReference: string, options: MatchOptions) => {
      const request = ReceiveMatchRequest.fromPartial({ access: accessOf(options), matchReference });
      await ask(options, Assessment.receiveMatch, request, (answer) => ReceiveMatchResponse.toJSON(answer), {
        describe: ({ match, record }) => [
          ...one.describe({ match }),
          ...(record === undefined ? [] : describeTraveller(record)),
        ],
      });
    });
}

const withMatch = (command: Command, basis: string, why: string): Command =>
  withCommon(command, { basis, purpose: 'PNR', why }).option('--json', 'print the answer as REST sends it');

const describePage = (page: {
  readonly matches: readonly AssessmentMatch[];
  readonly nextPageToken: string;
}): string[] => [
  ...(page.matches.length === 0 ? ['none'] : page.matches.flatMap(describeMatch)),
  ...(page.nextPageToken === '' ? [] : [`more: --page ${page.nextPageToken}`]),
];

const one = {
  describe: ({ match }: { readonly match?: AssessmentMatch | undefined }): string[] =>
    match === undefined ? [] : describeMatch(match),
};

function readFlight(text: string): WrittenFlight {
  const flight = flightOf(text);
  if (flight === undefined) throw new InvalidArgumentError('It must look like 0Y100@2026-11-25.');
  return flight;
}

function readAirport(text: string): string {
  if (!/^[A-Z]{3}$/.test(text)) throw new InvalidArgumentError('It must be three capital letters.');
  return text;
}

function readReference(text: string): string {
  if (!/^PNM-[0-9A-HJKMNP-TV-Z]{26}$/.test(text))
    throw new InvalidArgumentError('It must be PNM- and a ULID, as in a list of matches.');
  return text;
}
