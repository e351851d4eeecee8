/** Moving entries to another key: their data keys are wrapped once more, and nothing else changes. */
import type { Sql } from '../log/store.js';
import { unwrapDataKey } from '../vault/data-key.js';
import type { KeyUnwrapper, KeyWrapper } from '../vault/keys.js';
import { splitPayload } from '../vault/seal.js';

/** Who may unwrap and wrap. */
export interface RewrapKeys {
  readonly unwrapper: KeyUnwrapper;
  readonly wrapper: KeyWrapper;
}

/** Entries whose data keys are wrapped by a further key. */
export interface Rewrapped {
  readonly indexes: readonly number[];
  /** 48 bytes for each of them. */
  readonly wrapped: Buffer;
}

/** An entry to move is not there any more, or does not open. */
export class NotRewrappable extends Error {
  override readonly name = 'NotRewrappable';
  readonly index: number;

  constructor(index: number) {
    super(`entry ${index}: its sections are not there any more`);
    this.index = index;
  }
}

/** Wraps the data keys of entries by `key`. Throws a NotRewrappable for the first that has none. */
export async function rewrapEntries(
  sql: Sql,
  { unwrapper, wrapper }: RewrapKeys,
  key: string,
  indexes: readonly number[],
): Promise<Rewrapped> {
  const { wrap } = await wrapper.wrapperFor(key);
  const rows = await sql<{ idx: string; bucket: string; wrapped: Buffer }[]>`
    SELECT idx, bucket, substring(sealed FROM 1 FOR ${HEAD_BYTES}) AS wrapped FROM audit.log_payload
     WHERE idx = ANY (${numberArray(indexes)}::bigint[])`;
  const stored = new Map(rows.map((row) => [Number(row.idx), row]));
  const wrapped: Buffer[] = [];
  await unwrapper.count?.expect(rows.length);
  for (const index of indexes) {
    const row = stored.get(index);
    const wrappedKey = row && splitPayload(row.wrapped)?.wrappedKey;
    const dataKey =
      row && wrappedKey && (await unwrapDataKey(sql, unwrapper, { index, bucket: row.bucket, wrappedKey }));
    if (dataKey === undefined) throw new NotRewrappable(index);
    wrapped.push(wrap(dataKey));
    dataKey.fill(0);
  }
  return { indexes, wrapped: Buffer.concat(wrapped) };
}

/** Enough of a payload for splitPayload to find the wrapped key in it. */
const HEAD_BYTES = 128;

/** Array literal of PostgreSQL. */
export function numberArray(values: readonly number[]): string {
  return `{${values.join(',')}}`;
}
