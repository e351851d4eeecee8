/** Verification of the log from nothing but the database and its public key. */
import type postgres from 'postgres';
import { databaseHashes } from '../log/hashes.js';
import { fullTiles, TILE_BYTES, TILE_WIDTH } from '../merkle/tile.js';
import { HASH_BYTES } from '../merkle/hash.js';
import { equal } from '../merkle/verify.js';
import { type Checkpoint, openCheckpoint } from '../note/checkpoint.js';
import { type NoteVerifier, parseVerifierKey } from '../note/key.js';
import type { Sql } from '../log/store.js';
import { parseLeaf } from '../leaf/leaf.js';
import { compareCounters, compareEnds, compareFrontier } from './ends.js';
import { EntryCheck, type VerifierKeys } from './entry-check.js';
import { ErasureRecord } from './erasure-record.js';
import { type LogFinding, ofLog, praise } from './finding.js';
import { edgeAtNewest, rolledBack, twoHistories } from './kept.js';
import type { RightEdge } from './right-edge.js';
import {
  countOpenIntents,
  type EntryRow,
  readCheckpoints,
  readCounters,
  readEntries,
  readFrontier,
  readLastCheckpoint,
  readTiles,
  type TileRow,
} from './rows.js';
import { altered, TreeCheck } from './tree-check.js';

/** What to verify, and against what. */
export interface VerifyOptions {
  /** A role with the rights of ostiary_dpo. */
  readonly sql: postgres.Sql;
  /** The log's verifier key. */
  readonly vkey: string;
  readonly origin: string;
  /** With keys, every payload is opened and held against its commitments. */
  readonly keys?: VerifierKeys;
  /** Signed checkpoints that the verifier kept: what they cover must still be there, unchanged. */
  readonly kept?: readonly string[];
  /**
   * Reads only what came after the newest kept checkpoint, which the verifier once checked in full. Where the hashes
   * before it do not lead to it, everything is read all the same, to say why.
   */
  readonly incremental?: boolean;
  /** Told now and then how far it is. */
  readonly onProgress?: (checked: number, total: number) => void;
}

/** What came out. */
export type LogVerdict =
  | {
      readonly ok: true;
      /** Size of the log. */
      readonly size: number;
      /** First entry that was read; 0 unless the check was incremental. */
      readonly from: number;
      readonly root: Uint8Array;
      /** Checkpoints whose signature and root were checked. */
      readonly checkpoints: number;
      /** Payloads that were opened. */
      readonly payloadsOpened: number;
      /** Intents among the entries read that nothing closes yet. */
      readonly openIntents: number;
      readonly message: string;
    }
  | { readonly ok: false; readonly finding: LogFinding; readonly message: string };

/** Carries the first finding out of the walk through the log. */
class Found extends Error {
  readonly finding: LogFinding;

  constructor(finding: LogFinding) {
    super(finding.message);
    this.finding = finding;
  }
}

/**
 * Recomputes everything, as of one moment, while the log may go on growing. Rejects only when the database fails, or
 * with a TypeError or NoteError for a key or kept checkpoint that cannot be read.
 */
export async function verifyLog(options: VerifyOptions): Promise<LogVerdict> {
  const verifier = parseVerifierKey(options.vkey);
  const kept = (options.kept ?? []).map((note) => openCheckpoint(note, verifier));
  try {
    return await options.sql.begin('ISOLATION LEVEL REPEATABLE READ READ ONLY', (tx) =>
      walk(tx, verifier, kept, options),
    );
  } catch (error) {
    if (error instanceof Found) return { ok: false, finding: error.finding, message: error.finding.message };
    throw error;
  }
}

