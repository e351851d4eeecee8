/** Reads one tagged record. */
import { NistFault } from './nist-fault.js';
import { FS, GS, type TaggedField, type TaggedRecord } from './record.js';

/** More than any record type defines and its users add. */
const MAX_FIELDS = 1_000;

/** Binary data, which may hold separators and so must be the last field (ANSI/NIST-ITL 1-2011 Annex B.1.6). */
const DATA_FIELD = 999;

/** Types whose field 999 is an image or other binary data. */
const isWithData = (type: number): boolean => type >= 10;

const COLON = 0x3a;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** Digits of a type, of a field number and of a length: as many as ever needed. */
const MAX_TYPE_DIGITS = 2;
const MAX_NUMBER_DIGITS = 4;
const MAX_LENGTH_DIGITS = 10;

/** Reads the record of a type that begins at an offset. Throws a NistFault. */
export function readTagged(bytes: Uint8Array, offset: number, type: number): TaggedRecord {
  const end = offset + readLength(bytes, offset, type);
  const fields: TaggedField[] = [];
  const numbers = new Set<number>();
  let at = offset;
  while (at < end) {
    const field = readField(bytes, at, end, type);
    const place = { offset: at, field: field.tag };
    if (fields.length === MAX_FIELDS) throw new NistFault('104', place, `a record has at most ${MAX_FIELDS} fields`);
    if (numbers.has(field.number)) throw new NistFault('104', place, 'is given once');
    numbers.add(field.number);
    fields.push(field);
    at = field.offset + field.value.length + 1;
  }
  return { type, fields, offset };
}

/** What the first field says, if the record really ends there. */
function readLength(bytes: Uint8Array, offset: number, type: number): number {
  const field = readField(bytes, offset, Math.min(bytes.length, offset + 32), type, true);
  const place = { offset, field: field.tag };
  if (field.number !== 1) throw new NistFault('101', place, 'a record begins with its length');
  const text = Buffer.from(field.value).toString('latin1');
  if (!/^\d+$/.test(text) || text.length > MAX_LENGTH_DIGITS) throw new NistFault('108', place, 'is a number of bytes');
  const length = Number(text);
  if (offset + length > bytes.length) throw new NistFault('117', place, 'the file ends before the record');
  if (bytes[offset + length - 1] !== FS || length <= field.tag.length + 1 + text.length) {
    throw new NistFault('117', place, 'the record ends with FS where its length says');
  }
  return length;
}

/** Reads the field at a place. `cut`: the end is not one of a record. */
function readField(bytes: Uint8Array, at: number, end: number, type: number, cut = false): TaggedField {
  const { number, tag, from } = readTag(bytes, at, end, type);
  if (number === DATA_FIELD && isWithData(type) && !cut) {
    return { number, tag, value: bytes.subarray(from, end - 1), offset: from };
  }
  let to = from;
  while (to < end && bytes[to] !== GS && bytes[to] !== FS) to += 1;
  const place = { offset: to, field: tag };
  if (to === end) throw new NistFault('117', place, 'a field ends with GS or FS');
  if (!cut && (bytes[to] === FS) !== (to === end - 1)) {
    throw new NistFault('117', place, 'FS stands at the end of a record and nowhere else');
  }
  return { number, tag, value: bytes.subarray(from, to), offset: from };
}

function readTag(
  bytes: Uint8Array,
  at: number,
  end: number,
  type: number,
): { readonly number: number; readonly tag: string; readonly from: number } {
  const dot = skipDigits(bytes, at, Math.min(end, at + MAX_TYPE_DIGITS));
  const colon = skipDigits(bytes, dot + 1, Math.min(end, dot + 1 + MAX_NUMBER_DIGITS));
  if (dot === at || bytes[dot] !== DOT || colon === dot + 1 || colon >= end || bytes[colon] !== COLON) {
    throw new NistFault('117', { offset: at }, 'a field begins with type, full stop, number and colon');
  }
  const tag = Buffer.from(bytes.subarray(at, colon)).toString('latin1');
  if (Number(tag.slice(0, dot - at)) !== type) {
    throw new NistFault('102', { offset: at }, `is a field of a record of type ${type}`);
  }
  return { number: Number(tag.slice(dot - at + 1)), tag, from: colon + 1 };
}

function skipDigits(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && (bytes[at] ?? 0) >= ZERO && (bytes[at] ?? 0) <= NINE) at += 1;
  return at;
}
