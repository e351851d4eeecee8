/** Verification of the whole log from nothing but the database and the log's public key. */
import type postgres from 'postgres';
import { packFrontier } from '../merkle/frontier.js';
import { fullTiles, TILE_WIDTH } from '../merkle/tile.js';
import { equal } from '../merkle/verify.js';
import { type Checkpoint, openCheckpoint } from '../note/checkpoint.js';
import { type NoteVerifier, parseVerifierKey } from '../note/key.js';
import type { Sql } from '../log/store.js';
import type { KeyUnwrapper } from '../vault/keys.js';
import { EntryCheck } from './entry-check.js';
import { atEntry, type LogFinding, ofLog } from './finding.js';
import {
  countOpenIntents,
  type EntryRow,
  type FrontierRow,
  readCheckpoints,
  readCounters,
  readEntries,
  readFrontier,
  readLastCheckpoint,
  readTiles,
  type TileRow,
} from './rows.js';
import { TreeCheck } from './tree-check.js';

/** What to verify, and against what. */
export interface VerifyOptions {
  /** A role with the rights of ostiary_dpo. */
  readonly sql: postgres.Sql;
  /** The log's verifier key. */
  readonly vkey: string;
  readonly origin: string;
  /** With keys, every payload is opened and held against its commitments. */
  readonly keys?: KeyUnwrapper;
  /** Signed checkpoints that the verifier kept: what they cover must still be there, unchanged. */
  readonly kept?: readonly string[];
  /** Told now and then how far it is. */
  readonly onProgress?: (checked: number, total: number) => void;
}

/** What came out. */
export type LogVerdict =
  | {
      readonly ok: true;
      /** Entries checked. */
      readonly size: number;
      readonly root: Uint8Array;
      /** Checkpoints whose signature and root were checked. */
      readonly checkpoints: number;
      /** Payloads that were opened. */
      readonly payloadsOpened: number;
      /** Intents that nothing closes yet. */
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
  { origin, keys, onProgress }: VerifyOptions,
): Promise<LogVerdict> {
  const frontier = await readFrontier(tx);
  if (frontier === undefined) throw new Found(ofLog('no-log', 'the database holds no log'));
  if (frontier.origin !== origin || verifier.name !== origin) {
    throw new Found(ofLog('other-log', 'the log, its key and the origin asked for do not belong together'));
  }

  const entries = new EntryCheck(keys);
  const tree = new TreeCheck(verifier);
  const [founding] = await readCheckpoints(tx, -1, 0);
  if (founding === undefined) throw new Found(ofLog('checkpoint-missing', 'the checkpoint of size 0 is gone'));
  report(tree.checkpoint(founding));

  const read = (from: number): Promise<EntryRow[]> => {
    const reading = readEntries(tx, from, keys !== undefined);
    // Read ahead: when a finding ends the walk first, nobody asks for it any more.
    reading.catch(() => undefined);
    return reading;
  };
  for (let ahead = read(0); ;) {
    const from = entries.next;
    const rows = await ahead;
    if (rows.length === 0) break;
    const end = from + rows.length;
    const tiles = new Map<number, TileRow>(
      (await readTiles(tx, 0, Math.floor(from / TILE_WIDTH), Math.ceil(end / TILE_WIDTH))).map((tile) => [
        tile.n,
        tile,
      ]),
    );
    const checkpoints = new Map(
      (await readCheckpoints(tx, from, end)).map((checkpoint) => [checkpoint.size, checkpoint]),
    );
    ahead = read(end);
    for (const row of rows) {
      report(await entries.check(row));
      const tile = tiles.get(Math.floor(row.index / TILE_WIDTH));
      if (tile !== undefined) tree.compareWithTile(row.index, row.leaf, tile);
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
  report(compareCounters(await readCounters(tx), entries.counters));
  report(kept.map((checkpoint) => beyond(checkpoint, entries.next)).find((finding) => finding !== undefined));
  await checkTiles(tx, tree, entries.next);

  const openIntents = await countOpenIntents(tx);
  return {
    ok: true,
    size: entries.next,
    root: tree.root,
    checkpoints: tree.checkpoints,
    payloadsOpened: entries.opened,
    openIntents,
    message:
      `all ${entries.next} entries are as they were signed (${tree.checkpoints} checkpoints checked, ` +
      `${entries.opened} payloads opened, ${openIntents} requests without outcome yet)`,
  };
}

function report(finding: LogFinding | undefined): void {
  if (finding !== undefined) throw new Found(finding);
}

/** Checkpoints that the verifier kept must be what the log says of their size today. */
function compareKept(kept: readonly Checkpoint[], tree: TreeCheck | undefined): LogFinding | undefined {
  const [first] = kept;
  if (first === undefined) return undefined;
  if (tree === undefined) return ofLog('checkpoint-missing', `the kept checkpoint of size ${first.size} is not stored`);
  return kept.every(({ root }) => equal(root, tree.root))
    ? undefined
    : ofLog('history-differs', `the log signed two histories: the kept checkpoint of size ${first.size} differs`);
}

function beyond({ size }: Checkpoint, entries: number): LogFinding | undefined {
  return size > entries
    ? ofLog('rolled-back', `the log was rolled back: it once had ${size} entries and now has ${entries}`)
    : undefined;
}

/** Entries, checkpoints and frontier must end at the same size. */
function compareEnds(
  frontier: FrontierRow,
  entries: number,
  lastCheckpoint: number,
  tree: TreeCheck,
): LogFinding | undefined {
  const signed = Math.max(frontier.size, lastCheckpoint);
  if (entries < signed) return atEntry('entries-missing', entries, `is missing; the log was signed up to ${signed}`);
  if (entries > frontier.size) {
    return atEntry('entries-beyond-frontier', frontier.size, 'stands beyond the frontier of the log');
  }
  if (tree.frontier.size !== entries) {
    return ofLog(
      'checkpoint-missing',
      `the checkpoint of size ${entries} is gone; the last one is of ${lastCheckpoint}`,
    );
  }
  return undefined;
}

function compareFrontier(frontier: FrontierRow, entries: EntryCheck, tree: TreeCheck): LogFinding | undefined {
  const same = equal(packFrontier(tree.frontier), frontier.peaks) && frontier.time === entries.time;
  return same ? undefined : ofLog('frontier-altered', 'the frontier row does not follow from the entries');
}

function compareCounters(
  stored: ReadonlyMap<string, number>,
  counted: ReadonlyMap<string, number>,
): LogFinding | undefined {
  const same = stored.size === counted.size && Array.from(counted).every(([code, n]) => stored.get(code) === n);
  return same ? undefined : ofLog('counter-altered', 'the counters of the authorities do not follow from the entries');
}

async function checkTiles(tx: Sql, tree: TreeCheck, size: number): Promise<void> {
  for (let level = 0; fullTiles(level, size) > 0; level++) {
    const end = fullTiles(level, size);
    for (let from = 0; from < end; from += TILE_WIDTH) {
      for (const tile of await readTiles(tx, level, from, Math.min(end, from + TILE_WIDTH))) report(tree.tile(tile));
    }
  }
}
