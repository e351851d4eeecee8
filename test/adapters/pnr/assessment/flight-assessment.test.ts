/** What an assessment compares, and what it leaves for another time. */
import { expect } from 'chai';
import type { AssessedPart } from '../../../../src/adapters/pnr/assessment/flight-assessment.js';
import { assessFlight } from '../../../../src/adapters/pnr/assessment/flight-assessment.js';
import { openAssessmentQueue } from '../../../../src/adapters/pnr/assessment/store/assessment-queue.js';
import { openMatchStore } from '../../../../src/adapters/pnr/assessment/store/match-store.js';
import { openTripStore } from '../../../../src/adapters/pnr/assessment/store/trip-store.js';
import { openRecordStore } from '../../../../src/adapters/pnr/store/record-store.js';
import { Criteria } from '../../../../src/matching/criteria/criteria.js';
import { Ender } from '../../../../src/shared/ending.js';
import { Refusal } from '../../../../src/shared/refusal.js';
import { booking, LEG, pnrgov } from '../../../helpers/pnr.js';
import { openPnrStores, type PnrStores } from '../../../helpers/pnr-stores.js';

const NOW = Date.parse('2026-11-26T12:00:00Z');

/** A booking of somebody with a document of that number. */
const of = (locator: string, number: string): string[] =>
  booking(
    locator,
    `SSR+DOCS:HK:1:0X:::::/P/UTO/${number}/UTO/12AUG74/F/15APR32/PROBE/ANNA`,
    'TIF+PROBE+ANNAMRS:A:1',
    ...LEG,
  );
const PEOPLE = [1, 2, 3, 4, 5].map((at) => of(`AN1${at}NA`, `L100000${at}`));

describe('the assessment of a flight', () => {
  let stores: PnrStores;
  /** Documents that were searched for, as themselves. */
  let compared: string[];
  /** Documents for which the database fails. */
  let failing: readonly string[];
  /** Documents that the database refuses to be asked about. */
  let refused: readonly string[];

  beforeEach(async () => {
    stores = await openPnrStores();
    [compared, failing, refused] = [[], [], []];
    await stores.push(pnrgov(PEOPLE.flat()), NOW);
  });
  afterEach(() => stores.close());

  const queue = () => openAssessmentQueue(stores.sql);
  const isDue = async () => {
    const due = await queue().claim({ claim: 'C', leaseMs: 0, settleMs: 0 });
    return due !== undefined;
  };

  /** What was compared, or why not all could be; with an officer it is asked for, without it nobody waits. */
  async function assess(part: AssessedPart, signal = new Ender()): Promise<string[] | string> {
    const clock = { now: () => NOW };
    compared = [];
    const [flight] = await stores.sql<{ id: string }[]>`select id from pnr.flight`;
    try {
      await assessFlight(
        {
          ...{ criteria: new Criteria([]), clock, queue: queue() },
          matches: openMatchStore(stores.sql, stores.keys, clock),
          records: openRecordStore(stores.sql, stores.keys, clock),
          trips: openTripStore(stores.sql, stores.keys, clock),
          databases: [
            {
              system: 'SIS',
              compare(comparison) {
                if (comparison.by !== 'object') return Promise.resolve([]);
                if (failing.includes(comparison.number)) return Promise.reject(new Error(`no ${comparison.number}`));
                if (refused.includes(comparison.number))
                  return Promise.reject(new Refusal('REQUEST_INVALID', `not ${comparison.number}`));
                compared.push(comparison.number);
                return Promise.resolve([]);
              },
            },
          ],
        },
        {
          id: flight?.id ?? '',
          flight: { carrier: '0X', number: '123', origin: 'IST', destination: 'VIE', departsOn: '2026-11-30' },
          departsAtMs: undefined,
        },
        {
          ...{ requestId: 'R', deadlineMs: NOW + 1_000, signal },
          scope: { authority: 'XA-PIU', memberState: 'XA', authorityKind: 'PIU', categories: new Set() },
        },
        part,
      );
    } catch (error) {
      return (error as Error).message;
    }
    return compared.sort();
  }
  const ALL = ['L1000001', 'L1000002', 'L1000003', 'L1000004', 'L1000005'];

  it('compares what no assessment has seen, or all of it', async () => {
    expect(await assess('changed')).to.deep.equal(ALL);
    expect(await assess('changed')).to.deep.equal([]);
    await stores.push(pnrgov(of('AN12NA', 'L2000002'), { kind: '141', reference: '78' }), NOW);
    expect(await assess('changed')).to.deep.equal(['L2000002']);
    expect(await assess('whole')).to.deep.equal(['L1000001', 'L1000003', 'L1000004', 'L1000005', 'L2000002']);
    // Sent whole again: an alert may have been entered since.
    await stores.push(pnrgov(PEOPLE.flat(), { reference: '79' }), NOW);
    expect(await assess('changed')).to.deep.equal(ALL);
  });

  it('compares everybody else when one cannot be compared, and is not done', async () => {
    failing = ['L1000002'];
    expect(await assess('changed')).to.equal('no L1000002');
    expect(compared.sort()).to.deep.equal(ALL.filter((number) => number !== 'L1000002'));
    expect(await isDue()).to.equal(true);
    failing = [];
    expect(await assess('changed')).to.deep.equal(['L1000002']);
    expect(await isDue()).to.equal(false);
  });

  it('asks no further when three cannot be compared: it is hardly them', async () => {
    failing = ALL;
    expect(await assess('whole')).to.match(/^no L100000/);
    failing = [];
    expect(await assess('changed')).to.deep.equal(ALL);
  });

  it('compares everybody else however many the database refuses to be asked about', async () => {
    refused = ALL.slice(0, 4);
    expect(await assess('changed')).to.match(/^not L100000/);
    expect(compared).to.deep.equal(['L1000005']);
    expect(await isDue()).to.equal(true);
  });

  it('ends when nobody waits for it any more', async () => {
    const signal = new Ender();
    signal.abort(new Error('gone'));
    expect(await assess('whole', signal)).to.equal('gone');
    expect(compared).to.deep.equal([]);
    expect(await isDue()).to.equal(true);
  });
});
