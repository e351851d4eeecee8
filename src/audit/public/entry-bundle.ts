/** Entry bundles (C2SP tlog-tiles): entries one after the other, each behind its length in two bytes, big-endian. */
import { TILE_WIDTH } from '../merkle/tile.js';

/** Length of what stands before each entry. */
const PREFIX_BYTES = 2;
/** Longest entry that a bundle holds. */
const MAX_ENTRY_BYTES = 65_535;
/** Longest bundle. */
export const MAX_BUNDLE_BYTES = TILE_WIDTH * (PREFIX_BYTES + MAX_ENTRY_BYTES);

/** Takes a bundle apart; the entries share its memory. Undefined when an entry is cut off. */
export function splitBundle(bundle: Uint8Array): Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bundle.length) {
    const high = bundle[at];
    const low = bundle[at + 1];
    if (high === undefined || low === undefined) return undefined;
    const start = at + PREFIX_BYTES;
    at = start + high * 256 + low;
    if (at > bundle.length) return undefined;
    entries.push(bundle.subarray(start, at));
  }
  return entries;
}

/** The first `width` entries of a bundle; undefined when there are fewer. */
export function cutBundle(bundle: Uint8Array, width: number): Uint8Array | undefined {
  const entries = splitBundle(bundle)?.slice(0, width);
  if (entries?.length !== width) return undefined;
  const length = entries.reduce((sum, entry) => sum + PREFIX_BYTES + entry.length, 0);
  return bundle.subarray(0, length);
}
