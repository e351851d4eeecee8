/** query pnr search|read|unmask|flag: asks the passenger information unit about records (docs/piu.md). */
import type { MethodDefinition } from '@grpc/grpc-js';
import { type Command, Option } from 'commander';
import { AccessContext } from '../gen/ostiary/common/v1/access.js';
import type { AuditReceipt } from '../gen/ostiary/common/v1/receipt.js';
import {
  FlagPnrRequest,
  FlagPnrResponse,
  GetPnrRequest,
  GetPnrResponse,
  PnrCriteria,
  PnrServiceService as Pnr,
  RequestPnrsRequest,
  RequestPnrsResponse,
  SearchPnrsRequest,
  SearchPnrsResponse,
  UnmaskPnrRequest,
  UnmaskPnrResponse,
} from '../gen/ostiary/pnr/v1/pnr.js';
import type { PassengerNameRecord } from '../gen/ostiary/pnr/v1/record.js';
import { ask, type AskOptions, describePage, type Shown, withAsking } from './ask-pnr.js';
import { describeListed, describeRecord } from './describe-record.js';
import {
  readDay,
  readFlight,
  readMatchReference,
  readMonths,
  readRecordReference,
  type WrittenFlight,
} from './pnr-arguments.js';
import { accessOf, type CommonDefaults } from './query-command.js';

interface PnrOptions extends AskOptions {
  readonly print?: true;
  readonly offence: string;
  readonly listedAs: string;
  readonly penaltyMonths: number;
  readonly onBehalfOf: string;
}

interface SearchOptions extends PnrOptions {
  readonly surname?: string;
  readonly forename?: string;
  readonly dateOfBirth?: string;
  readonly document?: string;
  readonly flight?: WrittenFlight;
  readonly route?: string;
  readonly from?: string;
  readonly to?: string;
  readonly locator?: string;
  readonly contact?: string;
  readonly account?: string;
  readonly linkedTo?: string;
  readonly page?: string;
  readonly request?: true;
  readonly short?: true;
}

const INVESTIGATION: CommonDefaults = {
  basis: 'PNR-6-2-B-PIU',
  purpose: 'PNR',
  why: 'travel of a trafficking ring, request of the serious crime unit',
};

/** Legal basis of the review of a match. */
const REVIEW = 'PNR-6-5';

/** Adds the commands to "query"; returns their group, for further ones. */
export function addPnrQuery(query: Command): Command {
  const pnr = query.command('pnr').description('Ask the passenger information unit (docs/piu.md)');
  addSearch(pnr);
  const read = withPnr(
    pnr.command('read').description('Read one record, on an approval or for the review of its match'),
  );
  read
    .argument('<reference>', 'of the record', readRecordReference)
    .option('--match <reference>', `match that is reviewed; the basis is ${REVIEW} then`, readMatchReference)
    .action(async (recordReference: string, options: PnrOptions & { readonly match?: string }) => {
      const { match: matchReference } = options;
      const isReview = matchReference !== undefined && read.getOptionValueSource('basis') === 'default';
      const request = GetPnrRequest.fromPartial({
        ...{ access: access(isReview ? { ...options, basis: REVIEW } : options), recordReference },
        ...(matchReference !== undefined && { matchReference }),
      });
      await put(options, Pnr.getPnr, request, (question) => GetPnrRequest.toJSON(question), {
        toJson: (answer) => GetPnrResponse.toJSON(answer),
        describe: describeRead,
      });
    });
  withPnr(pnr.command('unmask').description('Read a masked record in full, on an approval'))
    .argument('<reference>', 'of the record', readRecordReference)
    .action(async (recordReference: string, options: PnrOptions) => {
      const request = UnmaskPnrRequest.fromPartial({ access: access(options), recordReference });
      await put(options, Pnr.unmaskPnr, request, (question) => UnmaskPnrRequest.toJSON(question), {
        toJson: (answer) => UnmaskPnrResponse.toJSON(answer),
        describe: describeRead,
      });
    });
  addFlag(pnr);
  return pnr;
}

function addSearch(pnr: Command): void {
  const search = withPnr(
    pnr.command('search').description('Search records: as the unit, or with --request as a competent authority'),
  );
  search
    .option('--surname <name>', 'of a traveller, with --date-of-birth')
    .option('--forename <names>', 'with --surname')
    .option('--date-of-birth <date>', 'YYYY-MM-DD, with --surname', readDay)
    .option('--document <number>', 'a travel document')
    .option('--flight <flight>', 'carrier, number and day of departure, e.g. 0Y100@2026-11-25', readFlight)
    .option('--route <route>', 'e.g. *-XAA, with --from and --to')
    .option('--from <date>', 'first day of departure', readDay)
    .option('--to <date>', 'last day of departure', readDay)
    .option('--locator <code>', 'of a booking')
    .option('--contact <text>', 'e-mail address or telephone number, in whole')
    .option('--account <number>', 'account that paid, in whole')
    .option('--linked-to <reference>', 'records that share a document or a contact with one', readRecordReference)
    .option('--page <token>', 'next page')
    .option('--short', 'print who travels where alone, not all that is told of each record')
    .option('--request', 'a reasoned request (RequestPnrs) instead of the unit’s own search')
    .action(async (options: SearchOptions) => {
      // What is left out of a question without a word finds more people than were meant.
      const lost = lostOption(options);
      if (lost !== undefined) search.error(`error: option ${lost}`);
      // In whole unless it is not wanted: what an approval was used up for is not shown again.
      const describe = describeFound(options.short === true ? describeListed : describeRecord);
      const question = { access: access(options), criteria: criteriaOf(options), pageToken: options.page ?? '' };
      if (options.request === true) {
        const request = RequestPnrsRequest.fromPartial(question);
        await put(options, Pnr.requestPnrs, request, (message) => RequestPnrsRequest.toJSON(message), {
          toJson: (answer) => RequestPnrsResponse.toJSON(answer),
          describe,
        });
      } else {
        const request = SearchPnrsRequest.fromPartial(question);
        await put(options, Pnr.searchPnrs, request, (message) => SearchPnrsRequest.toJSON(message), {
          toJson: (answer) => SearchPnrsResponse.toJSON(answer),
          describe,
        });
      }
    });
}

