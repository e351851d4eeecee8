/** JSON schemas (2020-12, as OpenAPI 3.1 has them) of the contract's messages, with its rules as constraints. */
import { ScalarType } from '@bufbuild/protobuf';
import type { DescEnum, DescField, DescMessage } from '@bufbuild/protobuf';
import type { JsonObject, JsonValue } from '../../shared/json.js';
import type { Comments } from './comments.js';
import { checkRules } from './field-rules.js';
import type { CheckedRules } from './field-rules.js';
import type { ContractOptions } from './options.js';

/** YYYY-MM-DD where day, or month and day, may be 00; whether the day exists is beyond a pattern. */
const PARTIAL_DATE = '^[0-9]{4}-(00-00|(0[1-9]|1[0-2])-[0-3][0-9])$';

/** Collects the schemas of messages and of all they hold. */
export class SchemaCollector {
  private readonly options: ContractOptions;
  private readonly comments: Comments;
  private readonly collected: Record<string, JsonObject> = {};
  private readonly firstUse = new Map<string, boolean>();

  constructor(options: ContractOptions, comments: Comments) {
    this.options = options;
    this.comments = comments;
  }

  /** The schemas by name, for `components.schemas`. */
  schemas(): JsonObject {
    return this.collected;
  }

  /** A reference to the schema of a request: unknown fields refused, rules enforced. */
  request(message: DescMessage): JsonObject {
    return this.message(message, true);
  }

  /** A reference to the schema of a response: left open, so that fields can be added. */
  response(message: DescMessage): JsonObject {
    return this.message(message, false);
  }

  /** Schema of one field of a request, as a query parameter has it. */
  parameter(field: DescField): JsonObject {
    return this.field(field, true);
  }

  private message(message: DescMessage, strict: boolean): JsonObject {
    const name = this.nameOf(message, strict);
    if (!(name in this.collected)) {
      // Its place is taken before its fields are described, so that a message may contain itself.
      this.collected[name] = {};
      const required = message.fields.filter((field) => strict && this.options.fieldRules(field)?.required === true);
      const rules = strict ? this.options.messageRules(message) : undefined;
      const jsonName = (fieldName: string) =>
        message.fields.find((field) => field.name === fieldName)?.jsonName ?? fieldName;
      this.collected[name] = {
        type: 'object',
        ...describe(this.comments(message)),
        properties: Object.fromEntries(message.fields.map((field) => [field.jsonName, this.field(field, strict)])),
        ...(required.length > 0 && { required: required.map((field) => field.jsonName) }),
        ...allOf([
          ...(rules?.atLeastOne ?? []).map(({ fields }) => fields.map((one) => [jsonName(one)])),
          ...(rules?.atLeastTwo ?? []).map(({ fields }) => pairs(fields.map(jsonName))),
        ]),
        ...(strict && { additionalProperties: false }),
      };
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  /** A type that both requests and responses hold has two schemas; the later one gets a suffix. */
  private nameOf({ typeName }: DescMessage, strict: boolean): string {
    const first = this.firstUse.get(typeName) ?? strict;
    this.firstUse.set(typeName, first);
    return first === strict ? typeName : `${typeName}.${strict ? 'Request' : 'Response'}`;
  }

  private field(field: DescField, strict: boolean): JsonObject {
    const rules = strict ? checkRules(field, this.options.fieldRules(field)) : undefined;
    const description = describe(this.comments(field));
    const value = this.value(field, rules, strict);
    if (field.fieldKind !== 'list') return { ...value, ...description };
    const least = rules === undefined ? 0 : Math.max(rules.minItems, rules.required ? 1 : 0);
    return {
      type: 'array',
      items: value,
      ...(least > 0 && { minItems: least }),
      ...(rules && { maxItems: rules.maxItems }),
      ...description,
    };
  }

  private value(field: DescField, rules: CheckedRules | undefined, strict: boolean): JsonObject {
    if (field.message !== undefined) return this.message(field.message, strict);
    if (field.enum !== undefined) return this.enumeration(field.enum);
    return scalar(field.scalar, rules);
  }

  private enumeration(type: DescEnum): JsonObject {
    this.collected[type.typeName] ??= {
      type: 'string',
      description: [
        this.comments(type),
        ...type.values.map((value) => `- \`${value.name}\`: ${this.comments(value)}`),
      ].join('\n'),
      enum: type.values.map((value) => value.name),
    };
    return { $ref: `#/components/schemas/${type.typeName}` };
  }
}

function describe(text: string): JsonObject {
  return text === '' ? {} : { description: text };
}

function scalar(type: ScalarType | undefined, rules: CheckedRules | undefined): JsonObject {
  switch (type) {
    case ScalarType.STRING:
      return { type: 'string', ...(rules && textRules(rules)) };
    case ScalarType.BOOL:
      return { type: 'boolean' };
    case ScalarType.BYTES:
      return { type: 'string', contentEncoding: 'base64' };
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return { type: 'number' };
    case ScalarType.INT32:
    case ScalarType.SINT32:
    case ScalarType.SFIXED32:
      return { type: 'integer', format: 'int32', ...(rules && range(rules)) };
    case ScalarType.UINT32:
    case ScalarType.FIXED32:
      return { type: 'integer', minimum: 0, maximum: 4_294_967_295, ...(rules && range(rules)) };
    default:
      // Protobuf JSON writes 64-bit integers as strings; JSON numbers lose digits beyond 2^53.
      return { type: 'string', pattern: '^-?[0-9]{1,20}$' };
  }
}

function textRules(rules: CheckedRules): JsonObject {
  const least = Math.max(rules.minLen, rules.required ? 1 : 0);
  // A string that is not required may also be empty, which protobuf cannot tell from absent.
  const mayBeEmpty = !rules.required;
  const pattern = rules.partialDate ? PARTIAL_DATE : rules.pattern === '' ? undefined : `^(?:${rules.pattern})$`;
  return {
    maxLength: rules.maxLen,
    ...(least > 0 && !mayBeEmpty && { minLength: least }),
    ...(pattern !== undefined && { pattern: mayBeEmpty ? `^$|${pattern}` : pattern }),
  };
}

function range({ min, max }: CheckedRules): Record<string, JsonValue> {
  return { ...(min !== undefined && { minimum: Number(min) }), ...(max !== undefined && { maximum: Number(max) }) };
}

/** Every group must be met in one of its ways: by the names that it lists. */
const allOf = (groups: readonly (readonly (readonly string[])[])[]): JsonObject =>
  groups.length === 0
    ? {}
    : { allOf: groups.map((ways) => ({ anyOf: ways.map((required) => ({ required: [...required] })) })) };

const pairs = (names: readonly string[]): string[][] =>
  names.flatMap((one, at) => names.slice(at + 1).map((other) => [one, other]));
