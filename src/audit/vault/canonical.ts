/** Canonical JSON (RFC 8785), the only spelling that is hashed. */
import canonicalizeModule from 'canonicalize';
import type { JsonObject } from '../../shared/json.js';

// The package is CommonJS whose types claim a default export; what is imported is the function itself.
const canonicalize = canonicalizeModule as unknown as (value: JsonObject) => string;

/** The canonical spelling of an object. Throws for numbers that JSON cannot carry. */
export function canonicalJson(value: JsonObject): string {
  return canonicalize(value);
}
