/**
 * The first or the family names of an index. Equal names have equal pseudonyms, and names repeat: each different pseudonym
 * is kept, and compared with one asked about, once. They lie in one array of 32-bit words, so that a comparison is 32 times
 * AND and a count of bits.
 */
import { FILTER_BYTES, type NamePseudonym } from '../../../matching/pseudonyms/bloom-filter.js';
import { bitCount, weightOf } from '../../../matching/pseudonyms/likeness.js';

const WORDS = FILTER_BYTES / 4;
const FIRST_CAPACITY = 1024;

/** Number of a row's pseudonym where the row has none. */
export const NO_NAME = 0;

/** The different pseudonyms of a column, numbered from 1. */
export class PseudonymColumn {
  readonly #numbers = new Map<string, number>();
  #words = new Uint32Array(FIRST_CAPACITY * WORDS);
  /** Bits set in each. */
  #weights = new Uint16Array(FIRST_CAPACITY);

  /** Number of a pseudonym, which is taken in if it is new; NO_NAME for none. */
  numberOf(pseudonym: NamePseudonym | undefined): number {
    if (pseudonym === undefined) return NO_NAME;
    const key = Buffer.from(pseudonym).toString('latin1');
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    if (number === this.#weights.length) this.#grow();
    this.#words.set(wordsOf(pseudonym), number * WORDS);
    this.#weights[number] = weightOf(pseudonym);
    this.#numbers.set(key, number);
    return number;
  }

  /** Prepares to compare one pseudonym with those of the column. */
  probe(pseudonym: NamePseudonym): Likeness {
    const asked = wordsOf(pseudonym);
    const askedWeight = weightOf(pseudonym);
    const [words, weights] = [this.#words, this.#weights];
    const count = this.#numbers.size;
    const likenessTo = (number: number): number => {
      const start = number * WORDS;
      let common = 0;
      for (let at = 0; at < WORDS; at++) common += bitCount((words[start + at] ?? 0) & (asked[at] ?? 0));
      return (2 * common) / ((weights[number] ?? 0) + askedWeight);
    };
    return {
      likenessTo,
      ofAll(least) {
        const all = new Float64Array(count + 1);
        for (let number = 1; number <= count; number++) {
          const weight = weights[number] ?? 0;
          // No more bits can be common than the lighter one has.
          if (2 * Math.min(weight, askedWeight) < least * (weight + askedWeight)) continue;
          all[number] = likenessTo(number);
        }
        return all;
      },
    };
  }

  #grow(): void {
    const words = new Uint32Array(this.#words.length * 2);
    const weights = new Uint16Array(this.#weights.length * 2);
    words.set(this.#words);
    weights.set(this.#weights);
    this.#words = words;
    this.#weights = weights;
  }
}

/** How alike one pseudonym is to those of a column: the Dice coefficient of src/matching/pseudonyms/likeness.ts. */
export interface Likeness {
  /** To the pseudonym with this number. */
  likenessTo(number: number): number;
  /** To all, by their numbers; some that are less than `least` are told as 0. */
  ofAll(least: number): Float64Array;
}

/** Which bit is where does not matter, as long as it is the same everywhere. */
const wordsOf = (pseudonym: NamePseudonym): Uint32Array => new Uint32Array(Uint8Array.from(pseudonym).buffer);
