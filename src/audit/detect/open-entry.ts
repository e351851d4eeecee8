/** Opening of one entry's sections, held against what its leaf commits to. */
import type { JsonObject } from '../../shared/json.js';
import type { SectionName } from '../log/entry.js';
import type { KeyUnwrapper } from '../vault/keys.js';
import type { Leaf } from '../leaf/leaf.js';
import { openSections, splitPayload } from '../vault/seal.js';
import { commitTo } from '../leaf/commitment.js';
import { object, type Sections } from './observed-access.js';

/** A payload row. */
export interface StoredPayload {
  /** Whose key wraps the data key. */
  readonly bucket: string;
  readonly sealed: Buffer;
}

/** What became of an attempt to open an entry. */
export type Opening =
  | { readonly kind: 'opened'; readonly sections: Sections }
  /** Its row is gone, as it is after erasure. */
  | { readonly kind: 'absent' }
  /** No key opens it: the bucket's key is gone, or the row was changed. */
  | { readonly kind: 'locked' }
  /** It opens, but to something else than the leaf commits to. */
  | { readonly kind: 'altered' };

/** Opens an entry. Rejects only when keys cannot be reached. */
export async function openEntry(leaf: Leaf, payload: StoredPayload | undefined, keys: KeyUnwrapper): Promise<Opening> {
  const committed = Object.keys(leaf.commitments).length;
  if (payload === undefined) return committed === 0 ? { kind: 'opened', sections: {} } : { kind: 'absent' };
  const parts = splitPayload(payload.sealed);
  if (parts === undefined) return { kind: 'altered' };
  const dataKey = await keys.unwrap(payload.bucket, parts.wrappedKey);
  if (dataKey === undefined) return { kind: 'locked' };
  const opened = openSections(leaf.requestId, parts.sealed, dataKey);
  dataKey.fill(0);
  if (opened?.size !== committed) return { kind: 'altered' };
  const sections: Partial<Record<SectionName, JsonObject>> = {};
  for (const [name, { salt, plaintext }] of opened) {
    if (commitTo(name, salt, plaintext) !== leaf.commitments[name]) return { kind: 'altered' };
    const section = object(JSON.parse(Buffer.from(plaintext).toString()) as JsonObject);
    if (section === undefined) return { kind: 'altered' };
    sections[name] = section;
  }
  return { kind: 'opened', sections };
}
