import { Refusal } from '../../shared/refusal.js';
import { parseBucket } from '../leaf/bucket.js';
import { CODE, REQUEST_ID } from '../leaf/leaf.js';
import type { BucketWrapper } from '../vault/keys.js';
import { type SealedSections, sealSections } from '../vault/seal.js';
import type { EntryDraft } from './entry.js';

/** An entry whose sections are sealed; index, time and counter are still open. */
export interface SealedEntry {
  readonly draft: EntryDraft;
  readonly sealed: SealedSections;
  /** Tokens of its terms, 16 bytes each. */
  readonly tokens: Uint8Array;
  /** Bytes it takes, near enough. */
  readonly bytes: number;
}

const NO_TOKENS = new Uint8Array();

/** Length of a leaf with four commitments, in bytes. */
const LEAF_BYTES = 450;

/**
 * Checks and seals a draft. Throws a TypeError for codes that a leaf can't carry and for terms beside no sections, and a Refusal REQUEST_TOO_LARGE for a
 * section that is too long.
 */
export function sealDraft(draft: EntryDraft, wrapper: BucketWrapper): SealedEntry {
  if (!CODE.test(draft.authority)) throw new TypeError('audit entry: authority is not a code');
  if (!CODE.test(draft.system)) throw new TypeError('audit entry: system is not a code');
  if (!REQUEST_ID.test(draft.requestId)) throw new TypeError('audit entry: requestId is not an identifier');
  const { intentIndex } = draft;
  if (intentIndex !== undefined && (!Number.isSafeInteger(intentIndex) || intentIndex < 0)) {
    throw new TypeError('audit entry: intentIndex is not an index');
  }
  if (draft.terms !== undefined && draft.terms.length > 0 && Object.keys(draft.sections).length === 0) {
    throw new TypeError('audit entry: index terms beside no sections');
  }
  if ((draft.destroyedBucket !== undefined) !== (draft.kind === 'key-destroyed')) {
    throw new TypeError('audit entry: a key-destroyed entry names a bucket, and no other does');
  }
  if (draft.destroyedBucket !== undefined && parseBucket(draft.destroyedBucket) === undefined) {
    throw new TypeError('audit entry: destroyedBucket is not a bucket');
  }
  try {
    const sealed = sealSections(draft.requestId, draft.sections, wrapper);
    const tokens = draft.terms === undefined ? NO_TOKENS : wrapper.tokens(draft.terms);
    return { draft, sealed, tokens, bytes: LEAF_BYTES + sealed.payload.length + tokens.length };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Refusal('REQUEST_TOO_LARGE', `the audit entry cannot hold this much: ${error.message}`, {
      cause: error,
    });
  }
}
