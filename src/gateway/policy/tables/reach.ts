/** Rows that nobody could ever use: whoever wrote them meant something else. */
import type { LegalOperation } from '../../../adapters/adapter.js';
import { inForce, type LegalBasis, type Precondition, type Regime } from '../legal-basis.js';
import type { ReadBasis } from './contradictions.js';
import { prohibition } from './prohibitions.js';
import type { Row } from './table-file.js';
import { APPROVER_KINDS, PURPOSES_BY_OPERATION } from './vocabulary.js';

/** A line of the access matrix. */
export interface MatrixLine {
  readonly row: Row;
  readonly system: string;
  readonly kind: string;
  readonly categories: ReadonlySet<string>;
}

/** Systems whose data the Common Identity Repository holds (817 and 818 Art. 18). */
const IN_THE_CIR = ['EES', 'VIS', 'ETIAS', 'EURODAC', 'ECRIS_TCN'];

/** Notes each of the rows, and each line of the matrix, that cannot be reached; `everything` is what they may lead to. */
export function findUnreachable(
  rows: readonly ReadBasis[],
  everything: readonly ReadBasis[],
  matrix: readonly MatrixLine[],
): void {
  const all = everything.map(({ basis }) => basis);
  const lines = new Map(matrix.map((line) => [`${line.system} ${line.kind}`, line]));
  for (const one of rows) {
    seesNothing(one, lines);
    servesNothing(one);
    cannotBeMet(one, all);
  }
  for (const { row, system, kind, categories } of matrix) {
    const because = prohibition(kind, system, undefined, categories);
    if (because !== undefined) row.fault('categories', `${kind} may not see all of it: ${because}`);
    if (!all.some((basis) => basis.system === system && basis.authorityKinds.has(kind))) {
      row.fault('authority_kind', `no legal basis of ${system} lists ${kind}`);
    }
  }
}

function seesNothing({ basis, row }: ReadBasis, lines: ReadonlyMap<string, MatrixLine>): void {
  const shown = new Set<string>();
  for (const kind of basis.authorityKinds) {
    const line = lines.get(`${basis.system} ${kind}`);
    if (line?.row.faulty === true) return;
    const seen = [...basis.categories].filter((category) => line?.categories.has(category) === true);
    if (seen.length === 0) row.fault('authority_kinds', `access-matrix.csv shows ${kind} none of the categories`);
    for (const category of seen) shown.add(category);
  }
  if (shown.size === 0) return;
  for (const category of basis.categories) {
    if (!shown.has(category)) row.fault('categories', `access-matrix.csv shows ${category} to no kind of this row`);
  }
}

function servesNothing({ basis, row }: ReadBasis): void {
  for (const operation of basis.operations) {
    if (![...basis.purposes].some((purpose) => PURPOSES_BY_OPERATION[operation].has(purpose))) {
      row.fault('operations', `${operation} can serve no purpose of this row`);
    }
  }
  for (const purpose of basis.purposes) {
    if (![...basis.operations].some((operation) => PURPOSES_BY_OPERATION[operation].has(purpose))) {
      row.fault('purposes', `no operation of this row can serve ${purpose}`);
    }
  }
}

/** Preconditions that depend on another row, which must apply as long as this one does. */
function cannotBeMet({ basis, row }: ReadBasis, all: readonly LegalBasis[]): void {
  const needs = (column: string, what: string, provides: (other: LegalBasis) => boolean): void => {
    const providers = all.filter(provides);
    if (providers.length === 0) row.fault(column, `no row ${what}`);
    else {
      const gap = firstGap(
        basis.regime,
        providers.map(({ regime }) => regime),
      );
      if (gap !== undefined) row.fault(column, `on ${gap} no row in force ${what}`);
    }
  };
  for (const precondition of basis.preconditions) {
    switch (precondition) {
      case 'CIR_FLAG':
        if (!IN_THE_CIR.includes(basis.system)) {
          row.fault('preconditions', `the CIR holds no data of ${basis.system}, so it can flag none`);
        }
        needs('preconditions', 'lets anybody ask the CIR for flags', searches('CIR', 'FLAG_QUERY'));
        break;
      case 'EES_SEARCH':
        needs('preconditions', 'lets anybody search the EES', searches('EES', 'SEARCH_ALPHA', 'SEARCH_DOC'));
        break;
      case 'PRUM_SEARCH':
        needs(
          'preconditions',
          'lets anybody search prints',
          searches('PRUM_FINGERPRINT', 'IDENT_PRINT', 'TRACE_PRINT'),
        );
        break;
      case 'EUROPOL_SEARCH':
        if (![...basis.authorityKinds].every((kind) => kind.startsWith('EUROPOL'))) {
          row.fault('preconditions', "EUROPOL_SEARCH: only Europol can search Europol's own systems first");
        }
        break;
      default:
        if (APPROVER_KINDS[precondition].length > 0) approvable(basis, precondition, needs);
    }
  }
}

function searches(system: string, ...operations: LegalOperation[]): (other: LegalBasis) => boolean {
  return (other) => other.system === system && operations.some((operation) => other.operations.has(operation));
}

/** Each approver of the row needs a row of its own that lets it approve questions to the system. */
function approvable(
  basis: LegalBasis,
  precondition: Precondition,
  needs: (column: string, what: string, provides: (other: LegalBasis) => boolean) => void,
): void {
  for (const approver of basis.approvers) {
    if (!APPROVER_KINDS[precondition].includes(approver)) continue;
    const what = `of system APPROVALS lets ${approver} approve questions to ${basis.system}`;
    needs('approvers', what, ({ system, operations, authorityKinds, categories }) => {
      const approves = system === 'APPROVALS' && operations.has('APPROVE') && authorityKinds.has(approver);
      return approves && categories.has(basis.system);
    });
  }
}

/** First day of the regime on which none of the others applies; undefined when there is none. */
export function firstGap(regime: Regime, others: readonly Regime[]): string | undefined {
  let day = regime.from;
  while (day !== undefined && inForce(regime, day)) {
    let last: string | undefined;
    for (const other of others) {
      if (!inForce(other, day)) continue;
      if (other.until === undefined) return undefined;
      if (last === undefined || other.until > last) last = other.until;
    }
    if (last === undefined) return day;
    day = dayAfter(last);
  }
  return undefined;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
