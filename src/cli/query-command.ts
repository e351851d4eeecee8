/** query: asks a running gateway over gRPC and prints the answer as JSON. */
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { MethodDefinition } from '@grpc/grpc-js';
import type { RefusedCall } from '../client/grpc-client.js';
import { AccessContext, Purpose } from '../gen/ostiary/common/v1/access.js';
import type { Handling } from '../gen/ostiary/common/v1/handling.js';
import { AuditReceipt } from '../gen/ostiary/common/v1/receipt.js';
import {
  GetAlertRequest,
  GetAlertResponse,
  MatchMode,
  SearchObjectsRequest,
  SearchObjectsResponse,
  SearchPersonsRequest,
  SearchPersonsResponse,
  SisServiceService,
} from '../gen/ostiary/sis/v1/sis.js';
import { readDevelopmentClient } from '../pki/development-client.js';
import { systemClock } from '../shared/clock.js';
import { openGateway } from './gateway-client.js';
import { handlingLine } from './handling-line.js';
import { DEFAULT_PKI_DIRECTORY } from '../pki/layout.js';

/** What every question takes. */
export interface CommonOptions {
  readonly as: string;
  readonly officer: string;
  readonly pki: string;
  readonly address: string;
  readonly basis: string;
  readonly purpose: keyof typeof Purpose;
  readonly case: string;
  readonly why: string;
  readonly unit: string;
  readonly approval?: string;
}

interface PersonOptions extends CommonOptions {
  readonly surname?: string;
  readonly forename?: string;
  readonly dateOfBirth?: string;
  readonly document?: string;
  readonly inexact?: true;
  readonly ranked?: true;
}

interface ObjectOptions extends CommonOptions {
  readonly vin?: string;
  readonly plate?: string;
  readonly document?: string;
  readonly inexact?: true;
}

/** What differs from system to system. */
export interface CommonDefaults {
  readonly basis: string;
  readonly purpose: keyof typeof Purpose;
  readonly why: string;
}

const POLICE_CHECK: CommonDefaults = {
  basis: 'SIS62-44-1-B',
  purpose: 'POLICE_CUSTOMS_CHECK',
  why: 'identity check during a traffic stop',
};

/** Adds the command; returns it, for further questions. */
export function addQueryCommand(program: Command): Command {
  const query = program.command('query').description('Ask a running gateway as one of the development authorities');
  withCommon(query.command('persons').description('Search alerts on persons'))
    .option('--surname <name>')
    .option('--forename <names>')
    .option('--date-of-birth <date>', 'YYYY-MM-DD; 00 for an unknown day or month')
    .option('--document <number>')
    .option('--inexact', 'also similar names and dates')
    .addOption(new Option('--ranked', 'names that score best, for a person to look at').conflicts('inexact'))
    .action(async (options: PersonOptions) => {
      const request = SearchPersonsRequest.fromPartial({
        access: accessOf(options),
        ...(options.surname !== undefined && {
          name: { surname: options.surname, forename: options.forename ?? '', dateOfBirth: options.dateOfBirth ?? '' },
        }),
        ...(options.document !== undefined && { document: { number: options.document } }),
        matchMode: modeOf(options),
      });
      await ask(options, SisServiceService.searchPersons, request, (response) => ({
        json: SearchPersonsResponse.toJSON(response),
        records: response.matches,
      }));
    });
  withCommon(query.command('objects').description('Search alerts on objects'))
    .option('--vin <vin>')
    .option('--plate <plate>')
    .option('--document <number>')
    .option('--inexact', 'also partial identifiers')
    .action(async (options: ObjectOptions) => {
      const request = SearchObjectsRequest.fromPartial({
        access: accessOf(options),
        vin: options.vin ?? '',
        plate: options.plate ?? '',
        documentNumber: options.document ?? '',
        matchMode: modeOf(options),
      });
      await ask(options, SisServiceService.searchObjects, request, (response) => ({
        json: SearchObjectsResponse.toJSON(response),
        records: response.matches,
      }));
    });
  withCommon(query.command('alert').description('Read one alert').argument('<reference>')).action(
    async (reference: string, options: CommonOptions) => {
      const request = GetAlertRequest.fromPartial({ access: accessOf(options), alertReference: reference });
      await ask(options, SisServiceService.getAlert, request, (response) => ({
        json: GetAlertResponse.toJSON(response),
        records: response.alert === undefined ? [] : [response.alert],
      }));
    },
  );
  return query;
}

/** Gives a command the options of every question, with the defaults of a police check in SIS. */
export function withCommon(command: Command, defaults: CommonDefaults = POLICE_CHECK): Command {
  const purposes = Object.keys(Purpose).filter((name) => name !== 'UNSPECIFIED' && name !== 'UNRECOGNIZED');
  return command
    .requiredOption('--as <code>', 'authority, e.g. XA-POLICE')
    .option('--officer <id>', 'pseudonymous officer id', 'officer-17')
    .option('--pki <folder>', 'development PKI', DEFAULT_PKI_DIRECTORY)
    .option('--address <host:port>', 'gateway', 'localhost:8443')
    .option('--basis <id>', 'row of the legal-basis table', defaults.basis)
    .addOption(new Option('--purpose <purpose>', 'purpose').choices(purposes).default(defaults.purpose))
    .option('--case <reference>', 'case reference', 'CASE-2026-000001')
    .option('--why <text>', 'justification', defaults.why)
    .option('--unit <name>', 'operating unit', 'Patrol 7')
    .option('--approval <id>', 'approval that the question is put under (ostiary approval)');
}

/** The access context that the options say. */
export function accessOf(options: CommonOptions): AccessContext {
  return AccessContext.fromPartial({
    legalBasisId: options.basis,
    purpose: Purpose[options.purpose],
    caseReference: options.case,
    justification: options.why,
    operatingUnit: options.unit,
    approvalId: options.approval ?? '',
  });
}

function modeOf({ inexact, ranked }: Pick<PersonOptions, 'inexact' | 'ranked'>): MatchMode {
  if (ranked === true) return MatchMode.RANKED;
  return inexact === true ? MatchMode.INEXACT : MatchMode.EXACT;
}

/** An answer for the terminal. */
interface PrintedAnswer {
  readonly json: unknown;
  readonly records: readonly { readonly alertReference: string; readonly handling: Handling | undefined }[];
}

async function ask<Request, Response>(
  options: CommonOptions,
  method: MethodDefinition<Request, Response>,
  request: Request,
  print: (response: Response) => PrintedAnswer,
): Promise<void> {
  const identity = await readDevelopmentClient(resolve(options.pki), options.as, systemClock);
  const client = openGateway(options.address, identity);
  try {
    const token = await identity.mintToken({ officer: options.officer });
    const outcome = await client.call(method, request, { token });
    const { json, records } =
      outcome.kind === 'answer' ? print(outcome.response) : { json: printRefusal(outcome.refusal), records: [] };
    process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
    // For the person who asked; the JSON on the other stream stays JSON.
    for (const { alertReference, handling } of records) {
      if (handling !== undefined) process.stderr.write(`${alertReference}: ${handlingLine(handling)}\n`);
    }
    if (outcome.kind === 'refusal') process.exitCode = 1;
  } finally {
    client.close();
  }
}

/** A refusal as JSON. */
export function printRefusal({ receipt, ...refusal }: RefusedCall): object {
  return { ...refusal, ...(receipt !== undefined && { receipt: AuditReceipt.toJSON(receipt) }) };
}
