/**
 * What a decision is made of: of a question and the row of the legal-basis table that it names, exactly what policies
 * read, in values of closed lists. Equal facts get equal decisions, so they are the key of the cache, and their digest is
 * logged. Free text and identifiers of persons never come in.
 */
import { hash } from 'node:crypto';
import type { CedarValueJson } from '@cedar-policy/cedar-wasm/nodejs';
import { applies, type LegalBasis, type Precondition, reaches } from './legal-basis.js';
import type { AccessGrounds, ApprovalFact, Offence, PersonCategory, PolicyRequest } from './request.js';

/** A condition as policies name it (schema.cedarschema). */
export type Condition =
  Exclude<Precondition, 'CAP_APPROVAL' | 'VA_APPROVAL' | 'PRIOR_AUTHORISATION'> | 'OFFENCE' | 'APPROVAL';

/** A row of the table, with what of it does not depend on the question: worked out once. */
export interface Row {
  readonly basis: LegalBasis;
  /** In order. */
  readonly needs: readonly Condition[];
  /** Some of the needs are earlier searches. */
  readonly searches: boolean;
}

/** The facts of one question. */
export interface Facts {
  readonly kind: string;
  readonly system: string;
  readonly basis: string;
  readonly kindListed: boolean;
  readonly operationsListed: boolean;
  readonly purposeServed: boolean;
  readonly inForce: boolean;
  readonly breakGlass: boolean;
  readonly seesNothing: boolean;
  readonly needs: readonly Condition[];
  readonly operations: readonly string[];
  readonly purpose: string;
  readonly shown: readonly Condition[];
  readonly searched: readonly string[];
  readonly approval: 'NONE' | 'ACCEPTED' | 'OTHER_BODY';
  readonly emergency: boolean;
  /** What only some policies read; absent where none does. */
  readonly serious?: boolean;
  readonly offence?: string;
  readonly empowered?: boolean;
  readonly aim?: string;
  readonly roles?: readonly string[];
}

/** What of a context only some policies read: it is worked out, and tells decisions apart, only for them. */
export const RARELY_READ = ['serious', 'offence', 'empowered', 'aim', 'roles'] as const;
export type RarelyRead = (typeof RARELY_READ)[number];
export type Reads = ReadonlySet<RarelyRead>;

/** Three years: a serious offence, as in Decision 2002/584/JHA Art. 2(2); Regulation (EU) 2018/1862 defines none. */
const SERIOUS_OFFENCE_MONTHS = 36;

/** Offences that a list has: Art. 2(2) of Decision 2002/584/JHA, Annex II of Directive (EU) 2016/681. */
const OFFENCES_LISTED = { EAW: 32, PNR: 26 } as const;

const SEARCHES: ReadonlySet<Condition> = new Set([
  'NATIONAL_SEARCH',
  'PRUM_SEARCH',
  'CIR_FLAG',
  'EES_SEARCH',
  'EUROPOL_SEARCH',
]);

/** Reads from a row what it asks to be shown. */
export function rowOf(basis: LegalBasis): Row {
  const needs = new Set<Condition>();
  const { penaltyMonths, terrorist, offenceList } = basis.threshold;
  if (penaltyMonths !== undefined || terrorist || offenceList !== undefined) needs.add('OFFENCE');
  for (const precondition of basis.preconditions) needs.add(conditionOf(precondition));
  if (basis.approvers.size > 0) needs.add('APPROVAL');
  if (basis.personCategories.size > 0) needs.add('PERSON_CATEGORY');
  return { basis, needs: [...needs].sort(), searches: [...needs].some((need) => SEARCHES.has(need)) };
}

function conditionOf(precondition: Precondition): Condition {
  switch (precondition) {
    case 'CAP_APPROVAL':
    case 'VA_APPROVAL':
    case 'PRIOR_AUTHORISATION':
      return 'APPROVAL';
    default:
      return precondition;
  }
}

/**
 * One text for every question on this row that has the same facts: what a decision that is already known is found by. It
 * must name everything that factsOf reads of the question.
 */
export function keyOf(row: Row, kind: string, request: PolicyRequest, reads: Reads): string {
  const { basis, needs } = row;
  const { grounds, operations, approval } = request;
  let key = `${request.system} ${basis.id} ${kind} ${grounds.purpose} ${operations.join()} ${applies(basis, operations, request.today) ? 1 : 0}`;
  for (const need of needs) key += isShown(need, basis, grounds) ? '1' : '0';
  if (row.searches) for (const { kind: where, result } of grounds.priorSearches) key += ` ${where}/${result}`;
  if (approval !== undefined) key += ` ${approvalOf(basis, approval)}`;
  if (grounds.emergency !== undefined) key += ' emergency';
  return reads.size === 0 ? key : key + JSON.stringify(rarelyRead(request, reads));
}

