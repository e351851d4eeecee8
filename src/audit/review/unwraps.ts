/**
 * Holds what was counted beside the private keys against what the log says was opened, act by act. Keys that were used
 * through our own code without an entry, or for more than the entry says, come to light here, and so does a ledger from
 * which lines were taken. Whoever copies the keys and uses code of their own leaves no count.
 */
import type postgres from 'postgres';
import type { JsonObject } from '../../shared/json.js';
import type { Examiner } from '../detect/run-detection.js';
import { parseLeaf } from '../leaf/leaf.js';
import type { AuditLog, EntryDraft } from '../log/entry.js';
import { type KeyUnwrapper, unwrappedBy } from '../vault/keys.js';
import { openPayload } from '../vault/open-payload.js';
import { type CountedAct, dayOf, type ReadLedger } from '../vault/unwrap-ledger.js';

/** What to compare. */
export interface ComparisonOptions {
  /** A role with the rights of ostiary_dpo. */
  readonly sql: postgres.Sql;
  /** Counts for this comparison: the entries that say what was opened are opened for it. */
  readonly keys: KeyUnwrapper;
  readonly log: Pick<AuditLog, 'append'>;
  readonly examiner: Examiner;
  /** Reads the ledger from a day on. */
  readonly readLedger: (since: string) => Promise<ReadLedger>;
  /** First day, YYYY-MM-DD in UTC. */
  readonly since: string;
}

/**
 * What somebody did on one day that the log does not bear out. UNLOGGED: more was unwrapped than it says. UNCOUNTED: the
 * log says more than was counted, so the ledger has lost lines.
 */
export interface UnwrapDifference {
  readonly kind: 'UNLOGGED' | 'UNCOUNTED';
  readonly day: string;
  /** Digest of the officer; empty where the ledger has no line any more. */
  readonly officer: string;
  readonly counted: number;
  readonly logged: number;
  /** Acts that differ. */
  readonly requests: readonly string[];
}

/** Payloads that were opened to verify the log, of which no entry speaks. */
export interface VerifiedDay {
  readonly day: string;
  readonly counted: number;
}

/** What came out. */
export interface UnwrapReport {
  /** Index of the entry that announced the comparison. */
  readonly logIndex: number;
  /** Acts that the ledger and the log name alike. */
  readonly agreed: number;
  readonly differences: readonly UnwrapDifference[];
  /** Files of the ledger that are not what was written. */
  readonly damaged: readonly string[];
  readonly verified: readonly VerifiedDay[];
}

const DAY_MS = 86_400_000;

/** Kinds of entry that say how much was unwrapped. */
const TELLING = ['outcome', 'dpo-search', 'dpo-open', 'hold-set', 'config', 'erasure-run'];

/** Entries opened at a time. */
const CHUNK_ENTRIES = 500;

/** Compares once. The log says first who asked and why. Rejects when log, database, keys or ledger fail. */
export async function compareUnwraps(options: ComparisonOptions): Promise<UnwrapReport> {
  const { keys, log, examiner, readLedger, since } = options;
  if (keys.count === undefined) throw new TypeError('a comparison that would not be counted itself');
  const { requestId } = keys.count;
  const frame = {
    kind: 'dpo-search',
    authority: examiner.authority,
    system: 'AUDIT',
    requestId,
    retention: 'ops',
    ...(examiner.terms !== undefined && { terms: examiner.terms }),
  } satisfies Partial<EntryDraft>;
  const conclude = (result: JsonObject) => log.append({ ...frame, sections: { result } });
  const announced = await log.append({
    ...frame,
    sections: {
      who: { authority: examiner.authority, officer: examiner.officer },
      what: { operation: 'audit.unwraps', query: { since }, system: 'AUDIT' },
      why: { justification: examiner.reason },
    },
  });
  try {
    // An act may have begun on the day before, and it goes on while both are read: what the ledger has first the log must
    // have then, and what the log has then the ledger must have in the end.
    const dayBefore = dayOf(Date.parse(since) - DAY_MS);
    const before = await readLedger(dayBefore);
    const logged = await readLogged(options);
    const after = await readLedger(dayBefore);
    const report = { logIndex: announced.index, ...compare(before.acts, logged, after, since) };
    await conclude({
      damaged: report.damaged.length,
      differences: report.differences.length,
      status: 'COMPARED',
      ...unwrappedBy(keys),
    });
    return report;
  } catch (error) {
    await conclude({ status: 'FAILED', ...unwrappedBy(keys) }).catch((second: unknown) => {
      throw new AggregateError([error, second], 'the comparison failed, and the log could not be told');
    });
    throw error;
  }
}

