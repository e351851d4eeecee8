import { createHash } from 'node:crypto';

/** Repeatable random choices. The same seed and stream give the same choices on every machine and in every run. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  fraction(): number;
  /** An integer from 0 up to, but not including, the limit. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** One of the keys, as often as its weight says. */
  weighted<Key extends string>(weights: Readonly<Partial<Record<Key, number>>>): Key;
}

/**
 * xoshiro128** by Blackman and Vigna (2018), its state taken from the SHA-256 of seed and stream name, so that one
 * seed feeds independent streams. Not for secrets.
 */
export function createRandom(seed: number, stream: string): Random {
  const state = createHash('sha256').update(`${seed}/${stream}`).digest();
  let [a, b, c, d] = [state.readInt32LE(0), state.readInt32LE(4), state.readInt32LE(8), state.readInt32LE(12)];

  const next = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  };

  const fraction = (): number => next() / 2 ** 32;
  const below = (limit: number): number => Math.floor(fraction() * limit);
  return {
    fraction,
    below,
    chance: (probability) => fraction() < probability,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
    weighted: <Key extends string>(weights: Readonly<Partial<Record<Key, number>>>): Key => {
      const entries = Object.entries<number | undefined>(weights) as [Key, number][];
      let left = fraction() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        left -= weight;
        if (left < 0) return key;
      }
      const last = entries.at(-1);
      if (last === undefined) throw new RangeError('There is nothing to choose from');
      return last[0];
    },
  };
}
