/** Opening payloads, and holding every section against what its leaf commits to. */
import type { JsonObject } from '../../shared/json.js';
import { opensSection, type SectionName, type SectionOpening } from '../leaf/commitment.js';
import type { Sql } from '../log/store.js';
import { unwrapDataKey } from '../vault/data-key.js';
import type { KeyUnwrapper } from '../vault/keys.js';
import { openSections, splitPayload } from '../vault/seal.js';
import type { FoundEntry } from './query.js';

/** A section that was opened. */
export interface OpenedSection extends SectionOpening {
  /** The plaintext, read. */
  readonly value: JsonObject;
}

/** opened; none: never had sections; erased: key or payload is gone; damaged: not what the leaf commits to. */
export type PayloadState = 'opened' | 'none' | 'erased' | 'damaged';

/** What became of opening a payload. */
export interface OpenedPayload {
  readonly state: PayloadState;
  /** Empty unless opened. */
  readonly sections: ReadonlyMap<SectionName, OpenedSection>;
}

interface PayloadRow {
  idx: string;
  bucket: string;
  sealed: Buffer;
}

const NOTHING: ReadonlyMap<SectionName, OpenedSection> = new Map();

/** Opens the payloads of entries, by index. The role of `sql` is ostiary_dpo. */
export async function openPayloads(
  { sql, keys }: { readonly sql: Sql; readonly keys: KeyUnwrapper },
  entries: readonly FoundEntry[],
): Promise<ReadonlyMap<number, OpenedPayload>> {
  if (entries.length === 0) return new Map();
  const rows = await sql<PayloadRow[]>`
    SELECT idx, bucket, sealed FROM audit.log_payload WHERE idx = ANY(${entries.map(({ index }) => index)}::bigint[])`;
  const stored = new Map(rows.map((row) => [Number(row.idx), row]));
  const opened = new Map<number, OpenedPayload>();
  for (const entry of entries) opened.set(entry.index, await openPayload(entry, stored.get(entry.index), sql, keys));
  return opened;
}

async function openPayload(
  { index, leaf }: FoundEntry,
  row: PayloadRow | undefined,
  sql: Sql,
  keys: KeyUnwrapper,
): Promise<OpenedPayload> {
  const committed = Object.keys(leaf.commitments).length;
  if (committed === 0) return { state: row === undefined ? 'none' : 'damaged', sections: NOTHING };
  if (row === undefined) return { state: 'erased', sections: NOTHING };
  const parts = splitPayload(row.sealed);
  if (parts === undefined) return { state: 'damaged', sections: NOTHING };
  // A key that is gone was destroyed at the end of retention; which of the two it is, audit verify tells.
  const dataKey = await unwrapDataKey(sql, keys, { index, bucket: row.bucket, wrappedKey: parts.wrappedKey });
  if (dataKey === undefined) return { state: 'erased', sections: NOTHING };
  const openings = openSections(leaf.requestId, parts.sealed, dataKey);
  dataKey.fill(0);
  if (openings?.size !== committed) return { state: 'damaged', sections: NOTHING };
  const sections = new Map<SectionName, OpenedSection>();
  for (const [name, opening] of openings) {
    if (!opensSection(leaf.commitments, name, opening)) return { state: 'damaged', sections: NOTHING };
    sections.set(name, { ...opening, value: JSON.parse(Buffer.from(opening.plaintext).toString()) as JsonObject });
  }
  return { state: 'opened', sections };
}
