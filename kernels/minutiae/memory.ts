// Where things lie in the memory of the minutiae kernels. src/matching/minutiae/packed.ts says what a block is,
// src/matching/minutiae/search/kernels.ts writes the tables.

/** Tables, from the address that every kernel is given. */
export const SIN_AT: i32 = 0;
export const COS_AT: i32 = 2_048;
export const STRETCH_AT: i32 = 4_096;
export const TWIST_AT: i32 = 4_752;
export const BEND_AT: i32 = 4_864;
export const ROOTS_AT: i32 = 6_304;
export const RECIPROCALS_AT: i32 = 6_944;
export const TABLES_BYTES: i32 = 40_304;

/** Reciprocals are those of 0 to 128 ones by 0 to 128 ones. */
export const RECIPROCALS_ROW: i32 = 129;

export function countOf(block: usize): i32 {
  return <i32>load<u8>(block, 1);
}

export function wideOf(block: usize, n: i32): usize {
  return block + 32 + 16 * <usize>n;
}

export function wideOnesOf(block: usize, n: i32): usize {
  return block + 32 + 56 * <usize>n;
}

export function xOf(block: usize, n: i32): usize {
  return block + 32 + 58 * <usize>n;
}

export function yOf(block: usize, n: i32): usize {
  return block + 32 + 60 * <usize>n;
}

export function narrowOnesOf(block: usize, n: i32): usize {
  return block + 32 + 64 * <usize>n;
}

export function directionOf(block: usize, n: i32): usize {
  return block + 32 + 65 * <usize>n;
}

export function kindOf(block: usize, n: i32): usize {
  return block + 32 + 66 * <usize>n;
}

/** Pairs that count, by the cylinders of the smaller template. */
export function pairsThatCount(n: i32): i32 {
  const most =
    4 +
    i32(n >= 14) +
    i32(n >= 17) +
    i32(n >= 19) +
    i32(n >= 20) +
    i32(n >= 21) +
    i32(n >= 22) +
    i32(n >= 24) +
    i32(n >= 27);
  return n < most ? n : most;
}

/** Angle between two directions, 0 to 128. */
export function angleBetween(a: i32, b: i32): i32 {
  const apart = (a - b) & 255;
  return apart > 128 ? 256 - apart : apart;
}

/** Sorts words, highest first, by gaps that halve: the words are all different, so there is one order. */
export function sortDown(words: usize, count: i32): void {
  for (let gap = count >> 1; gap > 0; gap >>= 1) {
    for (let i = gap; i < count; i++) {
      const word = load<u32>(words + ((<usize>i) << 2));
      let at = i;
      while (at >= gap) {
        const before = load<u32>(words + ((<usize>(at - gap)) << 2));
        if (before >= word) break;
        store<u32>(words + ((<usize>at) << 2), before);
        at -= gap;
      }
      store<u32>(words + ((<usize>at) << 2), word);
    }
  }
}
