/** What must hold of the tree: each signed checkpoint, and the tiles. */
import { extendFrontier, type Frontier, frontierRoot } from '../merkle/frontier.js';
import { packHashes, unpackHashes } from '../merkle/hash.js';
import { TILE_WIDTH, tileRoot } from '../merkle/tile.js';
import { equal } from '../merkle/verify.js';
import { type Checkpoint, openCheckpoint } from '../note/checkpoint.js';
import type { NoteVerifier } from '../note/key.js';
import { atEntry, inRange, type LogFinding, ofLog } from './finding.js';
import { compareRun } from './misplaced.js';
import { edgeFrontier, EMPTY_EDGE, type RightEdge } from './right-edge.js';
import type { CheckpointRow, TileRow } from './rows.js';

/** Leaves that wait to be folded into the tree; more would only take memory. */
const MAX_WAITING = 4_096;

/** Hashes of a tile level above the leaves, as the entries give them. */
interface LevelHashes {
  /** Position of the first one: the start of a tile. */
  readonly first: number;
  readonly hashes: Uint8Array[];
}

/** Grows the tree leaf by leaf and holds it against what was signed. */
export class TreeCheck {
  readonly #verifier: NoteVerifier;
  /** Right edge over all leaves but those that wait. */
  #grown: Frontier;
  #waiting: Uint8Array[] = [];
  /** Right edge at the last good checkpoint. */
  #frontier: Frontier;
  /** First entry that a tile contradicts. */
  #suspect: (LogFinding & { readonly index: number }) | undefined;
  #checkpoints = 0;
  /** Leaves of the tile that is not full yet. */
  #tile: Uint8Array[];
  /** Tile levels 1, 2, …: each hash is the root of a full tile below. */
  readonly #levels: LevelHashes[];

  /** Begins at a right edge that the verifier has reason to trust. */
  constructor(verifier: NoteVerifier, edge: RightEdge = EMPTY_EDGE) {
    this.#verifier = verifier;
    this.#grown = this.#frontier = edgeFrontier(edge);
    this.#tile = [...(edge.levels[0] ?? [])];
    this.#levels = edge.levels.slice(1).map((hashes, i) => ({
      first: Math.floor(edge.size / TILE_WIDTH ** (i + 1)) - hashes.length,
      hashes: [...hashes],
    }));
  }

  /** Right edge at the last checkpoint that was checked. */
  get frontier(): Frontier {
    return this.#frontier;
  }

  /** Root at the last checkpoint that was checked. */
  get root(): Uint8Array {
    return frontierRoot(this.#frontier);
  }

  /** Root over all leaves so far, whether or not a checkpoint was signed over just these. */
  get currentRoot(): Uint8Array {
    this.#fold();
    return frontierRoot(this.#grown);
  }

  /** Checkpoints checked so far. */
  get checkpoints(): number {
    return this.#checkpoints;
  }

  /** What a tile says against the entries up to `index`; only the next checkpoint tells which of the two is right. */
  suspectUpTo(index: number): LogFinding | undefined {
    return this.#suspect !== undefined && this.#suspect.index <= index ? this.#suspect : undefined;
  }

  /** Adds the next leaf. */
  add(leaf: Uint8Array): void {
    this.#waiting.push(leaf);
    if (this.#waiting.length >= MAX_WAITING) this.#fold();
    this.#tile.push(leaf);
    if (this.#tile.length < TILE_WIDTH) return;
    this.#addRoot(0, tileRoot(packHashes(this.#tile)));
    this.#tile = [];
  }

  /** Compares leaves from `from` on, all of one tile, with `hashes`, which is what the tile holds from `from` on. */
  compareRun(from: number, leaves: readonly Uint8Array[], hashes: Uint8Array): void {
    if (this.#suspect !== undefined) return;
    const finding = compareRun(from, leaves, unpackHashes(hashes));
    if (finding?.index !== undefined) this.#suspect = { ...finding, index: finding.index };
  }

  /** Checks a checkpoint whose size is the number of leaves added. */
  checkpoint({ size, note }: CheckpointRow): LogFinding | undefined {
    const from = this.#frontier.size;
    const root = this.currentRoot;
    let signed: Checkpoint;
    try {
      signed = openCheckpoint(note, this.#verifier);
    } catch {
      return ofLog('checkpoint-forged', `the checkpoint of size ${size} is not signed by the log's key`);
    }
    if (signed.size !== size) return ofLog('checkpoint-forged', `the checkpoint stored for size ${size} is of another`);
    const suspect = this.suspectUpTo(size - 1);
    if (!equal(signed.root, root)) {
      return (
        suspect ??
        inRange('range-rewritten', from, size, `are not those that the checkpoint of size ${size} was signed over`)
      );
    }
    if (suspect?.index !== undefined) {
      return atEntry('tile-altered', suspect.index, 'is right, but its tile holds another hash');
    }
    this.#frontier = this.#grown;
    this.#checkpoints += 1;
    return undefined;
  }

  /** Checks a full tile against the entries: its root, and above level 0 its hashes too. */
  tile({ level, n, root, data }: TileRow): LogFinding | undefined {
    const expected = this.#hash(level + 1, n);
    // A tile from before the edge that this check began at.
    if (expected === undefined) return undefined;
    const good = equal(expected, root) && (level === 0 || this.firstDifference(level, n, data) === undefined);
    return good ? undefined : altered(level, n);
  }

  /**
   * Position on its level of the first hash of a tile above level 0 that the entries contradict, as far as they were
   * read; undefined when there is none. `data` may be a partial tile.
   */
  firstDifference(level: number, n: number, data: Uint8Array): number | undefined {
    const from = n * TILE_WIDTH;
    const at = unpackHashes(data).findIndex((hash, i) => {
      const expected = this.#hash(level, from + i);
      return expected !== undefined && !equal(expected, hash);
    });
    return at < 0 ? undefined : from + at;
  }

  #fold(): void {
    this.#grown = extendFrontier(this.#grown, this.#waiting).frontier;
    this.#waiting = [];
  }

  #addRoot(level: number, root: Uint8Array): void {
    const above = (this.#levels[level] ??= { first: 0, hashes: [] });
    above.hashes.push(root);
    if (above.hashes.length % TILE_WIDTH !== 0) return;
    this.#addRoot(level + 1, tileRoot(packHashes(above.hashes.slice(-TILE_WIDTH))));
  }

  #hash(level: number, at: number): Uint8Array | undefined {
    const known = this.#levels[level - 1];
    return known?.hashes[at - known.first];
  }
}

/** A tile that its entries contradict. */
export function altered(level: number, n: number): LogFinding {
  return ofLog('tile-altered', `tile ${n} of level ${level} does not follow from the entries`);
}
