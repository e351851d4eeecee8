/** Opening of one entry's sections, each held against what its leaf commits to. */
import { opensSection, type SectionName, type SectionOpening } from '../leaf/commitment.js';
import type { Leaf } from '../leaf/leaf.js';
import type { Sql } from '../log/store.js';
import { unwrapDataKey } from './data-key.js';
import type { KeyUnwrapper } from './keys.js';
import { openSections, splitPayload } from './seal.js';

/** A payload row. */
export interface StoredPayload {
  /** Bucket in which the entry was sealed. */
  readonly bucket: string;
  readonly sealed: Buffer;
}

/** The right to open. */
export interface OpeningRight {
  /** The role is ostiary_dpo. */
  readonly sql: Sql;
  readonly keys: KeyUnwrapper;
}

/** What became of an attempt to open an entry. */
export type Opening =
  /** Empty when the entry never had sections. */
  | { readonly kind: 'opened'; readonly sections: ReadonlyMap<SectionName, SectionOpening> }
  /** Its row is gone, as it is after erasure. */
  | { readonly kind: 'absent' }
  /** No key opens it: the bucket's key is gone, or the row was changed. */
  | { readonly kind: 'locked' }
  /** It opens, but to something else than the leaf commits to. */
  | { readonly kind: 'altered' };

const NOTHING: ReadonlyMap<SectionName, SectionOpening> = new Map();

/** Opens the entry at `index`. Rejects only when database or keys cannot be reached. */
export async function openPayload(
  index: number,
  leaf: Leaf,
  payload: StoredPayload | undefined,
  { sql, keys }: OpeningRight,
): Promise<Opening> {
  const committed = Object.keys(leaf.commitments).length;
  if (payload === undefined) return committed === 0 ? { kind: 'opened', sections: NOTHING } : { kind: 'absent' };
  const parts = splitPayload(payload.sealed);
  if (committed === 0 || parts === undefined) return { kind: 'altered' };
  const { bucket } = payload;
  const dataKey = await unwrapDataKey(sql, keys, { index, bucket, wrappedKey: parts.wrappedKey });
  if (dataKey === undefined) return { kind: 'locked' };
  const sections = openSections(leaf.requestId, parts.sealed, dataKey);
  dataKey.fill(0);
  if (sections?.size !== committed) return { kind: 'altered' };
  for (const [name, opening] of sections) {
    if (!opensSection(leaf.commitments, name, opening)) return { kind: 'altered' };
  }
  return { kind: 'opened', sections };
}
