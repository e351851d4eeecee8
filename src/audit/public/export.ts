/** Writing the public face into a folder, to be served by any web server or carried to a mirror. */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readAhead } from '../../shared/read-ahead.js';
import { proveConsistency } from '../merkle/prove.js';
import { TILE_WIDTH } from '../merkle/tile.js';
import { equal, verifyConsistency } from '../merkle/verify.js';
import { computable, type ComputableCheckpoint, openCheckpoint } from '../note/checkpoint.js';
import { type NoteVerifier, parseVerifierKey } from '../note/key.js';
import { folderLog } from './folder-log.js';
import { publicHashes } from './public-hashes.js';
import type { PublicLog } from './public-log.js';
import { formatPath, levelsOf, type Resource, tilesOn, widthOf } from './resource.js';

/** What to write where. */
export interface ExportOptions {
  readonly log: PublicLog;
  readonly folder: string;
  /** The log's verifier key. */
  readonly vkey: string;
  /** Bundles that end at or below this index are left out, and removed from the folder. */
  readonly minimumIndex?: number;
  /** Told now and then how many bundles are there. */
  readonly onProgress?: (bundles: number, total: number) => void;
}

/** What was done. */
export interface Exported {
  readonly size: number;
  /** Size of the checkpoint that the folder held before; undefined when it held none. */
  readonly before: number | undefined;
  /** Files written. */
  readonly written: number;
}

/** A resource that is a file of its own. */
type Piece = Exclude<Resource, { kind: 'checkpoint' }>;

/** Pieces fetched ahead of the one being written. */
const READ_AHEAD = 4;

/**
 * Brings the folder up to the log's latest checkpoint. Full tiles and bundles that are there stay as they are. The
 * checkpoint is replaced last, so that the folder is whole at every moment. Rejects, with nothing changed, when the log
 * does not continue the checkpoint in the folder.
 */
export async function exportLog(options: ExportOptions): Promise<Exported> {
  const { log, folder, minimumIndex = 0, onProgress } = options;
  const verifier = parseVerifierKey(options.vkey);
  const note = await log.checkpoint();
  if (note === undefined) throw new Error('export: the log has no checkpoint');
  const checkpoint = computable(openCheckpoint(note, verifier));
  const before = await continued(folder, log, checkpoint, verifier);

  const { size } = checkpoint;
  let written = 0;
  for (let level = 0; level < levelsOf(size); level++) {
    const pieces = readAhead(0, tilesOn(level, size), READ_AHEAD, (n) =>
      fetchMissing(log, folder, { kind: 'tile', level, n, width: widthOf(level, n, size) }),
    );
    for await (const [, piece] of pieces) written += await write(folder, piece);
  }
  const pruned = Math.floor(minimumIndex / TILE_WIDTH);
  const bundles = readAhead(pruned, tilesOn(0, size), READ_AHEAD, (n) =>
    fetchMissing(log, folder, { kind: 'entries', n, width: widthOf(0, n, size) }),
  );
  for await (const [n, piece] of bundles) {
    written += await write(folder, piece);
    onProgress?.(n + 1, tilesOn(0, size));
  }

  // An export that began later may have been faster.
  if (((await heldBy(folder, verifier))?.size ?? 0) > size) {
    throw new Error('export: another export has brought the folder further meanwhile');
  }
  await replace(join(folder, 'checkpoint'), note);
  await tidy(folder, before ?? 0, size, pruned);
  return { size, before, written: written + 1 };
}

/** Size of the checkpoint in the folder, once the log is shown to continue it. */
async function continued(
  folder: string,
  log: PublicLog,
  next: ComputableCheckpoint,
  verifier: NoteVerifier,
): Promise<number | undefined> {
  const last = await heldBy(folder, verifier);
  if (last === undefined) return undefined;
  if (last.size > next.size) throw new Error('export: the folder is ahead of the log: the log was rolled back');
  const same = last.size === next.size && equal(last.root, next.root);
  const source = publicHashes(log, next.size);
  const proof = same || last.size === 0 ? [] : await proveConsistency(last.size, next.size, source);
  if (!same && last.size > 0 && !verifyConsistency(last.size, next.size, last.root, next.root, proof)) {
    throw new Error('export: the log does not continue the checkpoint in the folder: two histories were signed');
  }
  return last.size;
}

/** The checkpoint in the folder. */
async function heldBy(folder: string, verifier: NoteVerifier): Promise<ComputableCheckpoint | undefined> {
  const note = await folderLog(folder).checkpoint();
  return note === undefined ? undefined : computable(openCheckpoint(note, verifier));
}

/** A piece with its bytes; without them when the folder has it. */
interface Fetched {
  readonly path: string;
  readonly bytes: Uint8Array | undefined;
}

async function fetchMissing(log: PublicLog, folder: string, piece: Piece): Promise<Fetched> {
  const path = formatPath(piece);
  if (await exists(join(folder, path))) return { path, bytes: undefined };
  const { n, width } = piece;
  const bytes = await (piece.kind === 'tile' ? log.tile(piece.level, n, width) : log.entries(n, width));
  if (bytes === undefined) throw new Error(`export: the log does not have ${path}`);
  return { path, bytes };
}

async function write(folder: string, { path, bytes }: Fetched): Promise<0 | 1> {
  if (bytes === undefined) return 0;
  await replace(join(folder, path), bytes);
  return 1;
}

/** Writes a file durably under a passing name, then gives it its own: readers see it whole or not at all. */
async function replace(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, content, { flag: 'wx', flush: true });
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Removes partial forms of what is full now, and bundles that were pruned. */
async function tidy(folder: string, before: number, size: number, pruned: number): Promise<void> {
  const partials = (piece: Piece): Promise<void> =>
    rm(`${join(folder, formatPath({ ...piece, width: TILE_WIDTH }))}.p`, { recursive: true, force: true });
  for (let level = 0; level < levelsOf(before); level++) {
    const n = Math.floor(Math.floor(before / TILE_WIDTH ** level) / TILE_WIDTH);
    if (widthOf(level, n, size) < TILE_WIDTH) continue;
    await partials({ kind: 'tile', level, n, width: TILE_WIDTH });
    if (level === 0) await partials({ kind: 'entries', n, width: TILE_WIDTH });
  }
  for (let n = pruned - 1; n >= 0; n--) {
    const path = join(folder, formatPath({ kind: 'entries', n, width: TILE_WIDTH }));
    // Pruning goes on from where it stopped: below a bundle that is gone, all are.
    if (!(await exists(path)) && !(await exists(`${path}.p`))) return;
    await rm(path, { force: true });
    await partials({ kind: 'entries', n, width: TILE_WIDTH });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
