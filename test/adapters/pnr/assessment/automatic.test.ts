/** The clock of assessments: what was pushed is assessed once, by one gateway, and what cannot be is tried again. */
import { expect } from 'chai';
import type { AccessScope } from '../../../../src/adapters/adapter.js';
import {
  type AssessedFlight,
  type AssessmentStanding,
  createAssessmentClock,
  type Times,
} from '../../../../src/adapters/pnr/assessment/automatic.js';
import type { Assessment, Tally } from '../../../../src/adapters/pnr/assessment/flight-assessment.js';
import {
  type AssessmentQueue,
  type DueFlight,
  openAssessmentQueue,
} from '../../../../src/adapters/pnr/assessment/store/assessment-queue.js';
import type { KnownFlight } from '../../../../src/adapters/pnr/assessment/store/known-flight.js';
import type { ComparisonContext } from '../../../../src/adapters/pnr/assessment/watched-database.js';
import { eventually } from '../../../helpers/eventually.js';
import { booking, pnrgov } from '../../../helpers/pnr.js';
import { openPnrStores, type PnrStores } from '../../../helpers/pnr-stores.js';

const NOW = Date.now();
const inDays = (days: number): string => new Date(NOW + days * 86_400_000).toISOString().slice(0, 10);
const SCOPE: AccessScope = { authority: 'XA-PIU', memberState: 'XA', authorityKind: 'PIU', categories: new Set() };
const NOTHING: Tally = { records: 0, travellers: 0, comparisons: 0, notComparable: 0, rules: 0, known: 0, kept: [] };

/** A push for a flight in so many days. */
function message(number: number, reference = '1', departsOn = inDays(10)): Buffer {
  const day = `${departsOn.slice(8)}${departsOn.slice(5, 7)}${departsOn.slice(2, 4)}`;
  const leg = `TVL+${day}:0930:${day}:1105+IST+VIE+0X+${number}`;
  return pnrgov(booking('CO34PL', 'TIF+PROBE+ANNAMRS:A:1', `${leg}:M`, 'RPI++HK'), { flight: leg, reference });
}

