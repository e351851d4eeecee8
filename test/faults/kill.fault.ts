/**
 * Kills at random moments, over and over: npm run test:faults. OSTIARY_FAULT_ROUNDS says how many there are in all, and
 * 1000 is the bar (docs/threats-tested.md).
 */
import { randomInt } from 'node:crypto';
import { surviveKills, type Victim, VICTIMS } from './support/kill-rounds.js';

const ROUNDS = 30;
const ROUND_TIMEOUT_MS = 120_000;
/** Rounds between two lines about how far it is. */
const TELL_EVERY = 10;

describe('nothing that was promised is lost, over and over', () => {
  const rounds = Number(process.env.OSTIARY_FAULT_ROUNDS ?? ROUNDS);
  const one = Math.ceil(rounds / 2);
  const atRandom = (count: number): Victim[] =>
    Array.from({ length: count }, () => VICTIMS[randomInt(VICTIMS.length)]!);

  it(`when gateway, PostgreSQL or both are killed under load, ${one} times`, () =>
    surviveKills(1, atRandom(one), progress())).timeout(one * ROUND_TIMEOUT_MS);

  it(`when one of three gateways, PostgreSQL or both are killed under load, ${rounds - one} times`, () =>
    surviveKills(3, atRandom(rounds - one), progress())).timeout((rounds - one + 1) * ROUND_TIMEOUT_MS);
});

/** Says now and then how far it is, and how long a round takes. */
function progress(): (rounds: number, entries: number) => void {
  const startedAt = Date.now();
  return (rounds, entries) => {
    if (rounds % TELL_EVERY !== 0) return;
    const seconds = (Date.now() - startedAt) / 1000 / rounds;
    process.stdout.write(`    ${rounds} kills survived, ${entries} entries, ${seconds.toFixed(1)} s a round\n`);
  };
}
