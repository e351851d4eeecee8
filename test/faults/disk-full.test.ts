/** A disk without room for one more entry: nothing is accepted, nothing is disclosed, and nothing is lost. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { eventually } from '../helpers/eventually.js';
import { refusalOf } from '../helpers/receipts.js';
import { type Callers, startCallers } from './support/callers.js';
import { Evidence } from './support/evidence.js';
import { Site } from './support/site.js';
import { tightDisk, type TightDisk } from './support/tight-disk.js';

/** Answers before the disk is full. */
const ANSWERED = 100;
/** Refusals in a row after which the disk is believed to be full. */
const REFUSED = 10;
const PATIENCE_MS = 60_000;

describe('a disk that is full', function () {
  this.timeout(180_000);
  let directory: string;
  let disk: TightDisk;
  let site: Site;
  let callers: Callers | undefined;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ostiary-disk-'));
    disk = await tightDisk(directory);
    process.stdout.write(`    disk: ${disk.description}\n`);
    const settings = { min_wal_size: '32MB', max_wal_size: '64MB' };
    site = await Site.open(1, {}, (_, own) => disk.start({ ...own, ...settings }));
  });
  after(async () => {
    await callers?.stop();
    await site.dispose();
    await disk.dispose();
    await rm(directory, { recursive: true, force: true });
  });

  const isRunning = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it('stops acceptance cleanly, and loses nothing', async () => {
    const evidence = new Evidence(site.log);
    callers = await startCallers(site.ports, site.identity);
    await callers.answered(ANSWERED);
    await site.withDatabase((sql) => disk.fill(site.postgres, sql));
    callers.ease();

    await site.withClient(0, (ask) =>
      eventually(async () => {
        for (let calls = 0; calls < REFUSED; calls += 1) {
          const { reason, receipt } = refusalOf(await ask());
          expect(reason).to.equal('AUDIT_UNAVAILABLE');
          expect(receipt).to.equal(undefined);
        }
      }, PATIENCE_MS),
    );
    await eventually(async () => {
      const ready = await fetch(`http://127.0.0.1:${site.gateways[0]!.observabilityPort}/readyz`);
      expect(ready.status).to.equal(503);
      expect(((await ready.json()) as { failing: string[] }).failing).to.include('audit-log');
    }, PATIENCE_MS);

    await disk.free(site.postgres);
    // A server that could not even recover from its own stop has ended: an operator starts it again.
    if (!isRunning(site.postgres.pid)) await site.restartPostgres();
    await site.expectAnswers();
    const experience = await callers.stop();
    expect([...experience.reasons.keys()]).to.include('AUDIT_UNAVAILABLE');
    evidence.add(experience);
    expect(await site.gateways[0]!.end('SIGTERM')).to.deep.equal({ code: 0, signal: null });
    await site.closeOrphans();
    const { openIntents, size } = await site.withDatabase((sql) => evidence.expectAllThere(sql));
    expect(openIntents).to.equal(0);
    expect(size).to.be.greaterThan(2 * ANSWERED);
  });
});
