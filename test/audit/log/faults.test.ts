import { expect } from 'chai';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { OpenAuditLog } from '../../../src/audit/log/audit-log.js';
import type { LoggedEntry } from '../../../src/audit/log/entry.js';
import { openKeyWrapper } from '../../../src/audit/vault/file-keys.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { createLogFixture, intent, type LogFixture } from '../log-fixture.js';

/** Ends the server processes behind the connections of one log. */
async function terminate(fixture: LogFixture, name: string): Promise<number> {
  const rows = await fixture.admin`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = ${name} AND datname = current_database()`;
  return rows.length;
}

/** Resolves once `condition` holds; asks on every turn of the event loop that follows an answer of the database. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}

async function healthy(log: OpenAuditLog): Promise<boolean> {
  return log.checkHealth().then(
    () => true,
    () => false,
  );
}

/** A way to the database that can be cut, for everybody at once, and that can swallow what the server answers. */
class Cable {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  /** While true, the server's answers get lost. */
  deaf = false;
  /** Told when an answer got lost. */
  onLost: () => void = () => undefined;
  /** While true, nobody gets through. */
  cut = false;

  async lay(url: string): Promise<string> {
    const target = new URL(url);
    this.#server = createServer((near) => {
      if (this.cut) {
        near.resetAndDestroy();
        return;
      }
      const far = connect(Number(target.port), target.hostname);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far);
      far.on('data', (data) => {
        if (this.deaf) this.onLost();
        else near.write(data);
      });
    });
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String((this.#server.address() as AddressInfo).port);
    return through.href;
  }

  /** Breaks every connection. */
  break(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  async remove(): Promise<void> {
    this.break();
    this.#server?.close();
    if (this.#server !== undefined) await once(this.#server, 'close');
  }
}

describe('audit log under faults', () => {
  let fixture: LogFixture;
  beforeEach(async () => {
    fixture = await createLogFixture();
  });
  afterEach(() => fixture.dispose());

  it('loses no entry whose receipt it gave, however often its connection is killed', async () => {
    const log = await fixture.open({ name: 'victim' });
    const given: LoggedEntry[] = [];
    let refused = 0;
    let killing = true;
    const writers = Array.from({ length: 16 }, async () => {
      while (killing) {
        try {
          given.push(await log.append(intent()));
        } catch (error) {
          expect(error).to.be.instanceOf(Refusal).and.include({ reason: 'AUDIT_UNAVAILABLE' });
          refused += 1;
          await until(() => healthy(log));
        }
      }
    });
    for (let kills = 0; kills < 8;) {
      const before = given.length;
      await until(() => Promise.resolve(given.length > before + 20));
      if ((await terminate(fixture, 'victim')) > 0) kills += 1;
    }
    killing = false;
    await Promise.all(writers);
    await log.close();

    const reader = fixture.reader();
    for (const { index, leafHash } of given) {
      const stored = await reader.entry(index);
      expect(Buffer.from(stored.leafHash).equals(leafHash)).to.be.true;
    }
    expect(new Set(given.map(({ index }) => index)).size).to.equal(given.length);
    const verdict = await fixture.verify({ kept: given.map(({ checkpoint }) => checkpoint) });
    expect(verdict.message).to.match(/^all /);
    expect(given.length + refused).to.be.above(160);
  });

  describe('when the connection breaks', () => {
    let cable: Cable;
    let log: OpenAuditLog;

    beforeEach(async () => {
      cable = new Cable();
      const url = await cable.lay(fixture.url);
      log = await fixture.open({
        sql: connectDatabase(url, { applicationName: 'remote', max: 1, role: 'ostiary_gateway' }),
        keys: await openKeyWrapper(fixture.keyFolder),
        limits: { probeMs: 5 },
      });
      await log.append(intent());
    });
    afterEach(async () => {
      cable.cut = false;
      await log.close();
      await cable.remove();
    });

    it('after the commit, before its answer: looks, finds the entry, gives the receipt', async () => {
      const lost = new Promise<void>((resolve) => (cable.onLost = resolve));
      cable.deaf = true;
      const pending = log.append(intent());
      await lost;
      await until(async () => (await fixture.reader().latestCheckpoint()).size === 2);
      cable.deaf = false;
      cable.break();
      const logged = await pending;
      expect(logged.index).to.equal(1);
      expect((await fixture.reader().latestCheckpoint()).note).to.equal(logged.checkpoint);
      expect((await log.append(intent())).index).to.equal(2);
      expect(await fixture.verify()).to.include({ ok: true, size: 3 });
    });

    it('before the statement arrives: looks, finds nothing, refuses', async () => {
      const gate = fixture.admin.begin(async (tx) => {
        await tx`SELECT FROM audit.log_frontier FOR UPDATE`;
        const pending = log.append(intent()).catch((error: unknown) => error);
        await until(async () => {
          const [row] = await fixture.admin<{ waiting: boolean }[]>`
            SELECT count(*) > 0 AS waiting FROM pg_stat_activity
             WHERE application_name = 'remote' AND wait_event_type = 'Lock'`;
          return row!.waiting;
        });
        await fixture.admin`
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE application_name = 'remote' AND wait_event_type = 'Lock'`;
        return { pending };
      });
      const { pending } = await gate;
      expect(await pending)
        .to.be.instanceOf(Refusal)
        .and.include({ reason: 'AUDIT_UNAVAILABLE' });
      expect((await log.append(intent())).index).to.equal(1);
      expect(await fixture.verify()).to.include({ ok: true, size: 2 });
    });

    it('for long: refuses at once, says so to health checks, and recovers by itself', async () => {
      cable.cut = true;
      cable.break();
      const failures = await Promise.allSettled(Array.from({ length: 5 }, () => log.append(intent())));
      expect(failures.every(({ status }) => status === 'rejected')).to.be.true;
      expect(await log.append(intent()).catch((error: unknown) => error)).to.include({ reason: 'AUDIT_UNAVAILABLE' });
      expect(await healthy(log)).to.equal(false);
      cable.cut = false;
      await until(() => healthy(log));
      const logged = await log.append(intent());
      // The end of the outage is an entry of its own.
      const kinds = await fixture.admin<{ kind: string }[]>`SELECT kind FROM audit.log_entry ORDER BY idx`;
      expect(kinds.map(({ kind }) => kind)).to.deep.equal(['intent', 'config', 'intent']);
      expect(logged.index).to.equal(2);
    });
  });

  it('refuses those who wait when the database hangs, and takes note of what was committed after all', async () => {
    const log = await fixture.open({ limits: { patienceMs: 50 } });
    await log.append(intent());
    await fixture.admin.begin(async (tx) => {
      await tx`SELECT FROM audit.log_frontier FOR UPDATE`;
      expect(await log.append(intent()).catch((error: unknown) => error)).to.include({ reason: 'AUDIT_UNAVAILABLE' });
      expect(await log.append(intent()).catch((error: unknown) => error)).to.include({ reason: 'AUDIT_UNAVAILABLE' });
    });
    await until(() => healthy(log));
    await log.append(intent());
    expect(await fixture.verify()).to.include({ ok: true });
  });

  it('leaves a slow write alone when a health check runs out of patience', async () => {
    const log = await fixture.open({
      sql: connectDatabase(fixture.url, { applicationName: 'slow', max: 1, role: 'ostiary_gateway' }),
      limits: { patienceMs: 20_000 },
    });
    await log.append(intent());
    const backends = async () =>
      (
        await fixture.admin<{ pid: number }[]>`
          SELECT pid FROM pg_stat_activity WHERE application_name = 'slow' AND datname = current_database()`
      ).map(({ pid }) => pid);
    const before = await backends();
    const { pending } = await fixture.admin.begin(async (tx) => {
      await tx`SELECT FROM audit.log_frontier FOR UPDATE`;
      const pending = log.append(intent());
      await until(async () => {
        const [row] = await fixture.admin<{ waiting: boolean }[]>`
          SELECT count(*) > 0 AS waiting FROM pg_stat_activity
           WHERE application_name = 'slow' AND wait_event_type = 'Lock'`;
        return row!.waiting;
      });
      expect(await log.checkHealth().catch((error: unknown) => error)).to.include({ reason: 'AUDIT_UNAVAILABLE' });
      return { pending };
    });
    expect((await pending).index).to.equal(1);
    expect(await healthy(log)).to.equal(true);
    expect(await backends()).to.deep.equal(before);
  });

  it('never writes on top of a log that was rolled back, nor of one that was replaced', async () => {
    const told: unknown[] = [];
    const log = await fixture.open({
      limits: { probeMs: 5 },
      onFault: (what, error) => told.push([what, (error as { code?: unknown }).code]),
    });
    for (let i = 0; i < 3; i++) await log.append(intent());
    const [old] = await fixture.admin<
      { size: string; peaks: Buffer; time_ms: string }[]
    >`SELECT * FROM audit.log_frontier`;
    await log.append(intent());
    await fixture.tamper(async (tx) => {
      await tx`DELETE FROM audit.log_entry WHERE idx >= 3`;
      await tx`DELETE FROM audit.log_payload WHERE idx >= 3`;
      await tx`DELETE FROM audit.log_checkpoint WHERE size > 3`;
      await tx`UPDATE audit.log_frontier SET size = 3, peaks = ${old!.peaks}, time_ms = ${old!.time_ms}`;
      await tx`UPDATE audit.log_counter SET n = 3, size = 3`;
    });
    // Alone, the database looks perfect: only memory tells.
    expect(await fixture.verify()).to.include({ ok: true, size: 3 });
    const refusal = (await log.append(intent()).catch((error: unknown) => error)) as Refusal;
    expect(refusal).to.include({ reason: 'AUDIT_UNAVAILABLE' });
    expect(String(refusal.cause)).to.match(/rolled back/);
    expect(await healthy(log)).to.equal(false);

    const other = await fixture.open({ name: 'other' });
    await other.append(intent());
    const replaced = async () => (await log.append(intent()).catch((error: unknown) => error)) as Refusal;
    await until(async () => String((await replaced()).cause).includes('replaced'));
    expect(await fixture.verify()).to.include({ ok: true, size: 4 });
    // Each discovery once, though every look since has made it again.
    expect(told).to.deep.equal([
      ['writer', 'LOG_ROLLED_BACK'],
      ['writer', 'LOG_REPLACED'],
    ]);
  });
});
