import { HashTable } from './hash-table.js';
import { withRoomFor } from './growable.js';
import { kinship, likeness, maxEdits } from './likeness.js';
import { keysOf, traitsOf, type TokenTraits } from './token-keys.js';
import { TrigramIndex } from './trigrams.js';

/** A token that stands in for one asked for. */
export interface AlikeToken {
  readonly id: number;
  /** From above 0 to 1 (the very token). */
  readonly likeness: number;
}

/** Trigrams are asked only for tokens long enough that two edits leave some of them. */
const MIN_TRIGRAM_LENGTH = 6;
const MIN_SHARED_TRIGRAMS = 2;
/** Traits kept of each token. */
const TRAITS = 3;
/** Keys of a token besides one for each letter, about. */
const OTHER_KEYS = 6;

/**
 * The different tokens of all names, each once, and the ways to find one by another. There are some tens of
 * thousands for a million persons, so likeness of spelling is worked out here and not person by person.
 */
export class Vocabulary {
  readonly #ids = new Map<string, number>();
  readonly #texts: string[] = [];
  #uses = new Uint32Array(256);
  /** Traits of each token, side by side: stem, sound, skeleton. */
  #traits = new Uint32Array(256);
  readonly #free: number[] = [];
  #table = new HashTable(1024);
  readonly #trigrams = new TrigramIndex();
  /** The question that last met each token, so that none is compared twice. */
  #met = new Uint32Array(256);
  #question = 0;
  readonly #found: number[] = [];

  /** Tokens in use. */
  get size(): number {
    return this.#ids.size;
  }

  /** Id of a token in use. */
  idOf(token: string): number | undefined {
    return this.#ids.get(token);
  }

  textOf(id: number): string {
    return this.#texts[id] ?? '';
  }

  /** Id of the token, which is in use once more from now on. */
  acquire(token: string): number {
    const known = this.#ids.get(token);
    const id = known ?? this.#enter(token);
    this.#uses[id] = (this.#uses[id] ?? 0) + 1;
    return id;
  }

  /** Takes one use back; with the last one the token is forgotten and its id free for another. */
  release(id: number): void {
    const left = (this.#uses[id] ?? 0) - 1;
    this.#uses[id] = left;
    if (left > 0) return;
    const token = this.#texts[id] ?? '';
    this.#ids.delete(token);
    for (const key of keysOf(token, traitsOf(token))) this.#table.remove(key, id);
    this.#trigrams.remove(token, id);
    this.#texts[id] = '';
    this.#free.push(id);
  }

  /** Tokens in use that are spelt alike, itself included, in no order. */
  alike(token: string): readonly AlikeToken[] {
    const traits = traitsOf(token);
    const end = this.#collect(token, traits);
    this.#met = withRoomFor(this.#met, this.#texts.length);
    this.#question++;
    const alike: AlikeToken[] = [];
    for (let at = 0; at < end; at++) {
      const id = this.#found[at] ?? 0;
      if (this.#met[id] === this.#question) continue;
      this.#met[id] = this.#question;
      const text = this.#texts[id] ?? '';
      const close = Math.max(likeness(token, text), kinship(token, traits, text, this.#traitsAt(id, text)));
      if (close > 0) alike.push({ id, likeness: close });
    }
    return alike;
  }

  /** Bytes of the tables, and an estimate of what the texts take: they are strings of the engine. */
  get bytes(): number {
    const texts = this.#texts.length * 100;
    return (
      this.#table.bytes +
      this.#trigrams.bytes +
      this.#uses.byteLength +
      this.#traits.byteLength +
      this.#met.byteLength +
      texts
    );
  }

  #collect(token: string, traits: TokenTraits): number {
    let end = 0;
    for (const key of keysOf(token, traits)) end = this.#table.collect(key, this.#found, end);
    if (token.length >= MIN_TRIGRAM_LENGTH) {
      // Each edit spoils three trigrams.
      const shared = Math.max(MIN_SHARED_TRIGRAMS, token.length - 3 * maxEdits(token.length));
      end = this.#trigrams.collect(token, shared, this.#texts.length, this.#found, end);
    }
    return end;
  }

  #enter(token: string): number {
    const id = this.#free.pop() ?? this.#texts.length;
    this.#texts[id] = token;
    this.#ids.set(token, id);
    this.#uses = withRoomFor(this.#uses, id + 1);
    this.#uses[id] = 0;
    this.#trigrams.add(token, id);
    const traits = traitsOf(token);
    this.#traits = withRoomFor(this.#traits, (id + 1) * TRAITS);
    this.#traits.set([traits.stem, traits.sound, traits.skeleton], id * TRAITS);
    const keys = keysOf(token, traits);
    if (this.#table.isFull) this.#rebuild();
    else for (const key of keys) this.#table.add(key, id);
    return id;
  }

  #traitsAt(id: number, text: string): TokenTraits {
    const at = id * TRAITS;
    return {
      stem: this.#traits[at] ?? 0,
      sound: this.#traits[at + 1] ?? 0,
      skeleton: this.#traits[at + 2] ?? 0,
      isConsonantal: !/[AEIOU]/.test(text),
    };
  }

  #rebuild(): void {
    let entries = 0;
    for (const token of this.#ids.keys()) entries += token.length + OTHER_KEYS;
    const table = new HashTable(entries * 2);
    for (const [token, id] of this.#ids) {
      for (const key of keysOf(token, this.#traitsAt(id, token))) table.add(key, id);
    }
    this.#table = table;
  }
}
