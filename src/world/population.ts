import { makeFamily } from './family.js';
import type { Person } from './person.js';
import { createRandom } from './random.js';

/** Which people. */
export interface PopulationOptions {
  /** The same seed gives the same people; a larger population begins with the people of a smaller one. */
  readonly seed: number;
  readonly persons: number;
  /** Number of the first of them; 1 if absent. Any part can be made without what comes before it. */
  readonly from?: number;
}

/** People of one block, who are drawn together: families do not reach beyond it. */
export const BLOCK_SIZE = 1_000;

/** People who do not exist, block by block, made as they are taken. */
export function* generatePopulation({
  seed,
  persons,
  from = 1,
}: PopulationOptions): Generator<Person, void, undefined> {
  const end = from + persons;
  for (let block = Math.floor((from - 1) / BLOCK_SIZE); block * BLOCK_SIZE + 1 < end; block++) {
    for (const person of generateBlock(seed, block)) {
      if (person.number >= end) return;
      if (person.number >= from) yield person;
    }
  }
}

/** The people numbered from block × BLOCK_SIZE + 1, BLOCK_SIZE of them, from a random stream of their own. */
export function* generateBlock(seed: number, block: number): Generator<Person, void, undefined> {
  const random = createRandom(seed, `population/${block}`);
  const end = (block + 1) * BLOCK_SIZE;
  let next = block * BLOCK_SIZE + 1;
  while (next <= end) {
    const family = makeFamily(random, next);
    next += family.length;
    // The last family stops where the block does.
    for (const person of family) if (person.number <= end) yield person;
  }
}

/** One person. Makes a block to find them: to take many, take them in order. */
export function personAt(seed: number, number: number): Person {
  const { value } = generatePopulation({ seed, persons: 1, from: number }).next();
  if (value === undefined) throw new RangeError('Persons are numbered from 1');
  return value;
}
