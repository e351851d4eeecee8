import type postgres from 'postgres';
import { Ender, type Ending } from '../../../shared/ending.js';
import type { Alert } from '../domain/alert.js';
import { runCancellable } from './cancellable.js';
import type { Visibility } from './visibility.js';

/** Look-ups that one statement answers at most. */
const MAX_BATCH = 256;

/** A question for the alerts found under certain keys. */
export interface KeyQuestion {
  readonly keys: readonly string[];
  readonly visibility: Visibility;
  /** YYYY-MM-DD: alerts whose term ends on or before this day do not answer. */
  readonly today: string;
}

/**
 * Finds alerts by keys. Rejects with the signal's reason when aborted, or with a Refusal when the database fails.
 */
export type KeyLookup = (question: KeyQuestion, signal: Ending) => Promise<readonly Alert[]>;

/** A question and who waits for its answer. */
interface Waiting {
  readonly question: KeyQuestion;
  readonly resolve: (alerts: readonly Alert[]) => void;
  readonly reject: (reason: Error) => void;
  readonly signal: Ending;
  /** The statement that it is asked with. */
  batch: Batch | undefined;
}

/** One statement; cancelled when nobody waits for it any more. */
class Batch {
  readonly #ender = new Ender();
  #waiting: number;

  constructor(waiting: number) {
    this.#waiting = waiting;
  }

  get signal(): Ending {
    return this.#ender;
  }

  abandon(): void {
    this.#waiting -= 1;
    if (this.#waiting === 0) this.#ender.abort(new Error('Nobody waits for the answer'));
  }
}

interface Row {
  readonly n: number;
  readonly alert_no: number;
  readonly record: Alert;
}

/**
 * Makes a look-up that batches by itself: questions of one turn of the event loop share a statement, and so do those that
 * arrive while a statement is under way. The statement is cancelled when nobody waits for it any more.
 */
export function createKeyLookup(sql: postgres.Sql): KeyLookup {
  let queue: Waiting[] = [];
  let busy = false;

  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      await answer(sql, queue.splice(0, MAX_BATCH));
    }
    busy = false;
  };

  return (question, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const abandon = (): void => {
        if (entry.batch === undefined) queue = queue.filter((waiting) => waiting !== entry);
        else entry.batch.abandon();
        reject(signal.reason as Error);
      };
      const entry: Waiting = {
        question,
        signal,
        batch: undefined,
        resolve: (alerts) => {
          signal.removeEventListener('abort', abandon);
          resolve(alerts);
        },
        reject: (reason) => {
          signal.removeEventListener('abort', abandon);
          reject(reason);
        },
      };
      signal.addEventListener('abort', abandon, { once: true });
      queue.push(entry);
      if (busy) return;
      busy = true;
      // After the events at hand: calls whose intents became durable together ask together.
      setImmediate(() => void drain());
    });
}

/** Never rejects: what happened goes to those who wait. */
async function answer(sql: postgres.Sql, asked: readonly Waiting[]): Promise<void> {
  const batch = new Batch(asked.length);
  for (const waiting of asked) waiting.batch = batch;
  try {
    const rows = await runCancellable(
      () =>
        select(
          sql,
          asked.map(({ question }) => question),
        ),
      batch.signal,
    );
    const found = asked.map(() => new Map<number, Alert>());
    for (const { n, alert_no, record } of rows) found[n]?.set(alert_no, record);
    asked.forEach(({ resolve }, n) => {
      resolve([...(found[n]?.values() ?? [])]);
    });
  } catch (error) {
    // A refusal, or the reason of the signals.
    for (const { reject } of asked) reject(error as Error);
  }
}

/** The scope and the term are tested in the index and in the join, so nothing hidden ever leaves the database. */
function select(sql: postgres.Sql, questions: readonly KeyQuestion[]): postgres.PendingQuery<Row[]> {
  const n: number[] = [];
  const keys: string[] = [];
  const categories: number[] = [];
  const letters: number[] = [];
  const days: string[] = [];
  const states: string[] = [];
  questions.forEach((question, at) => {
    for (const key of question.keys) {
      n.push(at);
      keys.push(key);
      categories.push(question.visibility.categories);
      letters.push(question.visibility.letters);
      days.push(question.today);
      states.push(question.visibility.endUsersOf);
    }
  });
  return sql<Row[]>`
    select asked.n, alert.alert_no, alert.record
    from unnest(${n}::int[], ${keys}::text[], ${categories}::int[], ${letters}::int[], ${days}::date[],
      ${states}::text[]) as asked (n, key, categories, letters, today, end_users_of)
    join sis.search_key
      on search_key.key = asked.key
      and (asked.categories >> search_key.category) & 1 = 1
      and (asked.letters >> search_key.object_letter) & 1 = 1
      and (search_key.hidden_from is null or asked.end_users_of <> all (search_key.hidden_from))
    join sis.alert on alert.alert_no = search_key.alert_no and alert.expires_on > asked.today`;
}
