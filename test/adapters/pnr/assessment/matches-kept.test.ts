/** Which matches are the same, and which of them are found: nothing is hidden by what a review said of something else. */
import { expect } from 'chai';
import { assessFlight } from '../../../../src/adapters/pnr/assessment/flight-assessment.js';
import { openAssessmentQueue } from '../../../../src/adapters/pnr/assessment/store/assessment-queue.js';
import { openMatchStore } from '../../../../src/adapters/pnr/assessment/store/match-store.js';
import { openTripStore } from '../../../../src/adapters/pnr/assessment/store/trip-store.js';
import type { ComparisonContext } from '../../../../src/adapters/pnr/assessment/watched-database.js';
import type { FoundMatch, Match } from '../../../../src/adapters/pnr/assessment/domain/match.js';
import { openRecordStore } from '../../../../src/adapters/pnr/store/record-store.js';
import { Criteria } from '../../../../src/matching/criteria/criteria.js';
import { Ender } from '../../../../src/shared/ending.js';
import { ruleOf } from '../../../matching/criteria/rules.js';
import { booking, LEG, pnrgov } from '../../../helpers/pnr.js';
import { openPnrStores, type PnrStores } from '../../../helpers/pnr-stores.js';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const ASKED = { carrier: '0X', number: '123', departsOn: '2026-11-30', origin: 'IST' };

const RULE = ruleOf({
  all: [
    { f: 'itinerary.oneWay', op: '=', v: true },
    { f: 'payment.forms', op: 'contains', v: 'CA' },
  ],
  minHits: 2,
  tests: [
    { name: 'met', facts: { 'itinerary.oneWay': true, 'payment.forms': ['CA'] }, expect: 'match' },
    { name: 'return', facts: { 'itinerary.oneWay': false, 'payment.forms': ['CA'] }, expect: 'no-match' },
    {
      name: 'flies often',
      facts: { 'itinerary.oneWay': true, 'payment.forms': ['CA'], 'traveller.frequentFlyer': true },
      expect: 'no-match',
    },
  ],
});

/** One traveller with the reference 1, who paid so. */
const message = (reference: string, name: string, ...payments: readonly string[]): Buffer =>
  pnrgov(
    booking(
      'CO34PL',
      `SSR+DOCS:HK:1:0X:::::/P/UTO/L898902C/UTO/12AUG74/F/15APR32/${name}/ANNA`,
      `TIF+${name}+ANNAMRS:A:1`,
      'TKT+9991234567891:T:1',
      ...payments,
      ...LEG,
    ),
    { reference },
  );

const CASH = 'FOP+CA::310.00';

