import type { Worker } from 'node:worker_threads';
import type { Ending } from '../../../shared/ending.js';
import { startWorkerThread } from '../../../shared/worker-thread.js';
import type {
  FromIndexThread,
  IndexState,
  IndexThreadData,
  RankedAnswer,
  RankedQuestion,
  ToIndexThread,
} from './messages.js';
import { cannotBeAsked } from './cannot-be-asked.js';

/** The index of names, wherever it is. */
export interface RankedIndex {
  /**
   * Alerts whose names score enough, as of a moment after the question. Rejects with the signal's reason when aborted, with
   * the Refusal SYSTEM_UNAVAILABLE when the index cannot know of all that was changed before, and with OVERLOADED when too
   * many ask: within a second in any case.
   */
  search(question: RankedQuestion, signal: Ending): Promise<RankedAnswer>;
}

/** What the thread is made with. */
export interface IndexThreadOptions extends Omit<IndexThreadData, 'catchUpMs'> {
  /** Milliseconds that a question waits at most for what was changed before it. */
  readonly catchUpMs?: number;
  /** Milliseconds that a question waits at most. */
  readonly answerMs?: number;
  /** Hears what went wrong, for the operator; the thread tries again, or is started anew. */
  readonly onFault: (error: Error) => void;
  /** Starts the worker; a test may want to hold it. */
  readonly start?: (data: IndexThreadData) => Worker;
}

/** Milliseconds that a question waits at most for what was changed before it; as a rule it is one or two. */
const CATCH_UP_MS = 500;
/**
 * Milliseconds that a question waits at most. A question that is without an answer for a second is held against the whole
 * system, whose other searches do not need the index.
 */
const ANSWER_MS = 900;
/** Questions that wait for the thread; more would wait too long. */
const MAX_WAITING = 64;
/** Questions that the thread gets at a time: they share a look at the journal, and what nobody waits for is not begun. */
const MAX_BATCH = 16;
/** Milliseconds after which a thread that ended is started anew. */
const RESTART_MS = 1_000;
/** Milliseconds that a thread gets to end by itself. */
const CLOSE_MS = 2_000;

interface Waiter {
  readonly id: number;
  readonly question: RankedQuestion;
  readonly resolve: (answer: RankedAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** The thread with the index of names: starts it, starts it anew when it ends, and passes questions to it. */
export class NameIndexThread implements RankedIndex {
  readonly #options: IndexThreadOptions;
  #worker: Worker | undefined;
  #restart: NodeJS.Timeout | undefined;
  #state: IndexState = NOTHING;
  #queue: Waiter[] = [];
  readonly #asked = new Map<number, Waiter>();
  #lastId = 0;
  #closed = false;

  constructor(options: IndexThreadOptions) {
    this.#options = options;
    this.#start();
  }

  /** How the index is, as of some second. */
  get state(): IndexState {
    return this.#state;
  }

  search(question: RankedQuestion, signal: Ending): Promise<RankedAnswer> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      if (this.#worker === undefined) throw cannotBeAsked('ended');
      // It takes no question meanwhile, and is slow to say so while it is being started.
      if (!this.#state.isLoaded) throw cannotBeAsked('loading');
      if (this.#queue.length >= MAX_WAITING) throw cannotBeAsked('busy');
      const id = ++this.#lastId;
      const giveUp = (error: Error): void => {
        settled();
        this.#queue = this.#queue.filter((waiter) => waiter.id !== id);
        reject(error);
      };
      const abandon = (): void => giveUp(signal.reason as Error);
      const late = setTimeout(() => giveUp(cannotBeAsked('late')), this.#options.answerMs ?? ANSWER_MS);
      const settled = (): void => {
        clearTimeout(late);
        signal.removeEventListener('abort', abandon);
      };
      signal.addEventListener('abort', abandon, { once: true });
      this.#queue.push({
        id,
        question,
        resolve: (answer) => {
          settled();
          resolve(answer);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      this.#pass();
    });
  }

  /** Ends the thread; nobody can ask any more. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#restart);
    const worker = this.#worker;
    if (worker === undefined) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage({ kind: 'close' } satisfies ToIndexThread);
    const late = setTimeout(() => void worker.terminate(), CLOSE_MS);
    await ended;
    clearTimeout(late);
  }

  #start(): void {
    const { databaseUrl, role, catchUpMs = CATCH_UP_MS, start = startIndexWorker, onFault } = this.#options;
    const worker = start({ databaseUrl, role, catchUpMs });
    // An index keeps nobody's process alive.
    worker.unref();
    worker.on('message', (message: FromIndexThread) => this.#take(message));
    worker.on('error', onFault);
    worker.once('exit', () => this.#ended());
    this.#worker = worker;
  }

  #ended(): void {
    this.#worker = undefined;
    this.#state = NOTHING;
    const waiting = [...this.#asked.values(), ...this.#queue.splice(0)];
    this.#asked.clear();
    for (const { reject } of waiting) reject(cannotBeAsked('ended'));
    if (this.#closed) return;
    this.#options.onFault(new Error('the thread with the index of names has ended and is started anew'));
    this.#restart = setTimeout(() => this.#start(), RESTART_MS).unref();
  }

  #take(message: FromIndexThread): void {
    switch (message.kind) {
      case 'state':
        this.#state = message.state;
        return;
      case 'fault':
        this.#options.onFault(new Error(message.message));
        return;
      case 'answer': {
        const { id, answer } = message;
        const waiter = this.#asked.get(id);
        this.#asked.delete(id);
        if (typeof answer === 'string') waiter?.reject(cannotBeAsked(answer));
        else waiter?.resolve(answer);
        this.#pass();
      }
    }
  }

  /** Passes on what waits once what was passed on before is answered. */
  #pass(): void {
    if (this.#asked.size > 0 || this.#queue.length === 0) return;
    const next = this.#queue.splice(0, MAX_BATCH);
    for (const waiter of next) this.#asked.set(waiter.id, waiter);
    const asked = next.map(({ id, question }) => ({ id, question }));
    this.#worker?.postMessage({ kind: 'search', asked } satisfies ToIndexThread);
  }
}

const NOTHING: IndexState = { isLoaded: false, names: 0, bytes: 0 };

/** Starts the worker. */
export const startIndexWorker = (data: IndexThreadData): Worker =>
  startWorkerThread(new URL('./index-worker', import.meta.url), data);
