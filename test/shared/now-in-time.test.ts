import { expect } from 'chai';
import { Ender } from '../../src/shared/ending.js';
import { nowInTime } from '../../src/shared/now-in-time.js';
import { Refusal } from '../../src/shared/refusal.js';

describe('the time at which a system begins to answer', () => {
  const clock = { now: () => 1_000 };

  it('is told while some is left', () => {
    expect(nowInTime('SIS', clock, { signal: new Ender(), deadlineMs: 1_001 })).to.equal(1_000);
  });

  it('is refused when none is left, naming the system', () => {
    for (const deadlineMs of [1_000, 999]) {
      expect(() => nowInTime('EPRIS', clock, { signal: new Ender(), deadlineMs }))
        .to.throw(Refusal, 'No time is left to ask EPRIS')
        .that.deep.includes({ reason: 'SYSTEM_TIMED_OUT', metadata: { system: 'EPRIS' } });
    }
  });

  it('is not told when nobody waits', () => {
    const signal = new Ender();
    signal.abort(new Error('gone'));
    expect(() => nowInTime('SIS', clock, { signal, deadlineMs: 2_000 })).to.throw('gone');
  });
});
