/** Which entries: options of the command line → filters of the contract. */
import { type Command, Option } from 'commander';
import { AccessOutcome, EntryFilter, SubjectCriteria } from '../gen/ostiary/audit/v1/review.js';

/** Options that filter. */
export interface FilterOptions {
  readonly authority?: string[];
  readonly system: readonly string[];
  readonly kind?: string[];
  readonly outcome?: readonly string[];
  readonly from?: string;
  readonly until?: string;
  readonly surname?: string;
  readonly dateOfBirth?: string;
  readonly document?: string;
  readonly plate?: string;
  readonly vin?: string;
  readonly byOfficer?: string;
  readonly byPseudonym?: string;
  readonly forCase?: string;
  readonly legalBasis?: string;
}

const OUTCOMES: Readonly<Record<string, AccessOutcome>> = {
  open: AccessOutcome.OPEN,
  answered: AccessOutcome.ANSWERED,
  refused: AccessOutcome.REFUSED,
  failed: AccessOutcome.FAILED,
  unknown: AccessOutcome.UNKNOWN,
};

/** Adds the options that name a subject. */
export function withSubject(command: Command): Command {
  return command
    .option('--surname <name>', 'surname of the person asked about; with --date-of-birth')
    .option('--date-of-birth <date>', 'YYYY-MM-DD')
    .option('--document <number>', 'number of an identity document')
    .option('--plate <plate>', 'licence plate')
    .option('--vin <vin>', 'vehicle identification number');
}

/** Adds all of the options. */
export function withFilter(command: Command): Command {
  return withSubject(command)
    .option('--authority <codes...>', 'authorities that asked')
    .option('--kind <kinds...>', 'kinds of entry, e.g. intent')
    .addOption(new Option('--outcome <outcomes...>', 'what became of it').choices(Object.keys(OUTCOMES)))
    .option('--from <time>', 'earliest time, e.g. 2026-11-24T00:00:00Z')
    .option('--until <time>', 'time before which an entry must lie')
    .option('--by-officer <id>', 'officer who asked')
    .option('--by-pseudonym <pseudonym>', 'officer who asked, as another state knows them')
    .option('--for-case <reference>', 'case for which it was asked')
    .option('--legal-basis <id>', 'legal basis on which it was asked');
}

/** The subject; undefined when none is named. */
export function subjectOf(options: FilterOptions): SubjectCriteria | undefined {
  const { surname, dateOfBirth, document, plate, vin } = options;
  if ([surname, dateOfBirth, document, plate, vin].every((value) => value === undefined)) return undefined;
  return SubjectCriteria.fromPartial({
    ...((surname !== undefined || dateOfBirth !== undefined) && {
      person: { surname: surname ?? '', dateOfBirth: dateOfBirth ?? '' },
    }),
    documentNumber: document ?? '',
    plate: plate ?? '',
    vin: vin ?? '',
  });
}

/** The filter. */
export function filterOf(options: FilterOptions): EntryFilter {
  const subject = subjectOf(options);
  return EntryFilter.fromPartial({
    authorities: options.authority ?? [],
    systems: [...options.system],
    kinds: options.kind ?? [],
    outcomes: (options.outcome ?? []).flatMap((name) => OUTCOMES[name] ?? []),
    from: options.from ?? '',
    until: options.until ?? '',
    ...(subject !== undefined && { subject }),
    officer: options.byOfficer ?? '',
    pseudonym: options.byPseudonym ?? '',
    caseReference: options.forCase ?? '',
    legalBasisId: options.legalBasis ?? '',
  });
}
