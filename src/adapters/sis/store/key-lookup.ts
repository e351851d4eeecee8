import type postgres from 'postgres';
import { Ender, type Ending } from '../../../shared/ending.js';
import type { Alert } from '../domain/alert.js';
import { runCancellable } from './cancellable.js';
import type { PersonProbe } from './person-keys.js';
import type { Visibility } from './visibility.js';

/** Look-ups that one statement answers at most. */
const MAX_BATCH = 256;

/** What every question says besides its keys. */
export interface Reach {
  readonly visibility: Visibility;
  /** YYYY-MM-DD: alerts whose term ends on or before this day do not answer. */
  readonly today: string;
}

/** A question for the alerts on objects that are found under whole keys. */
export interface ObjectKeyQuestion extends Reach {
  readonly keys: readonly string[];
}

/** A question for the alerts on persons that are found under certain keys. */
export interface PersonKeyQuestion extends Reach {
  readonly probes: readonly PersonProbe[];
}

/**
 * Finds alerts by keys. Rejects with the signal's reason when aborted, or with a Refusal when the database fails.
 */
export type KeyLookup<Question> = (question: Question, signal: Ending) => Promise<readonly Alert[]>;

/** A question and who waits for its answer. */
interface Waiting<Question> {
  readonly question: Question;
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

/** Makes the one statement that answers these questions. */
type Select<Question> = (questions: readonly Question[]) => postgres.PendingQuery<Row[]>;

/** Look-up of alerts on persons. */
export const createPersonLookup = (sql: postgres.Sql): KeyLookup<PersonKeyQuestion> =>
  createLookup((questions) => selectPersons(sql, questions));

/** Look-up of alerts on objects. */
export const createObjectLookup = (sql: postgres.Sql): KeyLookup<ObjectKeyQuestion> =>
  createLookup((questions) => selectObjects(sql, questions));

/**
 * Makes a look-up that batches by itself: questions of one turn of the event loop share a statement, and so do those that
 * arrive while a statement is under way. The statement is cancelled when nobody waits for it any more.
 */
function createLookup<Question>(select: Select<Question>): KeyLookup<Question> {
  let queue: Waiting<Question>[] = [];
  let busy = false;

  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      await answer(select, queue.splice(0, MAX_BATCH));
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
      const entry: Waiting<Question> = {
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
async function answer<Question>(select: Select<Question>, asked: readonly Waiting<Question>[]): Promise<void> {
  const batch = new Batch(asked.length);
  for (const waiting of asked) waiting.batch = batch;
  try {
    const rows = await runCancellable(() => select(asked.map(({ question }) => question)), batch.signal);
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

/** Scope, term and state are tested in the index and in the join, so nothing hidden ever leaves the database. */
function selectObjects(sql: postgres.Sql, questions: readonly ObjectKeyQuestion[]): postgres.PendingQuery<Row[]> {
  const rows = questions.flatMap(({ keys, visibility, today }, n) =>
    keys.map((key) => ({ n, key, visibility, today })),
  );
  return sql<Row[]>`
    select asked.n, alert.alert_no, alert.record
    from unnest(
      ${rows.map(({ n }) => n)}::int[],
      ${rows.map(({ key }) => key)}::text[],
      ${rows.map(({ visibility }) => visibility.categories)}::int[],
      ${rows.map(({ visibility }) => visibility.letters)}::int[],
      ${rows.map(({ today }) => today)}::date[],
      ${rows.map(({ visibility }) => visibility.endUsersOf)}::text[]
    ) as asked (n, key, categories, letters, today, end_users_of)
    join sis.object_key
      on object_key.key = asked.key
      and (asked.categories >> object_key.category) & 1 = 1
      and (asked.letters >> object_key.object_letter) & 1 = 1
    join sis.alert
      on alert.alert_no = object_key.alert_no
      and alert.expires_on > asked.today
      and (alert.hidden_from is null or asked.end_users_of <> all (alert.hidden_from))`;
}

function selectPersons(sql: postgres.Sql, questions: readonly PersonKeyQuestion[]): postgres.PendingQuery<Row[]> {
  const rows = questions.flatMap(({ probes, visibility, today }, n) =>
    probes.map((probe) => ({ n, probe, visibility, today })),
  );
  return sql<Row[]>`
    select asked.n, alert.alert_no, alert.record
    from unnest(
      ${rows.map(({ n }) => n)}::int[],
      ${rows.map(({ probe }) => probe.word)}::int[],
      ${rows.map(({ probe }) => probe.from)}::int[],
      ${rows.map(({ probe }) => probe.to)}::int[],
      ${rows.map(({ visibility }) => visibility.categories)}::int[],
      ${rows.map(({ today }) => today)}::date[],
      ${rows.map(({ visibility }) => visibility.endUsersOf)}::text[]
    ) as asked (n, word, low, high, categories, today, end_users_of)
    join sis.person_key
      on person_key.word = asked.word
      and person_key.day between asked.low and asked.high
      and (asked.categories >> (person_key.day & 31)) & 1 = 1
    join sis.alert
      on alert.alert_no = person_key.alert_no
      and alert.expires_on > asked.today
      and (alert.hidden_from is null or asked.end_users_of <> all (alert.hidden_from))`;
}
