/** Earlier trips of the same traveller: they exonerate, and what cannot be known of them is shown as not known. */
import { expect } from 'chai';
import type { FoundMatch } from '../../../../src/adapters/pnr/assessment/domain/match.js';
import { assessFlight } from '../../../../src/adapters/pnr/assessment/flight-assessment.js';
import { openAssessmentQueue } from '../../../../src/adapters/pnr/assessment/store/assessment-queue.js';
import { openMatchStore } from '../../../../src/adapters/pnr/assessment/store/match-store.js';
import { openTripStore } from '../../../../src/adapters/pnr/assessment/store/trip-store.js';
import { openRecordStore } from '../../../../src/adapters/pnr/store/record-store.js';
import { Criteria } from '../../../../src/matching/criteria/criteria.js';
import { Ender } from '../../../../src/shared/ending.js';
import { ruleOf } from '../../../matching/criteria/rules.js';
import { booking, pnrgov } from '../../../helpers/pnr.js';
import { openPnrStores, type PnrStores } from '../../../helpers/pnr-stores.js';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-26T12:00:00Z');

const facts = { 'itinerary.oneWay': true, 'payment.forms': ['CA'] };
const RULE = ruleOf({
  all: [
    { f: 'itinerary.oneWay', op: '=', v: true },
    { f: 'payment.forms', op: 'contains', v: 'CA' },
  ],
  exonerating: [{ f: 'history.sameRouteTrips12m', op: '>=', v: 4 }],
  minHits: 2,
  tests: [
    { name: 'met', facts, expect: 'match' },
    { name: 'flown thrice', facts: { ...facts, 'history.sameRouteTrips12m': 3 }, expect: 'match' },
    { name: 'return', facts: { ...facts, 'itinerary.oneWay': false }, expect: 'no-match' },
    { name: 'flown four times', facts: { ...facts, 'history.sameRouteTrips12m': 4 }, expect: 'no-match' },
  ],
});

/** A booking of Anna Probe: on that day, between these airports, with that document. */
interface Trip {
  readonly day: string;
  readonly number?: string;
  readonly route?: readonly [string, string];
  readonly document?: string;
  readonly birth?: string;
  readonly kind?: string;
  readonly empty?: boolean;
}

function message(trip: Trip): Buffer {
  const { day, number = '123', route = ['IST', 'VIE'], document = 'L898902C', birth = '12AUG74', kind = '22' } = trip;
  const date = `${day.slice(8)}${day.slice(5, 7)}${day.slice(2, 4)}`;
  const flight = `TVL+${date}:0930:${date}:1105+${route.join('+')}+0X+${number}`;
  return pnrgov(
    booking(
      'CO34PL',
      ...(document === '' ? [] : [`SSR+DOCS:HK:1:0X:::::/P/UTO/${document}/UTO/${birth}/F/15APR32/PROBE/ANNA`]),
      'TIF+PROBE+ANNAMRS:A:1',
      'TKT+9991234567891:T:1',
      'FOP+CA::310.00',
      ...[`${flight}:M`, 'RPI++HK'],
    ),
    { flight, kind },
  );
}

