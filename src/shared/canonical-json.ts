/** Canonical JSON (RFC 8785), the only spelling that is hashed. */
import canonicalizeModule from 'canonicalize';
import type { JsonObject, JsonValue } from './json.js';

// The package is CommonJS whose types claim a default export; what is imported is the function itself.
const canonicalize = canonicalizeModule as unknown as (value: JsonObject) => string;

/** The canonical spelling of an object. Throws for numbers that JSON cannot carry. */
export function canonicalJson(value: JsonObject): string {
  // JSON.stringify spells strings and numbers as RFC 8785 asks (section 3.2.2 is ECMAScript's own), and keeps the order
  // of keys. So where that is the canonical one already, as in every entry of the hot path, it is several times faster.
  return isSorted(value) ? JSON.stringify(value) : canonicalize(value);
}

/** Whether all keys come in the order of their UTF-16 code units (RFC 8785 section 3.2.3), at every depth. */
function isSorted(value: JsonValue | undefined): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (isList(value)) return value.every(isSorted);
  let previous: string | undefined;
  for (const key of Object.keys(value)) {
    if ((previous !== undefined && previous >= key) || !isSorted(value[key])) return false;
    previous = key;
  }
  return true;
}

const isList = (value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] => Array.isArray(value);
