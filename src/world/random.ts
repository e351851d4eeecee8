import { createHash } from 'node:crypto';

/** Repeatable random choices. The same seed and stream give the same choices on every machine and in every run. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  fraction(): number;
  /** An integer from 0 up to, but not including, the limit. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** One of the keys, as often as its weight says. To draw from the same weights often, prepare them: choiceOf. */
  weighted<Key extends string>(weights: Readonly<Partial<Record<Key, number>>>): Key;
}

/** State of the generator. */
type Words = readonly [number, number, number, number];

/**
 * xoshiro128** by Blackman and Vigna (2018), its state taken from the SHA-256 of seed and stream name, so that one
 * seed feeds independent streams. Not for secrets.
 */
export const createRandom = (seed: number, stream: string): Random => randomFrom(stateOf(seed, stream));

/**
 * A stream for each integer, as cheap as a few multiplications: for what is drawn about one person among millions,
 * whoever else is drawn for. The integer is mixed into the stream's state by splitmix32's finaliser.
 */
export function createRandoms(seed: number, stream: string): (at: number) => Random {
  const [a, b, c, d] = stateOf(seed, stream);
  return (at) => {
    const low = at | 0;
    const high = Math.floor(at / 2 ** 32) | 0;
    return randomFrom([mix(a ^ low), mix(b + low), mix(c ^ high ^ (low << 16)), mix(d + Math.imul(low, 0x9e3779b9))]);
  };
}

function stateOf(seed: number, stream: string): Words {
  const state = createHash('sha256').update(`${seed}/${stream}`).digest();
  return [state.readInt32LE(0), state.readInt32LE(4), state.readInt32LE(8), state.readInt32LE(12)];
}

function mix(word: number): number {
  let mixed = (word + 0x9e3779b9) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

function randomFrom(state: Words): Random {
  let [a, b, c, d] = state;

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
  const random: Random = {
    fraction,
    below,
    chance: (probability) => fraction() < probability,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
    weighted: <Key extends string>(weights: Readonly<Partial<Record<Key, number>>>): Key =>
      choiceOf(Object.entries<number | undefined>(weights) as [Key, number][])(random),
  };
  return random;
}

/** Prepares a choice among values by weight. */
export function choiceOf<T>(weights: readonly (readonly [T, number])[]): (random: Random) => T {
  const [first] = weights;
  if (first === undefined) throw new RangeError('There is nothing to choose from');
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  return (random) => {
    let left = random.fraction() * sum;
    for (const [value, weight] of weights) {
      left -= weight;
      if (left < 0) return value;
    }
    return weights.at(-1)?.[0] ?? first[0];
  };
}
