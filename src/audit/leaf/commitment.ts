/** Commitments to an entry's sections (audit-leaf/v1, docs/audit-log.md): they bind, and open one by one. */
import { HASH_BYTES } from '../merkle/hash.js';
import { sha256 } from '../merkle/sha256.js';
import { encodeBase64 } from '../note/base64.js';
import { utf8 } from '../note/bytes.js';

/** The sections in the order in which a payload holds them. */
export const SECTION_NAMES = ['who', 'what', 'why', 'result'] as const;

/** Sections of an entry. Each is encrypted and committed to on its own. */
export type SectionName = (typeof SECTION_NAMES)[number];

/** Longest section, in bytes of canonical JSON: its length travels in 16 bits. */
export const MAX_SECTION_BYTES = 65_535;

/** What precedes salt and plaintext: "audit-commit/v1" 00 name 00. */
const PREFIXES: Readonly<Record<SectionName, Uint8Array>> = {
  who: utf8('audit-commit/v1\0who\0'),
  what: utf8('audit-commit/v1\0what\0'),
  why: utf8('audit-commit/v1\0why\0'),
  result: utf8('audit-commit/v1\0result\0'),
};

// Filled and consumed within one synchronous call.
const input = new Uint8Array(32 + HASH_BYTES + MAX_SECTION_BYTES);

/**
 * Base64 of SHA-256("audit-commit/v1" 00 name 00 salt plaintext). Throws a RangeError for a salt that is not 32 bytes
 * long or a section longer than 65,535 bytes.
 */
export function commitTo(name: SectionName, salt: Uint8Array, plaintext: Uint8Array): string {
  if (salt.length !== HASH_BYTES) throw new RangeError('salt: not 32 bytes');
  if (plaintext.length > MAX_SECTION_BYTES) throw new RangeError('section: longer than 65,535 bytes');
  const prefix = PREFIXES[name];
  const end = prefix.length + HASH_BYTES + plaintext.length;
  input.set(prefix);
  input.set(salt, prefix.length);
  input.set(plaintext, prefix.length + HASH_BYTES);
  const commitment = encodeBase64(sha256(input.subarray(0, end)));
  input.fill(0, 0, end);
  return commitment;
}

/** Salt and plaintext that open one section's commitment. */
export interface SectionOpening {
  /** 32 bytes. */
  readonly salt: Uint8Array;
  /** Canonical JSON (RFC 8785) of the section. */
  readonly plaintext: Uint8Array;
}

/**
 * Whether an opening is of the section that an entry commits to. It says nothing about the other sections: each has a
 * salt of its own.
 */
export function opensSection(
  commitments: Readonly<Partial<Record<SectionName, string>>>,
  name: SectionName,
  { salt, plaintext }: SectionOpening,
): boolean {
  const fits = salt.length === HASH_BYTES && plaintext.length <= MAX_SECTION_BYTES;
  return fits && commitments[name] === commitTo(name, salt, plaintext);
}
