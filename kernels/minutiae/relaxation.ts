// src/matching/minutiae/rules/relaxation.ts, pair by pair the same.
import { angleBetween, BEND_AT, COS_AT, countOf, directionOf, SIN_AT, STRETCH_AT, TWIST_AT, xOf, yOf } from './memory';
import { CHOSEN_AT, LEFT_AT, ORDER_AT, RELATIONS_AT, SAID_AT, SUPPORT_AT, TURNED_AT } from './work';

const ROUNDS: i32 = 5;
const MOST_STRETCH: i32 = 160;
const MOST_TWIST: i32 = 24;
const MOST_BEND: i32 = 358;

/** Fills the relations of the chosen pairs: rows of `stride` values, a multiple of eight. */
export function relate(a: usize, b: usize, pairs: i32, stride: i32, tables: usize, work: usize): void {
  const n = countOf(a);
  const m = countOf(b);
  memory.fill(work + RELATIONS_AT, 0, (<usize>(pairs * stride)) << 1);
  const turns = work + TURNED_AT;
  for (let i: i32 = 0; i < pairs; i++) {
    const pair = work + CHOSEN_AT + ((<usize>i) << 4);
    const turned =
      load<u8>(directionOf(a, n) + <usize>load<u32>(pair)) - load<u8>(directionOf(b, m) + <usize>load<u32>(pair, 4));
    store<u8>(turns + <usize>i, turned);
  }
  const reach = i8x16.splat(<i8>MOST_TWIST);
  const twice = i8x16.splat(<i8>(2 * MOST_TWIST));
  for (let i: i32 = 0; i < pairs; i++) {
    const turned = i8x16.splat(load<i8>(turns + <usize>i));
    for (let from = i & ~15; from < pairs; from += 16) {
      const twist = i8x16.add(i8x16.sub(v128.load(turns + <usize>from), turned), reach);
      let near = i8x16.bitmask(i8x16.le_u(twist, twice));
      if (from + 16 > pairs) near &= (1 << (pairs - from)) - 1;
      // Each two are looked at once.
      if (from <= i) near &= -2 << (i - from);
      while (near != 0) {
        relateTwo(a, b, n, m, i, from + ctz(near), stride, tables, work);
        near &= near - 1;
      }
    }
  }
}

function relateTwo(a: usize, b: usize, n: i32, m: i32, i: i32, k: i32, stride: i32, tables: usize, work: usize): void {
  const one = work + CHOSEN_AT + ((<usize>i) << 4);
  const other = work + CHOSEN_AT + ((<usize>k) << 4);
  const oneA = load<i32>(one);
  const oneB = load<i32>(one, 4);
  const otherA = load<i32>(other);
  const otherB = load<i32>(other, 4);
  if (oneA == otherA || oneB == otherB) return;
  const ax = coordinate(xOf(a, n), otherA) - coordinate(xOf(a, n), oneA);
  const ay = coordinate(yOf(a, n), otherA) - coordinate(yOf(a, n), oneA);
  const bx = coordinate(xOf(b, m), otherB) - coordinate(xOf(b, m), oneB);
  const by = coordinate(yOf(b, m), otherB) - coordinate(yOf(b, m), oneB);
  const lengthA = sqrt<f64>(ax * ax + ay * ay);
  const lengthB = sqrt<f64>(bx * bx + by * by);
  const stretch = <i32>abs<f64>(lengthA - lengthB);
  if (stretch > MOST_STRETCH || lengthA == 0 || lengthB == 0) return;
  const turned = <i32>load<u8>(work + TURNED_AT + <usize>i);
  const turnedOther = <i32>load<u8>(work + TURNED_AT + <usize>k);
  const far = lengthA * lengthB;
  const along = (ax * bx + ay * by) / far;
  const across = (bx * ay - by * ax) / far;
  const both =
    (load<i32>(tables + STRETCH_AT + ((<usize>stretch) << 2)) *
      load<i32>(tables + TWIST_AT + ((<usize>angleBetween(turned, turnedOther)) << 2))) >>
    15;
  const relations = work + RELATIONS_AT;
  store<i16>(relations + ((<usize>(i * stride + k)) << 1), bent(both, turned, along, across, tables));
  store<i16>(relations + ((<usize>(k * stride + i)) << 1), bent(both, turnedOther, along, across, tables));
}

