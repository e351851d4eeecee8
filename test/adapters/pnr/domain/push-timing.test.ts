import { expect } from 'chai';
import { judgePushes } from '../../../../src/adapters/pnr/domain/push-timing.js';

/** Hours relative to departure; negative is before. */
const HOUR = 3_600_000;
const judged = (received: readonly number[], now: number) =>
  judgePushes(
    0,
    received.map((at) => at * HOUR),
    now * HOUR,
  );

describe('pushes that carriers owe (Art. 8(3))', () => {
  for (const [what, received, now, first, closure] of [
    ['nothing yet, two days before', [], -48, 'pending', 'pending'],
    ['at the first moment of the first window', [-48], -40, 'on_time', 'pending'],
    ['at its last moment', [-24], -20, 'on_time', 'pending'],
    ['a minute before it began: it is owed again', [-48 - 1 / 60], -23, 'missing', 'pending'],
    ['nothing, once the first window is over', [], -23, 'missing', 'pending'],
    ['too late for the first, too early for the other', [-10], -5, 'late', 'pending'],
    ['both in time', [-36, -0.25], 1, 'on_time', 'on_time'],
    ['closure alone does not stand for the first', [-0.25], 1, 'missing', 'on_time'],
    ['closure an hour after departure', [-36, 1], 2, 'on_time', 'late'],
    ['no closure', [-36], 1, 'on_time', 'missing'],
  ] as const) {
    it(what, () => {
      expect(judged(received, now)).to.deep.equal({ first, closure });
    });
  }
});
