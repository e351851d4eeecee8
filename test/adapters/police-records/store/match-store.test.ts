import { expect } from 'chai';
import { openMatchStore } from '../../../../src/adapters/police-records/store/match-store.js';
import { openSimulatedRecords, type SimulatedRecords } from '../simulated.js';

const SEARCH = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

describe('matches that are remembered', () => {
  let records: SimulatedRecords;
  before(async () => (records = await openSimulatedRecords(0)));
  after(() => records.close());

  it('stand when a gateway that chooses its own identifiers uses one again', async () => {
    const matches = openMatchStore(records.sql);
    await matches.remember(SEARCH, 'XA-POLICE', [{ reference: 'EPR-XB-1', quality: 90 }]);
    await matches.remember(SEARCH, 'XC-POLICE', [
      { reference: 'EPR-XB-1', quality: 100 },
      { reference: 'EPR-XB-2', quality: 80 },
    ]);
    expect(await matches.qualityOf(SEARCH, 'XA-POLICE', 'EPR-XB-1')).to.equal(90);
    expect(await matches.qualityOf(SEARCH, 'XC-POLICE', 'EPR-XB-1'), 'another authority’s').to.equal(undefined);
    expect(await matches.qualityOf(SEARCH, 'XC-POLICE', 'EPR-XB-2')).to.equal(80);
  });
});
