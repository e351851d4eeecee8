/** Intents that may still be closed: the recent ones from memory, older ones read again and proven. */
import { type Leaf, parseLeaf } from '../leaf/leaf.js';
import { leafHash } from '../merkle/hash.js';
import { proveInclusion } from '../merkle/prove.js';
import { TILE_WIDTH } from '../merkle/tile.js';
import { verifyInclusion } from '../merkle/verify.js';
import type { ComputableCheckpoint } from '../note/checkpoint.js';
import { splitBundle } from '../public/entry-bundle.js';
import { publicHashes, UnusableTile } from '../public/public-hashes.js';
import type { PublicLog } from '../public/public-log.js';
import { widthOf } from '../public/resource.js';
import { atEntry, type LogFinding, ofLog } from './finding.js';
import type { IntentTraits } from './leaf-order.js';

/** Intents of one generation: what a busy log writes in some seconds, and an intent is closed sooner. */
const GENERATION = 32_768;

/** Finds the intent that an entry closes. */
export class IntentMemory {
  readonly #log: PublicLog;
  readonly #checkpoint: ComputableCheckpoint;
  /** Two generations: forgetting one by one would cost more than everything else. */
  #recent = new Map<number, IntentTraits>();
  #older = new Map<number, IntentTraits>();

  /** `checkpoint` is what an entry that is read again must be proven against. */
  constructor(log: PublicLog, checkpoint: ComputableCheckpoint) {
    this.#log = log;
    this.#checkpoint = checkpoint;
  }

  /** Remembers an entry, if it is an intent. */
  see(index: number, { kind, requestId, authority, system }: Leaf): void {
    if (kind !== 'intent') return;
    if (this.#recent.size >= GENERATION) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(index, { kind, requestId, authority, system });
  }

  /** A recent intent. */
  recent(index: number): IntentTraits | undefined {
    return this.#recent.get(index) ?? this.#older.get(index);
  }

  /**
   * Reads one entry again and proves that it is in the tree of the checkpoint; otherwise says what is wrong with it.
   * Rejects when the log cannot be read.
   */
  async readAgain(index: number): Promise<Leaf | LogFinding> {
    const { size, root } = this.#checkpoint;
    const n = Math.floor(index / TILE_WIDTH);
    const bundle = await this.#log.entries(n, widthOf(0, n, size));
    const entry = bundle && splitBundle(bundle)?.[index % TILE_WIDTH];
    if (entry === undefined) return atEntry('entries-missing', index, 'is missing');
    let proof: Uint8Array[];
    try {
      proof = await proveInclusion(index, size, publicHashes(this.#log, size));
    } catch (error) {
      if (error instanceof UnusableTile) return ofLog('tile-missing', error.message);
      throw error;
    }
    if (!verifyInclusion(index, size, leafHash(entry), proof, root)) {
      return atEntry('entry-rewritten', index, 'is not the one that was signed, or its tiles are not');
    }
    return parseLeaf(entry) ?? atEntry('leaf-malformed', index, 'is not an entry of audit-leaf/v1');
  }
}
