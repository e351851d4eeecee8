/** query pnr: asks the passenger information unit (docs/piu.md). */
import { resolve } from 'node:path';
import type { MethodDefinition } from '@grpc/grpc-js';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RefusedCall } from '../client/grpc-client.js';
import { AccessContext } from '../gen/ostiary/common/v1/access.js';
import {
  ListFlightPushesRequest,
  ListFlightPushesResponse,
  ListUnmaskingsRequest,
  ListUnmaskingsResponse,
  PnrOversightServiceService as Oversight,
} from '../gen/ostiary/pnr/v1/oversight.js';
import {
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
import { readDevelopmentClient } from '../pki/development-client.js';
import { openGateway } from './gateway-client.js';
import { accessOf, type CommonDefaults, type CommonOptions, printRefusal, withCommon } from './query-command.js';

interface PnrOptions extends CommonOptions {
  readonly surname?: string;
  readonly forename?: string;
  readonly dateOfBirth?: string;
  readonly document?: string;
  readonly flight?: string;
  readonly route?: string;
  readonly from?: string;
  readonly to?: string;
  readonly locator?: string;
  readonly contact?: string;
  readonly account?: string;
  readonly linkedTo?: string;
  readonly page?: string;
  readonly request?: true;
  readonly print?: true;
  readonly offence: string;
  readonly listedAs: string;
  readonly penaltyMonths: number;
  readonly onBehalfOf: string;
}

const INVESTIGATION: CommonDefaults = {
  basis: 'PNR-6-2-B-PIU',
  purpose: 'PNR',
  why: 'travel of a trafficking ring, request of the serious crime unit',
};

/** A flight as it is written on the command line. */
export interface WrittenFlight {
  readonly carrier: string;
  readonly number: string;
  /** YYYY-MM-DD, unless it is no day at all. */
  readonly departsOn: string;
}

/** Adds the commands to "query"; returns their group, for further ones. */
export function addPnrQuery(query: Command): Command {
  const pnr = query.command('pnr').description('Ask the passenger information unit (docs/piu.md)');
  withPnr(pnr.command('search').description('Search records: as the unit, or with --request as a competent authority'))
    .option('--surname <name>', 'of a traveller, with --date-of-birth')
    .option('--forename <names>')
    .option('--date-of-birth <date>', 'YYYY-MM-DD')
    .option('--document <number>', 'a travel document')
    .option('--flight <flight>', 'carrier, number and day of departure, e.g. 0Y100@2026-11-25')
    .option('--route <route>', 'e.g. *-XAA, with --from and --to')
    .option('--from <date>', 'first day of departure')
    .option('--to <date>', 'last day of departure')
    .option('--locator <code>', 'of a booking')
    .option('--contact <text>', 'e-mail address or telephone number, in whole')
    .option('--account <number>', 'account that paid, in whole')
    .option('--linked-to <reference>', 'records that share a document or a contact with one')
    .option('--page <token>', 'next page')
    .option('--request', 'a reasoned request (RequestPnrs) instead of the unit’s own search')
    .option('--print', 'print the question in JSON, for ostiary approval request, and ask nobody')
    .action(async (options: PnrOptions) => {
      const question = { access: access(options), criteria: criteriaOf(options), pageToken: options.page ?? '' };
      if (options.request === true) {
        const request = RequestPnrsRequest.fromPartial(question);
        await put(
          options,
          Pnr.requestPnrs,
          request,
          (message) => RequestPnrsRequest.toJSON(message),
          (message) => RequestPnrsResponse.toJSON(message),
        );
      } else {
        const request = SearchPnrsRequest.fromPartial(question);
        await put(
          options,
          Pnr.searchPnrs,
          request,
          (message) => SearchPnrsRequest.toJSON(message),
          (message) => SearchPnrsResponse.toJSON(message),
        );
      }
    });
  withPnr(pnr.command('read').description('Read one record').argument('<reference>'))
    .option('--print', 'print the question in JSON and ask nobody')
    .action(async (recordReference: string, options: PnrOptions) => {
      const request = GetPnrRequest.fromPartial({ access: access(options), recordReference });
      await put(
        options,
        Pnr.getPnr,
        request,
        (message) => GetPnrRequest.toJSON(message),
        (message) => GetPnrResponse.toJSON(message),
      );
    });
  withPnr(pnr.command('unmask').description('Read a masked record in full, on an approval').argument('<reference>'))
    .option('--print', 'print the question in JSON and ask nobody')
    .action(async (recordReference: string, options: PnrOptions) => {
      const request = UnmaskPnrRequest.fromPartial({ access: access(options), recordReference });
      await put(
        options,
        Pnr.unmaskPnr,
        request,
        (message) => UnmaskPnrRequest.toJSON(message),
        (message) => UnmaskPnrResponse.toJSON(message),
      );
    });
  withCommon(pnr.command('flights').description('List pushes that carriers owed, as the unit'), {
    basis: 'PNR-8-3',
    purpose: 'CARRIER',
    why: 'supervision of the transfers of carriers',
  })
    .requiredOption('--from <date>', 'first day of departure')
    .requiredOption('--to <date>', 'last day of departure')
    .option('--in-default', 'only those late or missing')
    .action(async (options: CommonOptions & { from: string; to: string; inDefault?: true }) => {
      const request = ListFlightPushesRequest.fromPartial({
        access: accessOf(options),
        fromDate: options.from,
        toDate: options.to,
        onlyInDefault: options.inDefault === true,
      });
      await ask(options, Oversight.listFlightPushes, request, (message) => ListFlightPushesResponse.toJSON(message));
    });
  withCommon(pnr.command('unmaskings').description('List what was unmasked, as the data protection officer'), {
    basis: 'PNR-5',
    purpose: 'DATA_PROTECTION_REVIEW',
    why: 'review of what was unmasked',
  })
    .option('--open', 'only those that nobody has reviewed')
    .action(async (options: CommonOptions & { open?: true }) => {
      const request = ListUnmaskingsRequest.fromPartial({ access: accessOf(options), onlyOpen: options.open === true });
      await ask(options, Oversight.listUnmaskings, request, (message) => ListUnmaskingsResponse.toJSON(message));
    });
  return pnr;
}

/** Undefined for what does not look like 0Y100@2026-11-25. */
export function flightOf(text: string): WrittenFlight | undefined {
  const [, carrier, number, departsOn] = /^([A-Z0-9]{2,3}?)(\d{1,4})@(\d{4}-\d{2}-\d{2})$/.exec(text) ?? [];
  if (carrier === undefined || number === undefined || departsOn === undefined) return undefined;
  return { carrier, number, departsOn };
}

const withPnr = (command: Command): Command =>
  withCommon(command, INVESTIGATION)
    .option('--offence <code>', 'offence under investigation', 'drugs')
    .addOption(new Option('--listed-as <number>', 'in Annex II of the Directive').default('PNR-04'))
    .option('--penalty-months <n>', 'greatest penalty of the offence, in months', months, 120)
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

function criteriaOf(options: PnrOptions): PnrCriteria {
  const { surname, forename, dateOfBirth, document, flight, route, from, to } = options;
  const written = flight === undefined ? undefined : flightOf(flight);
  if (flight !== undefined && written === undefined)
    throw new InvalidArgumentError('--flight must look like 0Y100@2026-11-25');
  return PnrCriteria.fromPartial({
    ...(surname !== undefined && { person: { surname, givenNames: forename ?? '', dateOfBirth: dateOfBirth ?? '' } }),
    ...(document !== undefined && { document: { number: document } }),
    ...(written !== undefined && { flight: written }),
    ...(route !== undefined && { itinerary: { route, fromDate: from ?? '', toDate: to ?? '' } }),
    locator: options.locator ?? '',
    contact: options.contact ?? '',
    account: options.account ?? '',
    linkedTo: options.linkedTo ?? '',
  });
}

async function put<Request, Response>(
  options: PnrOptions,
  method: MethodDefinition<Request, Response>,
  request: Request,
  print: (request: Request) => unknown,
  toJson: (response: Response) => unknown,
): Promise<void> {
  if (options.print === true) process.stdout.write(`${JSON.stringify(print(request), null, 2)}\n`);
  else await ask(options, method, request, toJson);
}

/** Asks, and prints as REST sends it; or in lines for a person, where there are any and nobody wants JSON. */
export async function ask<Request, Response>(
  options: CommonOptions & { readonly json?: true },
  method: MethodDefinition<Request, Response>,
  request: Request,
  toJson: (response: Response) => unknown,
  lines?: { readonly describe: (response: Response) => readonly string[] },
): Promise<void> {
  const identity = await readDevelopmentClient(resolve(options.pki), options.as);
  const client = openGateway(options.address, identity);
  try {
    const token = await identity.mintToken({ officer: options.officer });
    const outcome = await client.call(method, request, { token });
    const json = outcome.kind === 'answer' ? toJson(outcome.response) : { problem: printRefusal(outcome.refusal) };
    if (lines === undefined || options.json === true) process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
    else if (outcome.kind === 'answer')
      process.stdout.write(
        lines
          .describe(outcome.response)
          .map((line) => `${line}\n`)
          .join(''),
      );
    else process.stderr.write(`${refusalLines(outcome.refusal).join('\n')}\n`);
    if (outcome.kind === 'refusal') process.exitCode = 1;
  } finally {
    client.close();
  }
}

const refusalLines = ({ reason, message, violations, metadata }: RefusedCall): string[] => [
  `${reason}: ${message}${metadata.article === undefined ? '' : ` (${metadata.article})`}`,
  ...violations.map(({ field, description }) => `  ${field}: ${description}`),
];

function months(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 1_200) throw new InvalidArgumentError('It must be an integer from 0 to 1,200.');
  return value;
}
