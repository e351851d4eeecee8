/** What an assessment compares, and what it leaves for another time. */
import { expect } from 'chai';
import {
  type AssessedPart,
  type Assessment,
  assessFlight,
} from '../../../../src/adapters/pnr/assessment/flight-assessment.js';
import { assessOperation } from '../../../../src/adapters/pnr/assessment/operations/assess-flight.js';
import type { AssessmentParts } from '../../../../src/adapters/pnr/assessment/parts.js';
import { openAssessmentQueue } from '../../../../src/adapters/pnr/assessment/store/assessment-queue.js';
import { openMatchStore } from '../../../../src/adapters/pnr/assessment/store/match-store.js';
import { openTripStore } from '../../../../src/adapters/pnr/assessment/store/trip-store.js';
import { openRecordStore } from '../../../../src/adapters/pnr/store/record-store.js';
import { AssessFlightRequest } from '../../../../src/gen/ostiary/pnr/v1/assessment.js';
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
  /** Documents that are sought. */
  let sought: readonly string[];

  beforeEach(async () => {
    stores = await openPnrStores();
    [compared, failing, refused, sought] = [[], [], [], []];
    await stores.push(pnrgov(PEOPLE.flat()), NOW);
  });
  afterEach(() => stores.close());

  const queue = () => openAssessmentQueue(stores.sql, { now: () => NOW });
  const isDue = async () => {
    const due = await queue().claim({ claim: 'C', leaseMs: 0, settleMs: 0 });
    return due !== undefined;
  };

  const SCOPE = { authority: 'XA-PIU', memberState: 'XA', authorityKind: 'PIU', categories: new Set<string>() };

  function parts(): Pick<
    AssessmentParts,
    'criteria' | 'clock' | 'queue' | 'matches' | 'records' | 'trips' | 'databases'
  > {
    const clock = { now: () => NOW };
    return {
      ...{ criteria: new Criteria([]), clock, queue: queue() },
      matches: openMatchStore(stores.sql, stores.keys, clock),
      records: openRecordStore(stores.sql, stores.keys, clock),
      trips: openTripStore(stores.sql, stores.keys, clock),
      databases: [
        {
          system: 'SIS',
          compare(comparison) {
            if (comparison.by !== 'object') return Promise.resolve([]);
            const { number } = comparison;
            if (failing.includes(number)) return Promise.reject(new Error(`no ${number}`));
            if (refused.includes(number)) return Promise.reject(new Refusal('REQUEST_INVALID', `not ${number}`));
            compared.push(number);
            return Promise.resolve(sought.includes(number) ? [{ reference: `SIM-${number}`, category: 'ARR' }] : []);
          },
        },
      ],
    };
  }

  /** Assesses, and notes nothing yet. */
  async function begin(part: AssessedPart, signal = new Ender()): Promise<Assessment> {
    compared = [];
    const [flight] = await stores.sql<{ id: string }[]>`select id from pnr.flight`;
    return assessFlight(
      parts(),
      {
        id: flight?.id ?? '',
        flight: { carrier: '0X', number: '123', origin: 'IST', destination: 'VIE', departsOn: '2026-11-30' },
        departsAtMs: undefined,
      },
      { ...{ requestId: 'R', deadlineMs: NOW + 1_000, signal }, scope: SCOPE },
      part,
    );
  }

  /** What was compared, or why not all could be; what was is noted. */
  async function assess(part: AssessedPart, signal = new Ender()): Promise<string[] | string> {
    const { fault, note } = await begin(part, signal);
    await note();
    return fault === undefined ? compared.sort() : (fault.error as Error).message;
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

  it('is made again when it was not noted, and tells no match twice', async () => {
    sought = ['L1000003'];
    const first = await begin('changed');
    expect(first.tally).to.include({ records: 5, known: 0 });
    expect(first.tally.kept).to.have.length(1);
    // Whoever dies here has told the log nothing: all is compared again, and what was found is known.
    expect(await isDue()).to.equal(true);
    const again = await begin('changed');
    expect(compared.sort()).to.deep.equal(ALL);
    expect(again.tally).to.deep.include({ records: 5, known: 1, kept: [] });
    expect(await stores.sql`select from pnr.match`).to.have.length(1);
    await again.note();
    expect(await isDue()).to.equal(false);
    expect(await assess('changed')).to.deep.equal([]);
  });

  it('does not note what a push has changed meanwhile, and waits for no push that is under way', async () => {
    const { note } = await begin('changed');
    await stores.push(pnrgov(of('AN12NA', 'L2000002'), { kind: '141', reference: '78' }), NOW);
    await stores.sql.begin(async (tx) => {
      await tx`select from pnr.record where version = 1 order by id limit 1 for update`;
      await note();
    });
    expect(await isDue()).to.equal(true);
    expect(await assess('changed'))
      .to.have.length(2)
      .and.to.include('L2000002');
  });

  it('that an officer asked for is noted when the log has what was answered', async () => {
    const asked = AssessFlightRequest.fromPartial({
      carrier: '0X',
      number: '123',
      departsOn: '2026-11-30',
      origin: 'IST',
    });
    const unit = { authority: 'XA-PIU', memberState: 'XA' };
    const inquiry = assessOperation({ ...parts(), unit } as unknown as AssessmentParts).parse(asked);
    const answer = await inquiry.ask({
      ...{ requestId: 'R', deadlineMs: NOW + 1_000, signal: new Ender(), scope: SCOPE },
      intent: { origin: 'log', index: 7, leafHash: new Uint8Array(32), checkpoint: '' },
      officer: { pseudonym: '2026q4-aa' },
    });
    expect(await isDue()).to.equal(true);
    await answer.whenLogged?.();
    expect(await isDue()).to.equal(false);
    expect(await assess('changed')).to.deep.equal([]);
  });

  it('ends when nobody waits for it any more', async () => {
    const signal = new Ender();
    signal.abort(new Error('gone'));
    expect(await assess('whole', signal)).to.equal('gone');
    expect(compared).to.deep.equal([]);
    expect(await isDue()).to.equal(true);
  });
});
