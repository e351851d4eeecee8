import { expect } from 'chai';
import { createSisAdapter } from '../../../src/adapters/sis/service.js';
import { TEST_ALERTS } from '../../../src/adapters/sis/simulator/test-alerts.js';
import { MatchMode } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { createTestDatabase } from '../../helpers/postgres.js';
import { byName, byReference, contextOf, scopeOf, startSimulatedSis, type SimulatedSis } from './simulated-sis.js';

describe('a question that is given up', () => {
  let sis: SimulatedSis;
  beforeEach(async () => {
    sis = await startSimulatedSis();
  });
  afterEach(() => sis.close());

  const person = byName('Müller-Beispiel', 'Jürgen', '1975-03-14');
  const ask = (request: typeof person, signal: AbortSignal) =>
    sis.adapter.operations.searchPersons.parse(request).ask(contextOf(scopeOf(), signal));
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: unknown) => error,
    );

  /** Statements of the adapter that wait for a lock: its questions, and not what the driver asks a new connection. */
  const running = async (): Promise<number> => {
    const [row] = await sis.sql<{ running: number }[]>`
      select count(*)::int as running
      from pg_stat_activity
      where application_name = 'sis-gateway' and wait_event_type = 'Lock' and datname = current_database()`;
    return row!.running;
  };
  const until = async (count: number): Promise<void> => {
    while ((await running()) !== count);
  };

  /** Runs while nobody else can read an alert. */
  const whileLocked = (body: () => Promise<void>) =>
    sis.sql.begin(async (tx) => {
      await tx`lock table sis.alert in access exclusive mode`;
      await body();
    });

  const questions = {
    'an exact search': (signal: AbortSignal) => ask(person, signal),
    'an inexact search': (signal: AbortSignal) => ask({ ...person, matchMode: MatchMode.INEXACT }, signal),
    'the reading of an alert': (signal: AbortSignal) =>
      sis.adapter.operations.getAlert.parse(byReference(TEST_ALERTS.wanted)).ask(contextOf(scopeOf(), signal)),
    'the check of its health': (signal: AbortSignal) => sis.adapter.checkHealth(signal),
  };
  for (const [name, question] of Object.entries(questions)) {
    it(`is cancelled in the server: ${name}`, async () => {
      await whileLocked(async () => {
        const caller = new AbortController();
        const answer = failure(question(caller.signal));
        await until(1);
        const reason = new Error('the caller has gone');
        caller.abort(reason);
        expect(await answer).to.equal(reason);
        await until(0);
      });
    });

    it(`is not even sent if given up before: ${name}`, async () => {
      const reason = new Error('gone already');
      expect(await failure((async () => question(AbortSignal.abort(reason)))())).to.equal(reason);
    });
  }

  it('leaves those who share its statement alone', async () => {
    const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
    let answers: Promise<unknown>[] = [];
    await whileLocked(async () => {
      answers = [first, second, third].map(({ signal }) => failure(ask(person, signal)));
      await until(1);
      first.abort(new Error('first'));
      second.abort(new Error('second'));
      // The first alone was under way, so its statement ends; the third's follows.
      expect(await answers[0]).to.have.property('message', 'first');
      expect(await answers[1]).to.have.property('message', 'second');
      await until(1);
    });
    expect(await answers[2]).to.equal(undefined);
  });

  it('is not asked once its deadline has passed', async () => {
    const search = sis.adapter.operations.searchPersons.parse(person);
    const error = await failure(search.ask({ ...contextOf(scopeOf()), deadlineMs: 0 }));
    expect(error).to.be.instanceOf(Refusal);
    expect((error as Refusal).reason).to.equal('SYSTEM_TIMED_OUT');
  });

  it('runs again if a cancellation meant for another strikes it', async () => {
    let answer: Promise<unknown> = Promise.resolve();
    await whileLocked(async () => {
      answer = failure(ask(person, new AbortController().signal));
      await until(1);
      await sis.sql`
        select pg_cancel_backend(pid) from pg_stat_activity
        where application_name = 'sis-gateway' and wait_event_type = 'Lock' and datname = current_database()`;
      await until(1);
    });
    expect(await answer).to.equal(undefined);
  });
});

describe('a SIS whose database fails', () => {
  it('is unavailable, and so is its health', async () => {
    const database = await createTestDatabase();
    const sql = connectDatabase(database.url, { applicationName: 'sis-gateway', max: 1 });
    const adapter = createSisAdapter({ sql, clock: { now: () => 0 } });
    const { signal } = new AbortController();
    try {
      const search = adapter.operations.searchPersons.parse(byName('Nemo', '', '1980-01-01'));
      for (const failing of [search.ask(contextOf(scopeOf(), signal)), adapter.checkHealth(signal)]) {
        const error = await failing.then(
          () => undefined,
          (reason: unknown) => reason,
        );
        expect(error).to.be.instanceOf(Refusal);
        expect(error).to.deep.include({ reason: 'SYSTEM_UNAVAILABLE', message: 'SIS cannot be asked now' });
        expect((error as Refusal).metadata).to.deep.equal({ system: 'SIS' });
      }
    } finally {
      await sql.end();
      await database.drop();
    }
  });
});
