/** What must hold of the tree: each signed checkpoint, and the tiles. */
import { EMPTY_FRONTIER, extendFrontier, type Frontier, frontierRoot } from '../merkle/frontier.js';
import { HASH_BYTES, packHashes } from '../merkle/hash.js';
import { TILE_WIDTH, tileRoot } from '../merkle/tile.js';
import { equal } from '../merkle/verify.js';
import { type Checkpoint, openCheckpoint } from '../note/checkpoint.js';
import type { NoteVerifier } from '../note/key.js';
import { atEntry, inRange, type LogFinding, ofLog } from './finding.js';
import type { CheckpointRow, TileRow } from './rows.js';

/** Grows the tree leaf by leaf and holds it against what was signed. */
export class TreeCheck {
  readonly #verifier: NoteVerifier;
  #frontier: Frontier = EMPTY_FRONTIER;
  #leaves: Uint8Array[] = [];
  /** First entry since the last good checkpoint that a tile contradicts. */
  #suspect: number | undefined;
  #checkpoints = 0;
  /** Roots of the level-0 tiles, from the entries. */
  readonly #tileRoots: Uint8Array[] = [];
  #tileLeaves: Uint8Array[] = [];

  constructor(verifier: NoteVerifier) {
    this.#verifier = verifier;
  }

  /** Right edge at the last checkpoint that was checked. */
  get frontier(): Frontier {
    return this.#frontier;
  }

  /** Root at the last checkpoint that was checked. */
  get root(): Uint8Array {
    return frontierRoot(this.#frontier);
  }

  /** Checkpoints checked so far. */
  get checkpoints(): number {
    return this.#checkpoints;
  }

  /** Adds the next leaf. */
  add(leaf: Uint8Array): void {
    this.#leaves.push(leaf);
    this.#tileLeaves.push(leaf);
    if (this.#tileLeaves.length < TILE_WIDTH) return;
    this.#tileRoots.push(tileRoot(packHashes(this.#tileLeaves)));
    this.#tileLeaves = [];
  }

  /** Compares a leaf with its place in a stored tile; the next checkpoint tells which of the two is right. */
  compareWithTile(index: number, leaf: Uint8Array, tile: TileRow): void {
    const at = (index % TILE_WIDTH) * HASH_BYTES;
    if (this.#suspect === undefined && !equal(leaf, tile.data.subarray(at, at + HASH_BYTES))) this.#suspect = index;
  }

  /** Checks a checkpoint whose size is the number of leaves added. */
  checkpoint({ size, note }: CheckpointRow): LogFinding | undefined {
    const from = this.#frontier.size;
    const { frontier, root } = extendFrontier(this.#frontier, this.#leaves);
    let signed: Checkpoint;
    try {
      signed = openCheckpoint(note, this.#verifier);
    } catch {
      return ofLog('checkpoint-forged', `the checkpoint of size ${size} is not signed by the log's key`);
    }
    if (signed.size !== size) return ofLog('checkpoint-forged', `the checkpoint stored for size ${size} is of another`);
    const suspect = this.#suspect;
    if (!equal(signed.root, root)) {
      return suspect === undefined
        ? inRange('range-rewritten', from, size, `are not those that the checkpoint of size ${size} was signed over`)
        : atEntry('entry-rewritten', suspect, `is not the one that the checkpoint of size ${size} was signed over`);
    }
    if (suspect !== undefined) return atEntry('tile-altered', suspect, 'is right, but its tile holds another hash');
    this.#frontier = frontier;
    this.#leaves = [];
    this.#checkpoints += 1;
    return undefined;
  }

  /** Checks a tile against the entries: its root, and above level 0 its hashes too. */
  tile({ level, n, root, data }: TileRow): LogFinding | undefined {
    const below = level === 0 ? undefined : this.#rootsOf(level - 1, n * TILE_WIDTH, TILE_WIDTH);
    const [expected] = this.#rootsOf(level, n, 1);
    const good =
      expected !== undefined && equal(expected, root) && (below === undefined || equal(packHashes(below), data));
    return good ? undefined : ofLog('tile-altered', `tile ${n} of level ${level} does not follow from the entries`);
  }

  #rootsOf(level: number, from: number, count: number): Uint8Array[] {
    if (level === 0) return this.#tileRoots.slice(from, from + count);
    const roots: Uint8Array[] = [];
    for (let n = from; n < from + count; n++) {
      const below = this.#rootsOf(level - 1, n * TILE_WIDTH, TILE_WIDTH);
      if (below.length === TILE_WIDTH) roots.push(tileRoot(packHashes(below)));
    }
    return roots;
  }
}
