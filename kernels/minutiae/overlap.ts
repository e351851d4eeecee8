// src/matching/minutiae/rules/overlap.ts, partner by partner the same.
import { COS_OF, SIN_OF, TURN_OF, X_OF, Y_OF } from './alignment';
import { angleBetween, countOf, directionOf, kindOf, sortDown, xOf, yOf } from './memory';
import { ALIGNMENT_AT, LAID_X_AT, LAID_Y_AT, LIKENESS_AT, PARTNER_COUNT_AT, PARTNERS_AT, WORDS_AT } from './work';

const MOST_DISTANCE: i32 = 144;
const MOST_TURN: i32 = 20;
const TURN_COST: i32 = 51;
const WORTH_NOTHING: i32 = 41_472;
const LIKENESS_BASE: i32 = 9_830;
const SAME_KIND: i32 = 11;
const OTHER_KIND: i32 = 8;
const UNKNOWN_KIND: i32 = 10;
const WORTH_ONE: f64 = 41_472.0 * 32_768.0 * 10.0;
const MARGIN: i32 = 80;
const LEAST_COMMON: i32 = 6;
const ENOUGH: f64 = 6;
const REFIT_BASE: i32 = 6_554;

/** Lays a on b as the alignment says, and returns the score. Leaves the partners, ready to be aligned again. */
export function overlap(a: usize, b: usize, work: usize): f64 {
  const n = countOf(a);
  const m = countOf(b);
  layOut(a, n, work);
  const words = candidates(a, b, n, m, work);
  sortDown(work + WORDS_AT, words);
  const worth = take(words, a, b, n, m, work) / WORTH_ONE;
  const common = commonOf(b, n, m, work);
  return ((worth / (worth + ENOUGH)) * worth) / sqrt<f64>(common);
}

function layOut(a: usize, n: i32, work: usize): void {
  const alignment = work + ALIGNMENT_AT;
  const cos = load<f64>(alignment, COS_OF);
  const sin = load<f64>(alignment, SIN_OF);
  const x = load<f64>(alignment, X_OF);
  const y = load<f64>(alignment, Y_OF);
  for (let i: i32 = 0; i < n; i++) {
    const ax = <f64>(<i32>load<u16>(xOf(a, n) + ((<usize>i) << 1)));
    const ay = <f64>(<i32>load<u16>(yOf(a, n) + ((<usize>i) << 1)));
    store<i32>(work + LAID_X_AT + ((<usize>i) << 2), <i32>floor<f64>(cos * ax - sin * ay + x + 0.5));
    store<i32>(work + LAID_Y_AT + ((<usize>i) << 2), <i32>floor<f64>(sin * ax + cos * ay + y + 0.5));
  }
}

/** Words of partners near enough: the cheaper the higher, then the lower in a, then in b. */
function candidates(a: usize, b: usize, n: i32, m: i32, work: usize): i32 {
  const turn = load<i32>(work + ALIGNMENT_AT, TURN_OF);
  const reach = i16x8.splat(<i16>MOST_DISTANCE);
  const twice = i16x8.splat(<i16>(2 * MOST_DISTANCE));
  let words: i32 = 0;
  for (let i: i32 = 0; i < n; i++) {
    const x = load<i32>(work + LAID_X_AT + ((<usize>i) << 2));
    const y = load<i32>(work + LAID_Y_AT + ((<usize>i) << 2));
    const direction = (<i32>load<u8>(directionOf(a, n) + <usize>i) + turn) & 255;
    const xs = i16x8.splat(<i16>x);
    const ys = i16x8.splat(<i16>y);
    for (let from: i32 = 0; from < m; from += 8) {
      // In sixteen bits, which lets through what is far apart by a multiple of 65,536: looked at again below.
      const dxs = i16x8.add(i16x8.sub(v128.load(xOf(b, m) + ((<usize>from) << 1)), xs), reach);
      const dys = i16x8.add(i16x8.sub(v128.load(yOf(b, m) + ((<usize>from) << 1)), ys), reach);
      let near = i16x8.bitmask(v128.and(i16x8.le_u(dxs, twice), i16x8.le_u(dys, twice)));
      if (from + 8 > m) near &= (1 << (m - from)) - 1;
      while (near != 0) {
        const j = from + ctz(near);
        near &= near - 1;
        const dx = x - <i32>load<u16>(xOf(b, m) + ((<usize>j) << 1));
        const dy = y - <i32>load<u16>(yOf(b, m) + ((<usize>j) << 1));
        if (abs<i32>(dx) > MOST_DISTANCE || abs<i32>(dy) > MOST_DISTANCE) continue;
        const squared = dx * dx + dy * dy;
        const off = angleBetween(direction, <i32>load<u8>(directionOf(b, m) + <usize>j));
        if (squared > MOST_DISTANCE * MOST_DISTANCE || off > MOST_TURN) continue;
        const cost = squared + TURN_COST * off * off;
        const word = ((<u32>(WORTH_NOTHING - cost)) << 14) | (<u32>(16_383 - ((i << 7) | j)));
        store<u32>(work + WORDS_AT + ((<usize>words) << 2), word);
        words += 1;
      }
    }
  }
  return words;
}

