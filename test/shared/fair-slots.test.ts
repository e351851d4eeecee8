import { expect } from 'chai';
import { FairSlots } from '../../src/shared/fair-slots.js';

describe('slots that parties share', () => {
  let begun: string[];
  let ends: Map<string, () => void>;
  let runs: Promise<void>[];
  beforeEach(() => {
    begun = [];
    ends = new Map();
    runs = [];
  });

  /** Work that says when it begins, and ends when it is told to: so many pieces of a party, "A1", "A2" and so on. */
  const bring = (slots: FairSlots, party: string, pieces: number, from = 1): void => {
    for (let n = from; n < from + pieces; n++) {
      const name = `${party}${n}`;
      const ended = new Promise<void>((resolve) => ends.set(name, resolve));
      runs.push(
        slots.run(party, () => {
          begun.push(name);
          return ended;
        }),
      );
    }
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const end = async (...names: readonly string[]): Promise<void> => {
    for (const name of names) ends.get(name)?.();
    await turn();
  };

  it('are never all of one party, and what is left is there for who comes later', async () => {
    const slots = new FairSlots({ slots: 4, mostOfOne: 3 });
    bring(slots, 'A', 5);
    await turn();
    expect(begun).to.deep.equal(['A1', 'A2', 'A3']);
    bring(slots, 'B', 2);
    await turn();
    expect(begun.slice(3)).to.deep.equal(['B1']);
    await end(...ends.keys());
    await end(...ends.keys());
    await Promise.all(runs);
    expect(begun.length).to.equal(7);
  });

  it('go to whoever waits with the fewest', async () => {
    const slots = new FairSlots({ slots: 4, mostOfOne: 3 });
    bring(slots, 'A', 6);
    bring(slots, 'B', 6);
    await turn();
    expect(begun).to.deep.equal(['A1', 'A2', 'A3', 'B1']);
    await end('A1');
    expect(begun.slice(4), 'A has two, B one').to.deep.equal(['B2']);
    await end('A2');
    expect(begun.slice(5), 'A has one, B two').to.deep.equal(['A4']);
    await end('B1');
    expect(begun.slice(6), 'A has two, B one').to.deep.equal(['B3']);
    for (let n = 0; n < 12; n++) await end(...ends.keys());
    await Promise.all(runs);
    expect(begun.length).to.equal(12);
  });

  it('come round to everybody where more wait than there are slots, however much the first have', async () => {
    const slots = new FairSlots({ slots: 1, mostOfOne: 1 });
    bring(slots, 'A', 3);
    await turn();
    bring(slots, 'B', 2);
    bring(slots, 'C', 1);
    for (let n = 0; n < 6; n++) await end(begun[n]!);
    await Promise.all(runs);
    // A had its slot before the others came; from then on each has one in turn.
    expect(begun).to.deep.equal(['A1', 'A2', 'B1', 'C1', 'A3', 'B2']);
  });

  it('know how much work a party has, until all of it has ended', async () => {
    const slots = new FairSlots({ slots: 2, mostOfOne: 1 });
    expect(slots.workOf('A')).to.equal(0);
    bring(slots, 'A', 3);
    expect([slots.workOf('A'), slots.workOf('B')]).to.deep.equal([3, 0]);
    await end('A1');
    expect(slots.workOf('A')).to.equal(2);
    await end('A2');
    await end('A3');
    expect(slots.workOf('A')).to.equal(0);
    bring(slots, 'A', 1, 4);
    await end('A4');
    await Promise.all(runs);
  });

  it('are given back by work that fails, which says why', async () => {
    const slots = new FairSlots({ slots: 1, mostOfOne: 1 });
    const failed = slots.run('A', () => Promise.reject(new Error('no')));
    const next = slots.run('A', () => Promise.resolve('yes'));
    expect(await failed.catch((error: unknown) => (error as Error).message)).to.equal('no');
    expect(await next).to.equal('yes');
    expect(slots.workOf('A')).to.equal(0);
  });
});
