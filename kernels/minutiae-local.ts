// AssemblyScript, compiled to build/kernels/minutiae-local.wasm (scripts/build-kernels.mjs). First stage of the fingerprint
// search: src/matching/minutiae/rules/local-score.ts says what it computes, in integers, so that both give the same.
import { countOf, narrowOnesOf, pairsThatCount, RECIPROCALS_AT, RECIPROCALS_ROW, ROOTS_AT } from './minutiae/memory';

/** Best likenesses kept, the highest first; on the stack of whoever calls, so any number of threads may. */
const MOST_PAIRS: i32 = 12;

/**
 * Compares a block with `count` entries of eight bytes each: address of the block, 0 for none; position, one byte; and
 * three more. Entries of other positions than asked for are passed over, unless either is 0, not known. Writes sixteen bits
 * for each: its score, 0 to 32,768, plus one; or 0 if it was passed over.
 * Cylinders are compared within a quarter of a turn, or however they are turned. `work` is room for 64 bytes.
 */
export function scan(
  probe: usize,
  position: i32,
  anyTurn: bool,
  entries: usize,
  count: i32,
  tables: usize,
  work: usize,
  out: usize,
): void {
  for (let n: i32 = 0; n < count; n++) {
    const entry = entries + ((<usize>n) << 3);
    // In order: whoever puts a print in writes its block and its position first, and publishes its address last.
    const block = <usize>atomic.load<u32>(entry);
    const held = <i32>load<u8>(entry, 4);
    const isAsked = block != 0 && (position == 0 || held == 0 || held == position);
    store<u16>(out + ((<usize>n) << 1), <u16>(isAsked ? score(probe, block, anyTurn, tables, work) + 1 : 0));
  }
}

export function score(probe: usize, block: usize, anyTurn: bool, tables: usize, work: usize): i32 {
  const n = countOf(probe);
  const held = countOf(block);
  const counted = pairsThatCount(n < held ? n : held);
  if (counted == 0) return 0;
  const ones = narrowOnesOf(probe, n);
  const heldOnes = narrowOnesOf(block, held);
  const roots = tables + ROOTS_AT;
  for (let at: i32 = 0; at < MOST_PAIRS; at++) store<i32>(work + ((<usize>at) << 2), 0);
  const last = counted - 1;
  for (let sector: i32 = 0; sector < 16; sector++) {
    const from = <i32>load<u8>(probe + <usize>sector, 8);
    const to = <i32>load<u8>(probe + <usize>sector, 9);
    if (from == to) continue;
    // Nine sectors of sixteen, in one piece or two.
    const low = sector - 4;
    const high = sector + 5;
    const begin = anyTurn ? 0 : <i32>load<u8>(block + <usize>(low & 15), 8);
    const end = anyTurn
      ? held
      : high > 16
        ? <i32>load<u8>(block + <usize>(high - 16), 8)
        : <i32>load<u8>(block + <usize>high, 8);
    const isWhole = anyTurn || (low >= 0 && high <= 16);
    for (let i = from; i < to; i++) {
      const bits = probe + ((<usize>i) << 4);
      const low64 = load<u64>(bits, 32);
      const high64 = load<u64>(bits, 40);
      const row = tables + RECIPROCALS_AT + ((<usize>load<u8>(ones + <usize>i) * RECIPROCALS_ROW) << 1);
      let least: i32 = i32.MAX_VALUE;
      if (isWhole) {
        least = leastUnlike(block, begin, end, heldOnes, low64, high64, row, roots, least);
      } else {
        least = leastUnlike(block, 0, end, heldOnes, low64, high64, row, roots, least);
        least = leastUnlike(block, begin, held, heldOnes, low64, high64, row, roots, least);
      }
      const unlike = least >>> 12;
      if (unlike >= 32_768) continue;
      const likeness = 32_768 - unlike;
      if (likeness <= load<i32>(work + ((<usize>last) << 2))) continue;
      let at = last;
      while (at > 0) {
        const before = load<i32>(work + ((<usize>(at - 1)) << 2));
        if (before >= likeness) break;
        store<i32>(work + ((<usize>at) << 2), before);
        at -= 1;
      }
      store<i32>(work + ((<usize>at) << 2), likeness);
    }
  }
  let sum: i32 = 0;
  for (let at: i32 = 0; at < counted; at++) sum += load<i32>(work + ((<usize>at) << 2));
  return sum / counted;
}

function leastUnlike(
  block: usize,
  from: i32,
  to: i32,
  heldOnes: usize,
  low64: u64,
  high64: u64,
  row: usize,
  roots: usize,
  least: i32,
): i32 {
  let bits = block + ((<usize>from) << 4);
  let ones = heldOnes + <usize>from;
  const end = heldOnes + <usize>to;
  while (ones < end) {
    const differing = <usize>(popcnt<u64>(load<u64>(bits, 32) ^ low64) + popcnt<u64>(load<u64>(bits, 40) ^ high64));
    const unlike = <i32>load<u16>(roots + (differing << 1)) * <i32>load<u16>(row + ((<usize>load<u8>(ones)) << 1));
    least = unlike < least ? unlike : least;
    bits += 16;
    ones += 1;
  }
  return least;
}
