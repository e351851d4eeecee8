import { expect } from 'chai';
import { createSimulatedStates } from '../../../../src/adapters/police-records/simulator/simulated-states.js';
import { systemClock } from '../../../../src/shared/clock.js';
import { Ender } from '../../../../src/shared/ending.js';
import { TEST_PERSONS } from '../../../../src/world/test-persons.js';
import { hidden, KEY, name, PSEUDONYMIZER } from '../persons.js';
import { openSimulatedRecords, type SimulatedRecords } from '../simulated.js';

describe('simulated states', () => {
  let records: SimulatedRecords;
  before(async () => (records = await openSimulatedRecords(0)));
  after(() => records.close());

  it('make their indexes with the next question when they could not be made', async () => {
    const { sql, owner } = records;
    const states = createSimulatedStates({ sql, clock: systemClock, key: KEY, pseudonymizer: PSEUDONYMIZER });
    const { surname, forename } = TEST_PERSONS.knownToPolice;
    const matches = async (): Promise<number> => {
      const xb = (await states.participants()).find(({ memberState }) => memberState === 'XB');
      const question = {
        requestNumber: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
        askingState: 'XA',
        askedAtMs: systemClock.now(),
        person: hidden(name(surname, forename)),
        maxMatches: 10,
      };
      return (await xb!.holder!.search(question, new Ender(), Date.now() + 5_000)).matchCount;
    };
    try {
      await owner`revoke select on police_records.record from ostiary_gateway`;
      const failed = await matches().catch((error: unknown) => String(error));
      expect(failed).to.include('permission denied');
      await owner`grant select on police_records.record to ostiary_gateway`;
      expect(await matches()).to.equal(1);
    } finally {
      await states.close();
    }
  });
});
