/** Items: what stands for one access in a comparison, equal on both sides and meaningless to everybody else. */
import { createHmac } from 'node:crypto';
import { EMPTY_FRONTIER, extendFrontier, frontierRoot } from '../merkle/frontier.js';
import { leafHash } from '../merkle/hash.js';
import type { Pair } from './pair.js';

/** 32 bytes in lower-case hex. */
export type Item = string;

/** Whether a text is an item. */
export const isItem = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/**
 * The item of an access: HMAC-SHA-256 under the pair's key of "ostiary-completeness/v1" 00 asker 00 answerer 00 day 00
 * request. Who knows the request but not the key learns nothing from it.
 */
export function itemOf(key: Uint8Array, { asker, answerer }: Pair, day: string, requestId: string): Item {
  return createHmac('sha256', key)
    .update(`ostiary-completeness/v1\0${asker}\0${answerer}\0${day}\0${requestId}`)
    .digest('hex');
}

/** Items in ascending order, without repetitions. */
export type ItemSet = readonly Item[];

/** Sorts items, and drops those that come twice. */
export function itemSet(items: Iterable<Item>): ItemSet {
  return [...new Set(items)].sort(byCodeUnits);
}

/** RFC 6962 root over the items [from, end) of a set, each a leaf of 32 bytes; in hex. */
export function rootOf(items: ItemSet, from = 0, end = items.length): string {
  let frontier = EMPTY_FRONTIER;
  for (let at = from; at < end; at += LEAVES_AT_ONCE) {
    const leaves = items
      .slice(at, Math.min(at + LEAVES_AT_ONCE, end))
      .map((item) => leafHash(Buffer.from(item, 'hex')));
    frontier = extendFrontier(frontier, leaves).frontier;
  }
  return Buffer.from(frontierRoot(frontier)).toString('hex');
}

/** Hashes kept at a time. */
const LEAVES_AT_ONCE = 4_096;

/** Items of the first set that the second lacks. */
export function without(items: ItemSet, others: ItemSet): Item[] {
  const known = new Set(others);
  return items.filter((item) => !known.has(item));
}

const byCodeUnits = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
