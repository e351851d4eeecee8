/** Damage to bytes, fast and repeatable: millions of damaged messages in minutes. */

/** Numbers from a seed (xorshift32): the same seed, the same damage. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 1;
  }

  /** A whole number from 0 up to this one. */
  below(limit: number): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return (state >>> 0) % limit;
  }
}

/** Most bytes that damage puts in at a time, and how often it strikes. */
const PUT = 24;
const STRIKES = 6;

/** Damages a part of a message, and leaves what is around it. */
export class Damage {
  readonly #dice: Dice;
  readonly #words: readonly Buffer[];
  /** The part, as it is now, and its length. */
  readonly #part: Buffer;
  #length = 0;
  readonly #out: Buffer;

  /** `words` are what is put in beside single bytes. */
  constructor(dice: Dice, words: readonly string[], longest: number) {
    this.#dice = dice;
    this.#words = words.map((word) => Buffer.from(word, 'latin1'));
    this.#part = Buffer.alloc(longest + STRIKES * PUT * 2);
    this.#out = Buffer.alloc(longest + STRIKES * PUT * 2);
  }

  /** The message with the bytes from `begin` to `end` damaged; good until the next call. */
  strike(message: Buffer, begin: number, end: number): { readonly bytes: Buffer; readonly end: number } {
    this.#length = message.copy(this.#part, 0, begin, end);
    for (let strikes = 1 + this.#dice.below(STRIKES); strikes > 0; strikes--) this.#strikeOnce();
    message.copy(this.#out, 0, 0, begin);
    this.#part.copy(this.#out, begin, 0, this.#length);
    const ends = begin + this.#length;
    const length = ends + message.copy(this.#out, ends, end);
    return { bytes: this.#out.subarray(0, length), end: ends };
  }

  #strikeOnce(): void {
    const at = this.#dice.below(this.#length + 1);
    switch (this.#dice.below(6)) {
      case 0:
        this.#part[Math.min(at, Math.max(0, this.#length - 1))] = this.#dice.below(256);
        return;
      case 1:
        this.#flip(Math.min(at, Math.max(0, this.#length - 1)));
        return;
      case 2:
        this.#replace(at, 1 + this.#dice.below(40), Buffer.alloc(0));
        return;
      case 3: {
        const from = this.#dice.below(this.#length + 1);
        this.#replace(at, 0, Buffer.from(this.#part.subarray(from, Math.min(from + PUT, this.#length))));
        return;
      }
      case 4:
        // What follows is gone.
        this.#length = at;
        return;
      default:
        this.#replace(at, this.#dice.below(3), this.#words[this.#dice.below(this.#words.length)] ?? Buffer.alloc(0));
    }
  }

  #flip(at: number): void {
    this.#part[at] = (this.#part[at] ?? 0) ^ (1 << this.#dice.below(8));
  }

  #replace(at: number, out: number, put: Buffer): void {
    const rest = Math.min(at + out, this.#length);
    this.#part.copyWithin(at + put.length, rest, this.#length);
    put.copy(this.#part, at);
    this.#length += put.length - (rest - at);
  }
}
