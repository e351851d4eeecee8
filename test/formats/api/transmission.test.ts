import { expect } from 'chai';
import { Transmissions } from '../../../src/formats/edifact/transmissions.js';
import { writePaxlst } from '../../../src/formats/api/paxlst/write-paxlst.js';
import type { ApiPerson, PassengerList } from '../../../src/formats/api/passenger-list.js';
import { asList, asPart } from '../../../src/formats/api/transmission.js';
import { ANNA, HEADER, message, read } from './lists.js';

const { lists, people } = read(
  message([...HEADER, ...ANNA, ...ANNA.map((one) => one.replace('PROBE:ANNA:MARIA', 'PROBE:BERTA')), 'NAD+FL+++OTHER']),
);
const list = lists[0]!;
const PARTS = [
  { number: 1, last: false },
  { number: 2, last: false },
  { number: 3, last: true },
];

describe('a list in several parts', () => {
  it('is again what it was before it was split, in whatever order they come', () => {
    const parts = PARTS.map((part, at) => {
      const options = { directory: '12B', day: '2026-11-26', time: '08:00', interchange: '77', total: 3 } as const;
      const told = read(writePaxlst({ ...list, part }, [people[at]!], options));
      expect(told.faults).to.deep.equal([]);
      return asPart({ list: told.lists[0]!, people: told.people });
    });
    const transmissions = new Transmissions<PassengerList, ApiPerson>();
    const taken = [2, 0, 2, 1].map((at) => transmissions.take(parts[at]!, 0));
    expect(taken.map(({ state }) => state)).to.deep.equal(['incomplete', 'incomplete', 'repeated', 'complete']);
    const last = taken.at(-1)!;
    expect(last.state === 'complete' && asList(last.transmission)).to.deep.equal({ list, people });
  });

  it('is told from other lists by sender, reference, what is reported, flight and time', () => {
    const keyOf = (change: Partial<PassengerList>): string => asPart({ list: { ...list, ...change }, people: [] }).key;
    const [flight] = list.flights;
    const tomorrow = { ...flight!.legs[0]!, departure: { day: '2026-11-27', time: '09:30' } };
    const others = [
      { sender: 'YY' },
      { reference: 'X' },
      { kind: 'crew' },
      { status: 'CLOB' },
      { flights: [{ ...flight!, number: 'ZZ124' }] },
      { flights: [{ ...flight!, legs: [tomorrow] }] },
    ] as const;
    expect(new Set([keyOf({}), ...others.map(keyOf)]).size).to.equal(1 + others.length);
    expect(keyOf({ part: { number: 2, last: true }, recipient: 'X' })).to.equal(keyOf({}));
  });
});
