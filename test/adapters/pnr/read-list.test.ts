/** A list of passengers: what it says is API data, and none of it is in the open half. */
import { expect } from 'chai';
import { readList } from '../../../src/adapters/pnr/receive/read-list.js';
import { paxlst } from '../../helpers/pnr.js';

const passenger = (name: string, seat: string, locator = 'AN12NA', unit = 'KGM'): string[] => [
  `NAD+FL+++${name}`,
  `MEA+WT++${unit}:23`,
  'LOC+22+VIE',
  `RFF+AVF:${locator}`,
  `RFF+SEA:${seat}`,
];
const read = (...segments: readonly string[]) =>
  readList(paxlst(segments), '2026-11-26', (text) => `D(${text.length})`);

describe('a list of passengers', () => {
  it('has seats and bags in the sealed half, with whose they are', () => {
    const { records } = read(...passenger('PROBE:ANNA', '22C'), ...passenger('MUSTER:BORIS', '11D'));
    expect(JSON.stringify(records.map(({ open }) => open))).not.to.match(/22C|11D|"23"/);
    expect(
      records.map(({ sealed: { a } }) => a.checkedIn.map((one) => [one.traveller, one.seat, one.baggage[0]?.weight])),
    ).to.deep.equal([[['1', '22C', '23']], [['1', '11D', '23']]]);
  });

  for (const text of ['MUSTERMANN ANNA', '4111111111111111']) {
    it(`takes nothing but codes for locator, seat and unit: ${text}`, () => {
      const push = read(...passenger('PROBE:BORIS', text, text, text));
      expect(JSON.stringify({ ...push, answer: undefined })).not.to.include(text);
      expect(push.deletions).to.deep.equal({ FREE_TEXT: 3 });
    });
  }
});
