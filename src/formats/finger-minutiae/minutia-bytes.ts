/** Minutiae as the record formats and the normal card format write them: type and x, y, angle, and perhaps a quality. */
import type { Minutia, MinutiaKind, MinutiaQuality } from './template.js';
import { RecordFault } from './record.js';

/** In the order of their codes; 3 is reserved. */
export const KINDS: readonly MinutiaKind[] = ['other', 'ending', 'bifurcation'];

/** Where the formats differ. */
export interface MinutiaForm {
  readonly bytes: 5 | 6;
  /** Angles in a full turn: 256 (ISO) or 180 (INCITS). */
  readonly turn: 256 | 180;
  /** Code of a quality that is not reported: 0 before 2011, 254 since; 255 then stands for a failed attempt. */
  readonly unreported: 0 | 254;
}

const COORDINATE = 0x3fff;

/** Reads one, which must lie within the image. Throws a RecordFault. */
export function readMinutia(
  data: DataView,
  at: number,
  { bytes, turn, unreported }: MinutiaForm,
  { width, height }: { readonly width: number; readonly height: number },
): Minutia {
  const [typed, second, angle] = [data.getUint16(at), data.getUint16(at + 2), data.getUint8(at + 4)];
  const kind = KINDS[typed >> 14];
  const x = typed & COORDINATE;
  if (kind === undefined || x >= width) throw new RecordFault('minutia', at);
  if (second > COORDINATE) throw new RecordFault('reserved', at + 2);
  if (second >= height) throw new RecordFault('minutia', at + 2);
  if (angle >= turn) throw new RecordFault('minutia', at + 4);
  const quality = bytes === 6 ? qualityOf(data.getUint8(at + 5), unreported) : 'unreported';
  if (quality === undefined) throw new RecordFault('quality', at + 5);
  return { kind, x, y: second, angle: (angle * 360) / turn, quality };
}

function qualityOf(code: number, unreported: 0 | 254): MinutiaQuality | undefined {
  if (code === unreported) return 'unreported';
  if (code === 255 && unreported === 254) return 'failed';
  return code <= 100 ? code : undefined;
}

/** The bytes of one. Angles are rounded to the nearest that can be written. */
export function minutiaBytes(
  { kind, x, y, angle, quality }: Minutia,
  { bytes, turn, unreported }: MinutiaForm,
): Buffer {
  const written = Buffer.alloc(bytes);
  written.writeUInt16BE((KINDS.indexOf(kind) << 14) | within(x, COORDINATE), 0);
  written.writeUInt16BE(within(y, COORDINATE), 2);
  written.writeUInt8(Math.round((angle * turn) / 360) % turn, 4);
  if (bytes === 6) written.writeUInt8(codeOf(quality, unreported), 5);
  return written;
}

function codeOf(quality: MinutiaQuality, unreported: 0 | 254): number {
  if (typeof quality === 'number') return within(quality, 100);
  return quality === 'failed' && unreported === 254 ? 255 : unreported;
}

/** The number itself; a RangeError if it is no integer from 0 to the greatest. */
export function within(value: number, greatest: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= greatest) return value;
  throw new RangeError(`A finger minutiae record has room for integers from 0 to ${greatest} here`);
}
