/** The rules of one field: the option as written, checked against the field's kind, with the contract's defaults. */
import { ScalarType } from '@bufbuild/protobuf';
import type { DescField } from '@bufbuild/protobuf';
import { FieldRules, Format } from '../../gen/ostiary/options/v1/rules.js';

/** Greatest number of code points of a string without a rule of its own. */
export const DEFAULT_MAX_LEN = 256;

/** Greatest number of items of a list without a rule of its own. */
export const DEFAULT_MAX_ITEMS = 100;

/** What a field holds, as far as rules care. */
export type FieldKind = 'string' | 'bytes' | 'integer' | 'float' | 'bool' | 'enum' | 'message';

/** Rules of one field, defaults filled in. Lengths in code points. */
export interface CheckedRules {
  readonly kind: FieldKind;
  readonly list: boolean;
  readonly required: boolean;
  readonly minLen: number;
  readonly maxLen: number;
  readonly pattern: string;
  readonly patternHint: string;
  readonly min: bigint | undefined;
  readonly max: bigint | undefined;
  readonly minItems: number;
  readonly maxItems: number;
  readonly bytesLen: number | undefined;
  readonly partialDate: boolean;
}

/**
 * Checks a field's rules. Throws when a rule does not fit the field's kind, since it would then protect nothing, and
 * when the field is of a kind that no rule covers.
 */
export function checkRules(field: DescField, stated: FieldRules | undefined): CheckedRules {
  const rules = stated ?? FieldRules.fromPartial({});
  const kind = kindOf(field);
  const list = field.fieldKind === 'list';
  const demand = (fits: boolean, rule: string) => {
    if (!fits) throw new Error(`contract: rule ${rule} does not fit ${field.parent.typeName}.${field.name}`);
  };
  demand(rules.minLen === undefined || kind === 'string', 'min_len');
  demand(rules.maxLen === undefined || kind === 'string', 'max_len');
  demand(rules.pattern === '' || kind === 'string', 'pattern');
  demand((rules.pattern === '') === (rules.patternHint === ''), 'pattern_hint');
  demand(rules.format === Format.UNSPECIFIED || kind === 'string', 'format');
  demand(rules.format !== Format.UNRECOGNIZED, 'format');
  demand((rules.min ?? rules.max) === undefined || kind === 'integer', 'min or max');
  demand((rules.minItems ?? rules.maxItems) === undefined || list, 'min_items or max_items');
  demand(rules.bytesLen === undefined || kind === 'bytes', 'bytes_len');
  demand(!rules.required || list || kind !== 'bool', 'required');
  return {
    kind,
    list,
    required: rules.required,
    minLen: rules.minLen ?? 0,
    maxLen: rules.maxLen ?? DEFAULT_MAX_LEN,
    pattern: rules.pattern,
    patternHint: rules.patternHint,
    min: rules.min,
    max: rules.max,
    minItems: rules.minItems ?? 0,
    maxItems: rules.maxItems ?? DEFAULT_MAX_ITEMS,
    bytesLen: rules.bytesLen,
    partialDate: rules.format === Format.PARTIAL_DATE,
  };
}

function kindOf(field: DescField): FieldKind {
  const unsupported = (): never => {
    throw new Error(`contract: ${field.parent.typeName}.${field.name} is of a kind that the rules do not cover`);
  };
  if (field.fieldKind === 'map') return unsupported();
  if (field.enum !== undefined) return 'enum';
  // Generated code gives some well-known types a shape of their own (Date, wrapper values): not walked here.
  if (field.message !== undefined) return field.message.typeName.startsWith('google.') ? unsupported() : 'message';
  switch (field.scalar) {
    case ScalarType.STRING:
      return 'string';
    case ScalarType.BYTES:
      return 'bytes';
    case ScalarType.BOOL:
      return 'bool';
    case ScalarType.FLOAT:
    case ScalarType.DOUBLE:
      return 'float';
    default:
      return 'integer';
  }
}
