/**
 * Pseudonyms of names that still tell how alike two names are: Bloom filters of bigrams under a key. Whoever has a filter
 * and not the key can compare it with others, and cannot read it.
 *
 * No adopted text says how names are pseudonymised under Regulation (EU) 2024/982 Art. 25; the parameters here are
 * invented (docs/police-records.md).
 */
import { createHmac } from 'node:crypto';
import { pseudonymSpelling } from './spelling.js';

/** Length of a filter in bits, and in bytes. */
export const FILTER_BITS = 1024;
export const FILTER_BYTES = FILTER_BITS / 8;

/** Bits that one bigram sets; some fall together. */
const BITS_PER_BIGRAM = 15;

/** Stands before the first and after the last letter. */
const PADDING = '_';

/** Length of a key, in bytes. */
export const PSEUDONYM_KEY_BYTES = 32;

/** A name's pseudonym: 128 bytes; bit 0 is the highest of byte 0. */
export type NamePseudonym = Uint8Array;

/** Makes pseudonyms under one key: equal for all who hold the key, useless to those who do not. */
export interface NamePseudonymizer {
  /** The name's pseudonym; undefined when the name has no letter to make one of. */
  pseudonymOf(name: string): NamePseudonym | undefined;
}

/** Makes pseudonyms under a key of 32 bytes. Throws a RangeError for a key of another length. */
export function createNamePseudonymizer(key: Uint8Array): NamePseudonymizer {
  if (key.length !== PSEUDONYM_KEY_BYTES) throw new RangeError(`the key must have ${PSEUDONYM_KEY_BYTES} bytes`);
  // There are no more than 27² bigrams, so what the key makes of each is soon known.
  const known = new Map<string, readonly number[]>();
  const positionsOf = (bigram: string): readonly number[] => {
    const kept = known.get(bigram);
    if (kept !== undefined) return kept;
    const positions = bitPositions(key, bigram);
    known.set(bigram, positions);
    return positions;
  };
  return {
    pseudonymOf(name) {
      const spelling = pseudonymSpelling(name);
      if (spelling === '') return undefined;
      const filter = new Uint8Array(FILTER_BYTES);
      const padded = `${PADDING}${spelling}${PADDING}`;
      for (let at = 0; at + 1 < padded.length; at++) {
        for (const bit of positionsOf(padded.slice(at, at + 2))) {
          filter[bit >>> 3] = (filter[bit >>> 3] ?? 0) | (0x80 >>> (bit & 7));
        }
      }
      return filter;
    },
  };
}

/**
 * Double hashing: bit j is (h1 + j·h2) mod 1024, where h1 and h2 are the first eight bytes, big-endian, of HMAC-SHA-256
 * over 01 or 02 and the bigram, h2 made odd. 1024 divides 2⁶⁴, so the last two of the eight bytes are all that counts.
 */
function bitPositions(key: Uint8Array, bigram: string): readonly number[] {
  const first = lowBits(key, 1, bigram);
  const second = lowBits(key, 2, bigram) | 1;
  return Array.from({ length: BITS_PER_BIGRAM }, (_, j) => (first + j * second) % FILTER_BITS);
}

const lowBits = (key: Uint8Array, domain: number, bigram: string): number =>
  createHmac('sha256', key).update(Uint8Array.of(domain)).update(bigram).digest().readUInt16BE(6);
