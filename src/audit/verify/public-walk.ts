/** The way through a log that shows itself in tiles: bundle by bundle up to the checkpoint, then the tiles above. */
import { type Leaf, parseLeaf } from '../leaf/leaf.js';
import { EMPTY_ROOT, HASH_BYTES } from '../merkle/hash.js';
import { TILE_WIDTH } from '../merkle/tile.js';
import { equal } from '../merkle/verify.js';
import type { Checkpoint, ComputableCheckpoint } from '../note/checkpoint.js';
import type { PublicLog } from '../public/public-log.js';
import { levelsOf, tilesOn, widthOf } from '../public/resource.js';
import { readAhead } from '../../shared/read-ahead.js';
import { takeApart } from './bundle-check.js';
import { atEntry, inRange, type LogFinding, ofLog } from './finding.js';
import { IntentMemory } from './intent-memory.js';
import { twoHistories } from './kept.js';
import { checkIntent, LeafOrder } from './leaf-order.js';
import { altered, type TreeCheck } from './tree-check.js';

/** What is read, and how much of it is believed to be ours. */
export interface WalkOptions {
  readonly log: PublicLog;
  /** False for logs whose entries are not ours: then only the tree is checked. */
  readonly ownEntries?: boolean;
  /** Entries below this index may have been pruned (C2SP tlog-tiles); their hashes are still checked. */
  readonly minimumIndex?: number;
  /** Told now and then how far it is. */
  readonly onProgress?: (checked: number, total: number) => void;
}

/** Bundles fetched ahead. */
const READ_AHEAD = 8;

/** One way through the log. */
export class PublicWalk {
  /** First entry read. */
  readonly from: number;
  /** Entries of which only the hash was there. */
  pruned = 0;
  readonly #options: WalkOptions;
  readonly #size: number;
  readonly #kept: readonly Checkpoint[];
  readonly #tree: TreeCheck;
  readonly #intents: IntentMemory;
  #order = new LeafOrder();
  /** A kept checkpoint that the entries do not lead to. */
  #forked: Checkpoint | undefined;
  /** What is wrong with an entry, provided that it is the one that was signed. */
  #ill: LogFinding | undefined;

  constructor(
    options: WalkOptions,
    checkpoint: ComputableCheckpoint,
    kept: readonly Checkpoint[],
    tree: TreeCheck,
    from: number,
  ) {
    this.#options = options;
    this.#size = checkpoint.size;
    this.#kept = kept;
    this.#tree = tree;
    this.#intents = new IntentMemory(options.log, checkpoint);
    this.from = from;
  }

