/** What the log says was erased: the only excuse for a payload that is not there. */
import { parseBucket } from '../leaf/bucket.js';
import { type Leaf, parseLeaf } from '../leaf/leaf.js';
import { GATEWAY } from '../log/entry.js';
import type { Sql } from '../log/store.js';
import { unwrapDataKey } from '../vault/data-key.js';
import type { KeyUnwrapper } from '../vault/keys.js';
import { termOf } from '../vault/retention.js';

/** The key-destroyed entries of a log, read before the walk, which checks each of them like every other entry. */
export class ErasureRecord {
  readonly #tx: Sql;
  /** Index of the first key-destroyed entry of each bucket. */
  readonly #destroyed: ReadonlyMap<string, number>;

  private constructor(tx: Sql, destroyed: ReadonlyMap<string, number>) {
    this.#tx = tx;
    this.#destroyed = destroyed;
  }

  /** Reads them, in the snapshot of the check. */
  static async read(tx: Sql): Promise<ErasureRecord> {
    const rows = await tx<{ idx: string; body: Buffer }[]>`
      SELECT idx, body FROM audit.log_entry WHERE kind = 'key-destroyed' ORDER BY idx DESC`;
    const destroyed = new Map<string, number>();
    for (const { idx, body } of rows) {
      const leaf = parseLeaf(body);
      if (leaf?.destroyedBucket !== undefined && isInTime(leaf)) destroyed.set(leaf.destroyedBucket, Number(idx));
    }
    return new ErasureRecord(tx, destroyed);
  }

  /** Whether the log says, after this entry and not before its term, that its bucket's key was destroyed. */
  covers(index: number, leaf: Leaf): boolean {
    const said = this.#destroyed.get(leaf.bucket);
    return said !== undefined && said > index;
  }

  /** Whether a legal hold or an event clock keeps an entry beyond its bucket. */
  async isKept(index: number): Promise<boolean> {
    const [row] = await this.#tx<{ kept: boolean }[]>`
      SELECT EXISTS (SELECT FROM audit.log_rewrap WHERE idx = ${index}) AS kept`;
    return row?.kept === true;
  }

  /** The data key of an entry, whatever wraps it. */
  dataKey(keys: KeyUnwrapper, index: number, bucket: string, wrappedKey: Uint8Array): Promise<Buffer | undefined> {
    return unwrapDataKey(this.#tx, keys, { index, bucket, wrappedKey });
  }
}

/** Whether a key-destroyed entry is one of the gateway's own, and not before the term of the bucket. */
export function isInTime({ authority, destroyedBucket = '', time }: Leaf): boolean {
  const bucket = parseBucket(destroyedBucket);
  return authority === GATEWAY && bucket !== undefined && time >= termOf(bucket.retention, bucket.week);
}