interface LoggedAct {
  /** Of the last entry of the act. */
  readonly day: string;
  readonly unwrapped: number;
}

/** What the log says of each act that unwrapped something. */
async function readLogged({ sql, keys, since }: ComparisonOptions): Promise<ReadonlyMap<string, LoggedAct>> {
  const acts = new Map<string, LoggedAct>();
  for (let after = -1; ;) {
    const rows = await sql<{ idx: string; body: Buffer; bucket: string; sealed: Buffer }[]>`
      SELECT h.idx, e.body, p.bucket, p.sealed
        FROM audit.entry_header h
        JOIN audit.log_entry e ON e.idx = h.idx
        JOIN audit.log_payload p ON p.idx = h.idx
       WHERE h.system = 'AUDIT' AND h.kind = ANY(${TELLING}) AND h.time_ms >= ${Date.parse(since)} AND h.idx > ${after}
       ORDER BY h.idx LIMIT ${CHUNK_ENTRIES}`;
    if (rows.length === 0) return acts;
    await keys.count?.expect(rows.length);
    for (const { idx, body, bucket, sealed } of rows) {
      after = Number(idx);
      const leaf = parseLeaf(body);
      // What is damaged says nothing; that it is, audit verify tells.
      const opening = leaf && (await openPayload(after, leaf, { bucket, sealed }, { sql, keys }));
      if (opening?.kind !== 'opened') continue;
      const unwrapped = toldIn(opening.sections.get(leaf?.kind === 'hold-set' ? 'what' : 'result')?.plaintext);
      if (leaf === undefined || unwrapped === 0) continue;
      // An entry tells of its act as far as it has come; a hold is told of by two.
      const known = acts.get(leaf.requestId)?.unwrapped ?? 0;
      acts.set(leaf.requestId, { day: dayOf(leaf.time), unwrapped: Math.max(known, unwrapped) });
    }
  }
}

function toldIn(section: Uint8Array | undefined): number {
  const { unwrapped } = (section === undefined ? {} : JSON.parse(Buffer.from(section).toString())) as JsonObject;
  return typeof unwrapped === 'number' ? unwrapped : 0;
}

function compare(
  before: readonly CountedAct[],
  logged: ReadonlyMap<string, LoggedAct>,
  after: ReadLedger,
  since: string,
): Omit<UnwrapReport, 'logIndex'> {
  const differences = new Map<string, UnwrapDifference & { requests: string[] }>();
  const differ = (kind: UnwrapDifference['kind'], act: CountedAct, told: number): void => {
    const { day, officer, requestId, unwrapped } = act;
    const id = `${day} ${officer} ${kind}`;
    const known = differences.get(id) ?? { kind, day, officer, counted: 0, logged: 0, requests: [] };
    const requests = [...known.requests, requestId];
    differences.set(id, { ...known, counted: known.counted + unwrapped, logged: known.logged + told, requests });
  };
  const verified = new Map<string, number>();
  const toldOf = new Map(Array.from(logged, ([requestId, { unwrapped }]) => [requestId, unwrapped]));
  let agreed = 0;
  for (const act of before) {
    // Of several under one request, the first have what the log says, the others nothing.
    const told = Math.min(act.unwrapped, toldOf.get(act.requestId) ?? 0);
    toldOf.set(act.requestId, (toldOf.get(act.requestId) ?? 0) - told);
    if (act.day < since) continue;
    if (act.purpose === 'verify') verified.set(act.day, (verified.get(act.day) ?? 0) + act.unwrapped);
    else if (act.unwrapped > told) differ('UNLOGGED', act, told);
    else agreed += 1;
  }
  const counted = new Map<string, number>();
  for (const { requestId, unwrapped } of after.acts) {
    counted.set(requestId, (counted.get(requestId) ?? 0) + unwrapped);
  }
  for (const [requestId, { day, unwrapped }] of logged) {
    const kept = counted.get(requestId) ?? 0;
    if (kept >= unwrapped) continue;
    differ('UNCOUNTED', { requestId, day, officer: '', purpose: '', unwrapped: kept }, unwrapped);
  }
  return {
    agreed,
    differences: [...differences.values()],
    damaged: after.damaged,
    verified: Array.from(verified, ([day, total]) => ({ day, counted: total })),
  };
}
