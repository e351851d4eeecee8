/**
 * Validation of decoded requests against the rules in the contract. Compiled once per message into closures; reports
 * every broken rule at once, by name and field, never by value.
 */
import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';
import type { Clock } from '../../shared/clock.js';
import type { FieldViolation } from '../../shared/refusal.js';
import { checkRules } from './field-rules.js';
import type { CheckedRules } from './field-rules.js';
import { propertyName } from './generated-code.js';
import type { ContractOptions } from './options.js';
import { valueCheck } from './value-checks.js';
import type { ValueCheck } from './value-checks.js';
import { Violations } from './violations.js';

/** Judges one decoded message (generated type). Empty means that it keeps every rule. */
export type Validator = (message: unknown) => readonly FieldViolation[];

type Shape = Readonly<Record<string, unknown>>;
type MessageCheck = (message: Shape, prefix: string, violations: Violations) => void;

/**
 * Compiles the validator of a message type. Throws when the contract states a rule that does not fit its field, a
 * pattern that could backtrack, or a kind of field that no rule covers.
 */
export function compileValidator(message: DescMessage, options: ContractOptions, clock: Clock): Validator {
  const check = new Compiler(options, clock).message(message);
  return (decoded) => {
    const violations = new Violations();
    check(decoded as Shape, '', violations);
    return violations.all();
  };
}

class Compiler {
  private readonly options: ContractOptions;
  private readonly clock: Clock;
  private readonly compiled = new Map<string, MessageCheck>();

  constructor(options: ContractOptions, clock: Clock) {
    this.options = options;
    this.clock = clock;
  }

  message(type: DescMessage): MessageCheck {
    const found = this.compiled.get(type.typeName);
    if (found !== undefined) return found;
    const checks: MessageCheck[] = [];
    const check: MessageCheck = (message, prefix, violations) => {
      for (const one of checks) one(message, prefix, violations);
    };
    // Known before its fields are compiled, so that a type may contain itself.
    this.compiled.set(type.typeName, check);
    checks.push(refuseUnknownFields);
    for (const field of type.fields) checks.push(this.field(field));
    const rules = this.options.messageRules(type);
    for (const { fields } of rules?.atLeastOne ?? []) checks.push(atLeast('one', type, fields));
    for (const { fields } of rules?.atLeastTwo ?? []) checks.push(atLeast('two', type, fields));
    return check;
  }

  private field(field: DescField): MessageCheck {
    const rules = checkRules(field, this.options.fieldRules(field));
    const read = reader(field);
    const name = field.name;
    const each = field.message === undefined ? valueCheck(field, rules, this.clock) : this.nested(field.message);
    if (rules.list) return list(name, rules, each, read);
    const isAbsent = absence(rules, field.presence === FeatureSet_FieldPresence.EXPLICIT);
    return (message, prefix, violations) => {
      const value = read(message);
      if (!isAbsent(value)) each(value, prefix === '' ? name : prefix + name, violations);
      else if (rules.required) violations.add(prefix + name, 'required', 'must be given');
    };
  }

  private nested(type: DescMessage): ValueCheck {
    const check = this.message(type);
    return (value, path, violations) => check(value as Shape, `${path}.`, violations);
  }
}

/**
 * A field that this gateway does not know could be a restriction that it would not apply (docs/adr/0003). The generated
 * decoder keeps unknown fields by tag.
 */
const refuseUnknownFields: MessageCheck = (message, prefix, violations) => {
  for (const tag in message._unknownFields as object) {
    violations.add(`${prefix}#${Number(tag) >>> 3}`, 'unknown_field', 'is not a field of this message');
  }
};

/** How generated code holds a field: as a property, or inside the union that stands for its oneof. */
function reader(field: DescField): (message: Shape) => unknown {
  const property = propertyName(field.name);
  if (field.oneof === undefined) return (message) => message[property];
  const union = propertyName(field.oneof.name);
  return (message) => {
    const chosen = message[union] as { readonly $case: string; readonly value: unknown } | undefined;
    return chosen?.$case === property ? chosen.value : undefined;
  };
}

/** Whether a value counts as not given. */
function absence(rules: CheckedRules, explicit: boolean): (value: unknown) => boolean {
  switch (rules.kind) {
    case 'string':
      return rules.required
        ? (value) => value === undefined || (value as string).trim() === ''
        : (value) => value === undefined || value === '';
    case 'bytes':
      return (value) => value === undefined || (value as Uint8Array).length === 0;
    case 'enum':
      return (value) => value === undefined || value === 0;
    case 'integer':
      // On the wire, zero is how a plain field says "not given"; an optional field can say zero and mean it.
      return rules.required || !explicit
        ? (value) => value === undefined || value === 0 || value === 0n
        : (value) => value === undefined;
    case 'float':
    case 'bool':
    case 'message':
      return (value) => value === undefined;
  }
}

function list(name: string, rules: CheckedRules, each: ValueCheck, read: (message: Shape) => unknown): MessageCheck {
  const least = Math.max(rules.minItems, rules.required ? 1 : 0);
  return (message, prefix, violations) => {
    const items = read(message) as readonly unknown[];
    const path = prefix + name;
    if (items.length < least) violations.add(path, 'min_items', `must have at least ${least} items`);
    if (items.length > rules.maxItems) {
      // The items of a list that is too long are not worth naming one by one.
      violations.add(path, 'max_items', `must have at most ${rules.maxItems} items`);
      return;
    }
    items.forEach((item, index) => each(item, `${path}[${index}]`, violations));
  };
}

function atLeast(number: 'one' | 'two', type: DescMessage, names: readonly string[]): MessageCheck {
  const readers = names.map((name) => {
    const field = type.fields.find((candidate) => candidate.name === name);
    if (field === undefined) throw new Error(`contract: ${type.typeName} has no field ${name}`);
    return reader(field);
  });
  const least = number === 'one' ? 1 : 2;
  const description = `at least ${number} of ${names.join(', ')} must be given`;
  return (message, prefix, violations) => {
    let given = 0;
    for (const read of readers) if (isGiven(read(message)) && ++given === least) return;
    violations.add(prefix + (names[0] ?? ''), `at_least_${number}`, description);
  };
}

function isGiven(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length > 0;
  return value !== undefined && value !== 0 && value !== 0n && value !== false;
}
