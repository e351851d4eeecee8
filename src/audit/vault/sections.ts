/** Commitments to an entry's sections, and the plaintext of its payload (audit-leaf/v1, docs/audit-log.md). */
import { HASH_BYTES } from '../merkle/hash.js';
import { sha256 } from '../merkle/sha256.js';
import type { SectionName } from '../log/entry.js';

/** Longest section, in bytes of canonical JSON: its length travels in 16 bits. */
export const MAX_SECTION_BYTES = 65_535;

/** The sections in the order in which a payload holds them. */
export const SECTION_NAMES: readonly SectionName[] = ['who', 'what', 'why', 'result'];

interface Labels {
  readonly name: Buffer;
  /** Label of the salt: "salt" 00 name. */
  readonly salt: Buffer;
  /** What precedes salt and plaintext in the commitment: "audit-commit/v1" 00 name 00. */
  readonly commitment: Buffer;
}

const LABELS: Readonly<Record<SectionName, Labels>> = {
  who: labelsOf('who'),
  what: labelsOf('what'),
  why: labelsOf('why'),
  result: labelsOf('result'),
};

function labelsOf(name: SectionName): Labels {
  return {
    name: Buffer.from(name),
    salt: Buffer.from(`salt\0${name}`),
    commitment: Buffer.from(`audit-commit/v1\0${name}\0`),
  };
}

/** The section's salt, out of the entry's data key by HMAC-SHA-256. */
export function saltOf(name: SectionName, mac: (label: Uint8Array) => Buffer): Buffer {
  return mac(LABELS[name].salt);
}

// Filled and consumed within one synchronous call.
const commitmentInput = Buffer.alloc(32 + HASH_BYTES + MAX_SECTION_BYTES);

/**
 * SHA-256("audit-commit/v1" 00 name 00 salt plaintext). Throws a RangeError for a salt that is not 32 bytes long or a
 * section longer than 65,535 bytes.
 */
export function commitTo(name: SectionName, salt: Uint8Array, plaintext: Uint8Array): Buffer {
  if (salt.length !== HASH_BYTES) throw new RangeError('salt: not 32 bytes');
  if (plaintext.length > MAX_SECTION_BYTES) throw new RangeError('section: longer than 65,535 bytes');
  const prefix = LABELS[name].commitment;
  const end = prefix.length + HASH_BYTES + plaintext.length;
  commitmentInput.set(prefix);
  commitmentInput.set(salt, prefix.length);
  commitmentInput.set(plaintext, prefix.length + HASH_BYTES);
  const commitment = sha256(commitmentInput.subarray(0, end));
  commitmentInput.fill(0, 0, end);
  return commitment;
}

/** One section's canonical JSON, in bytes. */
export type SectionBytes = readonly [name: SectionName, plaintext: Uint8Array];

/** Length of the framed sections. */
export function framedLength(sections: readonly SectionBytes[]): number {
  return sections.reduce((sum, [name, { length }]) => sum + 1 + LABELS[name].name.length + 2 + length, 0);
}

/** For each section: u8 name length ‖ name ‖ u16be length ‖ section. */
export function frameSections(sections: readonly SectionBytes[]): Buffer {
  const framed = Buffer.allocUnsafe(framedLength(sections));
  let at = 0;
  for (const [section, plaintext] of sections) {
    const { name } = LABELS[section];
    at = framed.writeUInt8(name.length, at);
    framed.set(name, at);
    at = framed.writeUInt16BE(plaintext.length, at + name.length);
    framed.set(plaintext, at);
    at += plaintext.length;
  }
  return framed;
}

/** Reads what frameSections wrote; undefined for anything else, an unknown section or one that comes twice. */
export function parseFrames(framed: Buffer): Map<SectionName, Buffer> | undefined {
  const sections = new Map<SectionName, Buffer>();
  let at = 0;
  while (at < framed.length) {
    const nameEnd = at + 1 + framed.readUInt8(at);
    if (nameEnd + 2 > framed.length) return undefined;
    const start = nameEnd + 2;
    const end = start + framed.readUInt16BE(nameEnd);
    const name = SECTION_NAMES.find((known) => known === framed.toString('latin1', at + 1, nameEnd));
    if (end > framed.length || name === undefined || sections.has(name)) return undefined;
    sections.set(name, framed.subarray(start, end));
    at = end;
  }
  return sections;
}
