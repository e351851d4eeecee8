/** Writes files of ANSI/NIST-ITL in the traditional encoding: what was read comes out as the same bytes. */
import { tagOf } from './field-values.js';
import { FS, GS, isType4, type NistFile, type NistRecord, type TaggedField, type TaggedRecord } from './record.js';
import { writeType4 } from './type-4.js';

/** A field's number, and its text (of which separators are part) or its bytes. */
export type FieldEntry = readonly [number: number, value: string | Uint8Array];

/** The bytes of a file, all of whose fields are written as they are. */
export const writeNistFile = ({ header, records }: NistFile): Buffer =>
  Buffer.concat([
    writeTagged(header),
    ...records.map((record) => (isType4(record) ? writeType4(record) : writeTagged(record))),
  ]);

const writeTagged = ({ fields }: TaggedRecord): Buffer =>
  Buffer.concat(
    fields.flatMap(({ tag, value }, at) => [
      Buffer.from(`${tag}:`, 'latin1'),
      value,
      Buffer.of(at === fields.length - 1 ? FS : GS),
    ]),
  );

/** A record of these fields, behind the length that they make. */
export function makeRecord(type: number, entries: readonly FieldEntry[]): TaggedRecord {
  const fields = entries.map(([number, value]) => makeField(type, number, value));
  const others = fields.reduce((sum, { tag, value }) => sum + tag.length + value.length + 2, 0);
  return {
    type,
    fields: [makeField(type, 1, String(lengthWith(others, tagOf(type, 1).length))), ...fields],
    offset: 0,
  };
}

/** Length of a record whose first field counts its own digits, too. */
function lengthWith(others: number, tagLength: number): number {
  const rest = others + tagLength + 2;
  let length = rest + 1;
  while (rest + String(length).length !== length) length = rest + String(length).length;
  return length;
}

function makeField(type: number, number: number, value: string | Uint8Array): TaggedField {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'latin1') : value;
  return { number, tag: tagOf(type, number), value: bytes, offset: 0 };
}

/** Field 1.003 (CNT) for these records, in their order. */
export function contentOf(records: readonly NistRecord[]): string {
  const listed = records.map((record) => `\x1e${record.type}\x1f${idcOf(record)}`);
  return `1\x1f${records.length}${listed.join('')}`;
}

/** The IDC as it is written in the record; two digits for a record of type 4. */
function idcOf(record: NistRecord): string {
  if (isType4(record)) return String(record.idc).padStart(2, '0');
  const idc = record.fields[1];
  if (idc?.number !== 2) throw new RangeError('The second field of a record is its IDC');
  return Buffer.from(idc.value).toString('latin1');
}
