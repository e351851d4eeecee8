import { setImmediate as breathe } from 'node:timers/promises';
import { expect } from 'chai';
import type postgres from 'postgres';
import type { StateQuestion, StateReply } from '../../../../src/adapters/prum/exchange/domain/state-question.js';
import { createStatesInMemory } from '../../../../src/adapters/prum/exchange/simulator/states-in-memory.js';
import { systemClock } from '../../../../src/shared/clock.js';
import { Ender } from '../../../../src/shared/ending.js';

const noCollection = {
  refresh: () => Promise.resolve(),
  search: () => Promise.resolve({}),
  close: () => Promise.resolve(),
};

/** A database that answers every query with these rows. */
const databaseOf = (rows: Promise<readonly object[]>): postgres.Sql => (() => rows) as unknown as postgres.Sql;

describe('simulated states in memory', () => {
  it('begin no collection once they are closed, whose threads nobody would end', async () => {
    let answer: (rows: readonly object[]) => void = () => undefined;
    let opened = 0;
    const states = createStatesInMemory<StateQuestion, StateReply>({
      category: 'dna',
      sql: databaseOf(new Promise((resolve) => (answer = resolve))),
      clock: systemClock,
      open() {
        opened += 1;
        return noCollection;
      },
    });
    const preparing = states.prepare().then(
      () => 'prepared',
      (error: unknown) => (error as Error).message,
    );
    await states.close();
    answer([{ world: '2026-01-01' }]);
    expect(await preparing).to.equal('the simulated states are closed');
    expect(opened).to.equal(0);
  });

  describe('that are asked more at a time than threads take', () => {
    const QUESTION: StateQuestion = { requestNumber: 'R', askingState: 'XA', askedAtMs: 0 };
    const row = { member_state: 'XB', takes_part: true, latency_ms: 0, fault: null, world: 'w' };
    /** Asks 200 times, and drops it all with the search of this number. */
    const ask = async (dropAt: number) => {
      let [searched, underWay, most] = [0, 0, 0];
      const ending = new Ender();
      const states = createStatesInMemory<StateQuestion, StateReply>({
        category: 'dna',
        sql: databaseOf(Promise.resolve([row])),
        clock: systemClock,
        open: () => ({
          ...noCollection,
          async search() {
            most = Math.max(most, ++underWay);
            if (++searched === dropAt) ending.abort(new Error('nobody waits'));
            await breathe();
            underWay -= 1;
            return {};
          },
        }),
      });
      const holder = (await states.participants())[0]?.holder;
      if (holder === undefined) throw new Error('XB takes no part');
      const asked = Array.from({ length: 200 }, () => holder.search(QUESTION, ending, Infinity));
      const answered = (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled').length;
      return { most, searched, answered };
    };

    it('let the others wait, and answer all', async () => {
      const { most, ...done } = await ask(Infinity);
      expect(done).to.deep.equal({ searched: 200, answered: 200 });
      expect(most).to.be.within(1, 32);
    });

    it('search no more for whom nobody waits', async () => {
      const { searched, answered } = await ask(20);
      expect({ searched, answered }).to.deep.equal({ searched: 20, answered: 20 });
    });
  });
});
