/**
 * Step 6 of the pipeline, compiled for one operation: what of a system's answer may leave, and what of it really does.
 *
 * The law is the rule, not the system: a response is built up anew from the field groups that the rule allows, and what
 * is logged is read off the result. A record outside the scope, or a record or outcome that the system did not name as it
 * is, withholds the whole answer. No record is dropped, so counts, order and truncation never depend on the filter.
 */
import type { DescField, DescMessage } from '@bufbuild/protobuf';
import type { AccessScope, Disclosure, OutcomeName, PlaceOutcome } from '../../adapters/adapter.js';
import type { Handling } from '../../gen/ostiary/common/v1/handling.js';
import { OutcomeStatus, type SystemOutcome } from '../../gen/ostiary/common/v1/outcome.js';
import type { IndexTerm } from '../../shared/index-term.js';
import type { ContractMethod } from '../contract/contract.js';
import { propertyName } from '../contract/generated-code.js';
import type { ContractOptions } from '../contract/options.js';
import { assertCovered, type Clean, compileClean, compileEnumCheck, isPlain, type Shape } from './clean-message.js';
import { compileCopier, type RecordCopier } from './copy-record.js';
import { codeNames, forMinor, joinHandling } from './handling.js';
import { ANSWER_GROUP, readRecordPlan, type RecordPlan } from './record-plan.js';

const RECEIPT = 'ostiary.common.v1.AuditReceipt';
const OUTCOME = 'ostiary.common.v1.SystemOutcome';

/** What one question may bring out, by category of record. Undefined: no rule says that anything may. */
export interface DisclosureRule {
  fieldGroups(category: string): ReadonlySet<string> | undefined;
  /** How records of the category must be handled, whatever the single record adds. */
  handling(category: string): Handling | undefined;
}

/** One record as it leaves, for the log. */
export interface DisclosedRecord {
  readonly reference: string;
  readonly category: string;
  /** Field groups that the record really holds. */
  readonly fieldGroups: readonly string[];
  /** Names of its handling codes. */
  readonly handling: readonly string[];
  readonly terms: readonly IndexTerm[];
}

/** An answer, or a part of one, as the system gives it. */
export interface GivenAnswer {
  readonly status: OutcomeName;
  readonly places?: readonly PlaceOutcome[];
  readonly response: unknown;
  readonly disclosures: readonly Disclosure[];
}

/** An answer of which nothing is left that may not leave. */
export interface FilteredAnswer {
  /** As the response has it, where it has one. */
  readonly status: OutcomeName;
  /** As the system says, where it asked several places. */
  readonly places?: readonly PlaceOutcome[];
  readonly response: unknown;
  /** In the order of the response. */
  readonly disclosed: readonly DisclosedRecord[];
}

/** Filters the answers of one operation. Throws when an answer must be withheld; it says so without quoting values. */
export type FilterResponse = (answer: GivenAnswer, scope: AccessScope, rule: DisclosureRule) => FilteredAnswer;

/** The filter of one operation, and the kinds of record that it knows. */
export interface ResponseFilter {
  readonly filter: FilterResponse;
  /** Empty for an operation whose answers hold no records. */
  readonly records: readonly RecordPlan[];
}

/** Compiles the filter of an operation. Throws when the contract leaves open what its answers disclose. */
export function compileResponseFilter(method: ContractMethod, options: ContractOptions): ResponseFilter {
  if (method.disclosesItself) return { filter: asTheSystemSays, records: [] };
  const records: RecordPlan[] = [];
  const copy = compileContainer(method.output, options, records, new Set());
  if (records.length === 0) {
    throw new Error(`contract: ${method.path} answers with no records, and does not say that it discloses itself`);
  }
  return {
    records,
    filter(answer, scope, rule) {
      const walk: Walk = { status: answer.status, scope, rule, claims: answer.disclosures, disclosed: [] };
      const response = copy(answer.response as Shape, walk);
      if (walk.disclosed.length !== answer.disclosures.length)
        throw new Error('the system named a record it did not send');
      return {
        status: answer.status,
        ...(answer.places !== undefined && { places: answer.places }),
        response,
        disclosed: walk.disclosed,
      };
    },
  };
}

/** One pass over one answer. */
interface Walk {
  readonly status: FilteredAnswer['status'];
  readonly scope: AccessScope;
  readonly rule: DisclosureRule;
  readonly claims: readonly Disclosure[];
  readonly disclosed: DisclosedRecord[];
}

type CopyWithin = (message: Shape, walk: Walk) => Shape;

/** A message that holds records, at some depth. */
function compileContainer(
  message: DescMessage,
  options: ContractOptions,
  records: RecordPlan[],
  around: Set<string>,
): CopyWithin {
  if (around.has(message.typeName)) throw new Error(`contract: ${message.typeName} contains itself`);
  const within = new Set(around).add(message.typeName);
  const copiers = message.fields.map((field) => compileContainerField(field, options, records, within));
  return (from, walk) => {
    const to: Record<string, unknown> = {};
    for (const copy of copiers) copy(from, to, walk);
    return to;
  };
}

