/** Reads finger minutiae records. All integers are big-endian. */
import { ByteReader } from './byte-reader.js';
import { readExtendedData } from './extended-data.js';
import { type MinutiaForm, readMinutia } from './minutia-bytes.js';
import { type FingerRecord, type RatedView, RecordFault, type Representation } from './record.js';
import type { ImageSize, Minutia } from './template.js';

/** More than ten fingers sixteen times with all minutiae and plenty of extended data. */
export const MAX_RECORD_BYTES = 1_048_576;

export const MAX_VIEWS = 176;
export const ISO_HEADER_BYTES = 24;
export const INCITS_HEADER_BYTES = 26;
export const ISO_2011_HEADER_BYTES = 15;

export const ISO_2005: MinutiaForm = { bytes: 6, turn: 256, unreported: 0 };
export const INCITS_2004: MinutiaForm = { bytes: 6, turn: 180, unreported: 0 };
export const iso2011 = (bytes: 5 | 6): MinutiaForm => ({ bytes, turn: 256, unreported: 254 });

const LAST_POSITION = 10;

/** Reads a record of whichever format. Linear in its length. Throws a RecordFault. */
export function readFingerRecord(bytes: Uint8Array): FingerRecord {
  if (bytes.length > MAX_RECORD_BYTES) throw new RecordFault('too_long', MAX_RECORD_BYTES);
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  if (head === 'FMR\0 20\0') return readOneImage(bytes);
  if (head === 'FMR\x00030\0') return readIso2011(bytes);
  throw new RecordFault('not_a_record', 0);
}

/**
 * ISO/IEC 19794-2:2005 or INCITS 378-2004, which begin alike. The length tells them apart: INCITS writes it in two bytes, or,
 * where these do not hold it, in four after two of 0; a record of ISO is shorter than the least number that INCITS writes
 * into its first two bytes, or longer than the greatest into the third and fourth.
 */
function readOneImage(bytes: Uint8Array): FingerRecord {
  const reader = new ByteReader(bytes, 8);
  const [first, second] = [reader.u16(), reader.u16()];
  if (first < INCITS_HEADER_BYTES && (first > 0 || second >= ISO_HEADER_BYTES)) {
    if (first * 0x10000 + second !== bytes.length) throw new RecordFault('length', 8);
    return { format: 'ISO/IEC 19794-2:2005', ...readImageAndViews(reader, ISO_2005) };
  }
  if (first > 0) {
    reader.at = 10;
    if (first !== bytes.length) throw new RecordFault('length', 8);
  } else if (second * 0x10000 + reader.u16() !== bytes.length || bytes.length < 0x10000) {
    throw new RecordFault('length', 8);
  }
  const product = { owner: reader.u16(), type: reader.u16() };
  return { format: 'INCITS 378-2004', product, ...readImageAndViews(reader, INCITS_2004) };
}

function readImageAndViews(
  reader: ByteReader,
  form: MinutiaForm,
): { certification: number; device: number; image: ImageSize; views: readonly RatedView[] } {
  const equipment = reader.u16();
  const image = { width: reader.u16(), height: reader.u16(), xPerCm: reader.u16(), yPerCm: reader.u16() };
  const count = readViewCount(reader, reader.u8(), 1);
  if (reader.u8() !== 0) throw new RecordFault('reserved', reader.at - 1);
  const views = Array.from({ length: count }, (): RatedView => {
    const position = readPosition(reader);
    const viewed = reader.u8();
    const quality = reader.u8();
    if (quality > 100) throw new RecordFault('quality', reader.at - 1);
    const minutiae = readMinutiae(reader, form, image);
    return {
      position,
      view: viewed >> 4,
      impression: viewed & 0x0f,
      quality,
      minutiae,
      extended: readExtended(reader),
    };
  });
  if (reader.left > 0) throw new RecordFault('length', reader.at);
  return { certification: equipment >> 12, device: equipment & 0x0fff, image, views };
}

function readIso2011(bytes: Uint8Array): FingerRecord {
  const reader = new ByteReader(bytes, 8);
  if (reader.u32() !== bytes.length) throw new RecordFault('length', 8);
  const count = readViewCount(reader, reader.u16(), 2);
  const flag = reader.u8();
  if (flag > 1) throw new RecordFault('reserved', reader.at - 1);
  const certified = flag === 1;
  const views = Array.from({ length: count }, () => {
    const at = reader.at;
    const length = reader.u32();
    reader.at = at;
    reader.take(length);
    return readRepresentation(new ByteReader(bytes, at + 4, at + length), certified);
  });
  if (reader.left > 0) throw new RecordFault('length', reader.at);
  return { format: 'ISO/IEC 19794-2:2011', certified, views };
}

function readRepresentation(reader: ByteReader, certified: boolean): Representation {
  const capturedAt = reader.bytes(9);
  const [technology, vendor, device] = [reader.u8(), reader.u16(), reader.u16()];
  const qualities = Array.from({ length: reader.u8() }, () => {
    const value = reader.u8();
    // 255 is a failed attempt to assess.
    if (value > 100 && value !== 255) throw new RecordFault('quality', reader.at - 1);
    return { value, vendor: reader.u16(), algorithm: reader.u16() };
  });
  const certificates = Array.from({ length: certified ? reader.u8() : 0 }, () => ({
    authority: reader.u16(),
    scheme: reader.u8(),
  }));
  const position = readPosition(reader);
  const view = reader.u8();
  if (view > 15) throw new RecordFault('views', reader.at - 1);
  const [xPerCm, yPerCm] = [reader.u16(), reader.u16()];
  const impression = reader.u8();
  const image = { width: reader.u16(), height: reader.u16(), xPerCm, yPerCm };
  const shape = reader.u8();
  const [minutiaBytes, endings] = [shape >> 4, shape & 0x0f];
  if (minutiaBytes !== 5 && minutiaBytes !== 6) throw new RecordFault('minutia', reader.at - 1);
  const minutiae = readMinutiae(reader, iso2011(minutiaBytes), image);
  const extended = readExtended(reader);
  if (reader.left > 0) throw new RecordFault('length', reader.at);
  return {
    position,
    view,
    impression,
    minutiae,
    extended,
    image,
    capturedAt,
    technology,
    vendor,
    device,
    qualities,
    certificates,
    endings,
    minutiaBytes,
  };
}

function readViewCount(reader: ByteReader, count: number, bytes: number): number {
  if (count === 0 || count > MAX_VIEWS) throw new RecordFault('views', reader.at - bytes);
  return count;
}

function readPosition(reader: ByteReader): number {
  const position = reader.u8();
  if (position > LAST_POSITION) throw new RecordFault('position', reader.at - 1);
  return position;
}

function readMinutiae(reader: ByteReader, form: MinutiaForm, image: ImageSize): readonly Minutia[] {
  const count = reader.u8();
  const from = reader.take(count * form.bytes);
  return Array.from({ length: count }, (_, n) => readMinutia(reader.data, from + n * form.bytes, form, image));
}

function readExtended(reader: ByteReader): Uint8Array {
  const length = reader.u16();
  const at = reader.at;
  const extended = reader.bytes(length);
  if (readExtendedData(extended) === undefined) throw new RecordFault('extended_data', at);
  return extended;
}
