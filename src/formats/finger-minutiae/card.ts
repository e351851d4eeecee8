/**
 * The card formats of ISO/IEC 19794-2:2005: minutiae of one finger without any header, five bytes each (normal, in 0.01 mm
 * and 256 angles) or three (compact, in 0.1 mm and 64 angles).
 */
import { KINDS, minutiaBytes, readMinutia, within, type MinutiaForm } from './minutia-bytes.js';
import { RecordFault } from './record.js';
import type { ImageSize, Minutia } from './template.js';

export type CardFormat = 'normal' | 'compact';

/** A card holds no more, and a record counts no further. */
const MAX_MINUTIAE = 255;

const BYTES = { normal: 5, compact: 3 } as const;
const NORMAL: MinutiaForm = { bytes: 5, turn: 256, unreported: 0 };

/** The image of a card is as large as its coordinates reach. Normal: 1000 to the centimetre; compact: 100. */
export const CARD_IMAGE: Readonly<Record<CardFormat, ImageSize>> = {
  normal: { width: 0x4000, height: 0x4000, xPerCm: 1000, yPerCm: 1000 },
  compact: { width: 0x100, height: 0x100, xPerCm: 100, yPerCm: 100 },
};

/** Reads the minutiae of a card; their qualities are not reported. Throws a RecordFault. */
export function readCardMinutiae(bytes: Uint8Array, format: CardFormat): readonly Minutia[] {
  const size = BYTES[format];
  if (bytes.length > MAX_MINUTIAE * size) throw new RecordFault('too_long', MAX_MINUTIAE * size);
  if (bytes.length % size !== 0) throw new RecordFault('length', bytes.length - (bytes.length % size));
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / size }, (_, n) =>
    format === 'normal' ? readMinutia(data, n * size, NORMAL, CARD_IMAGE.normal) : readCompact(data, n * size),
  );
}

function readCompact(data: DataView, at: number): Minutia {
  const last = data.getUint8(at + 2);
  const kind = KINDS[last >> 6];
  if (kind === undefined) throw new RecordFault('minutia', at + 2);
  const angle = ((last & 0x3f) * 360) / 64;
  return { kind, x: data.getUint8(at), y: data.getUint8(at + 1), angle, quality: 'unreported' };
}

/** The bytes of a card. Qualities are left out. Throws a RangeError for coordinates beyond the format's. */
export function writeCardMinutiae(minutiae: readonly Minutia[], format: CardFormat): Buffer {
  if (minutiae.length > MAX_MINUTIAE) throw new RangeError(`A card holds at most ${MAX_MINUTIAE} minutiae`);
  return Buffer.concat(
    minutiae.map((minutia) => (format === 'normal' ? minutiaBytes(minutia, NORMAL) : compactBytes(minutia))),
  );
}

const compactBytes = ({ kind, x, y, angle }: Minutia): Buffer =>
  Buffer.of(within(x, 0xff), within(y, 0xff), (KINDS.indexOf(kind) << 6) | (Math.round((angle * 64) / 360) % 64));
