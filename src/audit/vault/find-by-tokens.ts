/** Search in the blind index. The role needs the rights of ostiary_dpo. */
import type { Sql } from '../log/store.js';
import type { BucketToken } from './blind-index.js';

/** Which of the entries found are wanted. */
export interface FindOptions {
  /** First index; default 0. */
  readonly from?: number;
  /** Index before which to stop; default: the end of the log. */
  readonly end?: number;
  /** Most entries; default 10,000. */
  readonly limit?: number;
}

const DEFAULT_LIMIT = 10_000;

/**
 * Indexes of the entries that carry any of the tokens, newest first, without repetitions. Complete: entries that are
 * not in the index yet are found in the payload rows. Give the tokens of one term, one for each live bucket
 * (IndexKeys.tokensOf); for several terms at once intersect the results.
 */
export async function findByTokens(
  sql: Sql,
  tokens: readonly BucketToken[],
  { from = 0, end = Number.MAX_SAFE_INTEGER, limit = DEFAULT_LIMIT }: FindOptions = {},
): Promise<number[]> {
  if (tokens.length === 0) return [];
  // Codes and hexadecimal digits: nothing that an array literal would have to escape.
  const buckets = `{${tokens.map(({ bucket }) => `"${bucket}"`).join(',')}}`;
  const values = `{${tokens.map(({ token }) => `"\\\\x${Buffer.from(token).toString('hex')}"`).join(',')}}`;
  const rows = await sql<{ idx: string }[]>`
    WITH wanted AS MATERIALIZED (
      SELECT w.bucket, w.token FROM unnest(${buckets}::text[], ${values}::bytea[]) AS w(bucket, token)
    )
    SELECT t.idx FROM wanted w
      JOIN audit.token_bucket b ON b.bucket = w.bucket
      JOIN audit.log_token t ON t.bucket = b.id AND t.token = w.token
     WHERE t.idx >= ${from} AND t.idx < ${end}
    UNION
    SELECT p.idx FROM audit.log_payload p
     CROSS JOIN LATERAL generate_series(0, length(p.tokens) / 16 - 1) AS n
      JOIN wanted w ON w.bucket = p.bucket AND w.token = substring(p.tokens FROM n * 16 + 1 FOR 16)
     WHERE p.idx >= greatest(${from}, (SELECT indexed_below FROM audit.token_progress)) AND p.idx < ${end}
     ORDER BY 1 DESC LIMIT ${limit}`;
  return rows.map(({ idx }) => Number(idx));
}
