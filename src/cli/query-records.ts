/** query records: asks other states for police records and prints each state's answer on a line when it comes. */
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { createGrpcClient } from '../client/grpc-client.js';
import { AccessContext, PersonCategory, SearchAim } from '../gen/ostiary/common/v1/access.js';
import {
  PoliceRecordsServiceService,
  SearchRecordsRequest,
  SearchRecordsResponse,
} from '../gen/ostiary/police_records/v1/police_records.js';
import { readDevelopmentClient } from '../pki/development-client.js';
import { accessOf, type CommonDefaults, type CommonOptions, printRefusal, withCommon } from './query-command.js';

interface RecordsOptions extends CommonOptions {
  readonly surname?: string;
  readonly forename?: string;
  readonly dateOfBirth?: string;
  readonly states?: readonly string[];
  readonly offence: string;
  readonly penaltyMonths: number;
  readonly category: 'SUSPECT' | 'CONVICTED';
}

const INVESTIGATION: CommonDefaults = {
  basis: 'PRUM2-26',
  purpose: 'PRUM_SEARCH',
  why: 'series of burglaries, suspect named by a witness',
};

/** Time that the states have together, in milliseconds. The operation allows more than who sits at a terminal waits. */
const DEADLINE_MS = 10_000;

/** Adds the command to "query". */
export function addRecordsQuery(query: Command): void {
  withCommon(query.command('records').description('Search police records of other states (EPRIS)'), INVESTIGATION)
    .option('--surname <names>')
    .option('--forename <names>')
    .option('--date-of-birth <date>', 'YYYY-MM-DD; 00 for an unknown day or month')
    .option('--states <codes...>', 'states to ask; all others when left out')
    .option('--offence <code>', 'offence under investigation', 'burglary')
    .option('--penalty-months <n>', 'greatest penalty of the offence, in months', months, 60)
    .addOption(
      new Option('--category <category>', 'whom it is about').choices(['SUSPECT', 'CONVICTED']).default('SUSPECT'),
    )
    .action(search);
}

async function search(options: RecordsOptions): Promise<void> {
  const identity = await readDevelopmentClient(resolve(options.pki), options.as);
  const client = createGrpcClient(options.address, identity);
  // As REST sends them, so that what was saved can be checked: ostiary receipt verify.
  const print = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
  try {
    const token = await identity.mintToken({ officer: options.officer });
    const method = PoliceRecordsServiceService.searchRecords;
    for await (const outcome of client.callParts(method, requestOf(options), { token, deadlineMs: DEADLINE_MS })) {
      if (outcome.kind !== 'refusal') {
        print(SearchRecordsResponse.toJSON(outcome.response));
        continue;
      }
      print({ problem: printRefusal(outcome.refusal) });
      process.exitCode = 1;
    }
  } finally {
    client.close();
  }
}

function requestOf(options: RecordsOptions): SearchRecordsRequest {
  const { surname, forename, dateOfBirth, states, offence, penaltyMonths, category } = options;
  return SearchRecordsRequest.fromPartial({
    access: AccessContext.fromPartial({
      ...accessOf(options),
      offence: { code: offence, maximumPenaltyMonths: penaltyMonths },
      personCategory: PersonCategory[category],
      aim: SearchAim.OBTAIN_MORE,
    }),
    person: { familyNames: surname ?? '', firstNames: forename ?? '', dateOfBirth: dateOfBirth ?? '' },
    memberStates: [...(states ?? [])],
  });
}

/** Reads a number of months. */
export function months(text: string): number {
  const number = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(number)) throw new InvalidArgumentError('not a number of months');
  return number;
}
