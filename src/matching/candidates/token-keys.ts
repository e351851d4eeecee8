import { genderStem } from '../names/gender-stem.js';
import { classesOf } from '../names/name-classes.js';
import { soundKey } from '../names/sound-key.js';

/**
 * Keys under which a token (one word of a name, A–Z and 0–9) is found although it is written otherwise: hashes of 32
 * bits. Two tokens that share a key are worth comparing, no more.
 */

/** Longer tokens are found by their beginning, sound and trigrams alone: a deletion would be one key for each letter. */
const MAX_DELETION_LENGTH = 24;
/** Letters that a token cut off has kept at least; by these it is found. */
export const TRUNCATED_LENGTH = 6;
/** Shorter keys say nothing: Bo, Bay and Boey sound alike. */
const MIN_SOUND = 3;
const MIN_SKELETON = 2;

const PRIME = 16777619;
const SEEDS = {
  whole: 0x811c9dc5,
  letters: 0x2b992ddf,
  beginning: 0x6a09e667,
  sound: 0x3c6ef372,
  skeleton: 0xa54ff53a,
  name: 0x510e527f,
} as const;

/** What a token has in common with tokens that are spelt quite otherwise. 0 stands for nothing. */
export interface TokenTraits {
  /** Of the token without an ending that only tells men from women. */
  readonly stem: number;
  /** Of its sound. */
  readonly sound: number;
  /** Of its consonants. */
  readonly skeleton: number;
  /** It has no vowel but W and Y, as names have that come from a script which writes none. */
  readonly isConsonantal: boolean;
}

export function traitsOf(token: string): TokenTraits {
  const stem = genderStem(token);
  const sound = soundKey(token);
  const skeleton = skeletonOf(token);
  return {
    stem: stem === token ? wholeKey(token) : wholeKey(stem),
    sound: sound.length < MIN_SOUND ? 0 : hashOf(sound, SEEDS.sound),
    skeleton: skeleton.length < MIN_SKELETON ? 0 : hashOf(skeleton, SEEDS.skeleton),
    isConsonantal: !/[AEIOU]/.test(token),
  };
}

/** Consonants, double ones once; W and Y are letters at the beginning only. */
const skeletonOf = (token: string): string => token.replace(/(?!^)[WY]|[AEIOU]/g, '').replace(/(.)\1+/g, '$1');

/** Final mixing of MurmurHash3 (Appleby, public domain): neighbouring hashes end far apart. */
function mix(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hashOf(text: string, seed: number, end = text.length, without = -1): number {
  let hash: number = seed;
  for (let at = 0; at < end; at++) if (at !== without) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return mix(hash);
}

const wholeKey = (token: string): number => hashOf(token, SEEDS.whole);

/**
 * What is left when one letter goes (the deletion neighbourhood of SymSpell): whatever is one letter more, less or
 * other, or has two neighbours exchanged, shares one of these keys or the token's own.
 */
function addDeletions(token: string, keys: number[]): void {
  if (token.length > MAX_DELETION_LENGTH || token.length < 2) return;
  for (let at = 0; at < token.length; at++) {
    // Of a double letter it does not matter which goes.
    if (at > 0 && token[at] === token[at - 1]) continue;
    keys.push(hashOf(token, SEEDS.whole, token.length, at));
  }
}

/** The same letters in any order: finds two letters exchanged that are not neighbours. */
function lettersKey(token: string): number {
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

/** Every key of a token, under which it is entered and sought. */
export function keysOf(token: string, { stem, sound, skeleton }: TokenTraits): readonly number[] {
  const own = wholeKey(token);
  const keys = [own, lettersKey(token)];
  addDeletions(token, keys);
  if (stem !== own) keys.push(stem);
  if (sound !== 0) keys.push(sound);
  if (skeleton !== 0) keys.push(skeleton);
  if (token.length >= TRUNCATED_LENGTH) keys.push(hashOf(token, SEEDS.beginning, TRUNCATED_LENGTH));
  const { classes, shortFor } = classesOf(token);
  for (const name of classes) keys.push(mix(SEEDS.name ^ name));
  for (const name of shortFor) keys.push(mix(SEEDS.name ^ name));
  return keys;
}
