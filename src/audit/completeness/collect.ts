/** The accesses of a pair and a day, out of the log. Reads leaves only: codes, times and identifiers of requests. */
import type postgres from 'postgres';
import { parseLeaf } from '../leaf/leaf.js';
import type { EntryOutcome } from '../log/entry.js';
import type { Sql } from '../log/store.js';
import { type Item, itemOf } from './items.js';
import { dayOf, endOfDay, type Pair, startOfDay, timeOfRequest } from './pair.js';

/** One access on the own side. */
export interface OwnAccess {
  readonly item: Item;
  /** Index of the intent in the log, or number of the line in a list. */
  readonly index: number;
  /** What became of it; undefined while nothing closes the intent, or when nobody knows. */
  readonly outcome: EntryOutcome | undefined;
}

/** The own side's accesses of a day. */
export interface Collected {
  readonly accesses: readonly OwnAccess[];
  /** Accesses logged that day whose identifier carries another day by far, or no time: they escape the comparison. */
  readonly misdated: readonly number[];
  /** Accesses whose identifier another one has already: compared once. */
  readonly repeated: readonly number[];
  /** Size of the log, as of which all this holds; 0 for a list. */
  readonly treeSize: number;
}

/** Entries read at a time. */
const CHUNK_ENTRIES = 8_192;
/** A request is logged right after its identifier was made; clocks of two machines differ less than this. */
const TOLERANCE_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Most accesses of a pair in one day. */
export const MAX_ACCESSES = 2_000_000;

/** Reads the log. The role needs no more than ostiary_gateway. */
export async function collectFromLog(
  sql: postgres.Sql,
  { pair, day, key }: { readonly pair: Pair; readonly day: string; readonly key: Uint8Array },
): Promise<Collected> {
  return sql.begin('ISOLATION LEVEL REPEATABLE READ READ ONLY', async (tx) => {
    const collector = new Collector(pair, day, key);
    const start = await sizeBefore(tx, startOfDay(day) - DAY_MS);
    const end = await sizeBefore(tx, endOfDay(day) + DAY_MS);
    for (let from = start; from < end; from += CHUNK_ENTRIES) {
      const rows = await tx<{ idx: string; body: Buffer; closing: Buffer | null }[]>`
        SELECT e.idx, e.body, c.body AS closing
          FROM audit.log_entry e
          LEFT JOIN LATERAL (
            SELECT c.body FROM audit.log_entry c
             WHERE c.intent = e.idx AND c.kind <> 'part' ORDER BY c.kind = 'outcome' DESC, c.idx LIMIT 1
          ) c ON true
         WHERE e.idx >= ${from} AND e.idx < ${Math.min(from + CHUNK_ENTRIES, end)} AND e.kind = 'intent'
         ORDER BY e.idx`;
      for (const { idx, body, closing } of rows) {
        const leaf = parseLeaf(body);
        if (leaf === undefined) throw new Error(`entry ${idx} is not what a log holds: check it with audit verify`);
        if (leaf.authority !== pair.asker || leaf.system !== pair.answerer) continue;
        const outcome = closing === null ? undefined : parseLeaf(closing)?.outcome;
        collector.take(Number(idx), leaf.requestId, leaf.time, outcome);
      }
    }
    const [frontier] = await tx<{ size: string }[]>`SELECT size FROM audit.log_frontier`;
    return collector.collected(Number(frontier?.size ?? 0));
  });
}

/** Takes a list of request identifiers, one a line, as a system without a log of this kind keeps them. */
export function collectFromList(
  text: string,
  { pair, day, key }: { readonly pair: Pair; readonly day: string; readonly key: Uint8Array },
): Collected {
  const collector = new Collector(pair, day, key);
  text.split('\n').forEach((line, at) => {
    const requestId = line.trim();
    if (requestId !== '') collector.take(at + 1, requestId, undefined, undefined);
  });
  return collector.collected(0);
}

class Collector {
  readonly #accesses: OwnAccess[] = [];
  readonly #seen = new Set<string>();
  readonly #misdated: number[] = [];
  readonly #repeated: number[] = [];
  readonly #pair: Pair;
  readonly #day: string;
  readonly #key: Uint8Array;

  constructor(pair: Pair, day: string, key: Uint8Array) {
    this.#pair = pair;
    this.#day = day;
    this.#key = key;
  }

  /** Without the time at which it was logged, a list's own day is taken for granted. */
  take(index: number, requestId: string, logged: number | undefined, outcome: EntryOutcome | undefined): void {
    const made = timeOfRequest(requestId);
    const loggedToday = logged === undefined || dayOf(logged) === this.#day;
    if (made === undefined || (logged !== undefined && Math.abs(logged - made) > TOLERANCE_MS)) {
      if (loggedToday) this.#misdated.push(index);
      if (made === undefined) return;
    }
    if (dayOf(made) !== this.#day) return;
    if (this.#seen.has(requestId)) {
      this.#repeated.push(index);
      return;
    }
    if (this.#seen.size >= MAX_ACCESSES) throw new Error(`more than ${MAX_ACCESSES} accesses of the pair in a day`);
    this.#seen.add(requestId);
    this.#accesses.push({ item: itemOf(this.#key, this.#pair, this.#day, requestId), index, outcome });
  }

  collected(treeSize: number): Collected {
    return { accesses: this.#accesses, misdated: this.#misdated, repeated: this.#repeated, treeSize };
  }
}

/** Size of the tree at a moment: its entries are older, those after it are not. */
async function sizeBefore(tx: Sql, time: number): Promise<number> {
  const [row] = await tx<{ size: string | null }[]>`
    SELECT max(size) AS size FROM audit.log_checkpoint WHERE time_ms < ${time}`;
  return Number(row?.size ?? 0);
}
