// AssemblyScript, compiled to build/kernels/minutiae-score.wasm (scripts/build-kernels.mjs). Second and third stage of the
// fingerprint search. src/matching/minutiae/rules say what it computes, and compute it again for what is answered; both give
// the same number, to the last bit.
import { align, weighBySeed } from './minutiae/alignment';
import { choose, compareAll } from './minutiae/likeness';
import { countOf, pairsThatCount } from './minutiae/memory';
import { overlap } from './minutiae/overlap';
import { keepSupported, relate, support } from './minutiae/relaxation';
import {
  CHOSEN_AT,
  COUNTED_AT,
  ORDER_AT,
  PARTNER_COUNT_AT,
  PARTNERS_AT,
  SEEDED_AT,
  SEEDS_AT,
  SUPPORT_AT,
} from './minutiae/work';

export { TABLES_BYTES } from './minutiae/memory';
export { WORK_BYTES } from './minutiae/work';

const SEEDS: i32 = 3;

/** Compares a block with those at `count` addresses, and writes a score of 64 bits for each. */
export function scoreAll(
  probe: usize,
  anyTurn: bool,
  addresses: usize,
  count: i32,
  tables: usize,
  work: usize,
  out: usize,
): void {
  for (let n: i32 = 0; n < count; n++) {
    const block = <usize>load<u32>(addresses + ((<usize>n) << 2));
    store<f64>(out + ((<usize>n) << 3), block == 0 ? 0 : score(probe, block, anyTurn, tables, work));
  }
}

export function score(a: usize, b: usize, anyTurn: bool, tables: usize, work: usize): f64 {
  const n = countOf(a);
  const m = countOf(b);
  const smaller = n < m ? n : m;
  if (smaller == 0) return 0;
  compareAll(a, b, anyTurn, tables, work);
  const pairs = choose(n, m, smaller, work);
  if (pairs == 0) return 0;
  const stride = (pairs + 7) & ~7;
  relate(a, b, pairs, stride, tables, work);
  support(pairs, stride, work);
  const wanted = pairsThatCount(smaller);
  const counted = wanted < pairs ? wanted : pairs;
  const relaxed = keepSupported(pairs, wanted, work) / counted;
  return bestOverlap(a, b, counted, tables, work) * sqrt<f64>(<f64>relaxed / 16_777_216.0);
}

/** Lays a on b by all pairs that count, and by those that agree with the best supported of them. */
function bestOverlap(a: usize, b: usize, counted: i32, tables: usize, work: usize): f64 {
  const pairs = work + COUNTED_AT;
  let seeds: i32 = 0;
  for (let at: i32 = 0; at < counted; at++) {
    const chosen = load<i32>(work + ORDER_AT + ((<usize>at) << 2));
    const supported = load<i32>(work + SUPPORT_AT + ((<usize>chosen) << 2));
    const pair = pairs + ((<usize>at) << 4);
    store<u64>(pair, load<u64>(work + CHOSEN_AT + ((<usize>chosen) << 4)));
    store<f64>(pair, <f64>supported, 8);
    if (seeds == SEEDS && <f64>supported <= weightOf(pairs, seedAt(SEEDS - 1, work))) continue;
    let place = seeds < SEEDS ? seeds++ : SEEDS - 1;
    while (place > 0 && weightOf(pairs, seedAt(place - 1, work)) < <f64>supported) {
      store<i32>(work + SEEDS_AT + ((<usize>place) << 2), seedAt(place - 1, work));
      place -= 1;
    }
    store<i32>(work + SEEDS_AT + ((<usize>place) << 2), at);
  }
  let best: f64 = 0;
  if (align(pairs, counted, a, b, tables, work)) best = overlap(a, b, work);
  for (let seed: i32 = 0; seed < seeds; seed++) {
    weighBySeed(seedAt(seed, work), pairs, counted, work + SEEDED_AT, a, b, tables, work);
    if (!align(work + SEEDED_AT, counted, a, b, tables, work)) continue;
    best = max<f64>(best, overlap(a, b, work));
    const partners = load<i32>(work + PARTNER_COUNT_AT);
    if (align(work + PARTNERS_AT, partners, a, b, tables, work)) best = max<f64>(best, overlap(a, b, work));
  }
  return best;
}

function seedAt(place: i32, work: usize): i32 {
  return load<i32>(work + SEEDS_AT + ((<usize>place) << 2));
}

function weightOf(pairs: usize, at: i32): f64 {
  return load<f64>(pairs + ((<usize>at) << 4), 8);
}
