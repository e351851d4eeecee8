/** Rows that cannot be meant: at odds with themselves, with another row on the same article, or with a prohibition. */
import type { LegalBasis } from '../legal-basis.js';
import { prohibition } from './prohibitions.js';
import type { Row } from './table-file.js';
import { APPROVER_KINDS } from './vocabulary.js';

/** A legal basis with the row it was read from. */
export interface ReadBasis {
  readonly basis: LegalBasis;
  readonly row: Row;
}

/** Notes every contradiction. */
export function findContradictions(bases: readonly ReadBasis[]): void {
  for (const one of bases) {
    withinRow(one);
    prohibited(one);
  }
  const byArticle = new Map<string, ReadBasis[]>();
  for (const one of bases) {
    const { system, regime, instrument, article } = one.basis;
    const key = JSON.stringify([system, regime.id, instrument, article.replaceAll(' ', '')]);
    const others = byArticle.get(key) ?? [];
    for (const other of others) betweenRows(other, one);
    byArticle.set(key, [...others, one]);
  }
}

function withinRow({ basis, row }: ReadBasis): void {
  const asked = [...basis.preconditions].filter((precondition) => APPROVER_KINDS[precondition].length > 0);
  for (const precondition of asked) {
    if (!APPROVER_KINDS[precondition].some((kind) => basis.approvers.has(kind))) {
      row.fault('approvers', `none can meet ${precondition}, which ${APPROVER_KINDS[precondition].join(', ')} can`);
    }
  }
  for (const approver of basis.approvers) {
    if (!asked.some((precondition) => APPROVER_KINDS[precondition].includes(approver))) {
      row.fault('approvers', `${approver} has no precondition to meet by its approval`);
    }
  }
  if (basis.breakGlass && asked.length === 0)
    row.fault('break_glass', 'there is no approval that it could come before');
  if (basis.personCategories.size > 0 && !basis.preconditions.has('PERSON_CATEGORY')) {
    row.fault('person_categories', 'must come with the precondition PERSON_CATEGORY');
  }
  if (basis.operations.has('LOG_READ') && basis.operations.size > 1) {
    row.fault('operations', 'LOG_READ stands alone: it is asked of the log, not of the system');
  }
  for (const category of basis.categories) {
    const [whole, part] = category.split(':');
    const partsOfWhole = [...basis.categories].some((other) => other.startsWith(`${category}:`));
    if (part !== undefined && !basis.categories.has(whole ?? '')) {
      row.fault('categories', `${category} is never seen without ${whole ?? ''}`);
    }
    if (category === 'OBJ' && !partsOfWhole) row.fault('categories', 'OBJ is never seen without a letter');
  }
}

function prohibited({ basis, row }: ReadBasis): void {
  for (const kind of basis.authorityKinds) {
    for (const operation of basis.operations) {
      const because = prohibition(kind, basis.system, operation, basis.categories);
      if (because !== undefined) row.fault('authority_kinds', `${kind} may not ${operation}: ${because}`);
    }
  }
}

/** Two rows on the same article of the same system and regime. */
function betweenRows(earlier: ReadBasis, later: ReadBasis): void {
  const [first, second] = [earlier.basis, later.basis];
  const overlap =
    meet(first.authorityKinds, second.authorityKinds) &&
    meet(first.operations, second.operations) &&
    meet(first.purposes, second.purposes) &&
    meet(first.categories, second.categories) &&
    (first.personCategories.size === 0 ||
      second.personCategories.size === 0 ||
      meet(first.personCategories, second.personCategories));
  if (!overlap) return;
  if (shadows(first, second)) later.row.fault('id', `${first.id} allows all of it already`);
  else if (shadows(second, first)) earlier.row.fault('id', `${second.id} allows all of it already`);
  else {
    const column = differingCondition(first, second);
    if (column !== undefined) later.row.fault(column, `says otherwise than ${first.id} about the same article`);
  }
}

/** Whether the wide row allows everything that the narrow one allows, and asks for no more. */
function shadows(wide: LegalBasis, narrow: LegalBasis): boolean {
  const { threshold } = wide;
  const free = threshold.penaltyMonths === undefined && threshold.offenceList === undefined && !threshold.terrorist;
  return (
    within(narrow.authorityKinds, wide.authorityKinds) &&
    within(narrow.operations, wide.operations) &&
    within(narrow.purposes, wide.purposes) &&
    within(narrow.categories, wide.categories) &&
    within(wide.preconditions, narrow.preconditions) &&
    within(narrow.approvers, wide.approvers) &&
    (wide.personCategories.size === 0 ||
      (narrow.personCategories.size > 0 && within(narrow.personCategories, wide.personCategories))) &&
    (wide.breakGlass || !narrow.breakGlass) &&
    (free || same(threshold, narrow.threshold))
  );
}

/** First column in which the conditions of two rows differ. */
function differingCondition(first: LegalBasis, second: LegalBasis): string | undefined {
  if (first.threshold.penaltyMonths !== second.threshold.penaltyMonths) return 'penalty_months';
  if (first.threshold.terrorist !== second.threshold.terrorist) return 'terrorist';
  if (first.threshold.offenceList !== second.threshold.offenceList) return 'offence_list';
  if (!equal(first.personCategories, second.personCategories)) return 'person_categories';
  if (!equal(first.preconditions, second.preconditions)) return 'preconditions';
  if (!equal(first.approvers, second.approvers)) return 'approvers';
  if (first.breakGlass !== second.breakGlass) return 'break_glass';
  return undefined;
}

const meet = <T>(one: ReadonlySet<T>, other: ReadonlySet<T>): boolean => [...one].some((item) => other.has(item));
const within = <T>(inner: ReadonlySet<T>, outer: ReadonlySet<T>): boolean =>
  [...inner].every((item) => outer.has(item));
const equal = <T>(one: ReadonlySet<T>, other: ReadonlySet<T>): boolean => one.size === other.size && within(one, other);
const same = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);
