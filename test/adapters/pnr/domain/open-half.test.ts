/**
 * Art. 12(2)(a) masks how many travel together. So whoever sees an open half cannot tell a booking of many from a booking of
 * one traveller who has everything: both have the same.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { readList } from '../../../../src/adapters/pnr/receive/read-list.js';
import { readPush } from '../../../../src/adapters/pnr/receive/read-push.js';
import { booking, LEG, paxlst, pnrgov } from '../../../helpers/pnr.js';

const TODAY = '2026-11-26';

/** What a booking has of each traveller. */
interface Share {
  readonly isChild: boolean;
  readonly seat: string;
  readonly bags: number;
  readonly kilograms: number;
  readonly excess: number;
  readonly amount: number;
}

/** Things of which carriers write one for each traveller, or count travellers. */
interface Party {
  readonly shares: readonly Share[];
  readonly basis: string;
  readonly form: 'CC' | 'CA';
  readonly issued: string;
  readonly isSplit: boolean;
  readonly isCheckedIn: boolean;
}

const share = (isChild: fc.Arbitrary<boolean>): fc.Arbitrary<Share> =>
  fc.record({
    isChild,
    seat: fc.stringMatching(/^[1-9][0-9]?[A-F]$/),
    bags: fc.integer({ min: 1, max: 3 }),
    kilograms: fc.integer({ min: 1, max: 60 }),
    excess: fc.integer({ min: 1, max: 4 }),
    amount: fc.integer({ min: 50, max: 900 }),
  });

const party: fc.Arbitrary<Party> = fc.record({
  shares: fc
    .tuple(share(fc.constant(false)), fc.array(share(fc.boolean()), { maxLength: 8 }))
    .map(([adult, others]) => [adult, ...others]),
  basis: fc.constantFrom('YLE3M', 'QOWAT', 'M'),
  form: fc.constantFrom('CC' as const, 'CA' as const),
  issued: fc.constantFrom('011026', '151126'),
  isSplit: fc.boolean(),
  isCheckedIn: fc.boolean(),
});

/** The same booking of one traveller, who has all the bags. */
function ofOne(many: Party): Party {
  const [first] = many.shares;
  const all = (of: 'bags' | 'kilograms' | 'excess'): number => many.shares.reduce((sum, one) => sum + one[of], 0);
  return {
    ...many,
    shares: [{ ...first!, bags: all('bags'), kilograms: all('kilograms'), excess: all('excess') }],
  };
}

/** The booking in EDIFACT. */
function segmentsOf({ shares, basis, form, issued, isSplit, isCheckedIn }: Party): string[] {
  const two = (number: number): string => String(number).padStart(2, '0');
  return booking(
    'AN12NA',
    'ORG+1A:IST+12345675+IST++T+XA',
    ...shares.flatMap(({ isChild, seat, excess, amount }, at) => [
      `TIF+PROBE+TRAVELLER${'ABCDEFGHI'[at] ?? ''}:${isChild ? 'C' : 'A'}:${at + 1}`,
      `FTI+0X:88776655${two(at)}`,
      `EBD++${excess}::K`,
      `FAR+${isChild ? 'CHD' : 'ADT'}+++++${basis}${isChild ? '/CH25' : ''}`,
      `SSR+SEAT:HK:1:0X:::::${seat}`,
      `SSR+TKNE:HK:1:0X:::::99912345678${two(at)}C1`,
      `TKT+99912345678${two(at)}:T:1`,
      `MON+T:${amount}.00:EUR`,
      'PTK+NR',
      `DAT+710:${issued}:10${two(at)}`,
      `FOP+${form}::${amount}.00`,
    ]),
    ...LEG.map((segment) => segment.replace('RPI++', `RPI+${shares.length}+`)),
    ...(isCheckedIn
      ? [
          'DAT+2:301126:0800',
          ...shares.flatMap(({ seat, bags, kilograms }, at) => [
            `TRI++${at + 1}:::${at + 1}`,
            `SSD+${seat}`,
            `TBD++${bags}:${kilograms}:700+++0X:00${10 + at}:${bags}:VIE`,
          ]),
        ]
      : []),
    ...(isSplit ? [`EQN+${shares.length}`, 'RCI+0X:SP11IT'] : []),
    ...shares.flatMap((_, at) => [
      ...['ABI+1+AGT1+IST+0X', `DAT+T:021026:10${two(at)}`, 'SAC+++A', `SSR+SEAT:HK:1:0X:::::${at + 1}A`],
    ]),
    ...['ABI+1+AGT1+IST+0X', 'DAT+T:031026:1015', 'SAC+++X'],
    ...shares.map((_, at) => `SSR+SEAT:HK:1:0X:::::${at + 1}A`),
    `RPI+${shares.length}+HK`,
  );
}

