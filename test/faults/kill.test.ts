/** A few rounds of each fault, for every day. kill.fault.ts does many. */
import { roundsOr, surviveKills, type Victim } from './support/kill-rounds.js';

const ROUNDS = 3;

describe('nothing that was promised is lost', () => {
  const victims: Readonly<Record<string, Victim>> = {
    'when the gateway is killed under load': 'gateway',
    'when PostgreSQL is killed under load': 'database',
    'when both are killed at once under load': 'both',
  };
  for (const [name, victim] of Object.entries(victims)) {
    it(name, () => surviveKills(victim, roundsOr(ROUNDS))).timeout(120_000);
  }
});
