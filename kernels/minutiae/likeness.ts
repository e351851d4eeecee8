// src/matching/minutiae/rules/likeness.ts and the choice of pairs in relaxation.ts.
import { angleBetween, countOf, directionOf, ROOTS_AT, sortDown, wideOf, wideOnesOf } from './memory';
import { CHOSEN_AT, COUNTS_AT, LIKENESS_AT, WORDS_AT } from './work';

const MOST_APART: i32 = 64;

/** Fills the table of likeness, and counts by its upper eight bits how often each occurs. */
export function compareAll(a: usize, b: usize, anyTurn: bool, tables: usize, work: usize): void {
  const most: i32 = anyTurn ? 128 : MOST_APART;
  const n = countOf(a);
  const m = countOf(b);
  const roots = tables + ROOTS_AT;
  memory.fill(work + COUNTS_AT, 0, 257 * 4);
  for (let i: i32 = 0; i < n; i++) {
    const direction = <i32>load<u8>(directionOf(a, n) + <usize>i);
    const bits = wideOf(a, n) + <usize>i * 40;
    const w0 = load<u64>(bits);
    const w1 = load<u64>(bits, 8);
    const w2 = load<u64>(bits, 16);
    const w3 = load<u64>(bits, 24);
    const w4 = load<u64>(bits, 32);
    const root = <i32>load<u16>(roots + ((<usize>load<u16>(wideOnesOf(a, n) + ((<usize>i) << 1))) << 1));
    for (let j: i32 = 0; j < m; j++) {
      const cell = work + LIKENESS_AT + ((<usize>(i * m + j)) << 1);
      if (angleBetween(direction, <i32>load<u8>(directionOf(b, m) + <usize>j)) > most) {
        store<u16>(cell, 0);
        continue;
      }
      const other = wideOf(b, m) + <usize>j * 40;
      const differing = <usize>(
        (popcnt<u64>(load<u64>(other) ^ w0) +
          popcnt<u64>(load<u64>(other, 8) ^ w1) +
          popcnt<u64>(load<u64>(other, 16) ^ w2) +
          popcnt<u64>(load<u64>(other, 24) ^ w3) +
          popcnt<u64>(load<u64>(other, 32) ^ w4))
      );
      const ones = <usize>load<u16>(wideOnesOf(b, m) + ((<usize>j) << 1));
      const reciprocal = 134_217_728 / (<u32>root + <u32>load<u16>(roots + (ones << 1)));
      const unlike = (<u32>load<u16>(roots + (differing << 1)) * reciprocal) >> 12;
      const likeness: i32 = unlike >= 32_768 ? 0 : 32_768 - <i32>unlike;
      store<u16>(cell, <u16>likeness);
      const count = work + COUNTS_AT + ((<usize>(likeness >> 7)) << 2);
      store<i32>(count, load<i32>(count) + 1);
    }
  }
}

/** Writes the `wanted` likeliest pairs, best first, and returns how many there are. */
export function choose(n: i32, m: i32, wanted: i32, work: usize): i32 {
  // From the highest bucket down, until there are enough.
  let bucket: i32 = 256;
  let seen: i32 = 0;
  while (bucket > 0) {
    seen += load<i32>(work + COUNTS_AT + ((<usize>bucket) << 2));
    if (seen >= wanted) break;
    bucket -= 1;
  }
  const least: i32 = bucket == 0 ? 1 : bucket << 7;
  const cells = n * m;
  let words: i32 = 0;
  for (let at: i32 = 0; at < cells; at++) {
    const likeness = <i32>load<u16>(work + LIKENESS_AT + ((<usize>at) << 1));
    if (likeness < least) continue;
    store<u32>(work + WORDS_AT + ((<usize>words) << 2), ((<u32>likeness) << 14) | (<u32>(16_383 - at)));
    words += 1;
  }
  sortDown(work + WORDS_AT, words);
  const chosen = words < wanted ? words : wanted;
  for (let at: i32 = 0; at < chosen; at++) {
    const word = load<u32>(work + WORDS_AT + ((<usize>at) << 2));
    const cell = 16_383 - <i32>(word & 16_383);
    const pair = work + CHOSEN_AT + ((<usize>at) << 4);
    store<i32>(pair, cell / m);
    store<i32>(pair, cell % m, 4);
    store<i32>(pair, <i32>(word >> 14), 8);
  }
  return chosen;
}