describe('matches that are kept', () => {
  let stores: PnrStores;
  let nowMs = NOW;
  const clock = { now: () => nowMs };

  beforeEach(async () => {
    nowMs = NOW;
    stores = await openPnrStores();
  });
  afterEach(() => stores.close());

  const open = () => openMatchStore(stores.sql, stores.keys, clock);
  /** Assesses the flight by the rule, and with a database that has an alert on whoever is searched for by name. */
  async function assess(criteria: Criteria, hits: readonly { reference: string; category: string }[]) {
    const matches = open();
    const known = await matches.findFlight(ASKED);
    if (known === undefined) throw new Error('the flight was not pushed');
    const context: ComparisonContext = {
      ...{ requestId: 'R', deadlineMs: NOW + 1_000, signal: new Ender() },
      scope: { authority: 'XA-PIU', memberState: 'XA', authorityKind: 'PIU', categories: new Set() },
    };
    const { tally } = await assessFlight(
      {
        ...{ matches, criteria, clock },
        records: openRecordStore(stores.sql, stores.keys, clock),
        queue: openAssessmentQueue(stores.sql, clock),
        trips: openTripStore(stores.sql, stores.keys, clock),
        databases: [{ system: 'SIS', compare: ({ by }) => Promise.resolve(by === 'name' ? hits : []) }],
      },
      known,
      context,
      'whole',
    );
    return tally;
  }
  const byRule = () => assess(new Criteria([RULE]), []);
  const bySis = () => assess(new Criteria([]), [{ reference: 'ALERT-1', category: 'ARR' }]);
  const review = (match: Match | undefined, isConfirmed: boolean) =>
    open().review(match!, { isConfirmed, officer: '2026q4-1', atMs: nowMs, reason: 'looked at' });
  const rejectAll = async () => {
    for (const match of await open().list('open', undefined, 10)) await review(match, false);
  };

  it('are found again when the grounds have changed by an update, though the conditions are the same', async () => {
    await stores.push(message('1', 'PROBE', CASH), NOW);
    expect(await byRule()).to.deep.include({ known: 0 });
    await rejectAll();
    await stores.push(message('2', 'PROBE', `${CASH}+CC::10.00:VI:9999123412341238:1229`), NOW);
    const changed = await byRule();
    expect(changed.kept).to.have.length(1);
    const [again] = await open().list('open', undefined, 10);
    expect(again).to.include({ id: changed.kept[0], recordVersion: 2 });
    await rejectAll();
    await stores.push(message('3', 'PROBE', CASH), NOW);
    // As at first: a person has looked at that.
    expect(await byRule()).to.deep.include({ known: 1, kept: [] });
  });

  it('are found again when the carrier gave the reference to somebody else', async () => {
    await stores.push(message('1', 'PROBE', CASH), NOW);
    expect((await bySis()).kept).to.have.length(1);
    expect((await byRule()).kept).to.have.length(1);
    await rejectAll();
    await stores.push(message('2', 'MUSTER', CASH), NOW);
    expect((await bySis()).kept).to.have.length(1);
    expect((await byRule()).kept).to.have.length(1);
    await stores.push(message('3', 'MUSTER', CASH), NOW);
    expect(await bySis()).to.deep.include({ known: 1, kept: [] });
  });

  it('are none of a record that was updated or cancelled while it was assessed', async () => {
    await stores.push(message('1', 'PROBE', CASH), NOW);
    const records = openRecordStore(stores.sql, stores.keys, clock);
    const known = await open().findFlight(ASKED);
    const finding = async () => {
      const [record] = await records.ofFlight(known?.id ?? '');
      return { record: record!, flight: known?.id ?? '', foundAtMs: NOW, reviewByMs: NOW };
    };
    const match: FoundMatch = {
      ...{ system: 'SIS', source: 'ALERT-1', version: 0, sha256: '', traveller: '1', evidence: [] },
      sealed: { title: 'ARR', purposes: [], grounds: [], unmet: [] },
    };
    const first = await finding();
    await stores.push(message('2', 'PROBE', CASH), NOW);
    expect(await open().keep([match], first)).to.deep.equal([]);
    const second = await finding();
    await stores.sql`update pnr.record set cancelled = true`;
    expect(await open().keep([match], second)).to.deep.equal([]);
    await stores.sql`update pnr.record set cancelled = false`;
    expect(await open().keep([match], second)).to.have.length(1);
  });

  it('are found, listed and reviewed by nobody when the time of their record is over, whatever the clock has done', async () => {
    await stores.push(message('1', 'PROBE', CASH), NOW);
    await byRule();
    const [match] = await open().list('open', undefined, 10);
    // Six months after 26 November 2026: the record is to be deleted, as nothing links it to an offence.
    nowMs = Date.parse('2027-05-26T00:00:00Z');
    expect(await open().list('open', undefined, 10)).to.deep.equal([]);
    expect(await open().find(match?.id ?? '')).to.equal(undefined);
    expect(await review(match, true)).to.equal(undefined);
    expect(await stores.sql`select term from pnr.record`).to.deep.equal([{ term: 'initial' }]);
    nowMs -= 1;
    expect(await open().find(match?.id ?? '')).to.include({ id: match?.id });
    expect(await review(match, true)).to.include({ state: 'confirmed' });
    expect(await stores.sql`select term from pnr.record`).to.deep.equal([{ term: 'flagged' }]);
  });

  it('do not change what they rest on', async () => {
    await stores.push(message('1', 'PROBE', CASH), NOW);
    await byRule();
    const change = stores.sql`
      update pnr.match set state = 'rejected', reviewed_by = 'p', reviewed_at = now(), evidence = ''`;
    expect(await change.then(() => 'done', String)).to.include('does not change');
  });
});
