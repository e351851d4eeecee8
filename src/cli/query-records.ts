/** query records: asks other states for police records and prints each state's answer on a line when it comes. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { AccessContext, PersonCategory, SearchAim } from '../gen/ostiary/common/v1/access.js';
import {
  PoliceRecordsServiceService,
  SearchRecordsRequest,
  SearchRecordsResponse,
} from '../gen/ostiary/police_records/v1/police_records.js';
import { accessOf, type CommonDefaults, type CommonOptions, withCommon } from './query-command.js';
import { askInParts } from './query-parts.js';

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

const search = (options: RecordsOptions): Promise<void> =>
  askInParts(options, PoliceRecordsServiceService.searchRecords, requestOf(options), {
    toJson: (response) => SearchRecordsResponse.toJSON(response),
  });

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
