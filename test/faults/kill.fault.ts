/** Many rounds of each fault: npm run test:faults. OSTIARY_FAULT_ROUNDS says how many. */
import { roundsOr, surviveKills, type Victim } from './support/kill-rounds.js';

const ROUNDS = 30;
const ROUND_TIMEOUT_MS = 60_000;

describe('nothing that was promised is lost, over and over', () => {
  const victims: Readonly<Record<string, Victim>> = {
    'when the gateway is killed under load': 'gateway',
    'when PostgreSQL is killed under load': 'database',
    'when both are killed at once under load': 'both',
  };
  for (const [name, victim] of Object.entries(victims)) {
    const rounds = roundsOr(ROUNDS);
    it(name, () => surviveKills(victim, rounds)).timeout(rounds * ROUND_TIMEOUT_MS);
  }
});