async function walk(
  tx: Sql,
  verifier: NoteVerifier,
  kept: readonly Checkpoint[],
  { origin, keys, onProgress, incremental = false }: VerifyOptions,
): Promise<LogVerdict> {
  const frontier = await readFrontier(tx);
  if (frontier === undefined) throw new Found(ofLog('no-log', 'the database holds no log'));
  if (frontier.origin !== origin || verifier.name !== origin) {
    throw new Found(ofLog('other-log', 'the log, its key and the origin asked for do not belong together'));
  }

  const start = incremental ? await startAfter(tx, kept, frontier.size) : undefined;
  const first = start?.edge.size ?? 0;
  const entries = new EntryCheck(keys, await ErasureRecord.read(tx), start && { index: first, after: start.time });
  const tree = new TreeCheck(verifier, start?.edge);
  if (start === undefined) {
    const [founding] = await readCheckpoints(tx, -1, 0);
    if (founding === undefined) throw new Found(ofLog('checkpoint-missing', 'the checkpoint of size 0 is gone'));
    report(tree.checkpoint(founding));
  }

  const read = (from: number): Promise<EntryRow[]> => {
    const reading = readEntries(tx, from, keys !== undefined);
    // Read ahead: when a finding ends the walk first, nobody asks for it any more.
    reading.catch(() => undefined);
    return reading;
  };
  for (let ahead = read(first); ;) {
    const from = entries.next;
    const rows = await ahead;
    if (rows.length === 0) break;
    const end = from + rows.length;
    const tiles = await readTiles(tx, 0, Math.floor(from / TILE_WIDTH), Math.ceil(end / TILE_WIDTH));
    const checkpoints = new Map(
      (await readCheckpoints(tx, from, end)).map((checkpoint) => [checkpoint.size, checkpoint]),
    );
    ahead = read(end);
    for (const tile of tiles) {
      report(misshapen(tile));
      compareWithTile(tree, rows, tile);
    }
    for (const row of rows) {
      report(explain(await entries.check(row), tree));
      tree.add(row.leaf);
      const checkpoint = checkpoints.get(entries.next);
      const own = kept.filter(({ size }) => size === entries.next);
      if (checkpoint !== undefined) report(tree.checkpoint(checkpoint));
      report(compareKept(own, checkpoint === undefined ? undefined : tree));
    }
    onProgress?.(entries.next, frontier.size);
  }

  report(compareEnds(frontier, entries.next, await readLastCheckpoint(tx), tree));
  report(compareFrontier(frontier, entries, tree));
  report(compareCounters(await readCounters(tx), entries.counters, start === undefined));
  report(rolledBack(kept, entries.next));
  await checkTiles(tx, tree, first, entries.next);

  const openIntents = await countOpenIntents(tx, first);
  return {
    ok: true,
    size: entries.next,
    from: first,
    root: tree.root,
    checkpoints: tree.checkpoints,
    payloadsOpened: entries.opened,
    openIntents,
    message:
      `${praise(first, entries.next)} (${tree.checkpoints} checkpoints checked, ` +
      `${entries.opened} payloads opened, ${openIntents} requests without outcome yet)`,
  };
}

function report(finding: LogFinding | undefined): void {
  if (finding !== undefined) throw new Found(finding);
}

/** Where an incremental check begins; undefined when all must be read. */
async function startAfter(
  tx: Sql,
  kept: readonly Checkpoint[],
  size: number,
): Promise<{ readonly edge: RightEdge; readonly time: number } | undefined> {
  report(rolledBack(kept, size));
  const edge = await edgeAtNewest(kept, databaseHashes(tx));
  if (edge === undefined) return undefined;
  const [before] = await readEntries(tx, edge.size - 1, false);
  const leaf = before?.index === edge.size - 1 ? parseLeaf(before.body) : undefined;
  return leaf && { edge, time: leaf.time };
}

function compareWithTile(tree: TreeCheck, rows: readonly EntryRow[], tile: TileRow): void {
  const inTile = rows.filter(({ index }) => Math.floor(index / TILE_WIDTH) === tile.n);
  const [first] = inTile;
  if (first === undefined) return;
  const leaves = inTile.map(({ leaf }) => leaf);
  tree.compareRun(first.index, leaves, tile.data.subarray((first.index % TILE_WIDTH) * HASH_BYTES));
}

/** Whoever may change a tile may also take away the constraint on its length. */
function misshapen({ level, n, data }: TileRow): LogFinding | undefined {
  return data.length === TILE_BYTES ? undefined : altered(level, n);
}

/** An entry that is out of its place explains why it does not fit there. */
function explain(finding: LogFinding | undefined, tree: TreeCheck): LogFinding | undefined {
  if (finding?.index === undefined || finding.kind === 'index-gap') return finding;
  const suspect = tree.suspectUpTo(finding.index);
  return suspect === undefined || suspect.kind === 'entry-rewritten' ? finding : suspect;
}

/** Checkpoints that the verifier kept must be what the log says of their size today. */
function compareKept(kept: readonly Checkpoint[], tree: TreeCheck | undefined): LogFinding | undefined {
  const [first] = kept;
  if (first === undefined) return undefined;
  if (tree === undefined) return ofLog('checkpoint-missing', `the kept checkpoint of size ${first.size} is not stored`);
  return kept.every(({ root }) => equal(root, tree.root)) ? undefined : twoHistories(first.size);
}

async function checkTiles(tx: Sql, tree: TreeCheck, first: number, size: number): Promise<void> {
  for (let level = 0; fullTiles(level, size) > 0; level++) {
    const end = fullTiles(level, size);
    for (let from = fullTiles(level, first); from < end; from += TILE_WIDTH) {
      for (const tile of await readTiles(tx, level, from, Math.min(end, from + TILE_WIDTH))) {
        report(misshapen(tile) ?? tree.tile(tile));
      }
    }
  }
}
