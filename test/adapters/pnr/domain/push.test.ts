import { expect } from 'chai';
import { keepAnnex } from '../../../../src/adapters/pnr/domain/keep-annex.js';
import { flightNumber, flightOf, isOnFlight } from '../../../../src/adapters/pnr/domain/push.js';
import { oneRecord } from '../../../formats/pnr/messages.js';

const FLIGHT = { carrier: 'ZZ', number: '123', origin: 'VIE', destination: 'XAA', departsOn: '2026-11-26' };
const isOn = (...segments: string[]): boolean => isOnFlight(keepAnnex(oneRecord(...segments).pnr).record, FLIGHT);

describe('whose passengers a push is about', () => {
  it('knows a number whatever zeros are in front of it', () => {
    expect(['0123', '123', '0', '0042A'].map(flightNumber)).to.deep.equal(['123', '123', '0', '42A']);
  });

  for (const [what, expected, ...segments] of [
    ['sold and flown by the carrier', true, 'TVL+261126:0930:261126:1105+VIE+XAA+ZZ+0123:M'],
    ['to another airport: it has a stop', true, 'TVL+261126:0930:261126:1505+VIE+XCA+ZZ+123:M'],
    [
      'sold by a partner, flown by the carrier',
      true,
      'TVL+261126:0930:261126:1105+VIE+XAA+YY:ZZ+972:M',
      'TRA+ZZ+123:M',
    ],
    ['of another day', false, 'TVL+271126:0930:271126:1105+VIE+XAA+ZZ+123:M'],
    ['from another airport', false, 'TVL+261126:0930:261126:1105+XCA+XAA+ZZ+123:M'],
    ['of another carrier', false, 'TVL+261126:0930:261126:1105+VIE+XAA+YY+123:M'],
    ['with no journey at all', false, 'TIF+PROBE+ANNAMRS:A:1'],
  ] as const) {
    it(`${expected ? 'takes' : 'takes no'} record ${what}`, () => {
      expect(isOn(...segments)).to.equal(expected);
    });
  }

  for (const [field, value] of [
    ['carrier', 'PROBE ANNA'],
    ['flight', '123 PROBE'],
    ['flight', '1'.repeat(100)],
  ] as const) {
    it(`knows no flight whose ${field} is "${value.slice(0, 12)}": it would stand in the log`, () => {
      const pushed = { carrier: 'ZZ', flight: '0123', from: 'VIE', to: 'XAA', departure: { day: '2026-11-26' } };
      expect(flightOf(pushed)).to.deep.equal(FLIGHT);
      expect(flightOf({ ...pushed, [field]: value })).to.equal(undefined);
    });
  }
});