type CopyField = (from: Shape, to: Record<string, unknown>, walk: Walk) => void;

function compileContainerField(
  field: DescField,
  options: ContractOptions,
  records: RecordPlan[],
  around: Set<string>,
): CopyField {
  const property = propertyName(field.name);
  const { message } = field;
  // The receipt is the gateway's to give.
  if (message?.typeName === RECEIPT) return (_, to) => void (to[property] = undefined);
  assertCovered(field);
  if (message?.typeName === OUTCOME) return copyOutcome(property, field, message, around);
  if (options.fieldGroup(field) === ANSWER_GROUP) {
    return copyWhole(property, field, isPlain(field) || message === undefined ? undefined : compileClean(message));
  }
  if (message === undefined || isPlain(field) || options.fieldGroup(field) !== undefined) {
    throw new Error(
      `contract: ${field.parent.typeName}.${field.name} stands outside a record and is not of the answer`,
    );
  }
  const record = options.record(message);
  const copy =
    record === undefined
      ? compileContainer(message, options, records, around)
      : compileRecord(readRecordPlan(message, record, options), records);
  if (field.fieldKind === 'list') {
    return (from, to, walk) => void (to[property] = (from[property] as readonly Shape[]).map((one) => copy(one, walk)));
  }
  return (from, to, walk) => {
    const held = from[property] as Shape | undefined;
    to[property] = held && copy(held, walk);
  };
}

/** The log has one status for an answer: it must be the one that the caller reads. */
function copyOutcome(property: string, field: DescField, message: DescMessage, around: ReadonlySet<string>): CopyField {
  if (field.fieldKind === 'list' || around.size > 1) {
    throw new Error(`contract: ${field.parent.typeName}.${field.name} is not one outcome of the whole answer`);
  }
  const clean = compileClean(message);
  return (from, to, { status }) => {
    const outcome = from[property] as SystemOutcome | undefined;
    if (outcome?.status !== OutcomeStatus[status]) throw new Error('the system named another outcome than it sent');
    to[property] = clean(outcome as unknown as Shape);
  };
}

function copyWhole(property: string, field: DescField, clean: Clean | undefined): CopyField {
  if (clean === undefined) {
    const checkEnum = compileEnumCheck(field);
    return (from, to) => {
      checkEnum?.(from[property]);
      to[property] = from[property];
    };
  }
  if (field.fieldKind === 'list') {
    return (from, to) => void (to[property] = (from[property] as readonly Shape[]).map(clean));
  }
  return (from, to) => {
    const held = from[property] as Shape | undefined;
    to[property] = held && clean(held);
  };
}

function compileRecord(plan: RecordPlan, records: RecordPlan[]): CopyWithin {
  records.push(plan);
  // There are as many sets of groups as the table has rows; each is one object for the life of the process.
  const copiers = new WeakMap<ReadonlySet<string>, RecordCopier>();
  const copierFor = (groups: ReadonlySet<string>): RecordCopier => {
    const known = copiers.get(groups);
    if (known !== undefined) return known;
    const copier = compileCopier(plan, groups);
    copiers.set(groups, copier);
    return copier;
  };
  return (from, { scope, rule, claims, disclosed }) => {
    const reference = plan.reference(from);
    const stated = plan.category(from);
    const refinement = plan.refinement(from);
    const category = stated === plan.refinedCategory ? refinement : stated;
    if (category === undefined) throw new Error(`a ${plan.typeName} has a category without its refinement`);
    if (!scope.categories.has(stated) || (refinement !== undefined && !scope.categories.has(refinement))) {
      throw new Error('the system answered outside the scope');
    }
    const claim = claims[disclosed.length];
    if (claim?.reference !== reference || claim.category !== category) {
      throw new Error('the system named another record than it sent');
    }
    const groups = rule.fieldGroups(category);
    const required = rule.handling(category);
    if (groups === undefined || required === undefined) throw new Error(`no rule lets a ${category} out`);
    const own = from[plan.handling] as Handling | undefined;
    const handling = joinHandling(own, claim.ofMinor === true ? forMinor(required) : required);
    const copied = copierFor(groups)(from, handling);
    disclosed.push({
      reference,
      category,
      fieldGroups: copied.groups,
      handling: codeNames(handling),
      terms: claim.terms ?? [],
    });
    return copied.record;
  };
}

/** For answers without records: what the system names is what is logged, within the scope. */
const asTheSystemSays: FilterResponse = ({ status, response, disclosures }, scope) => ({
  status,
  response,
  disclosed: disclosures.map(({ reference, category, fieldGroups = [], terms = [] }) => {
    if (!scope.categories.has(category)) throw new Error('the system answered outside the scope');
    return { reference, category, fieldGroups, handling: [], terms };
  }),
});
