/** What a segment is before it is one: bytes with line ends in them, and a tag with blanks around it. */
import type { Segment } from './segment.js';
import { isFraming } from './service-characters.js';

/** What a byte does. */
export const Kind = { Data: 0, Component: 1, Element: 2, Release: 3, Terminator: 4, Framing: 5, NotAscii: 6 } as const;

/** True if there is more than blanks and line ends from a byte on. */
export const hasData = (bytes: Uint8Array, from: number): boolean => bytes.subarray(from).some((byte) => byte > 32);

/** Where the data of a last segment end: before a release character with nothing to release, which would swallow a terminator. */
export function endOfData(bytes: Uint8Array, from: number, kinds: Uint8Array): number {
  for (let at = from; at < bytes.length; at++) {
    if (kinds[bytes[at] ?? 0] !== Kind.Release) continue;
    let released = at + 1;
    while (kinds[bytes[released] ?? 0] === Kind.Framing && released < bytes.length) released += 1;
    if (released >= bytes.length) return at;
    at = released;
  }
  return bytes.length;
}

/** Takes framing bytes out: the segment gets bytes of its own. */
export function unframe(segment: Segment, kinds: Uint8Array): void {
  const { bytes, starts, ends, count, release } = segment;
  const from = starts[0] ?? 0;
  const kept = Buffer.allocUnsafe((ends[count - 1] ?? 0) - from);
  let length = 0;
  for (let component = 0; component < count; component++) {
    const [begin, end] = [starts[component] ?? 0, ends[component] ?? 0];
    starts[component] = length;
    for (let at = begin; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === release) {
        kept[length++] = byte;
        at += 1;
        while (at < end && kinds[bytes[at] ?? 0] === Kind.Framing) at += 1;
        if (at < end) kept[length++] = bytes[at] ?? 0;
      } else if (kinds[byte] !== Kind.Framing) kept[length++] = byte;
    }
    ends[component] = length;
  }
  segment.bytes = kept;
}

/** True if these bytes are three letters or digits, line ends anywhere and blanks around them. */
export function isTag(bytes: Uint8Array, from: number, to: number): boolean {
  let letters = 0;
  let ended = false;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 32) ended = letters > 0;
    else if (!isFraming(byte)) {
      if (ended || !isTagByte(byte)) return false;
      letters += 1;
    }
  }
  return letters === 3;
}

const isTagByte = (byte: number): boolean => (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57);

/** Takes blanks off the tag. False if what is left are not three letters or digits. */
export function trimTag({ bytes, starts, ends }: Segment): boolean {
  let [from, to] = [starts[0] ?? 0, ends[0] ?? 0];
  while (from < to && bytes[from] === 32) from += 1;
  while (to > from && bytes[to - 1] === 32) to -= 1;
  starts[0] = from;
  ends[0] = to;
  if (to - from !== 3) return false;
  for (let at = from; at < to; at++) {
    if (!isTagByte(bytes[at] ?? 0)) return false;
  }
  return true;
}
