import { expect } from 'chai';
import { deletedFrom, maskedFrom } from '../../../../src/adapters/pnr/domain/retention.js';

describe('time limits of passenger name records', () => {
  for (const [transferred, masked, deleted] of [
    ['2026-11-26', '2027-05-26', '2031-11-26'],
    // A month without such a day, and a year without the 29th of February: nothing is kept longer.
    ['2026-08-31', '2027-02-28', '2031-08-31'],
    ['2024-02-29', '2024-08-29', '2029-02-28'],
    ['2026-12-31', '2027-06-30', '2031-12-31'],
  ] as const) {
    it(`of ${transferred}: six months, five years`, () => {
      expect([maskedFrom(transferred), deletedFrom(transferred)]).to.deep.equal([masked, deleted]);
    });
  }
});
