/** Opening what a search found. */
import type { JsonObject } from '../../shared/json.js';
import type { SectionName, SectionOpening } from '../leaf/commitment.js';
import { openPayload, type OpeningRight, type StoredPayload } from '../vault/open-payload.js';
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

interface PayloadRow extends StoredPayload {
  readonly idx: string;
}

const NOTHING: ReadonlyMap<SectionName, OpenedSection> = new Map();

/** Opens the payloads of entries, by index. The role of `sql` is ostiary_dpo. */
export async function openPayloads(
  right: OpeningRight,
  entries: readonly FoundEntry[],
): Promise<ReadonlyMap<number, OpenedPayload>> {
  if (entries.length === 0) return new Map();
  const rows = await right.sql<PayloadRow[]>`
    SELECT idx, bucket, sealed FROM audit.log_payload WHERE idx = ANY(${entries.map(({ index }) => index)}::bigint[])`;
  const stored = new Map(rows.map((row) => [Number(row.idx), row]));
  const opened = new Map<number, OpenedPayload>();
  await right.keys.count?.expect(rows.length);
  for (const entry of entries) opened.set(entry.index, await openFound(entry, stored.get(entry.index), right));
  return opened;
}

async function openFound(
  { index, leaf }: FoundEntry,
  row: PayloadRow | undefined,
  right: OpeningRight,
): Promise<OpenedPayload> {
  const opening = await openPayload(index, leaf, row, right);
  switch (opening.kind) {
    case 'opened':
      return opening.sections.size === 0
        ? { state: 'none', sections: NOTHING }
        : { state: 'opened', sections: new Map(Array.from(opening.sections, readSection)) };
    // A key that is gone was destroyed at the end of retention; whether it was, audit verify tells.
    case 'absent':
    case 'locked':
      return { state: 'erased', sections: NOTHING };
    case 'altered':
      return { state: 'damaged', sections: NOTHING };
  }
}

function readSection([name, opening]: [SectionName, SectionOpening]): [SectionName, OpenedSection] {
  return [name, { ...opening, value: JSON.parse(Buffer.from(opening.plaintext).toString()) as JsonObject }];
}
