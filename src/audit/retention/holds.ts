/**
 * Legal holds: a monitoring procedure that has begun stops the erasure of the entries it needs (Reg. (EU) 2018/1862
 * Art. 12(5)). Their data keys are wrapped by a key of the hold's own, so that the key of their bucket can die in time.
 */
import type postgres from 'postgres';
import { ulid } from 'ulid';
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import type { Sql } from '../log/store.js';
import { type AuditLog, type EntryDraft, GATEWAY, type LoggedEntry } from '../log/entry.js';
import { sha256 } from '../merkle/sha256.js';
import type { ReviewScope } from '../review/query.js';
import { hasOutside } from '../review/search-sql.js';
import { CASE_NUMBER, holdKey, type KeyKeeper, unwrappedBy } from '../vault/keys.js';
import { NotRewrappable, numberArray, rewrapEntries, type RewrapKeys } from './rewrap.js';

/** Most entries of one hold. */
export const MAX_HELD_ENTRIES = 100_000;
/** Longest reason, in characters. */
const MAX_REASON = 2_000;
const MAX_OFFICER = 256;

/** A hold to set. */
export interface HoldRequest {
  /** Names the hold and its key: letters, digits, dot, hyphen, underscore; at most 64. */
  readonly caseNumber: string;
  /** Who sets it. */
  readonly officer: string;
  readonly reason: string;
  /** When it ends, milliseconds since the epoch: in the future. */
  readonly endsAt: number;
  /** Entries to hold: 1 to 100,000. */
  readonly indexes: readonly number[];
}

/** A hold that stands. */
export interface Hold {
  readonly caseNumber: string;
  readonly endsAt: number;
  /** Index of its hold-set entry. */
  readonly setIndex: number;
  readonly entries: number;
}

/** What holds are set and released with. */
export interface HoldParts {
  /** Role ostiary_dpo. */
  readonly sql: postgres.Sql;
  readonly log: AuditLog;
  readonly keys: RewrapKeys;
  readonly keeper: KeyKeeper;
  readonly clock: Clock;
}

/**
 * Sets a hold; the entry hold-set is durable before anything is held. Rejects with a Refusal REQUEST_INVALID for a
 * request that breaks a rule or a case that has a hold already, NOT_FOUND when an entry was erased.
 */
export async function setHold({ sql, log, keys, clock }: HoldParts, request: HoldRequest): Promise<LoggedEntry> {
  const indexes = [...new Set(request.indexes)].sort((a, b) => a - b);
  checkRequest(request, indexes, clock.now());
  const { caseNumber, officer, reason, endsAt } = request;
  return inTurn(sql, caseNumber, async (tx) => {
    const [known] = await tx<{ found: boolean }[]>`
      SELECT true AS found FROM audit.legal_hold WHERE case_number = ${caseNumber}`;
    if (known !== undefined) throw invalid('case_number', 'unique', 'names a hold that was set before');
    const { wrapped } = await rewrapEntries(tx, keys, holdKey(caseNumber), indexes).catch((error: unknown) => {
      if (error instanceof NotRewrappable) throw new Refusal('NOT_FOUND', error.message, { cause: error });
      throw error;
    });
    const logged = await log.append({
      ...frame('hold-set', clock),
      ...(keys.unwrapper.count !== undefined && { requestId: keys.unwrapper.count.requestId }),
      sections: {
        who: { officer },
        what: {
          case_number: caseNumber,
          entries: indexes.length,
          first: indexes[0] ?? 0,
          indexes_sha256: Buffer.from(sha256(Buffer.from(indexes.join(',')))).toString('hex'),
          last: indexes.at(-1) ?? 0,
          ...unwrappedBy(keys.unwrapper),
        },
        why: { ends: new Date(endsAt).toISOString(), reason },
      },
    });
    await tx`SELECT audit.set_hold(${caseNumber}, ${endsAt}, ${logged.index}, ${numberArray(indexes)}::bigint[], ${wrapped})`;
    return logged;
  });
}

/**
 * One request at a time about one case, whoever makes it: what is refused must not have been logged as done. The log's
 * own connection writes the entry meanwhile.
 */
