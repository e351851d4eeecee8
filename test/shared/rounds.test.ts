import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { Rounds } from '../../src/shared/rounds.js';

describe('rounds', () => {
  it('never overlap, and go on after one that fails', async () => {
    let [underWay, most, begun] = [0, 0, 0];
    const faults: unknown[] = [];
    const rounds = new Rounds(
      async () => {
        begun += 1;
        underWay += 1;
        most = Math.max(most, underWay);
        await pause(12);
        underWay -= 1;
        if (begun === 1) throw new Error('the first one fails');
      },
      (error) => faults.push((error as Error).message),
    );
    rounds.start(1);
    rounds.begin();
    rounds.begin();
    while (begun < 3) await pause(2);
    await rounds.stop();
    expect(most).to.equal(1);
    expect(faults).to.deep.equal(['the first one fails']);
  });

  it('end with the one under way, which is told', async () => {
    let ended = false;
    let begun = 0;
    const rounds = new Rounds(
      async () => {
        begun += 1;
        while (!rounds.stopped) await pause(1);
        ended = true;
      },
      () => undefined,
    );
    rounds.start(1);
    while (begun === 0) await pause(1);
    await rounds.stop();
    expect(ended).to.equal(true);
    await pause(5);
    expect(begun).to.equal(1);
  });
});