describe('earlier trips of the same traveller', () => {
  let stores: PnrStores;
  let nowMs = NOW;
  const clock = { now: () => nowMs };
  const FLIGHT = '2026-11-30';

  beforeEach(async () => {
    nowMs = NOW;
    stores = await openPnrStores();
  });
  afterEach(() => stores.close());

  const push = (trip: Trip, receivedMs = NOW) => stores.push(message(trip), receivedMs);

  /** What is found on the flight of 30 November: of each match, what did not speak for the traveller. */
  async function assess(): Promise<readonly string[]> {
    const matches = openMatchStore(stores.sql, stores.keys, clock);
    const known = await matches.findFlight({ carrier: '0X', number: '123', departsOn: FLIGHT, origin: 'IST' });
    if (known === undefined) throw new Error('the flight was not pushed');
    const found: FoundMatch[] = [];
    const { fault } = await assessFlight(
      {
        ...{ criteria: new Criteria([RULE]), databases: [], clock },
        matches: {
          ...matches,
          keep: (all) => {
            found.push(...all);
            return Promise.resolve([]);
          },
        },
        records: openRecordStore(stores.sql, stores.keys, clock),
        queue: openAssessmentQueue(stores.sql, clock),
        trips: openTripStore(stores.sql, stores.keys, clock),
      },
      known,
      {
        ...{ requestId: 'R', deadlineMs: NOW + 1_000, signal: new Ender() },
        scope: { authority: 'XA-PIU', memberState: 'XA', authorityKind: 'PIU', categories: new Set() },
      },
      'whole',
    );
    expect(fault).to.equal(undefined);
    return found.flatMap(({ sealed }) => sealed.unmet.map(({ field, value }) => `${field}: ${String(value)}`));
  }

  it('are counted on the same route, whatever else somebody has booked', async () => {
    await push({ day: FLIGHT });
    // Thrice on the route, transferred on two days: two different keys.
    await push({ day: '2026-07-01' }, NOW - 60 * DAY_MS);
    await push({ day: '2026-08-01', number: '9' });
    await push({ day: '2026-09-01', document: 'l-898902-c' });
    // Back again, more than a year before, still to come, cancelled, and somebody else with that number.
    await push({ day: '2026-07-08', route: ['VIE', 'IST'] });
    await push({ day: '2025-11-29' });
    await push({ day: '2026-11-28' });
    await push({ day: '2026-10-01' });
    await stores.sql`update pnr.record set cancelled = true where flight = (select max(id) from pnr.flight)`;
    await push({ day: '2026-10-08', birth: '13AUG74' });
    expect(await assess()).to.deep.equal(['history.sameRouteTrips12m: 3']);
    // Told again under another carrier's number: still one trip.
    await push({ day: '2026-09-01', number: '777' });
    expect(await assess()).to.deep.equal(['history.sameRouteTrips12m: 3']);
    await push({ day: '2026-11-25' });
    expect(await assess()).to.deep.equal([]);
  });

  it('are not known of somebody whom nothing identifies, which is told', async () => {
    await push({ day: FLIGHT, document: '' });
    expect(await assess()).to.deep.equal(['history.sameRouteTrips12m: undefined']);
  });

  it('are no more than what the unit still holds', async () => {
    await push({ day: '2026-11-01' }, Date.parse('2026-11-01T00:00:00Z'));
    await push({ day: FLIGHT }, NOW);
    const flight = { carrier: '0X', number: '123', origin: 'IST', destination: 'VIE', departsOn: '2027-05-01' };
    const anna = [[{ document: 'document\0L898902C', birth: 'birth\x001974-08-12' }]];
    const trips = () => openTripStore(stores.sql, stores.keys, clock).before({ flight }, anna);
    nowMs = Date.parse('2027-04-30T12:00:00Z');
    expect(await trips()).to.deep.equal([{ sameRoute: 2, all: 2 }]);
    // Six months after 1 November.
    nowMs = Date.parse('2027-05-01T12:00:00Z');
    expect(await trips()).to.deep.equal([{ sameRoute: 1, all: 1 }]);
  });

  it('are told of each of many travellers', async () => {
    await push({ day: '2026-11-01', document: 'A1234567' });
    const flight = { carrier: '0X', number: '123', origin: 'VIE', destination: 'IST', departsOn: FLIGHT };
    const birth = 'birth\x001974-08-12';
    const people = Array.from({ length: 3_000 }, (_, at) =>
      at === 2_999 ? [{ document: 'document\0A1234567', birth }] : [{ document: `document\0N${at}`, birth }],
    );
    const trips = await openTripStore(stores.sql, stores.keys, clock).before({ flight }, [[], ...people]);
    expect(trips.at(-1)).to.deep.equal({ sameRoute: 0, all: 1 });
    expect(trips.slice(0, -1).every(({ all }) => all === 0)).to.equal(true);
  });
});
