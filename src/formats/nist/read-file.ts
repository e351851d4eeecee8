/** Reads files of ANSI/NIST-ITL in the traditional encoding. What the fields mean is for others. */
import { parseInteger, placeOf, requireField, subfieldsOf } from './field-values.js';
import { NistFault } from './nist-fault.js';
import { readTagged } from './read-tagged.js';
import type { NistFile, NistRecord, TaggedRecord } from './record.js';
import { readType4 } from './type-4.js';

/** Fourteen images without any compression, and palms. */
export const MAX_FILE_BYTES = 33_554_432;

/** Ten-prints, palms and minutiae of one person or trace come to fewer. */
export const MAX_RECORDS = 200;

const LAST_IDC = 99;
const CNT = 3;
const IDC = 2;

/** Reads a file. Linear in its length; the records are views of the bytes given. Throws a NistFault. */
export function readNistFile(bytes: Uint8Array): NistFile {
  if (bytes.length > MAX_FILE_BYTES) {
    throw new NistFault('107', { offset: MAX_FILE_BYTES }, `a file has at most ${MAX_FILE_BYTES} bytes`);
  }
  const header = readTagged(bytes, 0, 1);
  let at = endOf(header);
  const records = readContent(header).map(({ type, idc }): NistRecord => {
    const { record, end } = readRecord(bytes, at, type, idc);
    at = end;
    return record;
  });
  if (at < bytes.length) throw new NistFault('117', { offset: at }, 'the file ends with the last record of 1.003');
  return { header, records };
}

/** Types and IDCs of the records that follow, as 1.003 announces them. */
function readContent(header: TaggedRecord): readonly { readonly type: number; readonly idc: number }[] {
  const field = requireField(header, CNT);
  const [[first, count, ...others] = [], ...announced] = subfieldsOf(field);
  if (first !== '1' || others.length > 0) throw new NistFault('115', placeOf(field), 'begins with 1 and a count');
  if (parseInteger(count ?? '', field, 1, MAX_RECORDS) !== announced.length) {
    throw new NistFault('105', placeOf(field), 'counts the records that it lists');
  }
  return announced.map(([type = '', idc = '', ...rest]) => {
    if (rest.length > 0) throw new NistFault('105', placeOf(field), 'lists pairs of type and IDC');
    const code = parseInteger(type, field, 2, 99);
    // Types 3, 5 and 6 are deprecated, 7 and 8 are no prints.
    if (code === 3 || (code >= 5 && code <= 8))
      throw new NistFault('102', placeOf(field), 'lists types 2, 4 and 9 to 99');
    return { type: code, idc: parseInteger(idc, field, 0, LAST_IDC) };
  });
}

function readRecord(
  bytes: Uint8Array,
  at: number,
  type: number,
  idc: number,
): { readonly record: NistRecord; readonly end: number } {
  if (at >= bytes.length) throw new NistFault('117', { offset: at }, 'the file has as many records as 1.003 lists');
  if (type === 4) {
    const read = readType4(bytes, at);
    if (read.record.idc !== idc) throw otherIdc({ offset: at, field: '4.002' });
    return read;
  }
  const record = readTagged(bytes, at, type);
  const field = requireField(record, IDC);
  if (record.fields[1] !== field || parseInteger(subfieldsOf(field)[0]?.[0] ?? '', field, 0, LAST_IDC) !== idc) {
    throw otherIdc(placeOf(field));
  }
  return { record, end: endOf(record) };
}

const otherIdc = (place: { offset: number; field: string }): NistFault =>
  new NistFault('115', place, 'is the second field, and the IDC that 1.003 lists');

/** Where a record that was read ends: behind the separator of its last field. */
function endOf({ fields }: TaggedRecord): number {
  const last = fields.at(-1);
  return last === undefined ? 0 : last.offset + last.value.length + 1;
}
