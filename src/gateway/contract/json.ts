/** Protobuf JSON in, protobuf bytes out, and the other way round: the REST face is nothing else. */
import { ScalarType, fromBinary, fromJsonString, toBinary, toJsonString } from '@bufbuild/protobuf';
import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { Refusal } from '../../shared/refusal.js';
import { invalid } from './codec.js';
import { jsonViolations } from './json-shape.js';

/**
 * Turns a JSON text into protobuf. Throws Refusal REQUEST_MALFORMED when it is not one unambiguous JSON text in UTF-8,
 * REQUEST_INVALID with every misshapen value otherwise; nothing else, whatever the bytes.
 */
export function jsonToBinary(message: DescMessage, bytes: Uint8Array): Uint8Array {
  const text = decodeUtf8(bytes);
  const violations = jsonViolations(message, parseJson(text));
  if (violations.length > 0) throw invalid(violations);
  return convert(message, text);
}

/**
 * Turns query parameters into protobuf: one scalar field each, by its JSON or proto name. Throws as jsonToBinary does;
 * an unknown or repeated parameter is a violation.
 */
export function queryToBinary(message: DescMessage, query: URLSearchParams): Uint8Array {
  const entries = [...query].map(([name, value]) => {
    const field = message.fields.find((candidate) => candidate.jsonName === name || candidate.name === name);
    return [name, field === undefined ? value : queryValue(field, value)] as const;
  });
  const violations = jsonViolations(message, Object.fromEntries(entries));
  if (violations.length > 0) throw invalid(violations);
  // As text with its repetitions, so that a parameter given twice is found where a key given twice is.
  const pairs = entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return convert(message, `{${pairs.join(',')}}`);
}

/** Turns protobuf into JSON. Throws when the bytes are not of the message: a fault of ours. */
export function binaryToJson(message: DescMessage, bytes: Uint8Array): string {
  return toJsonString(message, fromBinary(message, bytes));
}

function convert(message: DescMessage, text: string): Uint8Array {
  try {
    return toBinary(message, fromJsonString(message, text));
  } catch {
    // The library's message quotes values. Its shape was checked, so what is left is ambiguity: a field set twice.
    throw new Refusal('REQUEST_MALFORMED', 'a key is given twice, or two fields of which only one may be');
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal('REQUEST_MALFORMED', 'the body is not UTF-8');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('REQUEST_MALFORMED', 'the body is not JSON');
  }
}

/** A query parameter is text; JSON needs booleans and enum numbers as such. */
function queryValue(field: DescField, text: string): string | number | boolean {
  if (field.fieldKind === 'enum' && /^[0-9]{1,9}$/.test(text)) return Number(text);
  if (field.scalar === ScalarType.BOOL && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
