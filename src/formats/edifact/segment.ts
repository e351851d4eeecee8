/** A segment, as views into the bytes that came in: text is made when it is asked for. */
import { isUtf8 } from 'node:buffer';

/** Components that a segment may have in all. */
export const MAX_COMPONENTS = 4_096;

/** Components that there is room for at first: most segments have fewer. */
const FEW_COMPONENTS = 64;

/** Tags that were seen, by their bytes: three letters or digits, so there are not many. */
const TAGS = new Map<number, string>();

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
  bytes: Buffer = Buffer.alloc(0);
  release = 0;
  terminator = 0;
  /** Components so far; the tag is the first of element 0. */
  count = 0;
  /** Where each component begins; it ends before the separator in front of the next one. */
  starts = new Int32Array(FEW_COMPONENTS);
  ends = new Int32Array(FEW_COMPONENTS);
  /** First component of each element; the element of the tag is number 0. */
  elements = new Int32Array(FEW_COMPONENTS);
  elementCount = 0;
  /** Some component holds a release character. */
  released = false;
  /** Every byte is ASCII. */
  ascii = true;
  /** All of it as text, once something was asked for and it is ASCII; and the number of the segment that it is of. */
  #whole = '';
  #wholeOf = -1;

  /** Makes room for twice as many components. */
  widen(): void {
    const wider = (array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const copy = new Int32Array(2 * array.length);
      copy.set(array);
      return copy;
    };
    this.starts = wider(this.starts);
    this.ends = wider(this.ends);
    this.elements = wider(this.elements);
  }

  /** Three characters. */
  get tag(): string {
    const from = this.starts[0] ?? 0;
    const key = ((this.bytes[from] ?? 0) << 16) | ((this.bytes[from + 1] ?? 0) << 8) | (this.bytes[from + 2] ?? 0);
    let tag = TAGS.get(key);
    if (tag === undefined) {
      tag = this.bytes.toString('latin1', from, from + 3);
      TAGS.set(key, tag);
    }
    return tag;
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

  /** True if the last component ends with a terminator that was released, and this tag behind it. */
  endsWithReleased(tag: string): boolean {
    if (!this.released) return false;
    const text = this.#text(this.count - 1).trimEnd();
    return text.endsWith(tag) && text.at(-tag.length - 1) === String.fromCharCode(this.terminator);
  }

  /** Everything behind the tag, release characters resolved: for text that is to be kept as it came. */
  toArrays(): string[][] {
    const arrays: string[][] = [];
    for (let element = 0; element < this.length; element++) {
      const texts: string[] = [];
      const from = this.elements[element + 1] ?? 0;
      const to = this.elements[element + 2] ?? 0;
      for (let component = from; component < to; component++) texts.push(this.#text(component));
      arrays.push(texts);
    }
    return arrays;
  }

  #text(component: number): string {
    const from = this.starts[component] ?? 0;
    const to = this.ends[component] ?? 0;
    if (from === to) return '';
    if (!this.released) {
      return this.ascii
        ? this.#wholeText().slice(from - this.#origin, to - this.#origin)
        : decode(this.bytes, from, to);
    }
    const kept = Buffer.allocUnsafe(to - from);
    let length = 0;
    for (let at = from; at < to; at++) {
      if (this.bytes[at] === this.release && at + 1 < to) at += 1;
      kept[length++] = this.bytes[at] ?? 0;
    }
    return this.ascii ? kept.toString('latin1', 0, length) : decode(kept, 0, length);
  }

  get #origin(): number {
    return this.starts[0] ?? 0;
  }

  /** Made once for all components: one call for many short texts. */
  #wholeText(): string {
    if (this.#wholeOf !== this.offset) {
      this.#whole = this.bytes.toString('latin1', this.#origin, this.ends[this.count - 1]);
      this.#wholeOf = this.offset;
    }
    return this.#whole;
  }
}

/** UTF-8, or else ISO 8859-1, of which every byte is a character. */
const decode = (bytes: Buffer, from: number, to: number): string =>
  bytes.toString(isUtf8(bytes.subarray(from, to)) ? 'utf8' : 'latin1', from, to);
