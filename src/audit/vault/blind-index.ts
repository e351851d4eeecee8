/**
 * The blind index: an entry is found by keyed tokens of what it is about, without opening any entry that is not.
 *
 * token = first 16 bytes of HMAC-SHA-256(index key of the bucket, field 00 value). Each bucket has an index key of its
 * own, so that equal terms of different weeks give different tokens, and tokens die with their bucket. 16 bytes: among
 * 10^8 tokens two different terms collide with a probability of 10^-23, and a collision would only propose an entry
 * that opens as one about somebody else; 32 would double the index.
 */
import type { IndexTerm } from '../../shared/index-term.js';
import { sha256 } from '../merkle/sha256.js';

/** Length of a token. */
export const TOKEN_BYTES = 16;
/**
 * Most terms of one entry: an answer holds at most 100 records (max_candidates in the contract), and each is about three
 * things at most (VIN, plate and number of an object; two identities of a person). 4,800 bytes of tokens.
 */
export const MAX_TERMS = 100 * 3;
/** Length of an index key. */
export const INDEX_KEY_BYTES = 32;

const BLOCK_BYTES = 64;
const HASH_BYTES = 32;
/** Longest value of a term. */
const MAX_VALUE_BYTES = 2_048;
/** Field, separator and value. */
const MAX_MESSAGE_BYTES = 16 + MAX_VALUE_BYTES;

// Filled, consumed and wiped within one synchronous call.
const message = Buffer.alloc(BLOCK_BYTES + MAX_MESSAGE_BYTES);
const outer = Buffer.alloc(BLOCK_BYTES + HASH_BYTES);

/** A token and the bucket under whose index key it was made. */
export interface BucketToken {
  readonly bucket: string;
  /** 16 bytes. */
  readonly token: Uint8Array;
}

/** Computes tokens under one index key. */
export interface Tokenizer {
  /** 16 bytes for each term, one after the other. Throws a RangeError for more than 300 terms or too long a value. */
  readonly tokens: (terms: readonly IndexTerm[]) => Buffer;
}

/** Prepares an index key: its two HMAC pads (RFC 2104) are made once, since every entry of a week needs them. */
export function createTokenizer(indexKey: Uint8Array): Tokenizer {
  if (indexKey.length !== INDEX_KEY_BYTES) throw new RangeError('index key: not 32 bytes');
  const innerPad = padOf(indexKey, 0x36);
  const outerPad = padOf(indexKey, 0x5c);

  function write(term: IndexTerm, into: Buffer, at: number): void {
    if (Buffer.byteLength(term.value) > MAX_VALUE_BYTES) throw new RangeError('an index term exceeds 2,048 bytes');
    let end = BLOCK_BYTES + message.write(term.field, BLOCK_BYTES, 'latin1');
    message[end++] = 0;
    end += message.write(term.value, end, 'utf8');
    message.set(innerPad);
    outer.set(outerPad);
    outer.set(sha256(message.subarray(0, end)), BLOCK_BYTES);
    sha256(outer).copy(into, at, 0, TOKEN_BYTES);
    message.fill(0, 0, end);
    outer.fill(0);
  }

  return {
    tokens(terms) {
      if (terms.length > MAX_TERMS) throw new RangeError(`an entry has more than ${MAX_TERMS} index terms`);
      const tokens = Buffer.allocUnsafe(terms.length * TOKEN_BYTES);
      terms.forEach((term, i) => write(term, tokens, i * TOKEN_BYTES));
      return tokens;
    },
  };
}

/** The token of one term under the index key of a bucket. */
export function tokenOf(indexKey: Uint8Array, term: IndexTerm): Buffer {
  return createTokenizer(indexKey).tokens([term]);
}

function padOf(key: Uint8Array, byte: number): Buffer {
  const pad = Buffer.alloc(BLOCK_BYTES, byte);
  key.forEach((value, i) => (pad[i] = value ^ byte));
  return pad;
}
