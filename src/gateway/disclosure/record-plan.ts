/**
 * What the contract says about one kind of record: where its reference and category stand, and to which field group each
 * of its fields belongs. Read once at start; whatever a record leaves open refuses the start.
 */
import { ScalarType } from '@bufbuild/protobuf';
import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';
import type { RecordRules } from '../../gen/ostiary/options/v1/rules.js';
import { propertyName } from '../contract/generated-code.js';
import type { ContractOptions } from '../contract/options.js';
import {
  assertCovered,
  type CheckEnum,
  type Clean,
  compileClean,
  compileEnumCheck,
  isPlain,
  type Shape,
} from './clean-message.js';

/** Groups that every rule discloses: what names the record, and how it must be handled. */
export const ALWAYS_DISCLOSED = ['frame', 'handling'] as const;

/** Group of a response's fields that are about the answer as a whole. */
export const ANSWER_GROUP = 'answer';

const HANDLING = 'ostiary.common.v1.Handling';
const GROUP_NAME = /^[a-z]+(_[a-z]+)*$/;

/** The bits of a number. */
const MAX_GROUPS = 31;

/** Values of a field that belong to another group. */
export interface VariantPlan {
  readonly property: string;
  readonly value: number;
  readonly group: string;
}

/** One field of a record. */
export interface FieldPlan {
  readonly property: string;
  readonly group: string;
  readonly list: boolean;
  /** What generated code holds when the field is not given; undefined stands for a list, which is made anew. */
  readonly absent: unknown;
  /** Undefined for values without fields. */
  readonly clean: Clean | undefined;
  /** Undefined for fields that are not enums. */
  readonly checkEnum: CheckEnum | undefined;
  readonly variant: VariantPlan | undefined;
}

/** One kind of record. */
export interface RecordPlan {
  readonly typeName: string;
  /** Groups in the order of their first field. */
  readonly groups: readonly string[];
  readonly fields: readonly FieldPlan[];
  /** Property that holds the Handling. */
  readonly handling: string;
  /** Category that records are not named by, since they are named by its refinements. */
  readonly refinedCategory: string | undefined;
  /** Categories that the contract names; undefined when they are free text there. */
  readonly categories: ReadonlySet<string> | undefined;
  /** Throws when the record does not name one. */
  reference(record: Shape): string;
  /** Throws when the record's category is not in the contract. */
  category(record: Shape): string;
  /** Second category of the record, such as "OBJ:a"; undefined when it has none. */
  refinement(record: Shape): string | undefined;
}

/** Reads the plan of a message that is a record. Throws when the contract leaves something open. */
export function readRecordPlan(message: DescMessage, rules: RecordRules, options: ContractOptions): RecordPlan {
  const fields = message.fields.map((field) => readField(field, options));
  const groups = [...new Set(fields.flatMap(({ group, variant }) => (variant ? [group, variant.group] : [group])))];
  if (groups.length > MAX_GROUPS) throw broken(message, `has more than ${MAX_GROUPS} field groups`);
  const reference = fieldNamed(message, rules.reference, 'reference');
  if (reference.fieldKind !== 'scalar' || reference.scalar !== ScalarType.STRING) {
    throw broken(message, 'has a reference that is not one string');
  }
  const category = fieldNamed(message, rules.category, 'category');
  for (const named of [reference, category]) {
    if (options.fieldGroup(named) !== 'frame') throw broken(message, `has ${named.name} outside the group "frame"`);
  }
  const { refinedCategory } = rules;
  const refine = rules.refinement === '' ? undefined : readPath(message, rules.refinement);
  if ((refine === undefined) !== (refinedCategory === '')) {
    throw broken(message, 'has a refinement without its category, or the other way round');
  }
  const codes = readCodes(message, category);
  const referenceProperty = propertyName(reference.name);
  const categoryProperty = propertyName(category.name);
  return {
    typeName: message.typeName,
    groups,
    fields,
    handling: handlingOf(message, options),
    refinedCategory: refine && refinedCategory,
    categories: codes && new Set(codes.values()),
    reference(record) {
      const value = record[referenceProperty];
      if (typeof value !== 'string' || value === '') throw new Error(`a ${message.typeName} has no reference`);
      return value;
    },
    category(record) {
      const value = record[categoryProperty];
      const code = codes === undefined ? value : codes.get(value as number);
      if (typeof code !== 'string' || code === '') throw new Error(`a ${message.typeName} has no category`);
      return code;
    },
    refinement(record) {
      const value = refine?.(record);
      return value === undefined || value === '' ? undefined : `${refinedCategory}:${value}`;
    },
  };
}

