/**
 * Brings checkpoints to one witness: one request at a time, always the newest checkpoint that was offered, and after a
 * failure not before a pause. What a witness is believed to hold is only where a request begins: its 409 corrects it.
 */
import type { TreeSize } from '../merkle/verify.js';
import type { Conversation, OfferedCheckpoint } from './conversation.js';
import type { StoredCosignature } from './store.js';

/** How it stands with a witness. */
export type WitnessCondition =
  /** Not asked yet. */
  | 'unknown'
  /** Its last answer was a good cosignature. */
  | 'well'
  /** No answer. */
  | 'unreachable'
  /** An answer that is of no use: no good signature, or it knows neither log nor key. */
  | 'useless'
  /** It holds a larger tree than was offered. */
  | 'ahead'
  /** It holds a tree that this one does not continue. */
  | 'inconsistent';

/** What a courier works with. */
export interface CourierParts {
  readonly conversation: Conversation;
  /** Consistency proof between two sizes of the log, 1 ≤ first < second. */
  readonly prove: (first: number, second: number) => Promise<readonly Uint8Array[]>;
  /** Keeps what was collected; resolves once it is durable. */
  readonly keep: (checkpoint: OfferedCheckpoint, cosignatures: readonly StoredCosignature[]) => Promise<void>;
  /** Told of each attempt before the next; `size` is what an "ahead" witness says that it holds. */
  readonly attempted: (condition: WitnessCondition, size: TreeSize, error: unknown) => Promise<void>;
  readonly pauses: Pauses;
}

/** Pauses after failures: the n-th lasts between half and all of firstMs · 2^n, but of mostMs at most. */
export interface Pauses {
  readonly firstMs: number;
  readonly mostMs: number;
}

interface Attempt {
  readonly condition: WitnessCondition;
  readonly size: TreeSize;
  readonly error?: unknown;
}

/** Requests of one attempt: a 409 or two are in order when others offer checkpoints at the same time. */
const MOST_REQUESTS = 4;

/** Brings checkpoints to one witness. */
export class Courier {
  readonly #parts: CourierParts;
  /** Size that the witness cosigned last, as far as is known. */
  #known: TreeSize;
  #target: OfferedCheckpoint | undefined;
  /** Size of the last checkpoint whose cosignature was kept by this courier. */
  #kept: number | undefined;
  #failures = 0;
  #running: Promise<void> = Promise.resolve();
  /** Whether #running will look at #target again. */
  #active = false;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(parts: CourierParts, known: number) {
    this.#parts = parts;
    this.#known = known;
  }

  /** Size that the witness cosigned last, as far as is known. */
  get known(): TreeSize {
    return this.#known;
  }

  /** Has this checkpoint cosigned, instead of one that was offered before and has not been brought yet. */
  offer(checkpoint: OfferedCheckpoint): void {
    if (this.#closed || checkpoint.size === this.#kept) return;
    this.#target = checkpoint;
    if (this.#active) return;
    this.#active = true;
    this.#running = this.#run();
  }

  /** Ends; the conversation's signal ends what is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      const target = this.#target;
      if (target === undefined) break;
      const { condition, size, error } = await this.#attempt(target);
      await this.#parts.attempted(condition, size, error);
      if (condition === 'well') this.#failures = 0;
      // Neither a checkpoint that is done nor one that came too late is brought again.
      const over = condition === 'well' || condition === 'ahead';
      if (over && this.#target?.size === target.size) this.#target = undefined;
      if (!over) await this.#pause();
    }
    this.#active = false;
  }

  async #attempt(target: OfferedCheckpoint): Promise<Attempt> {
    const { conversation, prove, keep } = this.#parts;
    try {
      for (let request = 0; request < MOST_REQUESTS; request++) {
        const from = this.#known < target.size ? Number(this.#known) : target.size;
        const proof = from === 0 || from === target.size ? [] : await prove(from, target.size);
        const answer = await conversation.addCheckpoint(from, proof, target);
        switch (answer.kind) {
          case 'cosigned':
            await keep(target, answer.cosignatures);
            this.#known = target.size;
            this.#kept = target.size;
            return { condition: 'well', size: target.size };
          case 'conflict':
            this.#known = answer.size;
            if (answer.size > target.size) return { condition: 'ahead', size: answer.size };
            break;
          case 'inconsistent':
            return { condition: 'inconsistent', size: from };
          case 'useless':
            return { condition: 'useless', size: from, error: new Error(`HTTP status ${answer.status}`) };
          case 'unreachable':
            return { condition: 'unreachable', size: from, error: answer.error };
        }
      }
      return { condition: 'useless', size: this.#known, error: new Error('one conflict after the other') };
    } catch (error) {
      // Our own database: nothing is known of the witness.
      return { condition: 'unknown', size: this.#known, error };
    }
  }

  async #pause(): Promise<void> {
    if (this.#closed) return;
    const { firstMs, mostMs } = this.#parts.pauses;
    const longest = Math.min(mostMs, firstMs * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 30);
    // Jitter, so that several processes do not come back in step.
    const ms = longest * (0.5 + Math.random() / 2);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms).unref();
      const wake = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#wake = wake;
    });
    this.#wake = undefined;
  }
}