async function inTurn<Result>(
  sql: postgres.Sql,
  caseNumber: string,
  work: (tx: Sql) => Promise<Result>,
): Promise<Result> {
  const result = await sql.begin(async (tx) => {
    await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`ostiary hold ${caseNumber}`}, 0))`;
    return [await work(tx)] as const;
  });
  return result[0];
}

/** Holds that stand; of a case, and with no entry about a system outside a scope, if so asked. */
export async function listHolds(
  sql: Sql,
  { caseNumber, within: scope }: { readonly caseNumber?: string; readonly within?: ReviewScope } = {},
): Promise<Hold[]> {
  const rows = await sql<{ case_number: string; ends_ms: string; set_idx: string; entries: string }[]>`
    SELECT legal.case_number, legal.ends_ms, legal.set_idx,
           (SELECT count(*) FROM audit.hold_entry e WHERE e.case_number = legal.case_number) AS entries
      FROM audit.legal_hold AS legal
     WHERE legal.released_idx IS NULL
       ${caseNumber === undefined ? sql`` : sql`AND legal.case_number = ${caseNumber}`}
       ${
         scope === undefined
           ? sql``
           : sql`AND NOT ${hasOutside(sql, sql`SELECT e.idx FROM audit.hold_entry e WHERE e.case_number = legal.case_number`, scope)}`
       }
     ORDER BY legal.case_number`;
  return rows.map((row) => ({
    caseNumber: row.case_number,
    endsAt: Number(row.ends_ms),
    setIndex: Number(row.set_idx),
    entries: Number(row.entries),
  }));
}

/**
 * Releases a hold and destroys its key; what is past its term goes with the next erasure run. The role of `sql` may
 * also be ostiary_eraser. Rejects with a Refusal NOT_FOUND when no such hold stands.
 */
export async function releaseHold(
  { sql, log, keeper, clock }: Pick<HoldParts, 'sql' | 'log' | 'keeper' | 'clock'>,
  release: { readonly caseNumber: string; readonly officer: string; readonly reason: string },
): Promise<LoggedEntry> {
  const { caseNumber, officer, reason } = release;
  checkWords(officer, reason);
  const key = holdKey(caseNumber);
  const released = await inTurn(sql, caseNumber, async (tx) => {
    const [hold] = await listHolds(tx, { caseNumber });
    if (hold === undefined) throw new Refusal('NOT_FOUND', 'no such hold stands');
    const checkValue = await keeper.checkValue(key);
    const logged = await log.append({
      ...frame('hold-released', clock),
      sections: {
        who: { officer },
        what: {
          case_number: caseNumber,
          entries: hold.entries,
          ...(checkValue !== undefined && { key_check_value: checkValue }),
          set_by_entry: hold.setIndex,
        },
        why: { reason },
      },
    });
    await tx`SELECT audit.release_hold(${caseNumber}, ${logged.index})`;
    return logged;
  });
  await keeper.destroy(key);
  return released;
}

function frame(kind: EntryDraft['kind'], clock: Clock): Omit<EntryDraft, 'sections'> {
  return { kind, authority: GATEWAY, system: 'AUDIT', requestId: ulid(clock.now()), retention: 'ops' };
}

function checkRequest(request: HoldRequest, indexes: readonly number[], now: number): void {
  if (!CASE_NUMBER.test(request.caseNumber)) {
    throw invalid('case_number', 'pattern', 'must be 1 to 64 letters, digits, dots, hyphens or underscores');
  }
  checkWords(request.officer, request.reason);
  if (!Number.isSafeInteger(request.endsAt) || request.endsAt <= now) {
    throw invalid('ends_at', 'future', 'must lie in the future: a hold without an end is none');
  }
  if (indexes.length === 0 || indexes.length > MAX_HELD_ENTRIES) {
    throw invalid('indexes', 'size', 'must name 1 to 100,000 entries');
  }
  if (indexes.some((index) => !Number.isSafeInteger(index) || index < 0)) {
    throw invalid('indexes', 'range', 'must be indexes of entries');
  }
}

function checkWords(officer: string, reason: string): void {
  if (officer.trim() === '' || officer.length > MAX_OFFICER) throw invalid('officer', 'required', 'must name a person');
  if (reason.trim() === '' || reason.length > MAX_REASON) {
    throw invalid('reason', 'required', 'must say why, in at most 2,000 characters');
  }
}

function invalid(field: string, rule: string, description: string): Refusal {
  return new Refusal('REQUEST_INVALID', `${field}: ${description}`, { violations: [{ field, rule, description }] });
}
