import { withRoomFor } from './growable.js';
import { PostingLists } from './posting-lists.js';

/** A–Z, 0–9, and the end of the token. */
const SYMBOLS = 37;

/** Number of a letter or digit; 0 for the place before the first and after the last. */
function symbol(token: string, at: number): number {
  const code = token.charCodeAt(at);
  return code >= 65 ? code - 64 : code >= 48 ? code - 21 : 0;
}

/** Three neighbouring symbols as one number, for each place of the token: as many as it has letters. */
function trigramsOf(token: string): readonly number[] {
  const codes: number[] = [];
  for (let at = 0; at < token.length; at++) {
    codes.push((symbol(token, at - 1) * SYMBOLS + symbol(token, at)) * SYMBOLS + symbol(token, at + 1));
  }
  return codes;
}

/** Finds tokens that share trigrams: spellings that lie further apart than one letter. */
export class TrigramIndex {
  readonly #lists = new PostingLists();
  /** Trigrams shared with the token asked for, while counting. */
  #shared = new Uint8Array(256);

  add(token: string, id: number): void {
    for (const code of trigramsOf(token)) this.#lists.add(code, id);
  }

  remove(token: string, id: number): void {
    for (const code of trigramsOf(token)) this.#lists.remove(code, id);
  }

  /** Appends the ids of all tokens that share so many trigrams; returns the new end. Ids are below the limit. */
  collect(token: string, atLeast: number, idLimit: number, into: number[], end: number): number {
    this.#shared = withRoomFor(this.#shared, idLimit);
    const shared = this.#shared;
    const codes = trigramsOf(token);
    const { items } = this.#lists;
    let found = end;
    for (const code of codes) {
      const start = this.#lists.start(code);
      const stop = start + this.#lists.size(code);
      for (let at = start; at < stop; at++) {
        const id = items[at] ?? 0;
        const count = (shared[id] ?? 0) + 1;
        shared[id] = count;
        if (count === atLeast) into[found++] = id;
      }
    }
    for (const code of codes) {
      const start = this.#lists.start(code);
      const stop = start + this.#lists.size(code);
      for (let at = start; at < stop; at++) shared[items[at] ?? 0] = 0;
    }
    return found;
  }

  get bytes(): number {
    return this.#lists.bytes + this.#shared.byteLength;
  }
}
