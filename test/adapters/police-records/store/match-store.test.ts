import { expect } from 'chai';
import { ulid } from 'ulid';
import { openDueRequests } from '../../../../src/adapters/police-records/store/due-requests.js';
import { openMatchStore } from '../../../../src/adapters/police-records/store/match-store.js';
import { openSimulatedRecords, type SimulatedRecords } from '../simulated.js';

const SEARCH = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

const DAY_MS = 86_400_000;

describe('matches that are remembered', () => {
  let records: SimulatedRecords;
  before(async () => (records = await openSimulatedRecords(0)));
  after(() => records.close());

  it('stand when a gateway that chooses its own identifiers uses one again', async () => {
    const matches = openMatchStore(records.sql, { now: () => Date.now() });
    await matches.remember(SEARCH, 'XA-POLICE', [{ reference: 'EPR-XB-1', quality: 90 }]);
    await matches.remember(SEARCH, 'XC-POLICE', [
      { reference: 'EPR-XB-1', quality: 100 },
      { reference: 'EPR-XB-2', quality: 80 },
    ]);
    expect(await matches.qualityOf(SEARCH, 'XA-POLICE', 'EPR-XB-1')).to.equal(90);
    expect(await matches.qualityOf(SEARCH, 'XC-POLICE', 'EPR-XB-1'), 'another authority’s').to.equal(undefined);
    expect(await matches.qualityOf(SEARCH, 'XC-POLICE', 'EPR-XB-2')).to.equal(80);
  });

  it('can be followed up for 30 days by the given clock, wherever it is, and leave then', async () => {
    for (const days of [400, -400]) {
      let now = Date.now() + days * DAY_MS;
      const matches = openMatchStore(records.sql, { now: () => now });
      const due = openDueRequests(records.sql);
      const search = ulid(now);
      await matches.remember(search, 'XA-POLICE', [{ reference: 'EPR-XB-1', quality: 90 }]);
      const quality = () => matches.qualityOf(search, 'XA-POLICE', 'EPR-XB-1');
      const isThere = async () =>
        (await records.sql`select from police_records.search_match where search = ${search}`).length === 1;
      now += 30 * DAY_MS - 1;
      await due.forget(now);
      expect([await quality(), await isThere()]).to.deep.equal([90, true]);
      now += 2;
      expect([await quality(), await isThere()]).to.deep.equal([undefined, true]);
      const [without] = await records.sql`select police_records.forget_ended(null) as count`;
      expect(without).to.deep.equal({ count: 0 });
      await due.forget(now);
      expect(await isThere()).to.equal(false);
    }
  });
});
