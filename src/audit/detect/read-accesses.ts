/** Accesses of a stretch of time out of the log, opened one chunk after the other. */
import type postgres from 'postgres';
import type { Sql } from '../log/store.js';
import type { KeyUnwrapper } from '../vault/keys.js';
import { type Leaf, parseLeaf } from '../leaf/leaf.js';
import type { Period } from './detection.js';
import { observe, type ObservedAccess, type Sections } from './observed-access.js';
import type { OpeningRight, StoredPayload } from '../vault/open-payload.js';
import { openEntry } from './open-entry.js';

/** Entries read at a time. */
const CHUNK_ENTRIES = 2_048;

/** Most accesses of one run: what detectors remember of them, near a kilobyte each, must fit into memory. */
export const MAX_ACCESSES = 1_000_000;

/** Indices of altered entries that are named. */
const MOST_NAMED = 20;

/** Where accesses are read from. */
export interface AccessSource {
  /** A role with the rights of ostiary_dpo. */
  readonly sql: postgres.Sql;
  readonly keys: KeyUnwrapper;
  /** Only these authorities' entries are opened; undefined means all. */
  readonly authorities?: readonly string[];
  /** False leaves shut what was answered, for whoever has no need of it. */
  readonly outcomes?: boolean;
  readonly onProgress?: (read: number, total: number) => void;
}

/** What was read. */
export interface ReadReport {
  /** Accesses whose sections could be read. */
  readonly opened: number;
  /** Accesses whose sections, or whose outcome's, are gone: the row is deleted, or no entry of its bucket opens. */
  readonly erased: number;
  /** Accesses whose sections are not what the log committed to. */
  readonly altered: number;
  /** Indices of the first of the altered entries. */
  readonly alteredEntries: readonly number[];
}

/** A period holds too many accesses for one run. */
export class TooManyAccesses extends Error {
  override readonly name = 'TooManyAccesses';

  constructor() {
    super(`more than ${MAX_ACCESSES} accesses in the time to be read: choose a shorter one`);
  }
}

interface Row {
  idx: string;
  body: Buffer;
  bucket: string | null;
  sealed: Buffer | null;
  outcome_idx: string | null;
  outcome_body: Buffer | null;
  outcome_bucket: string | null;
  outcome_sealed: Buffer | null;
}

/** A row that is to be opened. */
interface WantedRow {
  readonly row: Row;
  readonly index: number;
  readonly leaf: Leaf;
  /** Payloads to open: its own and that of its outcome. */
  readonly payloads: number;
}

/** An intent or a refusal with its sections, and those of the outcome. */
export interface OpenedAccess {
  readonly index: number;
  readonly leaf: Leaf;
  readonly asked: Sections;
  /** Undefined where there is no outcome, or none was opened. */
  readonly answered: Sections | undefined;
}

/** Shows `see` every access in the period, as the detectors look at it. Otherwise as readOpenedAccesses. */
export function readAccesses(
  source: AccessSource,
  period: Period,
  see: (access: ObservedAccess) => void,
): Promise<ReadReport> {
  return readOpenedAccesses(source, period, ({ index, leaf, asked, answered }) =>
    see(observe(index, leaf, asked, answered)),
  );
}

/**
 * Shows `see` every access in the period, in the order of the log, all as of one moment. An entry that cannot be opened
 * is counted and left out. Rejects with TooManyAccesses, or when database or keys fail.
 */
export async function readOpenedAccesses(
  source: AccessSource,
  period: Period,
  see: (access: OpenedAccess) => void,
): Promise<ReadReport> {
  return source.sql.begin('ISOLATION LEVEL REPEATABLE READ READ ONLY', async (tx) => {
    const reader = new AccessReader(tx, source);
    const start = await sizeBefore(tx, period.from);
    const end = await sizeBefore(tx, period.to);
    for (let from = start; from < end; from += CHUNK_ENTRIES) {
      const to = Math.min(from + CHUNK_ENTRIES, end);
      const wanted = reader.wanted(await readChunk(tx, from, to), period);
      await source.keys.count?.expect(wanted.reduce((sum, { payloads }) => sum + payloads, 0));
      for (const one of wanted) await reader.take(one, see);
      source.onProgress?.(to - start, end - start);
    }
    return reader.report();
  });
}

class AccessReader {
  readonly #right: OpeningRight;
  readonly #authorities: ReadonlySet<string> | undefined;
  readonly #outcomes: boolean;
  /** Entries that no key opened, by bucket. */
  readonly #locked = new Map<string, number[]>();
  /** Buckets whose key is there. */
  readonly #alive = new Set<string>();
  readonly #altered: number[] = [];
  #opened = 0;
  #absent = 0;

