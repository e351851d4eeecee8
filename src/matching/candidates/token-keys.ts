/**
 * Keys under which a token (one word of a name, A–Z and 0–9) is found although it is written otherwise: hashes of 32
 * bits. Two tokens that share a key are worth comparing, no more.
 */

/** Longer tokens are found by their beginning and their trigrams alone: a deletion would be one key for each letter. */
const MAX_DELETION_LENGTH = 24;
/** Letters that a token cut off has kept at least; by these it is found. */
export const TRUNCATED_LENGTH = 6;

const PRIME = 16777619;
const SEEDS = { whole: 0x811c9dc5, letters: 0x2b992ddf, beginning: 0x6a09e667 } as const;

/** Final mixing of MurmurHash3 (Appleby, public domain): neighbouring hashes end far apart. */
function mix(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hashOf(text: string, seed: number, from: number, to: number, without: number): number {
  let hash: number = seed;
  for (let at = from; at < to; at++) if (at !== without) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return mix(hash);
}

/**
 * The token and everything that is left when one letter goes (the deletion neighbourhood of SymSpell): whatever is one
 * letter more, less or other, or has two neighbours exchanged, shares one of them.
 */
export function deletionKeys(token: string): readonly number[] {
  const keys = [hashOf(token, SEEDS.whole, 0, token.length, -1)];
  if (token.length > MAX_DELETION_LENGTH || token.length < 2) return keys;
  for (let at = 0; at < token.length; at++) {
    // Of a double letter it does not matter which goes.
    if (at > 0 && token[at] === token[at - 1]) continue;
    keys.push(hashOf(token, SEEDS.whole, 0, token.length, at));
  }
  return keys;
}

/** The same letters in any order: finds two letters exchanged that are not neighbours. */
export function lettersKey(token: string): number {
  // Sums do not depend on the order.
  let sum = 0;
  let mixed = 0;
  for (let at = 0; at < token.length; at++) {
    const letter = mix(Math.imul(token.charCodeAt(at), PRIME));
    sum = (sum + letter) | 0;
    mixed ^= letter;
  }
  return mix(SEEDS.letters ^ sum ^ Math.imul(mixed, PRIME));
}

/** The beginning that a cut-off token keeps; undefined for a shorter one. */
export const beginningKey = (token: string): number | undefined =>
  token.length < TRUNCATED_LENGTH ? undefined : hashOf(token, SEEDS.beginning, 0, TRUNCATED_LENGTH, -1);

/** Every key of a token. */
export function keysOf(token: string): readonly number[] {
  const beginning = beginningKey(token);
  return [...deletionKeys(token), lettersKey(token), ...(beginning === undefined ? [] : [beginning])];
}