  /** Reads all entries from the first one on. */
  async entries(): Promise<LogFinding | undefined> {
    const { log, minimumIndex = 0, onProgress } = this.#options;
    this.#compareKept(0);
    await this.#beginOrder(minimumIndex);
    const bundles = readAhead(Math.floor(this.from / TILE_WIDTH), tilesOn(0, this.#size), READ_AHEAD, async (n) => {
      const width = widthOf(0, n, this.#size);
      const [bundle, tile] = await Promise.all([log.entries(n, width), log.tile(0, n, width)]);
      return { width, bundle, tile };
    });
    for await (const [n, served] of bundles) {
      const mayBePruned = (n + 1) * TILE_WIDTH <= minimumIndex;
      const parts = takeApart(n, served.width, served, mayBePruned);
      if ('kind' in parts) return parts;
      const first = Math.max(this.from, n * TILE_WIDTH);
      const skip = first - n * TILE_WIDTH;
      const leaves = parts.leaves.slice(skip);
      this.#tree.compareRun(first, leaves, parts.tile.subarray(skip * HASH_BYTES));
      if (parts.entries === undefined) this.pruned += leaves.length;
      await this.#follow(first, leaves, parts.entries?.slice(skip));
      onProgress?.(first + leaves.length, this.#size);
    }
    return undefined;
  }

  /** Holds what was read against the signed checkpoint, and the upper tiles against both. */
  async tree(note: string): Promise<LogFinding | undefined> {
    const finding = this.#tree.checkpoint({ size: this.#size, note });
    if (finding?.kind === 'range-rewritten') return (await this.#narrow()) ?? finding;
    if (finding !== undefined) return finding;
    if (this.#forked !== undefined) return twoHistories(this.#forked.size);
    if (this.#ill !== undefined) return this.#ill;
    for await (const { level, n, width, tile } of this.#upperTiles()) {
      if (tile === undefined) return ofLog('tile-missing', `tile ${n} of level ${level} is not there`);
      if (tile.length !== width * HASH_BYTES || this.#tree.firstDifference(level, n, tile) !== undefined) {
        return altered(level, n);
      }
    }
    return undefined;
  }

  async #beginOrder(minimumIndex: number): Promise<void> {
    if (!this.#ownEntries || (this.from === 0 && minimumIndex === 0)) return;
    const before = this.from === 0 ? undefined : await this.#intents.readAgain(this.from - 1);
    // What is wrong with an entry of before is for the check that reads it; here only its time is missed.
    this.#order = new LeafOrder(before !== undefined && 'time' in before ? before.time : 0);
  }

  async #follow(
    first: number,
    leaves: readonly Uint8Array[],
    entries: readonly Uint8Array[] | undefined,
  ): Promise<void> {
    for (const [i, leaf] of leaves.entries()) {
      const index = first + i;
      const entry = entries?.[i];
      if (entry !== undefined && this.#ownEntries && this.#ill === undefined) {
        this.#ill = await this.#checkEntry(index, parseLeaf(entry));
      }
      this.#tree.add(leaf);
      this.#compareKept(index + 1);
    }
  }

  async #checkEntry(index: number, leaf: Leaf | undefined): Promise<LogFinding | undefined> {
    if (leaf === undefined) return atEntry('leaf-malformed', index, 'is not an entry of audit-leaf/v1');
    const finding = this.#order.check(index, leaf);
    if (finding !== undefined) return finding;
    this.#intents.see(index, leaf);
    const { intentIndex } = leaf;
    if (intentIndex === undefined || intentIndex >= index) return checkIntent(index, leaf, undefined);
    const recent = this.#intents.recent(intentIndex);
    if (recent !== undefined) return checkIntent(index, leaf, recent);
    // Who pruned an intent answers for what closed it.
    if (intentIndex < (this.#options.minimumIndex ?? 0)) return undefined;
    const intent = await this.#intents.readAgain(intentIndex);
    return 'time' in intent ? checkIntent(index, leaf, intent) : intent;
  }

  get #ownEntries(): boolean {
    return this.#options.ownEntries ?? true;
  }

  /** Remembers a kept checkpoint that differs; what it means depends on whether the latest one holds. */
  #compareKept(size: number): void {
    if (size < this.from || this.#forked !== undefined) return;
    for (const own of this.#kept) {
      if (own.size !== size) continue;
      if (!equal(own.root, size === 0 ? EMPTY_ROOT : this.#tree.currentRoot)) this.#forked = own;
    }
  }

  /** Entries and their tiles were altered together: the lowest tile above that disagrees says where. */
  async #narrow(): Promise<LogFinding | undefined> {
    for await (const { level, n, width, tile } of this.#upperTiles()) {
      if (tile?.length !== width * HASH_BYTES) continue;
      const at = this.#tree.firstDifference(level, n, tile);
      if (at === undefined) continue;
      const span = TILE_WIDTH ** level;
      const from = Math.max(this.from, at * span);
      return inRange('range-rewritten', from, (at + 1) * span, 'are not those that were signed');
    }
    return undefined;
  }

  /** The tiles above level 0 that hold anything new, lowest level first. */
  async *#upperTiles(): AsyncGenerator<{ level: number; n: number; width: number; tile: Uint8Array | undefined }> {
    for (let level = 1; level < levelsOf(this.#size); level++) {
      const first = Math.floor(Math.floor(this.from / TILE_WIDTH ** level) / TILE_WIDTH);
      const tiles = readAhead(first, tilesOn(level, this.#size), READ_AHEAD, (n) =>
        this.#options.log.tile(level, n, widthOf(level, n, this.#size)),
      );
      for await (const [n, tile] of tiles) yield { level, n, width: widthOf(level, n, this.#size), tile };
    }
  }
}
