/**
 * Layout of an enrolled template: one block of bytes, little-endian, which a gallery keeps as it is.
 *
 *     0  u8   version of the algorithm
 *     1  u8   n: minutiae that have a cylinder, 0 to 128
 *     2  u16  0
 *     4  u32  bytes of the block, a multiple of 8
 *     8  u8   x 17: first cylinder of each sector of 16 directions, and n; then 7 bytes 0
 *    32  2 x u64 x n  narrow cylinders: 128 bits
 *        5 x u64 x n  wide cylinders: 312 bits
 *        u16 x n      ones in the wide cylinder
 *        u16 x n      x in eighths of a pixel at 500 dpi, to the right
 *        u16 x n      y likewise, upwards
 *        u16 x n      place of the minutia in the set that was enrolled
 *        u8 x n       ones in the narrow cylinder
 *        u8 x n       direction; ascending
 *        u8 x n       kind: 0 other, 1 ending, 2 bifurcation
 *        and bytes 0 up to a multiple of 8
 */

/** Goes up with every change after which equal minutiae give other bytes, or equal bytes other scores. */
export const ALGORITHM_VERSION = 1;

/** Most cylinders of a template. */
export const MOST_CYLINDERS = 128;

export const SECTORS = 16;
export const SECTORS_AT = 8;
export const CYLINDERS_AT = 32;
export const NARROW_BYTES = 16;
export const WIDE_BYTES = 40;
const BYTES_OF_ONE = NARROW_BYTES + WIDE_BYTES + 4 * 2 + 3;

/** Where the arrays of a block with n cylinders begin, from its start. */
export interface Places {
  readonly narrow: number;
  readonly wide: number;
  readonly wideOnes: number;
  readonly x: number;
  readonly y: number;
  readonly source: number;
  readonly narrowOnes: number;
  readonly direction: number;
  readonly kind: number;
  readonly bytes: number;
}

export function placesOf(n: number): Places {
  const wide = CYLINDERS_AT + n * NARROW_BYTES;
  const wideOnes = wide + n * WIDE_BYTES;
  const narrowOnes = wideOnes + n * 8;
  return {
    narrow: CYLINDERS_AT,
    wide,
    wideOnes,
    x: wideOnes + n * 2,
    y: wideOnes + n * 4,
    source: wideOnes + n * 6,
    narrowOnes,
    direction: narrowOnes + n,
    kind: narrowOnes + n * 2,
    bytes: bytesOf(n),
  };
}

const bytesOf = (n: number): number => 8 * Math.ceil((CYLINDERS_AT + n * BYTES_OF_ONE) / 8);

/** Bytes of the largest block. */
export const MOST_BYTES: number = bytesOf(MOST_CYLINDERS);

/** A block, read: views on its bytes. */
export interface Cylinders {
  readonly n: number;
  /** Four 32-bit words a cylinder. */
  readonly narrow: Uint32Array;
  /** Ten. */
  readonly wide: Uint32Array;
  readonly wideOnes: Uint16Array;
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly source: Uint16Array;
  readonly narrowOnes: Uint8Array;
  readonly direction: Uint8Array;
  readonly kind: Uint8Array;
  readonly sectors: Uint8Array;
}

/** Thrown for bytes that are no block of this version of the algorithm: enrol the minutiae again. */
export class NotEnrolled extends RangeError {
  override readonly name = 'NotEnrolled';
}

/** Views on a block. Throws NotEnrolled unless its bytes are what enrolment writes. */
export function readBlock(block: Uint8Array): Cylinders {
  const n = block[1] ?? 0;
  if (block[0] !== ALGORITHM_VERSION) throw new NotEnrolled('enrolled by another version of the algorithm');
  if (n > MOST_CYLINDERS || block.length !== bytesOf(n)) throw new NotEnrolled('length of an enrolled template');
  const words = new DataView(block.buffer, block.byteOffset, block.byteLength);
  if (words.getUint32(4, true) !== block.length || words.getUint16(2, true) !== 0) {
    throw new NotEnrolled('header of an enrolled template');
  }
  // Views of words have to be aligned, which a slice of a file need not be.
  const { buffer, byteOffset } = block.byteOffset % 8 === 0 ? block : Uint8Array.from(block);
  const at = placesOf(n);
  const cylinders: Cylinders = {
    n,
    narrow: new Uint32Array(buffer, byteOffset + at.narrow, 4 * n),
    wide: new Uint32Array(buffer, byteOffset + at.wide, 10 * n),
    wideOnes: new Uint16Array(buffer, byteOffset + at.wideOnes, n),
    x: new Uint16Array(buffer, byteOffset + at.x, n),
    y: new Uint16Array(buffer, byteOffset + at.y, n),
    source: new Uint16Array(buffer, byteOffset + at.source, n),
    narrowOnes: new Uint8Array(buffer, byteOffset + at.narrowOnes, n),
    direction: new Uint8Array(buffer, byteOffset + at.direction, n),
    kind: new Uint8Array(buffer, byteOffset + at.kind, n),
    sectors: new Uint8Array(buffer, byteOffset + SECTORS_AT, SECTORS + 1),
  };
  checkContents(cylinders);
  return cylinders;
}

/** A kernel checks nothing: what it would follow out of its arrays is refused here. */
function checkContents({ n, narrow, wide, narrowOnes, wideOnes, direction, kind, sectors }: Cylinders): void {
  for (let c = 0; c < n; c++) {
    const isWhole =
      onesIn(narrow, 4 * c, 4) === narrowOnes[c] &&
      onesIn(wide, 10 * c, 10) === wideOnes[c] &&
      narrowOnes[c] !== 0 &&
      wideOnes[c] !== 0 &&
      (c === 0 || (direction[c - 1] ?? 0) <= (direction[c] ?? 0)) &&
      (kind[c] ?? 3) <= 2;
    if (!isWhole) throw new NotEnrolled('cylinder of an enrolled template');
  }
  for (let sector = 0; sector <= SECTORS; sector++) {
    if (sectors[sector] !== firstFrom(direction, 16 * sector)) throw new NotEnrolled('sectors of an enrolled template');
  }
}

/** First of ascending directions that is not below. */
export function firstFrom(direction: Uint8Array, least: number): number {
  const at = direction.findIndex((one) => one >= least);
  return at < 0 ? direction.length : at;
}

export function onesIn(words: Uint32Array, from: number, count: number): number {
  let ones = 0;
  for (let at = from; at < from + count; at++) ones += onesOf(words[at] ?? 0);
  return ones;
}

/** Ones in a word of 32 bits. */
export function onesOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
