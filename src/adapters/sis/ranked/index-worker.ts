/**
 * The thread in which the index of names is loaded, kept level with the journal and searched: seconds, milliseconds and
 * milliseconds that the gateway's event loop must not lose. It has a connection of its own to the database.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { connectDatabase } from '../../../shared/database/connect.js';
import { Rounds } from '../../../shared/rounds.js';
import { JournalFollower } from './follow-journal.js';
import type {
  FromIndexThread,
  IndexThreadData,
  NoAnswer,
  RankedAnswer,
  RankedQuestion,
  ToIndexThread,
} from './messages.js';
import { createNamedAlertSource } from './named-alerts.js';

/** Milliseconds between two looks at the journal when nobody asks, so that the next question finds little to do. */
const ROUND_MS = 1_000;
/** A page of alerts or changes takes less; a server that does not answer is no reason to wait for ever. */
const STATEMENT_TIMEOUT_MS = 10_000;

const { databaseUrl, role, catchUpMs } = workerData as IndexThreadData;
const sql = connectDatabase(databaseUrl, {
  applicationName: 'ostiary-sis-names',
  max: 1,
  role,
  statementTimeoutMs: STATEMENT_TIMEOUT_MS,
});
const follower = new JournalFollower(createNamedAlertSource(sql));
const rounds = new Rounds(
  async () => {
    await follower.catchUp().finally(tellState);
  },
  (error) => tell({ kind: 'fault', message: error instanceof Error ? error.message : String(error) }),
);

parentPort?.on('message', (message: ToIndexThread) => {
  if (message.kind === 'close') void close();
  else void answer(message.asked);
});
rounds.start(ROUND_MS);
rounds.begin();

/** Answers questions that came together. */
async function answer(asked: Extract<ToIndexThread, { kind: 'search' }>['asked']): Promise<void> {
  const isLevel = follower.loaded !== undefined && (await becomesLevel());
  for (const { id, question } of asked) {
    tell({ kind: 'answer', id, answer: isLevel ? search(question) : noAnswer() });
  }
}

/** Whether the index is level with the journal in time. What the database says meanwhile is told by the next round. */
const becomesLevel = (): Promise<boolean> =>
  Promise.race([
    follower.catchUp().then(
      () => true,
      () => false,
    ),
    pause(catchUpMs, false, { ref: false }),
  ]);

function search(question: RankedQuestion): RankedAnswer | NoAnswer {
  const { loaded } = follower;
  if (loaded === undefined) return 'loading';
  const answered = loaded.names.search(question);
  if (answered !== undefined) return { epoch: loaded.epoch, ...answered };
  // The clock went back over midnight.
  follower.forget();
  return 'loading';
}

const noAnswer = (): NoAnswer => (follower.loaded === undefined ? 'loading' : 'behind');

function tellState(): void {
  const names = follower.loaded?.names;
  tell({ kind: 'state', state: { isLoaded: names !== undefined, names: names?.size ?? 0, bytes: names?.bytes ?? 0 } });
}

function tell(message: FromIndexThread): void {
  parentPort?.postMessage(message);
}

/** Ends the thread; what is under way at the database is given up. */
async function close(): Promise<void> {
  parentPort?.close();
  const stopped = rounds.stop();
  await sql.end({ timeout: 0 });
  await stopped;
}
