import { expect } from 'chai';
import { Transmissions } from '../../../src/formats/edifact/transmissions.js';
import type { PnrMessage } from '../../../src/formats/pnr/message.js';
import { emptyPnr, type Pnr, type PnrPush } from '../../../src/formats/pnr/pnr.js';
import { writePnrgov } from '../../../src/formats/pnr/pnrgov/write/write-pnrgov.js';
import { asMessage, asPart } from '../../../src/formats/pnr/transmission.js';
import { plain, PUSH, pushOf } from './bookings.js';
import { readPnrgov } from './messages.js';

const RECORDS: readonly Pnr[] = ['AAAAAA', 'BBBBBB', 'CCCCCC', 'DDDDDD', 'EEEEEE'].map((code) => ({
  ...emptyPnr(1),
  locators: [{ system: 'ZZ', code, kind: '' }],
}));

const keyOf = (change: Partial<PnrPush>): string => asPart({ push: { ...PUSH, ...change }, records: [] }).key;

describe('a push in several parts', () => {
  it('is again what it was before it was split', () => {
    const whole = pushOf(RECORDS);
    const texts = writePnrgov(whole, {
      version: '15:1',
      reference: '77',
      preparedAt: { day: '2026-11-26', time: '08:00' },
      recordsPerPart: 2,
    });
    const parts = texts.map((text): PnrMessage => {
      const { pushes, records } = readPnrgov(text);
      return { push: pushes[0] ?? PUSH, records };
    });
    const transmissions = new Transmissions<PnrPush, Pnr>();
    const taken = [2, 0, 1].map((at) => transmissions.take(asPart(parts[at] ?? whole), 0));
    const last = taken.at(-1);
    expect(last?.state === 'complete' && plain(asMessage(last.transmission))).to.deep.equal(
      plain({ ...whole, push: { ...whole.push, format: 'PNRGOV 15:1' } }),
    );
  });

  it('is told from others by sender, reference, day and flight, where references are only flight numbers', () => {
    const key = keyOf({});
    for (const change of [
      { sender: 'YY' },
      { reference: 'ZZ124' },
      { preparedAt: { day: '2026-11-27' } },
      { flight: undefined },
      { flight: PUSH.flight && { ...PUSH.flight, to: 'XBB' } },
    ])
      expect(keyOf(change), JSON.stringify(change)).not.to.equal(key);
    expect(keyOf({ part: { number: 2, last: false }, preparedAt: { day: '2026-11-26', time: '08:09' } })).to.equal(key);
  });
});
