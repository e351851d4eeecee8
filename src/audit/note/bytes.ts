/** Bytes without Node's Buffer, so that the same code runs in browsers. */

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text in UTF-8. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Reads UTF-8; a byte order mark counts as a character. Throws a TypeError for anything that is not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** One after the other. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Big-endian, four bytes. */
export function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  view(bytes).setUint32(0, value);
  return bytes;
}

/** Reads the first four bytes, big-endian. Throws a RangeError when there are fewer. */
export function readUint32(bytes: Uint8Array): number {
  return view(bytes).getUint32(0);
}

/** Big-endian, eight bytes. Throws a RangeError for what is not whole, negative, or a number above 2^53 - 1. */
export function uint64(value: number | bigint): Uint8Array {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError('not a whole number, or rounded');
  const whole = BigInt(value);
  if (whole !== BigInt.asUintN(64, whole)) throw new RangeError('not a number from 0 to 2^64 - 1');
  const bytes = new Uint8Array(8);
  view(bytes).setBigUint64(0, whole);
  return bytes;
}

/** Reads the first eight bytes, big-endian; undefined above 2^53 - 1. Throws a RangeError when there are fewer. */
export function readUint64(bytes: Uint8Array): number | undefined {
  const value = Number(view(bytes).getBigUint64(0));
  return Number.isSafeInteger(value) ? value : undefined;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
