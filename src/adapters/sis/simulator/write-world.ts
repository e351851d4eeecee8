import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { startWorkerThread } from '../../../shared/worker-thread.js';
import type { CopyBlock } from '../store/copy-block.js';
import type { GenerateOptions } from './generate-alerts.js';
import { writePortion, type Portion } from './world-blocks.js';

/** Below it, starting threads takes longer than what they save. */
const WORTH_THREADS = 20_000;
/** The database that takes the alerts wants a processor, too. */
const MAX_THREADS = 6;
/** Portions that a thread has been asked for and that nobody has taken yet. */
const AHEAD = 2;

/**
 * Writes the alerts of a world, numbered from a number on with gaps: on all processors if they are many. The same world
 * gives the same blocks, however many threads write it.
 */
export async function* writeWorld(
  { alerts, ...world }: GenerateOptions,
  firstNumber: number,
): AsyncGenerator<CopyBlock, void, undefined> {
  const writers = alerts < WORTH_THREADS ? [] : startWriters(Math.min(availableParallelism(), MAX_THREADS));
  try {
    const portion = (at: number, limit: number): Portion => ({ world, at, firstNumber, limit });
    const ask = (at: number): Promise<CopyBlock> | undefined =>
      writers[at % writers.length]?.write(portion(at, alerts));
    const ahead = writers.length * AHEAD;
    const asked: (Promise<CopyBlock> | undefined)[] = [];
    for (let at = 0; at < ahead; at++) asked.push(ask(at));
    let left = alerts;
    for (let at = 0; left > 0; at++) {
      const whole = (await asked[at]) ?? writePortion(portion(at, left));
      asked[at] = undefined;
      // Nobody knows before how many alerts a portion has: the last is written anew, as much of it as is left.
      const block = whole.count > left ? writePortion(portion(at, left)) : whole;
      left -= block.count;
      if (left > 0 && ahead > 0) asked[at + ahead] = ask(at + ahead);
      yield block;
    }
  } finally {
    for (const writer of writers) writer.end();
  }
}

interface Writer {
  readonly write: (portion: Portion) => Promise<CopyBlock>;
  readonly end: () => void;
}

const startWriters = (count: number): readonly Writer[] =>
  Array.from({ length: count }, () => startWriter(startWorkerThread(new URL('./alert-worker', import.meta.url), {})));

/** A thread answers in the order in which it is asked. */
function startWriter(thread: Worker): Writer {
  const waiting: { resolve: (block: CopyBlock) => void; reject: (error: Error) => void }[] = [];
  thread.on('message', (block: CopyBlock) => waiting.shift()?.resolve(block));
  thread.on('error', (error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
  });
  return {
    write: (portion) => {
      const answer = new Promise<CopyBlock>((resolve, reject) => waiting.push({ resolve, reject }));
      // Whoever waits for the answer hears of a failure; portions that nobody wants any more fail unheard.
      answer.catch(() => undefined);
      thread.postMessage(portion);
      return answer;
    },
    end: () => {
      void thread.terminate();
    },
  };
}
