// AssemblyScript, compiled to build/kernels/face-scan.wasm (scripts/build-kernels.mjs). Compares a face with those of a
// gallery: which of them are at least so similar? src/matching/faces/search says what lies where.

/** Components that one pass looks at: two vectors of eight 16-bit numbers. */
const STEP: usize = 16;

/**
 * Scans `rows` vectors of `stride` bytes, a multiple of 16, with a question of as many 16-bit components. Components lie
 * from -127 to 127, so that no sum of products leaves 32 bits.
 *
 * `inverses` holds the inverse norm of each row; NaN stands for a row that holds nothing. A row is in when its group's bit
 * is set in `mask` and its product times its inverse norm is at least `floor`. `out` takes row and product of each that is
 * in, eight bytes; it must have room for all. Returns how many.
 */
export function scan(
  rows: i32,
  vectors: usize,
  inverses: usize,
  groups: usize,
  stride: usize,
  question: usize,
  mask: u32,
  floor: f64,
  out: usize,
): i32 {
  let found: i32 = 0;
  for (let row: i32 = 0; row < rows; row++) {
    // Read before the vector and in order: whoever writes a row publishes its inverse norm last.
    const inverse = reinterpret<f64>(atomic.load<i64>(inverses + ((<usize>row) << 3)));
    if (inverse != inverse) continue;
    if (((mask >> ((<u32>load<u8>(groups + <usize>row)) & 31)) & 1) == 0) continue;
    let sum0 = i32x4.splat(0);
    let sum1 = i32x4.splat(0);
    const vector = vectors + <usize>row * stride;
    for (let at: usize = 0; at < stride; at += STEP) {
      const asked = question + (at << 1);
      sum0 = i32x4.add(sum0, i32x4.dot_i16x8_s(v128.load_ext<i8>(vector + at), v128.load(asked)));
      sum1 = i32x4.add(sum1, i32x4.dot_i16x8_s(v128.load_ext<i8>(vector + at, 8), v128.load(asked, 16)));
    }
    const sum = i32x4.add(sum0, sum1);
    const half = i32x4.add(sum, v128.shuffle<i32>(sum, sum, 2, 3, 0, 1));
    const product = i32x4.extract_lane(half, 0) + i32x4.extract_lane(half, 1);
    if (<f64>product * inverse >= floor) {
      const at = out + ((<usize>found) << 3);
      store<i32>(at, row);
      store<i32>(at, product, 4);
      found += 1;
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
