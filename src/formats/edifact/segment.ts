/** A segment, as views into the bytes that came in: text is made when it is asked for. */

/** Components that a segment may have in all. */
export const MAX_COMPONENTS = 4_096;

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The segment under the tokenizer's hand. It is the same object for every segment: whoever wants to keep something of it
 * takes the text.
 */
export class Segment {
  /** Number in the interchange, the UNB being the first. */
  number = 0;
  /** Offset of its first byte from the beginning of the input. */
  offset = 0;
  /** Offset after its terminator. */
  end = 0;
  bytes: Uint8Array = new Uint8Array(0);
  release = 0;
  /** Components so far; the tag is the first of element 0. */
  count = 0;
  /** Where each component begins; it ends before the separator in front of the next one. */
  readonly starts = new Int32Array(MAX_COMPONENTS + 1);
  readonly ends = new Int32Array(MAX_COMPONENTS + 1);
  /** First component of each element; the element of the tag is number 0. */
  readonly elements = new Int32Array(MAX_COMPONENTS + 2);
  elementCount = 0;
  /** Some component holds a release character. */
  released = false;

  /** Three characters. */
  get tag(): string {
    return this.#text(0).trim();
  }

  /** True if the tag is this one; makes no text. */
  is(tag: string): boolean {
    const from = this.starts[0] ?? 0;
    return (
      (this.ends[0] ?? 0) - from === 3 &&
      this.bytes[from] === tag.charCodeAt(0) &&
      this.bytes[from + 1] === tag.charCodeAt(1) &&
      this.bytes[from + 2] === tag.charCodeAt(2)
    );
  }

  /** Elements after the tag. */
  get length(): number {
    return this.elementCount - 1;
  }

  /** Components of an element, counted from 0 after the tag. */
  components(element: number): number {
    if (element < 0 || element >= this.length) return 0;
    return (this.elements[element + 2] ?? 0) - (this.elements[element + 1] ?? 0);
  }

  /** Text of a component, elements counted from 0 after the tag; empty if there is none. */
  text(element: number, component = 0): string {
    return component < this.components(element) ? this.#text((this.elements[element + 1] ?? 0) + component) : '';
  }

  /** Everything behind the tag, release characters resolved: for text that is to be kept as it came. */
  toArrays(): string[][] {
    return Array.from({ length: this.length }, (_, element) =>
      Array.from({ length: this.components(element) }, (__, component) => this.text(element, component)),
    );
  }

  #text(component: number): string {
    const from = this.starts[component] ?? 0;
    const to = this.ends[component] ?? 0;
    if (from === to) return '';
    if (!this.released) return decode(this.bytes, from, to);
    const kept = new Uint8Array(to - from);
    let length = 0;
    for (let at = from; at < to; at++) {
      if (this.bytes[at] === this.release && at + 1 < to) at += 1;
      kept[length++] = this.bytes[at] ?? 0;
    }
    return decode(kept, 0, length);
  }
}

/** Short ASCII, as nearly all components are, is put together faster than it is decoded. */
const LONGEST_PIECED = 24;

/** UTF-8, or else ISO 8859-1: never throws on a byte. */
function decode(bytes: Uint8Array, from: number, to: number): string {
  if (to - from <= LONGEST_PIECED) {
    let text = '';
    for (let at = from; at < to; at++) {
      const byte = bytes[at] ?? 0;
      if (byte >= 128) return decodeSlowly(bytes.subarray(from, to));
      text += String.fromCharCode(byte);
    }
    return text;
  }
  return decodeSlowly(bytes.subarray(from, to));
}

function decodeSlowly(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    // Not UTF-8: every byte is a character of ISO 8859-1.
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  }
}
