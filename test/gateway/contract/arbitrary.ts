/** Arbitrary messages of the contract, as protobuf JSON. */
import { ScalarType } from '@bufbuild/protobuf';
import type { DescField, DescMessage, JsonObject, JsonValue } from '@bufbuild/protobuf';
import * as fc from 'fast-check';

/** JSON of any message of a type: the right shape, whatever the rules say. */
export function messageJson(message: DescMessage): fc.Arbitrary<JsonObject> {
  const free = message.fields.filter(({ oneof }) => oneof === undefined);
  const fields = free.map((field) => [field.jsonName, fieldJson(field)] as const);
  const record = fc.record(Object.fromEntries(fields), { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
  const choices = message.oneofs.map((oneof) =>
    fc.oneof(
      fc.constant({}),
      ...oneof.fields.map((field) => fieldJson(field).map((value): JsonObject => ({ [field.jsonName]: value }))),
    ),
  );
  return fc.tuple(record, ...choices).map((parts) => Object.assign({}, ...parts) as JsonObject);
}

function fieldJson(field: DescField): fc.Arbitrary<JsonValue> {
  const value = valueJson(field);
  return field.fieldKind === 'list' ? fc.array(value, { maxLength: 4 }) : value;
}

function valueJson(field: DescField): fc.Arbitrary<JsonValue> {
  if (field.message !== undefined) return messageJson(field.message);
  if (field.enum !== undefined) return fc.constantFrom(...field.enum.values.map((value) => value.name));
  switch (field.scalar) {
    case ScalarType.STRING:
      return fc.string({ unit: 'grapheme', maxLength: 20 });
    case ScalarType.BOOL:
      return fc.boolean();
    case ScalarType.UINT32:
      return fc.nat();
    case ScalarType.UINT64:
      return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
    case ScalarType.DOUBLE:
      // JSON.stringify makes 0 of -0.
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
    case ScalarType.FLOAT:
      return fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
    case ScalarType.BYTES:
      return fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('base64'));
    default:
      throw new Error(`the tests know no values of ${field.toString()}`);
  }
}
