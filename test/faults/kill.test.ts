/** Each fault once or twice, for every day. kill.fault.ts does a thousand. */
import { surviveKills, VICTIMS } from './support/kill-rounds.js';

describe('nothing that was promised is lost', () => {
  it('when gateway, PostgreSQL and both at once are killed under load', () => surviveKills(1, VICTIMS)).timeout(
    600_000,
  );

  it('when one of three gateways on one log, and their PostgreSQL, are killed under load', () =>
    surviveKills(3, ['gateway', 'both', 'gateway'])).timeout(600_000);
});
