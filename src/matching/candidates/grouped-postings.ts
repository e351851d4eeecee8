import { withRoomFor } from './growable.js';
import { PostingLists } from './posting-lists.js';

/** Groups that records may belong to. */
export const MAX_GROUPS = 65_536;

/** Which groups a question may see: not 0 at the place of each. */
export type VisibleGroups = Uint8Array;

/**
 * For each token the persons who bear it, apart for each group of records. A search that may not see a group never
 * comes near its lists: they cost it nothing, and their sizes weigh nothing.
 */
export class GroupedPostings {
  readonly #lists = new PostingLists();
  /** First list of each token, and the next list of the same token, plus one; 0 if there is none. */
  #first = new Uint32Array(256);
  #next = new Uint32Array(256);
  #groups = new Uint16Array(256);
  #count = 0;

  add(token: number, group: number, person: number): void {
    this.#lists.add(this.#find(token, group) ?? this.#append(token, group), person);
  }

  remove(token: number, group: number, person: number): void {
    const list = this.#find(token, group);
    if (list !== undefined) this.#lists.remove(list, person);
  }

  /** Persons of the visible groups who bear the token. */
  size(token: number, visible: VisibleGroups): number {
    let size = 0;
    for (let list = this.#first[token] ?? 0; list !== 0; list = this.#next[list - 1] ?? 0) {
      if (visible[this.#groups[list - 1] ?? 0]) size += this.#lists.size(list - 1);
    }
    return size;
  }

  /** Calls back with each visible piece of the postings: persons.slice(start, end). */
  visit(token: number, visible: VisibleGroups, read: (persons: Uint32Array, start: number, end: number) => void): void {
    for (let list = this.#first[token] ?? 0; list !== 0; list = this.#next[list - 1] ?? 0) {
      if (!visible[this.#groups[list - 1] ?? 0]) continue;
      const start = this.#lists.start(list - 1);
      read(this.#lists.items, start, start + this.#lists.size(list - 1));
    }
  }

  get bytes(): number {
    return this.#lists.bytes + this.#first.byteLength + this.#next.byteLength + this.#groups.byteLength;
  }

  #find(token: number, group: number): number | undefined {
    for (let list = this.#first[token] ?? 0; list !== 0; list = this.#next[list - 1] ?? 0) {
      if (this.#groups[list - 1] === group) return list - 1;
    }
    return undefined;
  }

  #append(token: number, group: number): number {
    const list = this.#count++;
    this.#first = withRoomFor(this.#first, token + 1);
    this.#next = withRoomFor(this.#next, list + 1);
    this.#groups = withRoomFor(this.#groups, list + 1);
    this.#next[list] = this.#first[token] ?? 0;
    this.#groups[list] = group;
    this.#first[token] = list + 1;
    return list;
  }
}