function coordinate(axis: usize, at: i32): f64 {
  return <f64>(<i32>load<u16>(axis + ((<usize>at) << 1)));
}

function bent(both: i32, angle: i32, along: f64, across: f64, tables: usize): i16 {
  const cos = load<f64>(tables + COS_AT + ((<usize>angle) << 3));
  const sin = load<f64>(tables + SIN_AT + ((<usize>angle) << 3));
  const bend = <i32>floor<f64>(2_048 * (1 - (cos * along + sin * across)));
  if (bend > MOST_BEND) return 0;
  return <i16>((both * load<i32>(tables + BEND_AT + ((<usize>(bend < 0 ? 0 : bend)) << 2))) >> 15);
}

/** Lets the chosen pairs support each other, in five rounds. */
export function support(pairs: i32, stride: i32, work: usize): void {
  for (let i: i32 = 0; i < pairs; i++) {
    const likeness = load<i32>(work + CHOSEN_AT + ((<usize>i) << 4), 8);
    const start = likeness * 512;
    store<i32>(work + SUPPORT_AT + ((<usize>i) << 2), pairs < 2 ? start >>> ROUNDS : start);
  }
  if (pairs < 2) return;
  const said = work + SAID_AT;
  for (let at = pairs; at < stride; at++) store<i16>(said + ((<usize>at) << 1), 0);
  for (let round: i32 = 0; round < ROUNDS; round++) {
    for (let i: i32 = 0; i < pairs; i++) {
      const word = load<i32>(work + SUPPORT_AT + ((<usize>i) << 2)) >>> 9;
      store<i16>(said + ((<usize>i) << 1), <i16>(word > 32_767 ? 32_767 : word));
    }
    for (let i: i32 = 0; i < pairs; i++) {
      const row = work + RELATIONS_AT + ((<usize>(i * stride)) << 1);
      let sums = i32x4.splat(0);
      for (let k: i32 = 0; k < stride; k += 8) {
        const at = (<usize>k) << 1;
        const products = i32x4.dot_i16x8_s(v128.load(row + at), v128.load(said + at));
        sums = i32x4.add(sums, i32x4.shr_s(products, 8));
      }
      const sum =
        i32x4.extract_lane(sums, 0) +
        i32x4.extract_lane(sums, 1) +
        i32x4.extract_lane(sums, 2) +
        i32x4.extract_lane(sums, 3);
      const at = work + SUPPORT_AT + ((<usize>i) << 2);
      store<i32>(at, (load<i32>(at) + <i32>((<i64>sum * 4) / (pairs - 1))) >>> 1);
    }
  }
}

/** Numbers of the `wanted` chosen pairs of which most is left, best first. Returns the sum of their support. */
export function keepSupported(pairs: i32, wanted: i32, work: usize): i32 {
  let kept: i32 = 0;
  for (let i: i32 = 0; i < pairs; i++) {
    const left = load<i32>(work + SUPPORT_AT + ((<usize>i) << 2)) / load<i32>(work + CHOSEN_AT + ((<usize>i) << 4), 8);
    if (kept == wanted && left <= load<i32>(work + LEFT_AT + ((<usize>(kept - 1)) << 2))) continue;
    let at = kept < wanted ? kept++ : kept - 1;
    while (at > 0) {
      const before = (<usize>(at - 1)) << 2;
      if (load<i32>(work + LEFT_AT + before) >= left) break;
      store<i32>(work + LEFT_AT + before, load<i32>(work + LEFT_AT + before), 4);
      store<i32>(work + ORDER_AT + before, load<i32>(work + ORDER_AT + before), 4);
      at -= 1;
    }
    store<i32>(work + LEFT_AT + ((<usize>at) << 2), left);
    store<i32>(work + ORDER_AT + ((<usize>at) << 2), i);
  }
  let sum: i32 = 0;
  for (let at: i32 = 0; at < kept; at++) {
    const chosen = load<i32>(work + ORDER_AT + ((<usize>at) << 2));
    sum += load<i32>(work + SUPPORT_AT + ((<usize>chosen) << 2));
  }
  return sum;
}
