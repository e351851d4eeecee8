import type postgres from 'postgres';
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
export type KeyLookup = (question: KeyQuestion, signal: AbortSignal) => Promise<readonly Alert[]>;

interface Waiting {
  readonly question: KeyQuestion;
  readonly resolve: (alerts: readonly Alert[]) => void;
  readonly reject: (reason: Error) => void;
  readonly signal: AbortSignal;
}

interface Row {
  readonly n: number;
  readonly alert_no: number;
  readonly record: Alert;
}

/**
 * Makes a look-up that batches by itself: a lone question goes out at once; questions that arrive while a statement
 * is under way wait for it and then share the next one. The statement is cancelled when nobody waits for it any more.
 */
export function createKeyLookup(sql: postgres.Sql): KeyLookup {
  let queue: Waiting[] = [];
  let busy = false;

  const drain = async (): Promise<void> => {
    busy = true;
    while (queue.length > 0) {
      const batch = queue.splice(0, MAX_BATCH).filter(({ signal }) => !signal.aborted);
      if (batch.length > 0) await answer(sql, batch);
    }
    busy = false;
  };

  return (question, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const abandon = (): void => {
        queue = queue.filter((waiting) => waiting !== entry);
        reject(signal.reason as Error);
      };
      const entry: Waiting = {
        question,
        signal,
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
      if (!busy) void drain();
    });
}

/** Never rejects: what happened goes to those who wait. */
async function answer(sql: postgres.Sql, batch: readonly Waiting[]): Promise<void> {
  const { signal, release } = whenAllAborted(batch.map((waiting) => waiting.signal));
  try {
    const rows = await runCancellable(
      () =>
        select(
          sql,
          batch.map(({ question }) => question),
        ),
      signal,
    );
    const found = batch.map(() => new Map<number, Alert>());
    for (const { n, alert_no, record } of rows) found[n]?.set(alert_no, record);
    batch.forEach(({ resolve }, n) => {
      resolve([...(found[n]?.values() ?? [])]);
    });
  } catch (error) {
    // A refusal, or the reason of the signals.
    for (const { reject } of batch) reject(error as Error);
  } finally {
    release();
  }
}

/** The scope and the term are tested in the index and in the join, so nothing hidden ever leaves the database. */
function select(sql: postgres.Sql, questions: readonly KeyQuestion[]): postgres.PendingQuery<Row[]> {
  const n: number[] = [];
  const keys: string[] = [];
  const categories: number[] = [];
  const letters: number[] = [];
  const days: string[] = [];
  questions.forEach((question, at) => {
    for (const key of question.keys) {
      n.push(at);
      keys.push(key);
      categories.push(question.visibility.categories);
      letters.push(question.visibility.letters);
      days.push(question.today);
    }
  });
  return sql<Row[]>`
    select asked.n, alert.alert_no, alert.record
    from unnest(${n}::int[], ${keys}::text[], ${categories}::int[], ${letters}::int[], ${days}::date[])
      as asked (n, key, categories, letters, today)
    join sis.search_key
      on search_key.key = asked.key
      and (asked.categories >> search_key.category) & 1 = 1
      and (asked.letters >> search_key.object_letter) & 1 = 1
    join sis.alert on alert.alert_no = search_key.alert_no and alert.expires_on > asked.today`;
}

/** A signal that aborts once all of the given ones have. */
function whenAllAborted(signals: readonly AbortSignal[]): { signal: AbortSignal; release: () => void } {
  const all = new AbortController();
  let left = signals.length;
  const count = (): void => {
    left -= 1;
    if (left === 0) all.abort(new Error('Nobody waits for the answer'));
  };
  for (const signal of signals) signal.addEventListener('abort', count, { once: true });
  return {
    signal: all.signal,
    release: () => {
      for (const signal of signals) signal.removeEventListener('abort', count);
    },
  };
}
