/** Compares what two sources say of a traveller, field by field. There is no score: whoever reads it sees what agrees and what does not. */
import { judgeDays, judgeNumbers, judgeSexes, judgeStates, judgeTypes } from './compare-fields.js';
import { judgeNames } from './compare-names.js';
import type { ComparedField, FieldComparison, FieldOutcome, Judged } from './outcome.js';
import type { Statement, StatementSource } from './statement.js';

/**
 * same: whatever both say is the same. compatible: spellings and lengths differ. doubtful: there are slips, or characters
 * that look alike. different: something is contradicted. unknown: there is no field about which both say anything.
 */
export type Agreement = 'same' | 'compatible' | 'doubtful' | 'different' | 'unknown';

/** Result of a comparison. */
export interface StatementComparison {
  readonly first: StatementSource;
  readonly second: StatementSource;
  readonly agreement: Agreement;
  /** Every field, in the order of ComparedField. */
  readonly fields: readonly FieldComparison[];
}

/** Compares two statements. Symmetric but for the order of what it tells. */
export function compareStatements(first: Statement, second: Statement): StatementComparison {
  const { surname, givenNames } = judgeNames(first, second);
  const of = (field: ComparedField, judged: Judged, a: string | undefined, b: string | undefined): FieldComparison => ({
    field,
    ...judged,
    first: a ?? '',
    second: b ?? '',
  });
  const fields = [
    of('surname', surname, first.surname, second.surname),
    of('given_names', givenNames, first.givenNames, second.givenNames),
    of('date_of_birth', judgeDays(first.birth, second.birth), first.birth, second.birth),
    of('sex', judgeSexes(first.sex, second.sex), first.sex, second.sex),
    of('nationality', judgeStates(first.nationality, second.nationality), first.nationality, second.nationality),
    of('document_type', judgeTypes(first.documentType, second.documentType), first.documentType, second.documentType),
    of('document_number', judgeNumbers(first, second), first.documentNumber, second.documentNumber),
    of('issuer', judgeStates(first.issuer, second.issuer), first.issuer, second.issuer),
    of('date_of_expiry', judgeDays(first.expiry, second.expiry), first.expiry, second.expiry),
  ];
  return { first: first.source, second: second.source, agreement: agreementOf(fields), fields };
}

const AGREEMENTS: readonly (readonly [Agreement, readonly FieldOutcome[]])[] = [
  ['different', ['differs']],
  ['doubtful', ['similar']],
  ['compatible', ['transliteration', 'truncated']],
  ['same', ['same']],
];

/** The worst that any field says. */
function agreementOf(fields: readonly FieldComparison[]): Agreement {
  const found = AGREEMENTS.find(([, outcomes]) => fields.some(({ outcome }) => outcomes.includes(outcome)));
  return found?.[0] ?? 'unknown';
}