function addFlag(pnr: Command): void {
  withAsking(pnr.command('flag').description('Keep a record beyond six months on objective evidence, as the unit'), {
    basis: 'PNR-12-1',
    purpose: 'PNR',
    why: 'evidence of a link to an offence',
  })
    .argument('<reference>', 'of a record of the first six months', readRecordReference)
    .requiredOption(
      '--reason <text>',
      'the evidence, or why there is none any more; for the log; 20 to 2,000 characters',
    )
    .option('--remove', 'take the flag away')
    .action(
      async (recordReference: string, options: AskOptions & { readonly reason: string; readonly remove?: true }) => {
        const request = FlagPnrRequest.fromPartial({
          ...{ access: accessOf(options), recordReference, reasons: options.reason },
          flagged: options.remove !== true,
        });
        await ask(options, Pnr.flagPnr, request, {
          toJson: (answer) => FlagPnrResponse.toJSON(answer),
          describe: ({ recordReference: reference, flagged }) => [
            `${reference} ${flagged ? 'flagged' : 'not flagged'}`,
          ],
        });
      },
    );
}

const withPnr = (command: Command): Command =>
  withAsking(command, INVESTIGATION)
    .option('--print', 'print the question in JSON, for ostiary approval request, and ask nobody')
    .option('--offence <code>', 'offence under investigation', 'drugs')
    .addOption(new Option('--listed-as <number>', 'in Annex II of the Directive').default('PNR-04'))
    .option('--penalty-months <n>', 'greatest penalty of the offence, in months', readMonths, 120)
    .option('--on-behalf-of <code>', 'authority for which the unit asks', '');

const access = (options: PnrOptions): AccessContext =>
  AccessContext.fromPartial({
    ...accessOf(options),
    onBehalfOf: options.onBehalfOf,
    offence: {
      code: options.offence,
      listedAs: options.listedAs,
      maximumPenaltyMonths: options.penaltyMonths,
    },
  });

/** The first option that says nothing without another one. */
function lostOption({ surname, forename, dateOfBirth, route, from, to }: SearchOptions): string | undefined {
  if (surname === undefined) {
    if (forename !== undefined) return "'--forename <names>' must come with '--surname <name>'";
    if (dateOfBirth !== undefined) return "'--date-of-birth <date>' must come with '--surname <name>'";
  }
  if (route === undefined) {
    if (from !== undefined) return "'--from <date>' must come with '--route <route>'";
    if (to !== undefined) return "'--to <date>' must come with '--route <route>'";
  }
  return undefined;
}

function criteriaOf(options: SearchOptions): PnrCriteria {
  const { surname, forename, dateOfBirth, document, flight, route, from, to } = options;
  return PnrCriteria.fromPartial({
    ...(surname !== undefined && { person: { surname, givenNames: forename ?? '', dateOfBirth: dateOfBirth ?? '' } }),
    ...(document !== undefined && { document: { number: document } }),
    ...(flight !== undefined && { flight }),
    ...(route !== undefined && { itinerary: { route, fromDate: from ?? '', toDate: to ?? '' } }),
    locator: options.locator ?? '',
    contact: options.contact ?? '',
    account: options.account ?? '',
    linkedTo: options.linkedTo ?? '',
  });
}

interface Found {
  readonly records: readonly PassengerNameRecord[];
  readonly nextPageToken: string;
}

const describeFound =
  (describe: (record: PassengerNameRecord) => readonly string[]) =>
  ({ records, nextPageToken }: Found): string[] =>
    describePage(records, describe, nextPageToken);

const describeRead = ({ record }: { readonly record?: PassengerNameRecord | undefined }): string[] =>
  record === undefined ? ['none'] : describeRecord(record);

/** Asks; or prints the question. */
async function put<Request, Response extends { readonly receipt?: AuditReceipt | undefined }>(
  options: PnrOptions,
  method: MethodDefinition<Request, Response>,
  request: Request,
  print: (request: Request) => unknown,
  shown: Shown<Response>,
): Promise<void> {
  if (options.print === true) process.stdout.write(`${JSON.stringify(print(request), null, 2)}\n`);
  else await ask(options, method, request, shown);
}
