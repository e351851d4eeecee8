/**
 * The erasure run. What came to its term goes in this order: payload rows and tokens, then the key, then the entry that
 * says so. Leaves stay, so everything that was ever proven still proves. A run that dies is taken up by the next: a
 * bucket is finished only when its key-destroyed entry is in the log.
 */
import type postgres from 'postgres';
import { randomInt } from 'node:crypto';
import { ulid } from 'ulid';
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import type { JsonObject } from '../../shared/json.js';
import { type AuditLog, type EntryDraft, GATEWAY } from '../log/entry.js';
import type { LogReader } from '../log/reader.js';
import type { NoteVerifier } from '../note/key.js';
import {
  eventKey,
  type KeyKeeper,
  type KeyUnwrapper,
  type KeyWrapper,
  parseKeyName,
  unwrappedBy,
} from '../vault/keys.js';
import { RETENTION } from '../vault/retention.js';
import {
  erasePayloads,
  firstNotErased,
  type IndexRange,
  minimumIndex,
  readErasures,
  readWaiting,
  samplePayloads,
} from './erasure-store.js';
import { releaseHold } from './holds.js';
import { type DueBucket, type ErasurePlan, isEmpty, planErasure } from './plan.js';
import { numberArray, rewrapEntries } from './rewrap.js';
import { type ErasedPayload, selfTest, type SelfTest } from './self-test.js';

/** Erased entries that the self-test looks at. */
const TESTED_ENTRIES = 20;
/** Entries re-wrapped in one statement. */
const REWRAP_SLICE = 5_000;
const OFFICER = /^\S(?:.{0,254}\S)?$/u;

/** What a run works with. */
export interface ErasureParts {
  /** Role ostiary_eraser. */
  readonly sql: postgres.Sql;
  readonly log: AuditLog;
  readonly reader: LogReader;
  readonly verifier: NoteVerifier;
  readonly keeper: KeyKeeper;
  readonly wrapper: KeyWrapper;
  /** Opens the right to unwrap anew, without memory of keys. All that it opens counts for one act. */
  readonly openUnwrapper: () => Promise<KeyUnwrapper>;
  readonly clock: Clock;
}

/** How to run. */
export interface ErasureOptions {
  /** The two officers who confirm that keys are to be destroyed: two different ones. */
  readonly confirmedBy: readonly [string, string];
  /** Looks at every payload: after a backup of the database was restored. */
  readonly everywhere?: boolean;
  /** Only says what would be done. */
  readonly dryRun?: boolean;
  /** The moment for which to run, milliseconds since the epoch; a future one for a dry run alone. Default: now. */
  readonly now?: number;
}

/** One bucket that went. */
export interface ErasedBucket {
  readonly bucket: string;
  readonly payloads: number;
  readonly checkValue: string | undefined;
  /** Index of its key-destroyed entry. */
  readonly destroyedIndex: number;
}

/** What a run did. */
export interface ErasureReport {
  readonly plan: ErasurePlan;
  readonly dryRun: boolean;
  readonly erased: readonly ErasedBucket[];
  readonly minimumIndex: number;
  readonly selfTest: SelfTest | undefined;
  /** False when the self-test found an entry that is not proven, or one that still opens. */
  readonly ok: boolean;
}

/** Runs once. Rejects with a Refusal REQUEST_INVALID when the confirmations are not those of two people. */
export async function runErasure(parts: ErasureParts, options: ErasureOptions): Promise<ErasureReport> {
  const { sql, log, clock, keeper } = parts;
  if (options.dryRun !== true) checkConfirmations(options.confirmedBy);
  const now = options.now ?? clock.now();
  if (now > clock.now() && options.dryRun !== true) throw invalid('now', 'past', 'must not lie in the future');
  const plan = await planErasure(sql, keeper, now, options.everywhere === true);
  if (options.dryRun === true || isEmpty(plan)) {
    const minimum = await minimumIndex(sql);
    const dryRun = options.dryRun === true;
    return { plan, dryRun, erased: [], minimumIndex: minimum, selfTest: undefined, ok: true };
  }

  const who = { confirmed_by: [...options.confirmedBy] };
  const { count } = await parts.openUnwrapper();
  const frame = {
    authority: GATEWAY,
    system: 'AUDIT',
    requestId: count?.requestId ?? ulid(now),
    retention: 'ops',
  } satisfies Partial<EntryDraft>;
  const begun = await log.append({ ...frame, kind: 'erasure-run', sections: { who, what: describe(plan) } });

  await endHolds(parts, plan.endedHolds);
  await sql`SELECT audit.erase_orphaned(${numberArray(plan.releasedEntries)}::bigint[])`;
  for (const key of plan.releasedKeys) await keeper.destroy(key);
  for (const key of plan.eventKeys) await replaceEventKey(parts, key, now);
  const erased: ErasedBucket[] = [];
  const samples: ErasedPayload[] = [];
  for (const due of plan.buckets) {
    samples.push(...(await samplesOf(sql, due)));
    erased.push(await eraseBucket(parts, due, { now, run: begun.index, who, frame }));
  }
  await sql`SELECT audit.advance_minimum(${await firstNotErased(sql, now)})`;
  const minimum = await minimumIndex(sql);
  const keys = await parts.openUnwrapper();
  const test = await selfTest(pick(samples, TESTED_ENTRIES), { ...parts, keys });
  const ok = test.proven === test.tested && test.opened === 0;
  await log.append({
    ...frame,
    kind: 'erasure-run',
    outcome: ok ? 'answered' : 'failed',
    sections: {
      result: {
        begun_by_entry: begun.index,
        buckets: erased.length,
        minimum_index: minimum,
        payloads: erased.reduce((sum, { payloads }) => sum + payloads, 0),
        self_test: { opened: test.opened, proven: test.proven, tested: test.tested },
        ...unwrappedBy(keys),
      },
    },
  });
  return { plan, dryRun: false, erased, minimumIndex: minimum, selfTest: test, ok };
}

