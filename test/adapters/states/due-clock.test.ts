import { expect } from 'chai';
import { createDueClock } from '../../../src/adapters/states/due-clock.js';

const fails = (why: string) => () => Promise.reject(new Error(why));

describe('a clock of what is due', () => {
  it('tells of everything that a round could not do, also when what is overdue cannot be counted', async () => {
    const clock = createDueClock({
      of: 'tests',
      clock: { now: () => 0 },
      dueAt: () => [fails('the log is away')],
      countOverdue: fails('the database is away'),
      forget: fails('nothing is forgotten'),
      onFault: () => undefined,
    });
    const error: unknown = await clock.round().catch((one: unknown) => one);
    expect(error).to.be.instanceOf(AggregateError);
    expect((error as AggregateError).errors.map(({ message }: Error) => message)).to.deep.equal([
      'the log is away',
      'nothing is forgotten',
      'the database is away',
    ]);
    expect(clock.overdue()).to.equal(0);
  });
});
