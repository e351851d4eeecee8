/** Salts of an entry's sections, and the plaintext of its payload (audit-leaf/v1, docs/audit-log.md). */
import { SECTION_NAMES, type SectionName } from '../leaf/commitment.js';

interface Labels {
  readonly name: Buffer;
  /** Label of the salt: "salt" 00 name. */
  readonly salt: Buffer;
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
  };
}

/** The section's salt, out of the entry's data key by HMAC-SHA-256. */
export function saltOf(name: SectionName, mac: (label: Uint8Array) => Buffer): Buffer {
  return mac(LABELS[name].salt);
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
