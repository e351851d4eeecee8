import { withRoomFor } from './growable.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Bytes of UTF-8 that a UTF-16 unit takes at most. */
const MAX_BYTES = 3;
/** Texts beyond are cut off: the engine looks at far less of a name. */
const MAX_LENGTH = 2_000;

/** Short texts by number, in UTF-8 one behind the other: a third of what strings take, and nothing for the collector. */
export class TextStore {
  #bytes = new Uint8Array(4096);
  #end = 0;
  #starts = new Uint32Array(256);
  #lengths = new Uint16Array(256);
  /** Bytes that texts have left behind. */
  #wasted = 0;

  set(number: number, text: string): void {
    this.delete(number);
    this.#starts = withRoomFor(this.#starts, number + 1);
    this.#lengths = withRoomFor(this.#lengths, number + 1);
    const kept = text.slice(0, MAX_LENGTH);
    if (this.#wasted > this.#end / 4) this.#compact();
    this.#bytes = withRoomFor(this.#bytes, this.#end + kept.length * MAX_BYTES);
    const { written } = encoder.encodeInto(kept, this.#bytes.subarray(this.#end));
    this.#starts[number] = this.#end;
    this.#lengths[number] = written;
    this.#end += written;
  }

  /** The text; empty if there is none of this number. */
  get(number: number): string {
    const start = this.#starts[number] ?? 0;
    return decoder.decode(this.#bytes.subarray(start, start + (this.#lengths[number] ?? 0)));
  }

  delete(number: number): void {
    this.#wasted += this.#lengths[number] ?? 0;
    if (number < this.#lengths.length) this.#lengths[number] = 0;
  }

  get bytes(): number {
    return this.#bytes.byteLength + this.#starts.byteLength + this.#lengths.byteLength;
  }

  #compact(): void {
    const kept = new Uint8Array(this.#end - this.#wasted + MAX_LENGTH);
    let end = 0;
    for (let number = 0; number < this.#lengths.length; number++) {
      const start = this.#starts[number] ?? 0;
      const length = this.#lengths[number] ?? 0;
      kept.set(this.#bytes.subarray(start, start + length), end);
      this.#starts[number] = end;
      end += length;
    }
    this.#bytes = kept;
    this.#end = end;
    this.#wasted = 0;
  }
}
