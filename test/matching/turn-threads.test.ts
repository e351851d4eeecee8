import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { ThreadLost, TurnThreads } from '../../src/matching/turn-threads.js';
import { Ender } from '../../src/shared/ending.js';
import type { TestJob, TestWorkerData } from './job-worker.js';

const WORKER = new URL('./job-worker', import.meta.url);

describe('threads that searches take in turns', () => {
  let threads: TurnThreads<TestJob, string>;
  let broken: boolean;

  const open = (count: number): void => {
    threads = new TurnThreads(WORKER, count, (lane): TestWorkerData => ({ lane, broken }));
  };
  const say = async (...words: string[]): Promise<string[]> => {
    const said: string[] = [];
    const take = (word: string): number => said.push(word);
    await threads.run({ jobs: words.length, jobOf: (n) => ({ say: words[n]! }), take });
    return said;
  };
  const one = (job: TestJob): Promise<unknown> =>
    threads.run({ jobs: 1, jobOf: () => job, take: () => undefined }).catch((error: unknown) => error);

  /** A job that occupies a thread until it is let go. */
  const held = async (turn = threads.begin()): Promise<{ done: Promise<string>; letGo: () => void }> => {
    const hold = new Int32Array(new SharedArrayBuffer(4));
    const done = turn.run(() => ({ hold }));
    while (Atomics.load(hold, 0) === 0) await setImmediate();
    return {
      done,
      letGo: () => {
        Atomics.store(hold, 0, 2);
        Atomics.notify(hold, 0);
      },
    };
  };

  beforeEach(() => {
    broken = false;
  });

  afterEach(() => threads.close());

  it('do every job, in any order', async () => {
    open(2);
    expect((await say('a', 'b', 'c')).map((word) => word.slice(2)).sort()).to.deep.equal(['a', 'b', 'c']);
    expect(await say()).to.deep.equal([]);
  });

  it('fail the search whose job fails, with its reason, and live on', async () => {
    open(1);
    const [failed, said] = await Promise.all([one({ fail: 'no such chunk' }), say('a')]);
    expect((failed as Error).message).to.equal('no such chunk');
    expect(said).to.deep.equal(['0 a']);
  });

  it('fail the search whose job cannot be made or sent', async () => {
    open(1);
    const unmade = threads.run({
      jobs: 2,
      jobOf: (n) => {
        if (n === 1) throw new RangeError('no second');
        return { say: 'first' };
      },
      take: () => undefined,
    });
    expect(await unmade.catch((error: unknown) => error)).to.be.instanceOf(RangeError);
    const unsent = await one({ say: (() => 'x') as unknown as string });
    expect((unsent as Error).name).to.equal('DataCloneError');
    expect(await say('a')).to.deep.equal(['0 a']);
  });

  for (const [how, job] of [
    ['ends by itself', { exit: 3 }],
    ['throws what nobody catches', { unsendable: true }],
  ] as const) {
    it(`fail the search of a thread that ${how}, that one alone, and replace the thread`, async () => {
      open(2);
      const other = await held();
      const lost = await one(job);
      expect(lost).to.be.instanceOf(ThreadLost);
      expect(await say('again')).to.deep.equal(['1 again']);
      other.letGo();
      expect(await other.done).to.equal('0 held');
    });
  }

  it('give the job that waits behind a dying thread to the one that replaces it', async () => {
    open(1);
    const answers = await Promise.all([one({ exit: 1 }), say('a', 'b'), one({ exit: 1 }), say('c')]);
    expect(answers.map((answer) => (answer instanceof ThreadLost ? 'lost' : answer))).to.deep.equal([
      'lost',
      ['0 a', '0 b'],
      'lost',
      ['0 c'],
    ]);
  });

  it('say why a thread died', async () => {
    open(1);
    const lost = await one({ unsendable: true });
    expect(((lost as ThreadLost).cause as Error).message).to.equal('cannot be told');
  });

  it('lose one search for each start of a thread that cannot start, and work once it can', async () => {
    broken = true;
    open(1);
    const first = await one({ say: 'a' });
    expect([(first as ThreadLost).name, ((first as ThreadLost).cause as Error).message]).to.deep.equal([
      'ThreadLost',
      'broken from the start',
    ]);
    expect(await one({ say: 'a' })).to.be.instanceOf(ThreadLost);
    broken = false;
    expect(await say('a')).to.deep.equal(['0 a']);
  });

  it('say that a search has left a thread only when the thread has left its job', async () => {
    open(1);
    const ender = new Ender();
    const turn = threads.begin(ender);
    const { done, letGo } = await held(turn);
    ender.abort(new Error('gone'));
    expect(await done.catch((error: unknown) => (error as Error).message)).to.equal('gone');
    let left = false;
    const leaving = turn.end().then(() => {
      left = true;
    });
    const next = say('a');
    expect(left).to.equal(false);
    letGo();
    expect(await next).to.deep.equal(['0 a']);
    await leaving;
  });

  it('reject what is under way, what waits and what comes when they are closed', async () => {
    open(1);
    const { done } = await held();
    const waiting = say('a').catch((error: unknown) => error);
    const message = 'the threads that search have ended';
    const rejected = done.catch((error: unknown) => error);
    await threads.close();
    expect(((await rejected) as Error).message).to.equal(message);
    expect(((await waiting) as Error).message).to.equal(message);
    expect(() => threads.begin()).to.throw(message);
  });
});