const recordOf = (segments: readonly string[]) => {
  const [record, ...others] = readPush(pnrgov(segments), TODAY).records;
  expect(others).to.have.length(0);
  return record!;
};

describe('an open half', () => {
  it('is that of a booking of one, however many travel', () => {
    fc.assert(
      fc.property(party, (many) => {
        const { open, sealed } = recordOf(segmentsOf(many));
        expect(open).to.deep.equal(recordOf(segmentsOf(ofOne(many))).open);
        // Everything is told all the same, where it is masked with their number.
        expect(sealed.a.travellers).to.have.length(many.shares.length);
        expect(sealed.a.tickets).to.have.length(many.shares.length);
      }),
      { numRuns: 200 },
    );
  });

  it('has of what travellers share the facts, each once, and totals', () => {
    const adult = { isChild: false, seat: '11C', bags: 1, kilograms: 23, excess: 1, amount: 310 };
    const child = { isChild: true, seat: '11D', bags: 2, kilograms: 19, excess: 2, amount: 120 };
    const { open, sealed } = recordOf(
      segmentsOf({
        ...{ shares: [adult, child], basis: 'YLE3M', form: 'CC', issued: '011026', isSplit: true, isCheckedIn: true },
      }),
    );
    expect(open).to.deep.include({
      ticketing: [{ kind: 'T', issuedOn: { day: '2026-10-01' }, conditions: 'NR' }],
      fareBases: ['YLE3M'],
      paymentForms: ['CC'],
      baggage: [{ pieces: '3', weight: '42', unit: 'kg' }],
      excessBaggage: ['3 K'],
    });
    expect(open.split).to.deep.equal({ locators: [{ system: '0X', code: 'SP11IT', kind: '', createdAt: undefined }] });
    expect(open.changes).to.deep.equal([
      { action: 'A', at: { day: '2026-10-02' }, items: ['SSR'] },
      { action: 'X', at: { day: '2026-10-03', time: '10:15' }, items: ['SSR', 'RPI HK'] },
    ]);
    expect(sealed.a.changes.map(({ action, at, items }) => [action, at?.time, items])).to.deep.equal([
      ['A', '10:00', ['SSR']],
      ['A', '10:01', ['SSR']],
      ['X', '10:15', ['SSR', 'SSR', 'RPI HK']],
    ]);
    expect(JSON.stringify(open)).not.to.match(/9991234567|11C|11D|310|120|CH25/);
    expect(sealed.a.tickets.map(({ number, traveller }) => [number, traveller])).to.deep.equal([
      ['9991234567800', '1'],
      ['9991234567801', '2'],
    ]);
    expect(sealed.a).to.deep.include({ fareBases: ['YLE3M', 'YLE3M/CH25'], seats: ['11C', '11D'], splitCount: '2' });
    expect(sealed.a.checkedIn.map(({ seat, baggage }) => [seat, baggage[0]?.pieces])).to.deep.equal([
      ['11C', '1'],
      ['11D', '2'],
    ]);
  });

  it('has no fare bases where there are more than flights: somebody else must have flown on one of them', () => {
    const fares = (...bases: readonly string[]) =>
      recordOf(
        booking('AN12NA', ...bases.flatMap((one, at) => [`TIF+PROBE+A:A:${at + 1}`, `FAR+ADT+++++${one}`]), ...LEG),
      ).open.fareBases;
    expect(fares('YLE3M')).to.deep.equal(['YLE3M']);
    expect(fares('YLE3M', 'QOWAT')).to.deep.equal([]);
  });

  it('of a list of passengers is that of a list of one', () => {
    const passenger = fc.record({
      name: fc.stringMatching(/^[A-Z]{3,9}$/),
      seat: fc.stringMatching(/^[1-9][0-9]?[A-F]$/),
      bags: fc.integer({ min: 0, max: 3 }),
    });
    const openOf = (passengers: readonly { name: string; seat: string; bags: number }[]) => {
      const { records } = readList(
        paxlst(
          passengers.flatMap(({ name, seat, bags }) => [
            `NAD+FL+++PROBE:${name}`,
            `MEA+CT++:${bags}`,
            `MEA+WT++KGM:${bags * 20}`,
            'LOC+22+VIE',
            'RFF+AVF:AN12NA',
            `RFF+SEA:${seat}`,
          ]),
        ),
        TODAY,
        () => '',
      );
      expect(records.map(({ sealed }) => sealed.a.travellers.length)).to.deep.equal([passengers.length]);
      return records[0]?.open;
    };
    fc.assert(
      fc.property(fc.array(passenger, { minLength: 1, maxLength: 9 }), (passengers) => {
        expect(openOf(passengers)).to.deep.equal(openOf(passengers.slice(0, 1)));
      }),
      { numRuns: 50 },
    );
  });
});
