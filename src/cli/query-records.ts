/** query records: asks other states for police records, and shows what each answers as it does. */
import type { Command } from 'commander';
import { createGrpcClient } from '../client/grpc-client.js';
import { AccessContext, PersonCategory, Purpose, SearchAim } from '../gen/ostiary/common/v1/access.js';
import { OutcomeStatus } from '../gen/ostiary/common/v1/outcome.js';
import {
  PoliceRecordsServiceService,
  SearchRecordsRequest,
  type StateAnswer,
} from '../gen/ostiary/police_records/v1/police_records.js';
import { readDevelopmentClient } from '../pki/development-client.js';
import { DEFAULT_PKI_DIRECTORY } from './pki-commands.js';
import { createTerminal, type Terminal } from './terminal.js';

interface RecordsOptions {
  readonly as: string;
  readonly officer: string;
  readonly pki: string;
  readonly address: string;
  readonly surname?: string;
  readonly forename?: string;
  readonly dateOfBirth?: string;
  readonly states?: readonly string[];
  readonly offence: string;
  readonly penalty: string;
  readonly case: string;
  readonly why: string;
  readonly unit: string;
  readonly wait: string;
}

const STATUS_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(OutcomeStatus).map(([name, number]) => [number, name.toLowerCase().replaceAll('_', ' ')]),
);

/** Adds the command to `query`. */
export function addQueryRecordsCommand(query: Command): void {
  query
    .command('records')
    .description('Ask other states for police records on a suspect (docs/police-records.md)')
    .requiredOption('--as <code>', 'authority, e.g. XA-POLICE')
    .option('--surname <name>')
    .option('--forename <names>')
    .option('--date-of-birth <date>', 'YYYY-MM-DD; 00 for an unknown day or month')
    .option('--states <codes...>', 'states to ask; default: all but the own')
    .option('--offence <name>', 'offence under investigation', 'burglary')
    .option('--penalty <months>', 'its maximum penalty in months', '60')
    .option('--case <reference>', 'case reference', 'CASE-2026-000001')
    .option('--why <text>', 'justification', 'series of burglaries, suspect named by a witness')
    .option('--unit <name>', 'operating unit', 'Criminal investigation 3')
    .option('--wait <ms>', 'how long to wait for states', '5000')
    .option('--officer <id>', 'pseudonymous officer id', 'officer-17')
    .option('--pki <folder>', 'development PKI', DEFAULT_PKI_DIRECTORY)
    .option('--address <host:port>', 'gateway', 'localhost:8443')
    .action(ask);
}

async function ask(options: RecordsOptions): Promise<void> {
  const terminal = createTerminal();
  const identity = await readDevelopmentClient(options.pki, options.as);
  const token = await identity.mintToken({ officer: options.officer });
  const client = createGrpcClient(options.address, identity);
  try {
    const deadlineMs = Number(options.wait);
    const answer = client.callParts(PoliceRecordsServiceService.searchRecords, requestOf(options), {
      token,
      deadlineMs,
    });
    for await (const part of answer) {
      if (part.kind === 'refusal') {
        const { reason, message, violations } = part.refusal;
        terminal.bad(`${reason}: ${message}`);
        for (const { field, description } of violations) terminal.line(`    ${field}: ${description}`);
        process.exitCode = 1;
      } else if (part.kind === 'part') show(terminal, part.response.state);
      else
        terminal.good(
          `request ${part.response.receipt?.requestId ?? ''}, entry ${String(part.response.receipt?.leafIndex)}`,
        );
    }
  } finally {
    client.close();
  }
}

function requestOf(options: RecordsOptions): SearchRecordsRequest {
  return SearchRecordsRequest.fromPartial({
    access: AccessContext.fromPartial({
      legalBasisId: 'PRUM2-26',
      purpose: Purpose.PRUM_SEARCH,
      caseReference: options.case,
      justification: options.why,
      operatingUnit: options.unit,
      offence: { code: options.offence, maximumPenaltyMonths: Number(options.penalty) },
      personCategory: PersonCategory.SUSPECT,
      aim: SearchAim.OBTAIN_MORE,
    }),
    person: {
      familyNames: options.surname ?? '',
      firstNames: options.forename ?? '',
      dateOfBirth: options.dateOfBirth ?? '',
    },
    memberStates: [...(options.states ?? [])],
  });
}

function show(terminal: Terminal, state: StateAnswer | undefined): void {
  if (state === undefined) return;
  const count = state.matchCount === 0 ? '' : `, ${state.matchCount} record${state.matchCount === 1 ? '' : 's'}`;
  terminal.line(`  ${state.memberState}: ${STATUS_NAMES.get(state.status) ?? 'unknown'}${count}`);
  for (const { recordReference, quality } of state.matches) terminal.line(`      ${recordReference} (${quality} %)`);
}