/** Takes partners, each minutia once; writes them with the weight they have when aligned again. Returns their worth. */
function take(words: i32, a: usize, b: usize, n: i32, m: i32, work: usize): f64 {
  let takenA0: u64 = 0;
  let takenA1: u64 = 0;
  let takenB0: u64 = 0;
  let takenB1: u64 = 0;
  let worth: f64 = 0;
  let count: i32 = 0;
  for (let at: i32 = 0; at < words; at++) {
    const word = load<u32>(work + WORDS_AT + ((<usize>at) << 2));
    const both = 16_383 - <i32>(word & 16_383);
    const i = both >> 7;
    const j = both & 127;
    const bitA = (<u64>1) << ((<u64>i) & 63);
    const bitB = (<u64>1) << ((<u64>j) & 63);
    if (((i < 64 ? takenA0 : takenA1) & bitA) != 0 || ((j < 64 ? takenB0 : takenB1) & bitB) != 0) continue;
    if (i < 64) takenA0 |= bitA;
    else takenA1 |= bitA;
    if (j < 64) takenB0 |= bitB;
    else takenB1 |= bitB;
    const left = <i32>(word >> 14);
    const likeness = <i32>load<u16>(work + LIKENESS_AT + ((<usize>(i * m + j)) << 1));
    const kindA = load<u8>(kindOf(a, n) + <usize>i);
    const kindB = load<u8>(kindOf(b, m) + <usize>j);
    const kind = kindA == 0 || kindB == 0 ? UNKNOWN_KIND : kindA == kindB ? SAME_KIND : OTHER_KIND;
    worth += <f64>left * <f64>((LIKENESS_BASE + likeness) * kind);
    const partner = work + PARTNERS_AT + ((<usize>count) << 4);
    store<i32>(partner, i);
    store<i32>(partner, j, 4);
    store<f64>(partner, <f64>left * <f64>(REFIT_BASE + likeness), 8);
    count += 1;
  }
  store<i32>(work + PARTNER_COUNT_AT, count);
  return worth;
}

/** Product of how many minutiae of each lie in the box around the other. */
function commonOf(b: usize, n: i32, m: i32, work: usize): f64 {
  let left: i32 = i32.MAX_VALUE;
  let right: i32 = i32.MIN_VALUE;
  let low: i32 = i32.MAX_VALUE;
  let high: i32 = i32.MIN_VALUE;
  for (let j: i32 = 0; j < m; j++) {
    const x = <i32>load<u16>(xOf(b, m) + ((<usize>j) << 1));
    const y = <i32>load<u16>(yOf(b, m) + ((<usize>j) << 1));
    left = min<i32>(left, x);
    right = max<i32>(right, x);
    low = min<i32>(low, y);
    high = max<i32>(high, y);
  }
  let laidLeft: i32 = i32.MAX_VALUE;
  let laidRight: i32 = i32.MIN_VALUE;
  let laidLow: i32 = i32.MAX_VALUE;
  let laidHigh: i32 = i32.MIN_VALUE;
  let commonA: i32 = 0;
  for (let i: i32 = 0; i < n; i++) {
    const x = load<i32>(work + LAID_X_AT + ((<usize>i) << 2));
    const y = load<i32>(work + LAID_Y_AT + ((<usize>i) << 2));
    laidLeft = min<i32>(laidLeft, x);
    laidRight = max<i32>(laidRight, x);
    laidLow = min<i32>(laidLow, y);
    laidHigh = max<i32>(laidHigh, y);
    commonA += i32(x >= left - MARGIN) & i32(x <= right + MARGIN) & i32(y >= low - MARGIN) & i32(y <= high + MARGIN);
  }
  let commonB: i32 = 0;
  for (let j: i32 = 0; j < m; j++) {
    const x = <i32>load<u16>(xOf(b, m) + ((<usize>j) << 1));
    const y = <i32>load<u16>(yOf(b, m) + ((<usize>j) << 1));
    commonB +=
      i32(x >= laidLeft - MARGIN) &
      i32(x <= laidRight + MARGIN) &
      i32(y >= laidLow - MARGIN) &
      i32(y <= laidHigh + MARGIN);
  }
  return <f64>max<i32>(LEAST_COMMON, commonA) * <f64>max<i32>(LEAST_COMMON, commonB);
}
