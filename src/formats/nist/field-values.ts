import { NistFault } from './nist-fault.js';
import { RS, type TaggedField, type TaggedRecord, US } from './record.js';

/** Subfields of a field, and items of a subfield, at most. The format knows no more than 1000 of either. */
const MAX_PARTS = 1_000;

/** Bytes of a field that is text: more than the minutiae of a palm with their ridge counts take. */
const MAX_TEXT_BYTES = 262_144;

/** The field of this number; undefined if the record has none. */
export const fieldOf = (record: TaggedRecord, number: number): TaggedField | undefined =>
  record.fields.find((field) => field.number === number);

/** Number of a field as the standard writes it, e.g. "1.009". */
export const tagOf = (type: number, number: number): string => `${type}.${String(number).padStart(3, '0')}`;

/** The field of this number. Throws a NistFault if the record has none. */
export function requireField(record: TaggedRecord, number: number): TaggedField {
  const field = fieldOf(record, number);
  if (field !== undefined) return field;
  throw new NistFault('101', { offset: record.offset, field: tagOf(record.type, number) }, 'must be given');
}

/** The items of each subfield. Throws a NistFault if there are too many, or other characters than printable ASCII. */
export function subfieldsOf(field: TaggedField): readonly (readonly string[])[] {
  const text = printable(field, [RS, US]);
  const subfields = text.split('\x1e', MAX_PARTS + 1);
  if (subfields.length > MAX_PARTS) throw new NistFault('104', placeOf(field), `has at most ${MAX_PARTS} subfields`);
  return subfields.map((subfield) => {
    const items = subfield.split('\x1f', MAX_PARTS + 1);
    if (items.length > MAX_PARTS) throw new NistFault('104', placeOf(field), `has at most ${MAX_PARTS} items`);
    return items;
  });
}

/** The text of a field that has one subfield of one item. Throws a NistFault for any other. */
export function textOf(field: TaggedField): string {
  if (field.value.includes(RS)) throw new NistFault('105', placeOf(field), 'has one subfield');
  if (field.value.includes(US)) throw new NistFault('105', placeOf(field), 'has one item');
  return printable(field, []);
}

/** The integer of a field. Throws a NistFault if it is none, or beyond its bounds. */
export const integerOf = (field: TaggedField, least: number, greatest: number): number =>
  parseInteger(textOf(field), field, least, greatest);

/** The integer that an item of a field is. Throws a NistFault if it is none, or beyond its bounds. */
export function parseInteger(text: string, field: TaggedField, least: number, greatest: number): number {
  if (!/^\d{1,10}$/.test(text)) throw new NistFault('108', placeOf(field), 'has digits here');
  const value = Number(text);
  if (value < least) throw new NistFault('109', placeOf(field), `is at least ${least}`);
  if (value > greatest) throw new NistFault('110', placeOf(field), `is at most ${greatest}`);
  return value;
}

/** Where a field is, as a fault names it. */
export const placeOf = ({ tag, offset }: TaggedField): { readonly offset: number; readonly field: string } => ({
  offset,
  field: tag,
});

function printable(field: TaggedField, separators: readonly number[]): string {
  if (field.value.length > MAX_TEXT_BYTES) {
    throw new NistFault('107', placeOf(field), `has at most ${MAX_TEXT_BYTES} bytes`);
  }
  const odd = field.value.findIndex((byte) => (byte < 0x20 || byte > 0x7e) && !separators.includes(byte));
  if (odd < 0) return Buffer.from(field.value).toString('latin1');
  throw new NistFault('111', { offset: field.offset + odd, field: field.tag }, 'has printable ASCII characters');
}
