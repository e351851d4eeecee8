/** query vehicles: asks the vehicle registers of other states under Prüm. */
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { GrpcClient } from '../client/grpc-client.js';
import { AccessContext, PersonCategory, SearchAim } from '../gen/ostiary/common/v1/access.js';
import {
  PrumVehicleServiceService,
  SearchOwnerOrHolderRequest,
  SearchOwnerOrHolderResponse,
  SearchRegistrationNumberRequest,
  SearchRegistrationNumberResponse,
  SearchVinRequest,
  SearchVinResponse,
  SuggestNumbersRequest,
  SuggestNumbersResponse,
} from '../gen/ostiary/prum/v1/vehicle.js';
import { readDevelopmentClient } from '../pki/development-client.js';
import { systemClock } from '../shared/clock.js';
import { openGateway } from './gateway-client.js';
import { accessOf, type CommonDefaults, type CommonOptions, printRefusal, withCommon } from './query-command.js';

interface VehicleOptions extends CommonOptions {
  readonly number?: string;
  readonly vin?: string;
  readonly surname?: string;
  readonly forename?: string;
  readonly dateOfBirth?: string;
  readonly company?: string;
  readonly states?: readonly string[];
  readonly at?: string;
  readonly suggest?: true;
  readonly category: keyof typeof PersonCategory;
  readonly lawAllows?: true;
}

const INVESTIGATION: CommonDefaults = {
  basis: 'PRUM2-16',
  purpose: 'PRUM_SEARCH',
  why: 'vehicle seen leaving the place of a burglary',
};

/** Time that the states have together, in milliseconds. The operation allows more than who sits at a terminal waits. */
const DEADLINE_MS = 10_000;

/** Adds the command to "query". */
export function addVehiclesQuery(query: Command): void {
  withCommon(query.command('vehicles').description('Search vehicle registers of other states (Prüm)'), INVESTIGATION)
    .option('--number <number>', 'whole registration number; with --states and exactly one state')
    .option('--vin <vin>', 'whole vehicle identification number')
    .option('--surname <names>', 'of an owner or holder, with --forename and --date-of-birth')
    .option('--forename <names>')
    .option('--date-of-birth <date>', 'YYYY-MM-DD')
    .option('--company <name>', 'a legal person as owner or holder')
    .option('--states <codes...>', 'states to ask; all others when left out')
    .option('--at <time>', 'time as of which the register is asked, e.g. 2024-06-01T12:00:00Z')
    .option('--suggest', 'numbers that may be meant by the number or VIN, from exactly one state')
    .option('--law-allows', 'national law gives the authority this task, for suggestions')
    .addOption(
      new Option('--category <category>', 'whom it is about')
        .choices(['SUSPECT', 'CONVICTED', 'VICTIM', 'UNKNOWN'])
        .default('SUSPECT'),
    )
    .action(search);
}

type Print = (line: unknown) => void;

async function search(options: VehicleOptions): Promise<void> {
  const identity = await readDevelopmentClient(resolve(options.pki), options.as, systemClock);
  const client = openGateway(options.address, identity);
  // As REST sends them, so that what was saved can be checked: ostiary receipt verify.
  const print: Print = (line) => void process.stdout.write(`${JSON.stringify(line)}\n`);
  try {
    await ask(
      client,
      options,
      { token: await identity.mintToken({ officer: options.officer }), deadlineMs: DEADLINE_MS },
      print,
    );
  } finally {
    client.close();
  }
}

type Call = Parameters<GrpcClient['call']>[2];

async function ask(client: GrpcClient, options: VehicleOptions, call: Call, print: Print): Promise<void> {
  const { number = '', vin = '', company, at = '', states = [] } = options;
  const access = accessFor(options);
  const service = PrumVehicleServiceService;
  const refused = (refusal: Parameters<typeof printRefusal>[0]): void => {
    print({ problem: printRefusal(refusal) });
    process.exitCode = 1;
  };
  if (options.suggest === true) {
    const request = SuggestNumbersRequest.fromPartial({
      access,
      memberState: oneOf(states),
      registrationNumber: number,
      vin,
    });
    const outcome = await client.call(service.suggestNumbers, request, call);
    if (outcome.kind === 'refusal') refused(outcome.refusal);
    else print(SuggestNumbersResponse.toJSON(outcome.response));
  } else if (number !== '') {
    const request = SearchRegistrationNumberRequest.fromPartial({
      ...{ access, memberState: oneOf(states), registrationNumber: number, vin, referenceTime: at },
    });
    const outcome = await client.call(service.searchRegistrationNumber, request, call);
    if (outcome.kind === 'refusal') refused(outcome.refusal);
    else print(SearchRegistrationNumberResponse.toJSON(outcome.response));
  } else if (vin !== '') {
    const request = SearchVinRequest.fromPartial({ access, vin, memberStates: [...states], referenceTime: at });
    for await (const part of client.callParts(service.searchVin, request, call)) {
      if (part.kind === 'refusal') refused(part.refusal);
      else print(SearchVinResponse.toJSON(part.response));
    }
  } else {
    const { surname, forename, dateOfBirth } = options;
    const request = SearchOwnerOrHolderRequest.fromPartial({
      access,
      memberStates: [...states],
      referenceTime: at,
      ...(company === undefined
        ? {
            naturalPerson: { familyNames: surname ?? '', firstNames: forename ?? '', dateOfBirth: dateOfBirth ?? '' },
          }
        : { legalPerson: { name: company } }),
    });
    for await (const part of client.callParts(service.searchOwnerOrHolder, request, call)) {
      if (part.kind === 'refusal') refused(part.refusal);
      else print(SearchOwnerOrHolderResponse.toJSON(part.response));
    }
  }
}

/** The legal basis, unless one is named, is that of the kind of question. */
function accessFor(options: VehicleOptions): AccessContext {
  const byPerson = options.number === undefined && options.vin === undefined;
  const usual = options.basis === INVESTIGATION.basis;
  const basis = options.suggest === true ? 'PRUM1-12-SUGGEST' : byPerson ? 'PRUM2-16-3' : INVESTIGATION.basis;
  return AccessContext.fromPartial({
    ...accessOf({ ...options, basis: usual ? basis : options.basis }),
    personCategory: PersonCategory[options.category],
    aim: SearchAim.OBTAIN_MORE,
    nationalLawEmpowered: options.lawAllows === true,
  });
}

function oneOf(states: readonly string[]): string {
  const [state, ...others] = states;
  if (state === undefined || others.length > 0) throw new InvalidArgumentError('name exactly one state: --states XB');
  return state;
}
