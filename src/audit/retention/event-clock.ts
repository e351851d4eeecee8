/**
 * Event clocks: the period of some classes begins with an event outside (an alert is deleted, the retention of the data
 * ended). Until it is known the entry waits; once it is, the bucket of the event's week keeps it.
 */
import type postgres from 'postgres';
import { ulid } from 'ulid';
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import { parseLeaf } from '../leaf/leaf.js';
import { parseBucket } from '../leaf/bucket.js';
import { type AuditLog, GATEWAY } from '../log/entry.js';
import { bucketOf, unwrappedBy } from '../vault/keys.js';
import { RETENTION } from '../vault/retention.js';
import { NotRewrappable, numberArray, rewrapEntries, type RewrapKeys } from './rewrap.js';

/** What clocks are started with. */
export interface EventClockParts {
  /** Role ostiary_dpo. */
  readonly sql: postgres.Sql;
  readonly log: AuditLog;
  readonly keys: RewrapKeys;
  readonly clock: Clock;
}

/** An event that starts clocks. */
export interface EventStart {
  /** When it happened, milliseconds since the epoch. */
  readonly startedAt: number;
  /** Entries whose period begins with it, all of one class. */
  readonly indexes: readonly number[];
  /** Who says so. */
  readonly officer: string;
}

/**
 * Says that the event of entries has happened; a config entry says that it was said. Rejects with a Refusal: NOT_FOUND
 * when an entry is not there, REQUEST_INVALID when its class has a fixed clock, its clock runs already, or the entries
 * are of several classes.
 */
export async function startEventClock(
  { sql, log, keys, clock }: EventClockParts,
  { startedAt, indexes, officer }: EventStart,
): Promise<void> {
  const rows = await sql<{ idx: string; body: Buffer; running: boolean }[]>`
    SELECT e.idx, e.body, EXISTS (SELECT FROM audit.event_clock c WHERE c.idx = e.idx) AS running
      FROM audit.log_entry e WHERE e.idx = ANY (${numberArray(indexes)}::bigint[])`;
  if (rows.length !== new Set(indexes).size) throw new Refusal('NOT_FOUND', 'the log has no such entry');
  const classes = new Set(rows.map(({ body }) => parseBucket(parseLeaf(body)?.bucket ?? '')?.retention));
  const [retention] = classes;
  if (classes.size !== 1 || retention === undefined || RETENTION[retention].clock !== 'event') {
    throw invalid('must be entries of one class whose clock an event starts');
  }
  if (rows.some(({ running }) => running)) throw invalid('has an entry whose clock is running');
  const bucket = bucketOf(retention, startedAt);
  const { wrapped } = await rewrapEntries(sql, keys, bucket, indexes).catch((error: unknown) => {
    if (error instanceof NotRewrappable) throw new Refusal('NOT_FOUND', error.message, { cause: error });
    throw error;
  });
  await log.append({
    kind: 'config',
    authority: GATEWAY,
    system: 'AUDIT',
    requestId: keys.unwrapper.count?.requestId ?? ulid(clock.now()),
    retention: 'ops',
    sections: {
      who: { officer },
      result: {
        bucket,
        entries: indexes.length,
        event: 'event-clock-started',
        started: new Date(startedAt).toISOString(),
        ...unwrappedBy(keys.unwrapper),
      },
    },
  });
  await sql`SELECT audit.start_clock(${startedAt}, ${bucket}, ${numberArray(indexes)}::bigint[], ${wrapped})`;
}

function invalid(description: string): Refusal {
  const violation = { field: 'indexes', rule: 'event_clock', description };
  return new Refusal('REQUEST_INVALID', `indexes: ${description}`, { violations: [violation] });
}