describe('the clock of assessments', () => {
  let stores: PnrStores;
  let queue: AssessmentQueue;
  let ahead: number;
  const given = { now: () => Date.now() + ahead };
  const before = (ms: number) => new Date(given.now() - ms);

  beforeEach(async () => {
    ahead = 0;
    stores = await openPnrStores();
    queue = openAssessmentQueue(stores.sql, given);
  });
  afterEach(() => stores.close());

  const TIMES: Times = { leaseMs: 60_000, mostMs: 60_000, flightPauseMs: [0, 0], pauseMs: [0, 0] };

  /** A gateway's clock, with what it did. */
  function gateway(
    assess: (flight: KnownFlight, context: ComparisonContext) => Promise<unknown>,
    times = TIMES,
    claims = queue,
  ) {
    const assessed: string[] = [];
    const failed: string[] = [];
    const log: string[] = [];
    const told: AssessedFlight[] = [];
    const standing: AssessmentStanding[] = [];
    /** What the log does with an outcome. */
    const outcomes = { append: (): Promise<void> => Promise.resolve() };
    const clock = createAssessmentClock({
      ...{ queue: claims, times, settleMs: 0, clock: given },
      async assess(flight, context): Promise<Assessment> {
        const pushes = await queue.pushesFor(flight.id);
        let fault: Assessment['fault'];
        await assess(flight, context).catch((error: unknown) => (fault = { error }));
        return {
          ...{ tally: { ...NOTHING, kept: ['PNM-1'] }, fault },
          async note() {
            if (fault === undefined) await queue.assessed(flight.id, pushes);
          },
        };
      },
      async throughLog({ carrier, number }, act) {
        log.push(`${carrier}${number}`);
        const outcome = await act({ requestId: 'R', scope: SCOPE });
        await outcomes.append();
        told.push(outcome);
      },
      onEnd: ({ flight }: DueFlight, fault) => void (fault === undefined ? assessed : failed).push(flight.number),
      onStanding: (now) => standing.push(now),
      onFault: (error) => expect.fail(String(error)),
    });
    return { clock, assessed, failed, log, told, outcomes, standing: () => standing.at(-1) };
  }
  const nothing = (): Promise<void> => Promise.resolve();

  it('assesses what was pushed once, as an access of the unit, and again after the next push', async () => {
    await stores.push(message(123), NOW);
    const { clock, assessed, log, told } = gateway(nothing);
    await clock.round();
    await clock.round();
    expect(assessed).to.deep.equal(['123']);
    expect(log).to.deep.equal(['0X123']);
    expect(told[0]?.disclosures).to.deep.equal([{ reference: 'PNM-1', category: 'RESULT', fieldGroups: ['frame'] }]);
    expect(told[0]?.counts).to.include({ new_matches: 1, comparisons: 0 });
    await stores.push(message(123, '2'), NOW);
    await clock.round();
    expect(assessed).to.deep.equal(['123', '123']);
  });

  it('assesses again when a push was kept while it was at it', async () => {
    await stores.push(message(123), NOW);
    let pushed = false;
    const { clock, assessed } = gateway(async () => {
      if (!pushed) await stores.push(message(123, '2'), NOW);
      pushed = true;
    });
    await clock.round();
    expect(assessed).to.deep.equal(['123', '123']);
  });

  it('waits until no further push has come for a time, and for ten times that at most', async () => {
    await stores.push(message(123), given.now());
    const due = () => queue.claim({ claim: 'C', leaseMs: 0, settleMs: 60_000 });
    expect(await due()).to.equal(undefined);
    await stores.sql`update pnr.assessment set pushed_at = ${before(61_000)}`;
    expect(await due()).to.deep.include({ pushes: 1 });
    await stores.push(message(123, '2'), given.now());
    expect(await due()).to.equal(undefined);
    await stores.sql`update pnr.assessment set waiting_since = ${before(601_000)}`;
    expect(await due()).to.deep.include({ pushes: 2 });
  });

  it('goes by the given clock alone, wherever it is', async () => {
    for (const [days, number] of [
      [400, 123],
      [-400, 124],
    ] as const) {
      ahead = days * 86_400_000;
      await stores.push(message(number, '1', inDays(days + 2)), given.now());
      const claim = (settleMs: number) => queue.claim({ claim: `C${number}`, leaseMs: 60_000, settleMs });
      expect(await claim(60_000)).to.equal(undefined);
      ahead += 61_000;
      expect((await claim(60_000))?.flight.number).to.equal(String(number));
      expect(await claim(0)).to.equal(undefined);
      ahead += 61_000;
      expect(await claim(0)).not.to.equal(undefined);
      await queue.failed(`C${number}`, 60_000);
      expect(await claim(0)).to.equal(undefined);
      ahead += 61_000;
      expect(await claim(0)).not.to.equal(undefined);
      // Two days after the push it leaves, and by then it has arrived wherever that was.
      ahead += 5 * 86_400_000;
      expect(await claim(0)).to.equal(undefined);
      expect((await queue.leftUnassessed(1)).first[0]?.number).to.equal(String(number));
    }
  });

  it('leaves flights alone that have arrived, and those that an officer has had assessed', async () => {
    await stores.push(message(123, '1', inDays(-3)), NOW);
    await stores.push(message(124), NOW);
    await stores.push(message(125), NOW);
    await stores.sql`update pnr.flight set departs_at = ${before(25 * 3_600_000)} where number = '125'`;
    const [row] = await stores.sql<{ id: string }[]>`select id from pnr.flight where number = '124'`;
    await queue.assessed(row?.id ?? '', 1);
    const { clock, assessed } = gateway(nothing);
    await clock.round();
    expect(assessed).to.deep.equal([]);
  });

  it('has one gateway at a flight at a time, and the next one at another', async () => {
    await stores.push(message(123), NOW);
    await stores.push(message(124), NOW);
    const other = gateway(nothing);
    const one = gateway(async ({ flight }) => {
      if (flight.number === '123') await other.clock.round();
    });
    await one.clock.round();
    expect(one.assessed).to.deep.equal(['123']);
    expect(other.assessed).to.deep.equal(['124']);
  });

  it('takes up what a gateway was at that died, when its claim is over', async () => {
    await stores.push(message(123), NOW);
    await queue.claim({ claim: 'of the dead', leaseMs: 60_000, settleMs: 0 });
    const { clock, assessed } = gateway(nothing);
    await clock.round();
    expect(assessed).to.deep.equal([]);
    await stores.sql`update pnr.assessment set claimed_until = ${before(1)}`;
    await clock.round();
    expect(assessed).to.deep.equal(['123']);
    expect(await queue.renew('of the dead', 60_000)).to.equal(false);
  });

  it('gives a flight up whose claim it has lost', async () => {
    await stores.push(message(123), NOW);
    const { clock, assessed, failed } = gateway(
      async (_, { signal }) => {
        await stores.sql`update pnr.assessment set claim = 'of another', claimed_until = ${before(-60_000)}`;
        while (!signal.aborted) await new Promise(setImmediate);
        signal.throwIfAborted();
      },
      { ...TIMES, leaseMs: 8 },
    );
    await clock.round();
    expect([assessed, failed]).to.deep.equal([[], ['123']]);
    const [row] = await stores.sql`select claim, failures from pnr.assessment`;
    expect(row).to.deep.include({ claim: 'of another', failures: 0 });
  });

  it('keeps no flight waiting for one that fails, and tries that again', async () => {
    await stores.push(message(123), NOW);
    await stores.push(message(124), NOW);
    let isBroken = true;
    const { clock, assessed, failed, standing } = gateway(
      ({ flight }) => (flight.number === '123' && isBroken ? Promise.reject(new Error('broken')) : nothing()),
      { ...TIMES, flightPauseMs: [60_000, 60_000] },
    );
    await clock.round();
    await clock.round();
    expect([assessed, failed]).to.deep.equal([['124'], ['123']]);
    expect(standing()?.unassessed).to.equal(1);
    isBroken = false;
    await stores.sql`update pnr.assessment set not_before = ${before(0)}`;
    await clock.round();
    expect(assessed).to.deep.equal(['124', '123']);
    expect(standing()?.unassessed).to.equal(0);
  });

  it('assesses again what the log did not get the outcome of', async () => {
    await stores.push(message(123), NOW);
    const { clock, assessed, failed, told, outcomes } = gateway(nothing);
    const isDue = async () => (await queue.claim({ claim: 'C', leaseMs: 0, settleMs: 0 })) !== undefined;
    const fail = async (): Promise<void> => {
      // Where a gateway that dies now leaves it.
      expect(await stores.sql`select from pnr.assessment where assessed > 0`).to.have.length(0);
      throw new Error('no log');
    };
    outcomes.append = fail;
    await clock.round();
    expect([assessed, failed, told]).to.deep.equal([[], ['123'], []]);
    expect(await isDue()).to.equal(true);
    outcomes.append = nothing;
    await clock.round();
    expect([assessed, told.length]).to.deep.equal([['123'], 1]);
    expect(await isDue()).to.equal(false);
  });

  it('tells the log what was done of a flight that could not be assessed as a whole', async () => {
    await stores.push(message(123), NOW);
    const { clock, failed, told } = gateway(() => Promise.reject(new Error('broken')));
    await clock.round();
    expect(failed).to.deep.equal(['123']);
    expect(told[0]?.fault?.error).to.be.an('error').with.property('message', 'broken');
    expect(told[0]?.disclosures.map(({ reference }) => reference)).to.deep.equal(['PNM-1']);
  });

  it('tells of flights that left before they were assessed, until somebody has them assessed or for seven days', async () => {
    for (const number of [123, 124, 125, 126]) await stores.push(message(number), NOW);
    const left = async () => {
      const { count, first } = await queue.leftUnassessed(2);
      return [count, ...first.map(({ carrier, number }) => `${carrier}${number}`)];
    };
    const departed = (number: string, ago: string) => stores.sql`
      with moved as (
        update pnr.flight set departs_at = ${before(0)} - ${ago}::interval, departs_on = (${before(0)} - ${ago}::interval)::date
        where number = ${number} returning id, departs_at)
      update pnr.assessment set waiting_since = departs_at - interval '1 hour' from moved where flight = id`;
    await stores.sql`update pnr.assessment set failures = 1`;
    expect(await left()).to.deep.equal([0]);
    // Tried still, and failing; given up; gone while no gateway was there; and given up too long ago to be of use.
    await departed('123', '1 minute');
    await departed('124', '2 days');
    await departed('125', '6 days');
    await departed('126', '8 days');
    await stores.sql`update pnr.assessment set failures = 0 where flight = (select id from pnr.flight where number = '125')`;
    expect(await left()).to.deep.equal([3, '0X125', '0X124']);
    const { clock, standing } = gateway(() => Promise.reject(new Error('away')));
    await clock.round();
    expect(standing()).to.deep.include({ unassessed: 1 });
    expect(standing()?.left.count).to.equal(3);
    const [row] = await stores.sql<{ id: string }[]>`select id from pnr.flight where number = '125'`;
    await queue.assessed(row?.id ?? '', 1);
    expect(await left()).to.deep.equal([2, '0X124', '0X123']);
  });

  it('tells of no flight that just left and waits its turn, nor of one that was pushed for after it had arrived', async () => {
    await stores.push(message(123), NOW);
    await stores.sql`update pnr.flight set departs_at = ${before(1_000)}`;
    await stores.push(message(124, '1', inDays(-4)), NOW);
    expect(await queue.leftUnassessed(5)).to.deep.equal({ count: 0, first: [] });
  });

  it('tells how it stands also while it pauses', async () => {
    await stores.push(message(123), NOW);
    const { clock, standing } = gateway(() => Promise.reject(new Error('away')), {
      ...TIMES,
      pauseMs: [3_600_000, 3_600_000],
    });
    await clock.round();
    expect(standing()).to.deep.include({ unassessed: 1 });
    await stores.sql`update pnr.assessment set assessed = pushes`;
    await clock.round();
    expect(standing()).to.deep.include({ unassessed: 0 });
  });

  it('pauses longer with each attempt that fails, so that what is away is not asked again and again', async () => {
    for (const number of [123, 124, 125]) await stores.push(message(number), NOW);
    const { clock, failed } = gateway(() => Promise.reject(new Error('away')), {
      ...TIMES,
      pauseMs: [3_600_000, 3_600_000],
    });
    for (let round = 0; round < 3; round++) await clock.round();
    expect(failed).to.deep.equal(['123']);
  });

  it('gives up what it is at when the gateway stops, and the flight is due as before', async () => {
    await stores.push(message(123), NOW);
    let begun: () => void = () => undefined;
    const isBegun = new Promise<void>((resolve) => (begun = resolve));
    const { clock, assessed, failed } = gateway(async (_, { signal }) => {
      begun();
      while (!signal.aborted) await new Promise(setImmediate);
      signal.throwIfAborted();
    });
    clock.start(3_600_000);
    await isBegun;
    await clock.stop();
    expect([assessed, failed]).to.deep.equal([[], []]);
    expect(await queue.claim({ claim: 'next', leaseMs: 0, settleMs: 0 })).to.include({ failures: 0 });
  });

  it('begins none that it had only claimed when the gateway stopped', async () => {
    await stores.push(message(123), NOW);
    const stopped: Promise<void>[] = [];
    const { clock, log } = gateway(nothing, TIMES, {
      ...queue,
      async claim(claiming) {
        const due = await queue.claim(claiming);
        stopped.push(clock.stop());
        return due;
      },
    });
    clock.start(3_600_000);
    await eventually(() => expect(stopped).to.have.length(1));
    await Promise.all(stopped);
    expect(log).to.deep.equal([]);
    expect(await queue.claim({ claim: 'next', leaseMs: 0, settleMs: 0 })).to.include({ failures: 0 });
  });
});
