/** A list of passengers: what stands beside its names ties nothing to them. */
import { expect } from 'chai';
import { readList } from '../../../src/adapters/pnr/receive/read-list.js';
import { paxlst } from '../../helpers/pnr.js';

describe('a list of passengers', () => {
  it('has its seats in the open half in an order that is not that of the passengers', () => {
    const passenger = (name: string, seat: string): string[] => [
      `NAD+FL+++${name}`,
      `FTX+SEA+++${seat}`,
      `LOC+22+VIE`,
      'RFF+AVF:AN12NA',
      `RFF+SEA:${seat}`,
    ];
    const push = readList(
      paxlst([...passenger('PROBE:ANNA', '22C'), ...passenger('MUSTER:BORIS', '11D')]),
      '2026-11-26',
      () => '',
    );
    expect(push.records.map(({ open }) => open.seats)).to.deep.equal([['11D', '22C']]);
  });
});
