/** Rounds of: load, kill -9 at a random moment, restart of what died, and a look at what is left. */
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { eventually } from '../../helpers/eventually.js';
import { refusalOf } from '../../helpers/receipts.js';
import { type Callers, startCallers } from './callers.js';
import { Evidence } from './evidence.js';
import { Site } from './site.js';

/** Who is killed. */
export type Victim = 'gateway' | 'database' | 'both';

export const VICTIMS: readonly Victim[] = ['gateway', 'database', 'both'];

/** Calls put to a gateway without a database. */
const CALLS_IN_OUTAGE = 10;

/** Answers and milliseconds until the kill: a different moment each time, and every one in the middle of batches. */
const FEWEST_ANSWERS = 50;
const MOST_ANSWERS = 300;
const MOST_DELAY_MS = 25;

/** What a caller may be told in a fault. Whatever it is, nothing was disclosed. */
const EXPECTED_REASONS = ['lost', 'AUDIT_UNAVAILABLE', 'SYSTEM_UNAVAILABLE', 'SYSTEM_TIMED_OUT', 'OVERLOADED'];

/**
 * Kills victims in the middle of a load, one round for each, and expects nothing that was promised to be lost. With
 * several gateways one of them is killed, and the others go on. `onSurvived` is told after each round.
 */
export async function surviveKills(
  gateways: number,
  victims: readonly Victim[],
  onSurvived: (rounds: number, entries: number) => void = () => undefined,
): Promise<void> {
  const site = await Site.open(gateways);
  const evidence = new Evidence(site.log);
  let callers: Callers | undefined;
  try {
    for (const [round, victim] of victims.entries()) {
      const before = evidence.size;
      callers = await startCallers(site.ports, site.identity);
      await callers.answered(randomInt(FEWEST_ANSWERS, MOST_ANSWERS));
      await pause(randomInt(MOST_DELAY_MS));
      const n = randomInt(gateways);
      if (victim !== 'database') process.kill(site.gateways[n]!.pid, 'SIGKILL');
      if (victim !== 'gateway') process.kill(site.postgres.pid, 'SIGKILL');
      callers.ease();

      if (victim === 'database') await expectRefusals(site);
      await Promise.all([
        victim === 'gateway' ? undefined : site.restartPostgres(),
        victim === 'database' ? undefined : site.gateways[n]!.ended,
      ]);
      if (victim !== 'database') await site.restartGateway(n);
      await site.expectAnswers();

      const experience = await callers.stop();
      for (const reason of experience.reasons.keys()) expect(reason).to.be.oneOf(EXPECTED_REASONS);
      evidence.add(experience);
      await site.withDatabase((sql) => evidence.expectNothingLost(sql));
      expect(evidence.size).to.be.greaterThan(before + FEWEST_ANSWERS);
      onSurvived(round + 1, evidence.size);
    }
    for (const gateway of site.gateways) expect(await gateway.end('SIGTERM')).to.deep.equal({ code: 0, signal: null });
    await site.closeOrphans();
    const { openIntents } = await site.withDatabase((sql) => evidence.expectAllThere(sql));
    expect(openIntents).to.equal(0);
  } finally {
    await callers?.stop();
    await site.dispose();
  }
}

/** Once it is noticed that the database is away, every call is refused, and nothing is disclosed. */
async function expectRefusals(site: Site): Promise<void> {
  await site.withClient(0, async (ask) => {
    await eventually(async () => refusalOf(await ask()));
    for (let calls = 0; calls < CALLS_IN_OUTAGE; calls += 1) {
      const { reason, receipt } = refusalOf(await ask());
      expect(reason).to.be.oneOf(['AUDIT_UNAVAILABLE', 'SYSTEM_UNAVAILABLE']);
      expect(receipt).to.equal(undefined);
    }
  });
}
