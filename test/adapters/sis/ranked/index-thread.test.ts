/** The thread with the index of names: real threads, a real database. */
import type { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import type postgres from 'postgres';
import {
  type IndexThreadOptions,
  NameIndexThread,
  startIndexWorker,
} from '../../../../src/adapters/sis/ranked/index-thread.js';
import type { RankedQuestion } from '../../../../src/adapters/sis/ranked/messages.js';
import { createAlertWriter } from '../../../../src/adapters/sis/store/write-alerts.js';
import { Ender } from '../../../../src/shared/ending.js';
import { Refusal } from '../../../../src/shared/refusal.js';
import { eventually } from '../../../helpers/eventually.js';
import { type SimulatedSis, startSimulatedSis, NOON } from '../simulated-sis.js';
import { alertOn, identity, questionFor, WANTED } from './named.js';

const wanted = questionFor(WANTED.surname, WANTED.forename, { dateOfBirth: WANTED.dateOfBirth });
const kovacs = questionFor('Kovacs', 'Eva');
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');
/** A busy machine is no reason to refuse. */
const PATIENT = { catchUpMs: 60_000, answerMs: 60_000 };

describe('the thread with the index of names', () => {
  let sis: SimulatedSis;
  const threads: NameIndexThread[] = [];

  before(async () => {
    sis = await startSimulatedSis();
  });
  afterEach(async () => {
    for (const thread of threads.splice(0)) await thread.close();
  });
  after(() => sis.close());

  /** A thread, its workers so far, and what went wrong in them. */
  function open(options: Partial<IndexThreadOptions> = {}) {
    const workers: Worker[] = [];
    const faults: string[] = [];
    const thread = new NameIndexThread({
      databaseUrl: sis.databaseUrl,
      role: 'ostiary_gateway',
      onFault: ({ message }) => faults.push(message),
      start: (data) => {
        const worker = startIndexWorker(data);
        workers.push(worker);
        return worker;
      },
      ...PATIENT,
      ...options,
    });
    threads.push(thread);
    return { thread, workers, faults };
  }

  const found = async (thread: NameIndexThread, question: RankedQuestion, signal = new Ender()) =>
    (await thread.search(question, signal)).candidates.length;
  const refused = async (asked: Promise<unknown>): Promise<Refusal> => {
    const error = await asked.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof Refusal)) throw new Error('it must be refused');
    return error;
  };
  const loaded = (thread: NameIndexThread) => eventually(() => thread.search(wanted, new Ender()));
  const enter = (n: number) =>
    createAlertWriter(sis.sql, { now: () => NOON }).act(new Ender(), ({ insert }) =>
      insert(alertOn(n, [identity('Kovács', 'Éva')])),
    );
  /** Does something while nobody else can read or write the changes. */
  const whileLocked = <Result>(work: (tx: postgres.TransactionSql) => Promise<Result>) =>
    sis.sql.begin(async (tx) => {
      await tx`lock table sis.change in access exclusive mode`;
      return [await work(tx)] as const;
    });

  it('says that it is being loaded, when to come back, and that the rest of SIS is not concerned', async () => {
    const { thread } = open();
    const refusal = await refused(thread.search(wanted, new Ender()));
    expect(refusal).to.include({ reason: 'SYSTEM_UNAVAILABLE', retryAfterMs: 5_000, ofPart: true });
    expect(refusal.metadata).to.deep.equal({ system: 'SIS', part: 'name-index' });
    await loaded(thread);
    expect(await found(thread, wanted)).to.equal(1);
    await eventually(() => expect(thread.state.isLoaded).to.equal(true));
    expect(thread.state.names).to.be.greaterThan(5);
    expect(thread.state.bytes).to.be.greaterThan(1_000);
  });

  it('knows of every change that was made before it was asked', async () => {
    const { thread } = open();
    await loaded(thread);
    const before = await found(thread, kovacs);
    for (let n = 1; n <= 5; n++) {
      await enter(n);
      expect(await found(thread, kovacs)).to.equal(before + n);
    }
    const { reference } = alertOn(1, [identity('', '')]);
    await createAlertWriter(sis.sql, { now: () => NOON }).act(new Ender(), async ({ lock, remove }) => {
      await remove((await lock([reference], '0001-01-01')).get(reference)!);
    });
    expect(await found(thread, kovacs)).to.equal(before + 4);
  });

  it('answers many at a time, each its own question', async () => {
    const { thread } = open();
    await loaded(thread);
    const nobody = questionFor('Zzyzx', 'Qwerty');
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => found(thread, n % 2 === 0 ? wanted : nobody)),
    );
    expect(answers).to.deep.equal(Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? 1 : 0)));
  });

  it('gives no answer when it cannot learn of the latest changes in time, and answers when it can again', async () => {
    const { thread } = open({ catchUpMs: 50 });
    await loaded(thread);
    await whileLocked(async () => {
      const refusal = await refused(thread.search(wanted, new Ender()));
      expect(refusal).to.include({ reason: 'SYSTEM_UNAVAILABLE', retryAfterMs: 1_000, ofPart: true });
      expect(refusal.message).to.contain('latest changes');
    });
    await loaded(thread);
  });

  it('refuses who would wait too long: those it cannot answer in time, and those whom too many are before', async () => {
    const { thread } = open({ answerMs: 100 });
    await loaded(thread);
    await whileLocked(async () => {
      const asked = Array.from({ length: 70 }, () => refused(thread.search(wanted, new Ender())));
      const refusals = await Promise.all(asked);
      // One is with the thread, and 64 wait.
      expect(refusals.map(({ reason }) => reason)).to.deep.equal([
        ...Array<string>(65).fill('SYSTEM_UNAVAILABLE'),
        ...Array<string>(5).fill('OVERLOADED'),
      ]);
      expect(refusals.filter(({ ofPart, retryAfterMs }) => !ofPart || retryAfterMs !== 1_000)).to.deep.equal([]);
    });
    expect(await found(thread, wanted)).to.equal(1);
  });

  it('lets go of who does not wait any more', async () => {
    const { thread } = open();
    await loaded(thread);
    await whileLocked(async () => {
      const [one, other] = [new Ender(), new Ender()];
      const asked = [thread.search(wanted, one), thread.search(wanted, other)];
      const reasons = Promise.all(asked.map((search) => search.catch(messageOf)));
      one.abort(new Error('first'));
      other.abort(new Error('second'));
      expect(await reasons).to.deep.equal(['first', 'second']);
    });
    expect(await found(thread, wanted)).to.equal(1);
    const over = new Ender();
    over.abort(new Error('too late'));
    expect(await thread.search(wanted, over).catch(messageOf)).to.equal('too late');
  });

  it('is started anew when it ends; who waited is told to come back', async () => {
    const { thread, workers, faults } = open();
    await loaded(thread);
    await whileLocked(async () => {
      const asked = [thread.search(wanted, new Ender()), thread.search(kovacs, new Ender())].map(refused);
      await workers[0]?.terminate();
      for (const refusal of await Promise.all(asked)) {
        expect(refusal).to.include({ reason: 'SYSTEM_UNAVAILABLE', ofPart: true });
        expect(refusal.message).to.contain('started anew');
      }
      const refusal = await refused(thread.search(wanted, new Ender()));
      expect(refusal.message).to.contain('started anew');
      expect(thread.state).to.deep.equal({ isLoaded: false, names: 0, bytes: 0 });
    });
    await loaded(thread);
    expect(workers).to.have.length(2);
    expect(faults).to.have.length(1);
    expect(await found(thread, wanted)).to.equal(1);
  });

  it('begins again with another world, and finds nobody of the one before', async () => {
    const { thread } = open();
    await loaded(thread);
    await sis.load([alertOn(1, [identity('Kovács', 'Éva')])]);
    await eventually(async () => expect(await found(thread, wanted)).to.equal(0));
    expect(await found(thread, kovacs)).to.equal(1);
  });

  it('loads anew when the day goes back, since what ended in between is not held any more', async () => {
    const { thread } = open();
    await loaded(thread);
    expect(await found(thread, { ...kovacs, today: '2099-01-01' })).to.equal(0);
    const refusal = await refused(thread.search(kovacs, new Ender()));
    expect(refusal.message).to.contain('being loaded');
    await eventually(async () => expect(await found(thread, kovacs)).to.equal(1));
  });

  it('tells the operator when the database cannot be had, and nobody else', async () => {
    const { thread, faults } = open({ role: 'no_such_role' });
    await eventually(() => expect(faults.length).to.be.greaterThan(0));
    expect((await refused(thread.search(wanted, new Ender()))).message).to.contain('being loaded');
  });

  it('ends when it is closed, and cannot be asked then', async () => {
    const { thread, workers, faults } = open();
    await loaded(thread);
    const ended = new Promise((resolve) => workers[0]?.once('exit', resolve));
    await thread.close();
    expect(await ended).to.equal(0);
    expect((await refused(thread.search(wanted, new Ender()))).reason).to.equal('SYSTEM_UNAVAILABLE');
    expect([workers.length, faults]).to.deep.equal([1, []]);
    await eventually(async () => {
      const connections = await sis.sql`select from pg_stat_activity where application_name = 'ostiary-sis-names'`;
      expect(connections).to.have.length(0);
    });
  });
});
