/** The data key of an entry, by whichever key wraps it today. */
import type { Sql } from '../log/store.js';
import type { KeyUnwrapper } from './keys.js';

/** What a payload row says of an entry's data key. */
export interface WrappedDataKey {
  readonly index: number;
  /** Bucket in which the entry was sealed. */
  readonly bucket: string;
  /** As splitPayload gives it. */
  readonly wrappedKey: Uint8Array;
}

/**
 * Unwraps by the key of the bucket or, when that came to its term, by that of a legal hold or of an event clock
 * (audit.log_rewrap). Undefined when no key opens it. The role needs the rights of ostiary_dpo or ostiary_eraser.
 */
export async function unwrapDataKey(
  sql: Sql,
  keys: KeyUnwrapper,
  { index, bucket, wrappedKey }: WrappedDataKey,
): Promise<Buffer | undefined> {
  const direct = await keys.unwrap(bucket, wrappedKey);
  if (direct !== undefined) return direct;
  const rows = await sql<{ key_name: string; wrapped: Buffer }[]>`
    SELECT key_name, wrapped FROM audit.log_rewrap WHERE idx = ${index} ORDER BY key_name`;
  for (const { key_name: key, wrapped } of rows) {
    const dataKey = await keys.unwrap(key, wrapped);
    if (dataKey !== undefined) return dataKey;
  }
  return undefined;
}
