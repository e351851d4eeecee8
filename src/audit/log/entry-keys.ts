import { bucketOf, type BucketWrapper, keylessWrapper, type KeyWrapper } from '../vault/keys.js';
import type { EntryDraft, RetentionClass } from './entry.js';

/** The wrappers of the moment's buckets, kept at hand so that an entry need not wait for its key. */
export class EntryKeys {
  readonly #keys: KeyWrapper;
  /** Time that the next entry will bear, at least; milliseconds since the epoch. */
  readonly #now: () => number;
  readonly #wrappers = new Map<RetentionClass, BucketWrapper>();

  constructor(keys: KeyWrapper, now: () => number) {
    this.#keys = keys;
    this.#now = now;
  }

  /** The wrapper for an entry made now, when it is at hand. */
  atHand(retention: RetentionClass): BucketWrapper | undefined {
    const wrapper = this.#wrappers.get(retention);
    return wrapper?.bucket === this.#bucket(retention) && wrapper.isFresh() ? wrapper : undefined;
  }

  /** The wrapper for an entry made now. Rejects when keys cannot be had. */
  async fetch(retention: RetentionClass): Promise<BucketWrapper> {
    const known = this.atHand(retention);
    if (known !== undefined) return known;
    const wrapper = await this.#keys.wrapperFor(this.#bucket(retention));
    this.#wrappers.set(retention, wrapper);
    return wrapper;
  }

  /** The wrapper for a draft: without sections no key is needed, and nothing is waited for. */
  async forDraft({ retention, sections }: EntryDraft): Promise<BucketWrapper> {
    return Object.keys(sections).length === 0 ? keylessWrapper(this.#bucket(retention)) : this.fetch(retention);
  }

  #bucket(retention: RetentionClass): string {
    return bucketOf(retention, this.#now());
  }
}