function readField(field: DescField, options: ContractOptions): FieldPlan {
  const group = options.fieldGroup(field) ?? '';
  assertCovered(field);
  if (!GROUP_NAME.test(group) || group === ANSWER_GROUP) {
    throw broken(field.parent, `has a field ${field.name} without a field group: nobody could say who may see it`);
  }
  const list = field.fieldKind === 'list';
  const nested = isPlain(field) ? undefined : field.message;
  if (nested !== undefined) assertNoGroups(nested, options);
  return {
    property: propertyName(field.name),
    group,
    list,
    absent: list ? undefined : absentValue(field),
    clean: nested && compileClean(nested),
    checkEnum: compileEnumCheck(field),
    variant: nested && readVariant(nested, options),
  };
}

/** What a field holds belongs to the field's group; a group stated inside would promise what is not kept. */
function assertNoGroups(message: DescMessage, options: ContractOptions, seen = new Set<string>()): void {
  if (seen.has(message.typeName)) return;
  seen.add(message.typeName);
  if (options.record(message) !== undefined) throw broken(message, 'is a record within a record');
  for (const field of message.fields) {
    if (options.fieldGroup(field) !== undefined) throw broken(message, 'states a field group within a field group');
    if (field.message === undefined || isPlain(field)) continue;
    if (options.groupVariant(field.message) !== undefined) throw broken(field.message, 'has a variant too deep inside');
    assertNoGroups(field.message, options, seen);
  }
}

function readVariant(message: DescMessage, options: ContractOptions): VariantPlan | undefined {
  const variant = options.groupVariant(message);
  if (variant === undefined) return undefined;
  const field = fieldNamed(message, variant.field, 'variant');
  const value = field.enum?.values.find(({ name }) => name === variant.value);
  if (value === undefined || field.fieldKind !== 'enum' || !GROUP_NAME.test(variant.group)) {
    throw broken(message, 'has a group variant that names no enum value and group');
  }
  return { property: propertyName(field.name), value: value.number, group: variant.group };
}

function handlingOf(message: DescMessage, options: ContractOptions): string {
  const [field, second] = message.fields.filter((candidate) => candidate.message?.typeName === HANDLING);
  if (field?.fieldKind !== 'message' || second !== undefined || options.fieldGroup(field) !== 'handling') {
    throw broken(message, `is a record without one ${HANDLING} of the group "handling"`);
  }
  return propertyName(field.name);
}

/** Codes of an enum by number: MIS_P of AlertCategory is "MIS-P". Undefined when the category is a string. */
function readCodes(message: DescMessage, field: DescField): ReadonlyMap<number, string> | undefined {
  if (field.fieldKind === 'enum') {
    const values = field.enum.values.filter(({ number }) => number !== 0);
    return new Map(values.map(({ number, localName }) => [number, localName.replaceAll('_', '-')]));
  }
  if (field.fieldKind === 'scalar' && field.scalar === ScalarType.STRING) return undefined;
  throw broken(message, 'has a category that is neither an enum nor a string');
}

/** Reads a string at the end of a path of single fields. */
function readPath(message: DescMessage, path: string): (record: Shape) => string | undefined {
  const properties: string[] = [];
  let within: DescMessage | undefined = message;
  for (const name of path.split('.')) {
    if (within === undefined) throw broken(message, 'has a refinement that leads nowhere');
    const field = fieldNamed(within, name, 'refinement');
    if (field.fieldKind === 'list' || field.fieldKind === 'map') throw broken(message, 'has a refinement in a list');
    properties.push(propertyName(field.name));
    within = field.message;
    if (within === undefined && field.scalar !== ScalarType.STRING) {
      throw broken(message, 'has a refinement that is not a string');
    }
  }
  if (within !== undefined) throw broken(message, 'has a refinement that is not a string');
  return (record) => {
    let value: unknown = record;
    for (const property of properties) value = (value as Shape | undefined)?.[property];
    return value as string | undefined;
  };
}

function fieldNamed(message: DescMessage, name: string, role: string): DescField {
  const field = message.fields.find((candidate) => candidate.name === name);
  if (field === undefined) throw broken(message, `names no field as its ${role}`);
  return field;
}

/** What generated code (ts-proto) holds in a field that is not given. */
export function absentValue(field: DescField): unknown {
  if (field.message !== undefined || field.presence === FeatureSet_FieldPresence.EXPLICIT) return undefined;
  if (field.enum !== undefined) return 0;
  switch (field.scalar) {
    case ScalarType.STRING:
      return '';
    case ScalarType.BOOL:
      return false;
    case ScalarType.BYTES:
      return Buffer.alloc(0);
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.SINT64:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return 0n;
    default:
      return 0;
  }
}

const broken = (message: DescMessage, what: string): Error => new Error(`contract: ${message.typeName} ${what}`);
