/**
 * Strict protobuf JSON (https://protobuf.dev/programming-guides/json): says of every value that has the wrong shape
 * where it is, all at once, before anything is converted. The library's own errors stop at the first and quote values.
 */
import { ScalarType } from '@bufbuild/protobuf';
import type { DescEnum, DescField, DescMessage } from '@bufbuild/protobuf';
import type { FieldViolation } from '../../shared/refusal.js';
import { Violations } from './violations.js';

const MAX_DEPTH = 32;

/** A key that can be shown in an error: anything else a caller sends as a key might be data. */
const PRINTABLE_KEY = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const DECIMAL = /^-?(0|[1-9][0-9]{0,19})$/;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

const INT32 = [-(2n ** 31n), 2n ** 31n - 1n] as const;
const UINT32 = [0n, 2n ** 32n - 1n] as const;
const INT64 = [-(2n ** 63n), 2n ** 63n - 1n] as const;
const GREATEST_FLOAT = (2 - 2 ** -23) * 2 ** 127;
const UINT64 = [0n, 2n ** 64n - 1n] as const;

/** Every misshapen value of a parsed JSON text, by its path in proto names; at most 100. */
export function jsonViolations(message: DescMessage, json: unknown): readonly FieldViolation[] {
  const violations = new Violations();
  checkMessage(message, json, '', 0, violations);
  return violations.all();
}

function checkMessage(type: DescMessage, json: unknown, path: string, depth: number, violations: Violations): void {
  if (typeof json !== 'object' || json === null || Array.isArray(json) || depth > MAX_DEPTH) {
    violations.add(path, 'type', 'must be a JSON object');
    return;
  }
  const prefix = path === '' ? '' : `${path}.`;
  for (const [key, value] of Object.entries(json)) {
    const field = type.fields.find((candidate) => candidate.jsonName === key || candidate.name === key);
    if (field === undefined) {
      violations.add(prefix + (PRINTABLE_KEY.test(key) ? key : '?'), 'unknown_field', 'is not a field of this message');
    } else if (value !== null) {
      checkField(field, value, prefix + field.name, depth, violations);
    }
  }
}

function checkField(field: DescField, json: unknown, path: string, depth: number, violations: Violations): void {
  if (field.fieldKind !== 'list') {
    checkValue(field, json, path, depth, violations);
  } else if (Array.isArray(json)) {
    json.forEach((item, index) => checkValue(field, item, `${path}[${index}]`, depth, violations));
  } else {
    violations.add(path, 'type', 'must be a JSON array');
  }
}

function checkValue(field: DescField, json: unknown, path: string, depth: number, violations: Violations): void {
  if (field.message !== undefined) checkMessage(field.message, json, path, depth + 1, violations);
  else if (field.enum !== undefined) checkEnum(field.enum, json, path, violations);
  else checkScalar(field.scalar, json, path, violations);
}

function checkEnum(type: DescEnum, json: unknown, path: string, violations: Violations): void {
  const known =
    typeof json === 'string'
      ? type.values.some((value) => value.name === json)
      : type.values.some((value) => value.number === json);
  if (!known) violations.add(path, 'enum', 'is not a value of this enumeration');
}

function checkScalar(type: ScalarType | undefined, json: unknown, path: string, violations: Violations): void {
  const demand = (fits: boolean, description: string) => {
    if (!fits) violations.add(path, 'type', description);
  };
  switch (type) {
    case ScalarType.STRING:
      demand(typeof json === 'string', 'must be a JSON string');
      return;
    case ScalarType.BOOL:
      demand(typeof json === 'boolean', 'must be true or false');
      return;
    case ScalarType.BYTES:
      demand(typeof json === 'string' && BASE64.test(json), 'must be a JSON string in base64');
      return;
    case ScalarType.DOUBLE:
      demand(typeof json === 'number', 'must be a JSON number');
      return;
    case ScalarType.FLOAT:
      demand(
        typeof json === 'number' && Math.abs(json) <= GREATEST_FLOAT,
        'must be a JSON number that 32 bits can hold',
      );
      return;
    case ScalarType.INT32:
    case ScalarType.SINT32:
    case ScalarType.SFIXED32:
      demand(isInteger(json, INT32), 'must be a 32-bit integer');
      return;
    case ScalarType.UINT32:
    case ScalarType.FIXED32:
      demand(isInteger(json, UINT32), 'must be an unsigned 32-bit integer');
      return;
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      demand(isInteger(json, UINT64), 'must be an unsigned 64-bit integer, as a string when large');
      return;
    default:
      demand(isInteger(json, INT64), 'must be a 64-bit integer, as a string when large');
  }
}

function isInteger(json: unknown, [least, greatest]: readonly [bigint, bigint]): boolean {
  // Beyond 2^53 a JSON number has been rounded already, and to what is anyone's guess.
  const exact = typeof json === 'number' ? Number.isSafeInteger(json) : typeof json === 'string' && DECIMAL.test(json);
  if (!exact) return false;
  const value = BigInt(json as number | string);
  return value >= least && value <= greatest;
}