async function eraseBucket(
  parts: ErasureParts,
  { bucket, range }: DueBucket,
  run: {
    readonly now: number;
    readonly run: number;
    readonly who: JsonObject;
    readonly frame: Omit<EntryDraft, 'kind' | 'sections'>;
  },
): Promise<ErasedBucket> {
  const { sql, log, keeper } = parts;
  await moveWaiting(parts, bucket, range, run.now);
  await sql`SELECT audit.begin_erasure(${bucket}, ${run.run}, ${(await keeper.checkValue(bucket)) ?? null})`;
  await forgetKey(sql, bucket);
  await erasePayloads(sql, bucket, range);
  await sql`SELECT audit.drop_tokens(${bucket})`;
  await keeper.destroy(bucket);

  const state = (await readErasures(sql)).get(bucket);
  const payloads = state?.rowsDeleted ?? 0;
  const destroyed = await log.append({
    ...run.frame,
    kind: 'key-destroyed',
    destroyedBucket: bucket,
    sections: {
      who: run.who,
      what: {
        bucket,
        destroyed_at: new Date(run.now).toISOString(),
        ...(state?.checkValue !== undefined && { key_check_value: state.checkValue }),
        payloads_erased: payloads,
        run_entry: run.run,
      },
    },
  });
  await sql`SELECT audit.end_erasure(${bucket}, ${destroyed.index})`;
  return { bucket, payloads, checkValue: state?.checkValue, destroyedIndex: destroyed.index };
}

/** Entries that a key wraps, and that its end does not end, move on to another key. */
async function moveWaiting(parts: ErasureParts, key: string, range: IndexRange, now: number): Promise<void> {
  const purpose = parseKeyName(key);
  if (purpose === undefined || purpose.kind === 'hold') return;
  const { retention } = purpose;
  if (RETENTION[retention].clock !== 'event') return;
  const waiting = await readWaiting(parts.sql, key, range);
  // Where the event is known, the bucket of its week wraps them since then.
  const undated = waiting.filter(({ startedAt }) => startedAt === undefined).map(({ index }) => index);
  const unwrapper = await parts.openUnwrapper();
  for (let at = 0; at < undated.length; at += REWRAP_SLICE) {
    const next = eventKey(retention, now);
    const indexes = undated.slice(at, at + REWRAP_SLICE);
    const { wrapped } = await rewrapEntries(parts.sql, { unwrapper, wrapper: parts.wrapper }, next, indexes);
    await parts.sql`SELECT audit.rewrap(${next}, ${numberArray(indexes)}::bigint[], ${wrapped})`;
  }
}

/** Lets go of wraps by a key. What they alone kept, and whose own bucket is gone, goes too. */
async function forgetKey(sql: postgres.Sql, key: string): Promise<void> {
  const [row] = await sql<{ idx: string[] }[]>`SELECT audit.forget_rewraps(${key}) AS idx`;
  await sql`SELECT audit.erase_orphaned(${numberArray((row?.idx ?? []).map(Number))}::bigint[])`;
}

async function replaceEventKey(parts: ErasureParts, key: string, now: number): Promise<void> {
  await moveWaiting(parts, key, { from: 0, end: 0 }, now);
  await forgetKey(parts.sql, key);
  await parts.keeper.destroy(key);
}

async function endHolds(parts: ErasureParts, cases: readonly string[]): Promise<void> {
  for (const caseNumber of cases) {
    const held = await parts.sql<{ idx: string }[]>`
      SELECT idx FROM audit.hold_entry WHERE case_number = ${caseNumber}`;
    await releaseHold(parts, {
      caseNumber,
      officer: 'ostiary audit erase',
      reason: 'the end date of the hold has come',
    });
    await parts.sql`SELECT audit.erase_orphaned(${numberArray(held.map(({ idx }) => Number(idx)))}::bigint[])`;
  }
}

async function samplesOf(sql: postgres.Sql, { bucket, range }: DueBucket): Promise<ErasedPayload[]> {
  return (await samplePayloads(sql, bucket, range, TESTED_ENTRIES)).map((payload) => ({ ...payload, bucket }));
}

function pick<T>(all: readonly T[], count: number): T[] {
  const left = [...all];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(randomInt(left.length), 1)).flat();
}

function describe({ buckets, eventKeys, endedHolds, releasedEntries }: ErasurePlan): JsonObject {
  return {
    buckets: buckets.map(({ bucket, payloads }) => ({ bucket, payloads })),
    ended_holds: [...endedHolds],
    event_keys: [...eventKeys],
    released_entries: releasedEntries.length,
  };
}

/** Destroying keys cannot be undone, so it takes two people. */
function checkConfirmations(confirmedBy: readonly [string, string]): void {
  const [one, other] = confirmedBy;
  if (OFFICER.test(one) && OFFICER.test(other) && one !== other) return;
  throw invalid('confirmed_by', 'two_officers', 'must name two different officers');
}

function invalid(field: string, rule: string, description: string): Refusal {
  return new Refusal('REQUEST_INVALID', `${field}: ${description}`, { violations: [{ field, rule, description }] });
}
