import { Refusal } from '../../shared/refusal.js';
import { CODE, REQUEST_ID } from '../vault/leaf.js';
import { type BucketWrapper } from '../vault/keys.js';
import { type SealedSections, sealSections } from '../vault/seal.js';
import { MAX_SECTION_BYTES } from '../vault/sections.js';
import type { EntryDraft } from './entry.js';

/** An entry whose sections are sealed; index, time and counter are still open. */
export interface SealedEntry {
  readonly draft: EntryDraft;
  readonly sealed: SealedSections;
  /** Bytes it takes, near enough. */
  readonly bytes: number;
}

/** Length of a leaf with four commitments, in bytes. */
const LEAF_BYTES = 450;

/**
 * Checks and seals a draft. Throws a TypeError for codes that a leaf can't carry, and a Refusal REQUEST_TOO_LARGE for a
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
  try {
    const sealed = sealSections(draft.requestId, draft.sections, wrapper);
    return { draft, sealed, bytes: LEAF_BYTES + sealed.payload.length };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Refusal('REQUEST_TOO_LARGE', `a section of the audit entry exceeds ${MAX_SECTION_BYTES} bytes`, {
      cause: error,
    });
  }
}