  /** All is read in one transaction. */
  constructor(tx: Sql, { keys, authorities, outcomes = true }: AccessSource) {
    this.#right = { sql: tx, keys };
    this.#authorities = authorities && new Set(authorities);
    this.#outcomes = outcomes;
  }

  /** Those of the rows that are to be opened. */
  wanted(rows: readonly Row[], period: Period): readonly WantedRow[] {
    return rows.flatMap((row) => {
      const index = Number(row.idx);
      const leaf = parseLeaf(row.body);
      if (leaf === undefined) {
        this.#altered.push(index);
        return [];
      }
      if (leaf.time < period.from || leaf.time >= period.to) return [];
      if (this.#authorities?.has(leaf.authority) === false) return [];
      const payloads = Number(row.sealed !== null) + Number(this.#outcomes && row.outcome_sealed !== null);
      return [{ row, index, leaf, payloads }];
    });
  }

  async take({ row, index, leaf }: WantedRow, see: (access: OpenedAccess) => void): Promise<void> {
    const asked = await this.#open(index, leaf, payloadOf(row.bucket, row.sealed));
    if (asked === undefined) return;
    const answered = this.#outcomes ? await this.#openOutcome(row) : undefined;
    if (this.#opened >= MAX_ACCESSES) throw new TooManyAccesses();
    this.#opened += 1;
    see({ index, leaf, asked, answered });
  }

  async #openOutcome(row: Row): Promise<Sections | undefined> {
    if (row.outcome_idx === null || row.outcome_body === null) return undefined;
    const index = Number(row.outcome_idx);
    const leaf = parseLeaf(row.outcome_body);
    if (leaf !== undefined) return this.#open(index, leaf, payloadOf(row.outcome_bucket, row.outcome_sealed));
    this.#altered.push(index);
    return undefined;
  }

  async #open(index: number, leaf: Leaf, payload: StoredPayload | undefined): Promise<Sections | undefined> {
    const opening = await openEntry(index, leaf, payload, this.#right);
    switch (opening.kind) {
      case 'opened':
        if (payload !== undefined) this.#alive.add(payload.bucket);
        return opening.sections;
      case 'absent':
        this.#absent += 1;
        return undefined;
      case 'altered':
        this.#altered.push(index);
        return undefined;
      case 'locked': {
        const bucket = payload?.bucket ?? leaf.bucket;
        const locked = this.#locked.get(bucket);
        if (locked === undefined) this.#locked.set(bucket, [index]);
        else locked.push(index);
        return undefined;
      }
    }
  }

  report(): ReadReport {
    let erased = this.#absent;
    const altered = [...this.#altered];
    for (const [bucket, indices] of this.#locked) {
      // A key that opens its other entries is not gone: then this row is not what was written.
      if (this.#alive.has(bucket)) altered.push(...indices);
      else erased += indices.length;
    }
    altered.sort((one, other) => one - other);
    return {
      opened: this.#opened,
      erased,
      altered: altered.length,
      alteredEntries: altered.slice(0, MOST_NAMED),
    };
  }
}

/** Size of the tree at a moment: its entries are older, those after it are not. */
async function sizeBefore(tx: Sql, time: number): Promise<number> {
  const [row] = await tx<{ size: string | null }[]>`
    SELECT max(size) AS size FROM audit.log_checkpoint WHERE time_ms < ${time}`;
  return Number(row?.size ?? 0);
}

async function readChunk(tx: Sql, from: number, end: number): Promise<Row[]> {
  return tx<Row[]>`
    SELECT e.idx, e.body, p.bucket, p.sealed, o.idx AS outcome_idx, o.body AS outcome_body,
           q.bucket AS outcome_bucket, q.sealed AS outcome_sealed
      FROM audit.log_entry e
      -- Bounded, too: left to itself the planner may merge with all payloads before the chunk.
      LEFT JOIN audit.log_payload p ON p.idx = e.idx AND p.idx >= ${from} AND p.idx < ${end}
      LEFT JOIN LATERAL (
        SELECT c.idx, c.body FROM audit.log_entry c
         WHERE c.intent = e.idx AND c.kind <> 'part' ORDER BY c.kind = 'outcome' DESC, c.idx LIMIT 1
      ) o ON true
      LEFT JOIN audit.log_payload q ON q.idx = o.idx
     WHERE e.idx >= ${from} AND e.idx < ${end} AND e.kind IN ('intent', 'access-denied')
     ORDER BY e.idx`;
}

function payloadOf(bucket: string | null, sealed: Buffer | null): StoredPayload | undefined {
  return bucket === null || sealed === null ? undefined : { bucket, sealed };
}
