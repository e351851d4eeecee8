import { expect } from 'chai';
import type postgres from 'postgres';
import type { StateQuestion, StateReply } from '../../../../src/adapters/prum/exchange/domain/state-question.js';
import { createStatesInMemory } from '../../../../src/adapters/prum/exchange/simulator/states-in-memory.js';
import { systemClock } from '../../../../src/shared/clock.js';

describe('simulated states in memory', () => {
  it('begin no collection once they are closed, whose threads nobody would end', async () => {
    let answer: (rows: readonly { world: string }[]) => void = () => undefined;
    const rows = new Promise<readonly { world: string }[]>((resolve) => (answer = resolve));
    let opened = 0;
    const states = createStatesInMemory<StateQuestion, StateReply>({
      category: 'dna',
      sql: (() => rows) as unknown as postgres.Sql,
      clock: systemClock,
      open() {
        opened += 1;
        return {
          refresh: () => Promise.resolve(),
          search: () => Promise.resolve({}),
          close: () => Promise.resolve(),
        };
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
});
