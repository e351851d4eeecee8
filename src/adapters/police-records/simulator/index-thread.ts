import type { Worker } from 'node:worker_threads';
import { startWorkerThread } from '../../../shared/worker-thread.js';
import type { PseudonymisedPerson } from '../domain/pseudonymised.js';
import type { IndexAnswer } from '../domain/record-index.js';
import type { FromIndexThread, IndexedPerson, IndexThreadData, ToIndexThread } from './index-messages.js';

interface Waiter {
  readonly resolve: (answer: IndexAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** The thread with the indexes of the simulated states. Ends with close(), or when it fails: then every search rejects. */
export class IndexThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiter>();
  #lastId = 0;
  #failure: Error | undefined;

  /** Starts it. `key` is that of the exchange. */
  constructor(key: Uint8Array) {
    this.#worker = startWorkerThread(new URL('./index-worker', import.meta.url), { key } satisfies IndexThreadData);
    // An idle index keeps nobody's process alive.
    this.#worker.unref();
    this.#worker.on('message', ({ id, answer }: FromIndexThread) => {
      this.#waiting.get(id)?.resolve(answer);
      this.#settled(id);
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('the thread with the indexes has ended')));
  }

  /** Undefined while it works. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Replaces all indexes by those of these records. */
  async load(records: AsyncIterable<readonly IndexedPerson[]>): Promise<void> {
    this.#tell({ kind: 'clear' });
    for await (const some of records) this.#tell({ kind: 'add', records: some });
    this.#tell({ kind: 'build' });
  }

  /** Searches the index of a state. */
  search(memberState: string, person: PseudonymisedPerson, maxMatches: number): Promise<IndexAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.ref();
      this.#tell({ kind: 'search', id, memberState, person, maxMatches });
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #tell(message: ToIndexThread): void {
    this.#worker.postMessage(message);
  }

  #settled(id: number): void {
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#worker.unref();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
  }
}
