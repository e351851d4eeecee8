/** Retention classes and the buckets that entries are kept in: a class and an ISO week, e.g. "sis-3y/2026-W01". */

/** All retention classes; their periods and clocks are in src/audit/vault/retention.ts. */
export const RETENTION_CLASSES = [
  'sis-3y',
  'sis-hist',
  'iop-1y',
  'ees-ret1',
  'vis-ret1',
  'etias-ret1',
  'eurodac-ret1',
  'prum-2y',
  'prum2-3y',
  'pnr-5y',
  'ops',
] as const;

/** A retention class. */
export type RetentionClass = (typeof RETENTION_CLASSES)[number];

/** Takes a bucket's name apart; undefined when it is not one. */
export function parseBucket(bucket: string): { readonly retention: RetentionClass; readonly week: string } | undefined {
  const [, retention, week = ''] = /^([a-z0-9-]+)\/([0-9]{4}-W(?:0[1-9]|[1-4][0-9]|5[0-3]))$/.exec(bucket) ?? [];
  return isRetentionClass(retention) ? { retention, week } : undefined;
}

function isRetentionClass(name: string | undefined): name is RetentionClass {
  return RETENTION_CLASSES.some((known) => known === name);
}
