/** Records of type 4: eighteen bytes of header, all integers big-endian, and an image (ANSI/NIST-ITL 1-2011 Annex B.2.2). */
import { NistFault } from './nist-fault.js';
import type { Type4Record } from './record.js';

const HEADER_BYTES = 18;
const POSITIONS = 6;

/** Reads the record that begins at an offset, and tells where it ends. Throws a NistFault. */
export function readType4(bytes: Uint8Array, offset: number): { readonly record: Type4Record; readonly end: number } {
  if (offset + HEADER_BYTES > bytes.length) {
    throw new NistFault('117', { offset, field: '4.001' }, 'the file ends before the record');
  }
  const data = new DataView(bytes.buffer, bytes.byteOffset + offset);
  const length = data.getUint32(0);
  const end = offset + length;
  if (length < HEADER_BYTES || end > bytes.length) {
    throw new NistFault('117', { offset, field: '4.001' }, 'is as long as it says');
  }
  const record: Type4Record = {
    type: 4,
    idc: data.getUint8(4),
    impression: data.getUint8(5),
    positions: Array.from({ length: POSITIONS }, (_, n) => data.getUint8(6 + n)),
    resolution: data.getUint8(12),
    width: data.getUint16(13),
    height: data.getUint16(15),
    compression: data.getUint8(17),
    data: bytes.subarray(offset + HEADER_BYTES, end),
    offset,
  };
  return { record, end };
}

/** The bytes of a record. Throws a RangeError where the format has no room for what it says. */
export function writeType4(record: Type4Record): Buffer {
  if (record.positions.length !== POSITIONS) throw new RangeError(`A record of type 4 has ${POSITIONS} positions`);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(HEADER_BYTES + record.data.length, 0);
  header.writeUInt8(record.idc, 4);
  header.writeUInt8(record.impression, 5);
  for (const [at, position] of record.positions.entries()) header.writeUInt8(position, 6 + at);
  header.writeUInt8(record.resolution, 12);
  header.writeUInt16BE(record.width, 13);
  header.writeUInt16BE(record.height, 15);
  header.writeUInt8(record.compression, 17);
  return Buffer.concat([header, record.data]);
}