/** The facts of a question on a row. `sees` says whether kind and row let anything be seen. */
export function factsOf(
  { basis, needs, searches }: Row,
  kind: string,
  request: PolicyRequest,
  sees: boolean,
  reads: Reads,
): Facts {
  const { grounds, operations, today, approval } = request;
  return {
    kind,
    system: request.system,
    basis: basis.id,
    kindListed: basis.authorityKinds.has(kind),
    // A question that asks nothing has no operation that a row could list.
    operationsListed: operations.length > 0 && operations.every((operation) => basis.operations.has(operation)),
    purposeServed: basis.purposes.has(grounds.purpose),
    inForce: applies(basis, operations, today),
    breakGlass: basis.breakGlass,
    seesNothing: basis.categories.size > 0 && !sees,
    needs,
    operations: [...new Set(operations)].sort(),
    purpose: grounds.purpose,
    shown: needs.filter((need) => isShown(need, basis, grounds)),
    searched: searches
      ? [...new Set(grounds.priorSearches.map(({ kind: where, result }) => `${where}/${result}`))].sort()
      : [],
    approval: approvalOf(basis, approval),
    emergency: grounds.emergency !== undefined,
    ...rarelyRead(request, reads),
  };
}

function rarelyRead({ grounds, officer }: PolicyRequest, reads: Reads): Pick<Facts, RarelyRead> {
  const { offence } = grounds;
  return {
    ...(reads.has('serious') && {
      serious: offence !== undefined && (offence.terrorist || offence.maximumPenaltyMonths >= SERIOUS_OFFENCE_MONTHS),
    }),
    ...(reads.has('offence') && { offence: offence === undefined ? 'NONE' : (listed(offence) ?? 'UNLISTED') }),
    ...(reads.has('empowered') && { empowered: grounds.nationalLawEmpowered }),
    ...(reads.has('aim') && { aim: grounds.aim ?? 'NONE' }),
    ...(reads.has('roles') && { roles: [...new Set(officer.roles)].sort() }),
  };
}

/** The offence's number in a list, "EAW-13"; undefined when no list has it. */
function listed({ listedAs }: Offence): string | undefined {
  const [, list, number] = /^(EAW|PNR)-([0-9]{2})$/.exec(listedAs ?? '') ?? [];
  if (list === undefined || number === undefined) return undefined;
  const last = OFFENCES_LISTED[list as keyof typeof OFFENCES_LISTED];
  return Number(number) >= 1 && Number(number) <= last ? `${list}-${number}` : undefined;
}

/** Whether the grounds show a condition. Searches and approvals are not judged here: policies read them as they are. */
function isShown(need: Condition, basis: LegalBasis, grounds: AccessGrounds): boolean {
  switch (need) {
    case 'OFFENCE':
      return reaches(grounds.offence && { ...grounds.offence, listedAs: listed(grounds.offence) }, basis.threshold);
    case 'SPECIFIC_CASE':
      return grounds.caseReference !== '' && grounds.justification !== '';
    case 'NATIONAL_LAW':
      return grounds.nationalLawEmpowered;
    case 'CONSENT':
      return grounds.consentReference !== undefined;
    case 'ON_BEHALF_OF':
      return grounds.onBehalfOf !== undefined;
    case 'PERSON_CATEGORY':
      return isCovered(grounds.personCategory, basis);
    case 'AIM':
      return grounds.aim !== undefined;
    case 'IMMINENT_DANGER':
      return grounds.urgency === 'IMMINENT_DANGER';
    default:
      return false;
  }
}

/** A row that names no category of person wants it stated all the same. */
function isCovered(category: PersonCategory | undefined, { personCategories }: LegalBasis): boolean {
  return category !== undefined && (personCategories.size === 0 || personCategories.has(category));
}

function approvalOf(basis: LegalBasis, approval: ApprovalFact | undefined): Facts['approval'] {
  if (approval === undefined) return 'NONE';
  return basis.approvers.has(approval.approverKind) ? 'ACCEPTED' : 'OTHER_BODY';
}

/** SHA-256 of the facts in hex. */
export const digestOf = (facts: Facts): string => hash('sha256', JSON.stringify(facts));

/** The facts as Cedar's context (schema.cedarschema). */
export function contextOf(facts: Facts): Record<string, CedarValueJson> {
  return {
    basis: facts.basis,
    kindListed: facts.kindListed,
    operationsListed: facts.operationsListed,
    purposeServed: facts.purposeServed,
    inForce: facts.inForce,
    breakGlass: facts.breakGlass,
    seesNothing: facts.seesNothing,
    needs: [...facts.needs],
    operations: [...facts.operations],
    purpose: facts.purpose,
    shown: [...facts.shown],
    searched: [...facts.searched],
    approval: facts.approval,
    emergency: facts.emergency,
    ...(facts.serious !== undefined && { serious: facts.serious }),
    ...(facts.offence !== undefined && { offence: facts.offence }),
    ...(facts.empowered !== undefined && { empowered: facts.empowered }),
    ...(facts.aim !== undefined && { aim: facts.aim }),
    ...(facts.roles !== undefined && { roles: [...facts.roles] }),
  };
}
