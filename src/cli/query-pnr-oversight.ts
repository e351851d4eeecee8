/** query pnr flights|unmaskings|review-unmasking|statistics: what carriers owe, and what the data protection officer watches. */
import { type Command, Option } from 'commander';
import {
  GetPnrStatisticsRequest,
  GetPnrStatisticsResponse,
  ListFlightPushesRequest,
  ListFlightPushesResponse,
  ListUnmaskingsRequest,
  ListUnmaskingsResponse,
  PnrOversightServiceService as Oversight,
  ReviewUnmaskingRequest,
  ReviewUnmaskingResponse,
  UnmaskingVerdict,
} from '../gen/ostiary/pnr/v1/oversight.js';
import { ask, type AskOptions, describePage, withAsking } from './ask-pnr.js';
import { describeFlights, describeStatistics, describeUnmasking } from './describe-oversight.js';
import { readDay, readRequestId } from './pnr-arguments.js';
import { accessOf } from './query-command.js';

interface DaysOptions extends AskOptions {
  readonly from: string;
  readonly to: string;
}

interface ReviewOptions extends AskOptions {
  readonly justified?: true;
  readonly notJustified?: true;
  readonly reason: string;
}

/** Adds the commands to "query pnr". */
export function addPnrOversightQuery(pnr: Command): void {
  withAsking(pnr.command('flights').description('List pushes that carriers owed, as the unit'), {
    basis: 'PNR-8-3',
    purpose: 'CARRIER',
    why: 'supervision of the transfers of carriers',
  })
    .requiredOption('--from <date>', 'first day of departure, in universal time', readDay)
    .requiredOption('--to <date>', 'last day of departure, at most 31 days later', readDay)
    .option('--in-default', 'only those late or missing')
    .action(async (options: DaysOptions & { readonly inDefault?: true }) => {
      const request = ListFlightPushesRequest.fromPartial({
        ...{ access: accessOf(options), fromDate: options.from, toDate: options.to },
        onlyInDefault: options.inDefault === true,
      });
      await ask(options, Oversight.listFlightPushes, request, {
        toJson: (answer) => ListFlightPushesResponse.toJSON(answer),
        describe: ({ flights }) => describeFlights(flights),
      });
    });
  withReview(
    pnr.command('unmaskings').description('List what was unmasked, the newest first, as the data protection officer'),
    'review of what was unmasked',
  )
    .option('--open', 'only those that nobody has reviewed')
    .option('--page <token>', 'next page')
    .action(async (options: AskOptions & { readonly open?: true; readonly page?: string }) => {
      const request = ListUnmaskingsRequest.fromPartial({
        ...{ access: accessOf(options), onlyOpen: options.open === true, pageToken: options.page ?? '' },
      });
      await ask(options, Oversight.listUnmaskings, request, {
        toJson: (answer) => ListUnmaskingsResponse.toJSON(answer),
        describe: ({ unmaskings, nextPageToken }) => describePage(unmaskings, describeUnmasking, nextPageToken),
      });
    });
  const review = withReview(
    pnr
      .command('review-unmasking')
      .description('Say whether an unmasking was justified, once, as the data protection officer'),
    'review of what was unmasked',
  );
  review
    .argument('<request>', 'that unmasked the record, as the list of unmaskings names it', readRequestId)
    .addOption(new Option('--justified', 'it was').conflicts('notJustified'))
    .option('--not-justified', 'it was not')
    .requiredOption('--reason <text>', 'why, for the log; 10 to 2,000 characters')
    .action(async (requestId: string, options: ReviewOptions) => {
      if (options.justified === undefined && options.notJustified === undefined)
        review.error("error: one of '--justified' and '--not-justified' must be given");
      const request = ReviewUnmaskingRequest.fromPartial({
        ...{ access: accessOf(options), requestId, reasons: options.reason },
        verdict: options.justified === true ? UnmaskingVerdict.JUSTIFIED : UnmaskingVerdict.NOT_JUSTIFIED,
      });
      await ask(options, Oversight.reviewUnmasking, request, {
        toJson: (answer) => ReviewUnmaskingResponse.toJSON(answer),
        describe: ({ unmasking }) => (unmasking === undefined ? [] : describeUnmasking(unmasking)),
      });
    });
  withReview(
    pnr
      .command('statistics')
      .description('Count what was received, deleted on receipt, masked and kept, as the data protection officer'),
    'review of what the unit receives and keeps',
  )
    .requiredOption('--from <date>', 'first day of pushes', readDay)
    .requiredOption('--to <date>', 'last day of pushes', readDay)
    .action(async (options: DaysOptions) => {
      const request = GetPnrStatisticsRequest.fromPartial({
        ...{ access: accessOf(options), fromDate: options.from, toDate: options.to },
      });
      await ask(options, Oversight.getPnrStatistics, request, {
        toJson: (answer) => GetPnrStatisticsResponse.toJSON(answer),
        describe: describeStatistics,
      });
    });
}

const withReview = (command: Command, why: string): Command =>
  withAsking(command, { basis: 'PNR-5', purpose: 'DATA_PROTECTION_REVIEW', why });
