// AssemblyScript, compiled to build/kernels/dna-scan.wasm (scripts/build-kernels.mjs). Filters DNA profiles: which of them
// equal the question at enough loci, and differ from it at no more than so many? src/matching/dna/search says what the codes are.

/** Profiles in one pass: two vectors of eight codes. */
const BLOCK: i32 = 16;

/** Columns after which it is worth asking whether any profile of a block is still in. */
const FIRST_EXIT: i32 = 2;

/**
 * Scans `count` profiles, a multiple of 16, from columns of 16-bit codes; 0 stands for a locus that is not typed.
 *
 * `question` points to `loci` records of eight bytes: the address of the column at its first profile, and the code asked
 * for. `out` takes the number of each profile that is in, as 32 bits; it must have room for all. Returns how many.
 */
export function scan(count: i32, question: usize, loci: i32, minEqual: i32, maxUnequal: i32, out: usize): i32 {
  const least = i16x8.splat(<i16>minEqual);
  const most = i16x8.splat(<i16>maxUnequal);
  const none = i16x8.splat(0);
  let found: i32 = 0;
  for (let at: i32 = 0; at < count; at += BLOCK) {
    let equal0 = none;
    let equal1 = none;
    let unequal0 = none;
    let unequal1 = none;
    let locus: i32 = 0;
    for (; locus < loci; locus++) {
      const asked = question + ((<usize>locus) << 3);
      const column = <usize>load<u32>(asked) + ((<usize>at) << 1);
      const code = i16x8.splat(<i16>load<u16>(asked, 4));
      const x0 = v128.load(column);
      const x1 = v128.load(column, 16);
      const same0 = i16x8.eq(x0, code);
      const same1 = i16x8.eq(x1, code);
      // A comparison that holds is -1 in its lane.
      equal0 = i16x8.sub(equal0, same0);
      equal1 = i16x8.sub(equal1, same1);
      unequal0 = i16x8.sub(unequal0, v128.andnot(i16x8.ne(x0, none), same0));
      unequal1 = i16x8.sub(unequal1, v128.andnot(i16x8.ne(x1, none), same1));
      if (locus >= FIRST_EXIT) {
        const inside = v128.or(i16x8.le_s(unequal0, most), i16x8.le_s(unequal1, most));
        if (!v128.any_true(inside)) break;
      }
    }
    if (locus < loci) continue;
    const in0 = v128.and(i16x8.ge_s(equal0, least), i16x8.le_s(unequal0, most));
    const in1 = v128.and(i16x8.ge_s(equal1, least), i16x8.le_s(unequal1, most));
    let lanes: i32 = i16x8.bitmask(in0) | (i16x8.bitmask(in1) << 8);
    while (lanes != 0) {
      const lane = ctz(lanes);
      store<u32>(out + ((<usize>found) << 2), <u32>(at + lane));
      found += 1;
      lanes &= lanes - 1;
    }
  }
  return found;
}

/** Reads memory once, as fast as it can be read: what a scan that reads everything is held against. */
export function sweep(from: usize, bytes: usize): i64 {
  let sum0 = i64x2.splat(0);
  let sum1 = i64x2.splat(0);
  const end = from + bytes;
  for (let at = from; at < end; at += 64) {
    sum0 = v128.xor(sum0, v128.xor(v128.load(at), v128.load(at, 16)));
    sum1 = v128.xor(sum1, v128.xor(v128.load(at, 32), v128.load(at, 48)));
  }
  const sum = v128.xor(sum0, sum1);
  return i64x2.extract_lane(sum, 0) ^ i64x2.extract_lane(sum, 1);
}
