import { expect } from 'chai';
import { Intake } from '../../../../src/adapters/prum/exchange/simulator/intake.js';
import type { Change } from '../../../../src/adapters/prum/exchange/store/changes-since.js';

describe('the intake of what states hold', () => {
  let all: Change[];
  let taken: string[];
  let asked: bigint[];
  const add = (reference: string): void => {
    all.push({ reference, memberState: 'XB', removed: false, revision: BigInt(all.length + 1) });
  };

  beforeEach(() => {
    [all, taken, asked] = [[], [], []];
    add('first');
    add('second');
  });

  const read = async function* (revision: bigint) {
    asked.push(revision);
    // As a database reads: what it has seen when it was asked.
    const seen = all.filter((change) => change.revision > revision);
    for (const change of seen) yield await Promise.resolve([change]);
  };

  it('takes each change once, in their order', async () => {
    const intake = new Intake(read, ({ reference }) => void taken.push(reference));
    await Promise.all([intake.refresh(), intake.refresh(), intake.refresh()]);
    add('third');
    await intake.refresh();
    expect(taken).to.deep.equal(['first', 'second', 'third']);
    // Of those that came while one was under way, one went on for all.
    expect(asked).to.deep.equal([0n, 2n, 2n]);
  });

  it('takes what changed before it was asked, though it was reading already', async () => {
    const intake = new Intake(read, ({ reference }) => void taken.push(reference));
    const under = intake.refresh();
    add('third');
    const after = intake.refresh();
    await under;
    expect(taken).to.deep.equal(['first', 'second']);
    await after;
    expect(taken).to.deep.equal(['first', 'second', 'third']);
  });

  it('goes on where it failed, for the next who asks', async () => {
    let broken = true;
    const intake = new Intake(read, ({ reference }) => {
      if (reference === 'second' && broken) throw new Error('no room');
      taken.push(reference);
    });
    const [one, other] = await Promise.allSettled([intake.refresh(), intake.refresh()]);
    expect([one.status, other.status]).to.deep.equal(['rejected', 'rejected']);
    broken = false;
    await intake.refresh();
    expect(taken).to.deep.equal(['first', 'second']);
  });
});
