/**
 * Finger minutiae records in the record format of ISO/IEC 19794-2:2005: as much of them as tells what a sample is, and that
 * it is whole. All integers are big-endian.
 */

/** Part of a finger view that a standard or a vendor added. */
export interface ExtendedData {
  /** 1 ridge counts, 2 cores and deltas, 3 zonal quality; from 0x0100 on a vendor's own. */
  readonly type: number;
  readonly data: Uint8Array;
}

/** One finger, once. */
export interface FingerView {
  /** 0 unknown, 1 right thumb to 5 right little finger, 6 left thumb to 10 left little finger. */
  readonly position: number;
  /** 0 to 3 plain or rolled, live or not; 8 swipe. */
  readonly impression: number;
  /** From 0 to 100. */
  readonly quality: number;
  readonly minutiae: number;
  readonly extended: readonly ExtendedData[];
}

/** Why bytes are no such record. */
export type RecordFault = 'not_a_record' | 'length' | 'no_view' | 'position' | 'minutia' | 'extended_data';

const MAGIC = [0x46, 0x4d, 0x52, 0x00, 0x20, 0x32, 0x30, 0x00];
const HEADER_BYTES = 24;
const VIEW_BYTES = 6;
const MINUTIA_BYTES = 6;
const LAST_POSITION = 10;

/** Reads the views of a record, or says what is wrong with it. Never throws; linear in its length. */
export function readFingerRecord(bytes: Uint8Array): readonly FingerView[] | RecordFault {
  if (bytes.length < HEADER_BYTES || MAGIC.some((byte, at) => bytes[at] !== byte)) return 'not_a_record';
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.getUint32(8) !== bytes.length) return 'length';
  const [width, height] = [data.getUint16(14), data.getUint16(16)];
  const views: FingerView[] = [];
  let at = HEADER_BYTES;
  for (let left = data.getUint8(22); left > 0; left--) {
    if (at + VIEW_BYTES > bytes.length) return 'length';
    const position = data.getUint8(at);
    if (position > LAST_POSITION) return 'position';
    const minutiae = data.getUint8(at + 3);
    const extendedAt = at + 4 + minutiae * MINUTIA_BYTES;
    if (extendedAt + 2 > bytes.length) return 'length';
    for (let minutia = at + 4; minutia < extendedAt; minutia += MINUTIA_BYTES) {
      const [x, y] = [data.getUint16(minutia) & 0x3fff, data.getUint16(minutia + 2) & 0x3fff];
      if (x >= width || y >= height) return 'minutia';
    }
    const end = extendedAt + 2 + data.getUint16(extendedAt);
    if (end > bytes.length) return 'length';
    const space = bytes.subarray(extendedAt + 2, end);
    const extended = readExtended(space, 4) ?? readExtended(space, 0);
    if (extended === undefined) return 'extended_data';
    const impression = data.getUint8(at + 1) & 0x0f;
    views.push({ position, impression, quality: data.getUint8(at + 2), minutiae, extended });
    at = end;
  }
  if (at !== bytes.length) return 'length';
  return views.length === 0 ? 'no_view' : views;
}

/**
 * Blocks of a type, a length and data; undefined if they do not fill the space. Writers disagree whether the length counts
 * the four bytes of type and length.
 */
function readExtended(bytes: Uint8Array, counted: 0 | 4): readonly ExtendedData[] | undefined {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks: ExtendedData[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 4 > bytes.length) return undefined;
    const end = at + 4 - counted + data.getUint16(at + 2);
    if (end < at + 4 || end > bytes.length) return undefined;
    blocks.push({ type: data.getUint16(at), data: bytes.subarray(at + 4, end) });
    at = end;
  }
  return blocks;
}
