import { expect } from 'chai';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenAuditLog } from '../../../src/audit/log/audit-log.js';
import { generateLogKey } from '../../../src/audit/log/log-key.js';
import { EMPTY_ROOT } from '../../../src/audit/merkle/hash.js';
import { signCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { parseSignerKey } from '../../../src/audit/note/key.js';
import { keptFile } from '../../../src/audit/verify/kept-file.js';
import { LogWatch, type LogWatchOptions } from '../../../src/audit/verify/watch.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { eventually } from '../../helpers/eventually.js';
import { createLogFixture, intent, type LogFixture, ORIGIN, TestClock } from '../log-fixture.js';

const DAY_MS = 86_400_000;

describe('verification that never ends', () => {
  let fixture: LogFixture;
  let log: OpenAuditLog;
  let folder: string;
  let file: string;
  const closing: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    fixture = await createLogFixture();
    log = await fixture.open();
    folder = await mkdtemp(join(tmpdir(), 'ostiary-watch-'));
    file = join(folder, 'kept', 'checkpoint');
    closing.push(
      () => rm(folder, { recursive: true, force: true }),
      () => fixture.dispose(),
    );
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const append = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) await log.append(intent());
  };

  async function watch(options: Partial<LogWatchOptions> = {}) {
    const sql = connectDatabase(fixture.url, { applicationName: 'test-watch', max: 1, role: 'ostiary_dpo' });
    closing.push(() => sql.end());
    const told: string[] = [];
    const clock = new TestClock();
    const opened = await LogWatch.open({
      sql,
      vkey: fixture.signer.verifierKey,
      origin: ORIGIN,
      kept: keptFile(file),
      clock,
      times: { everyMs: 10 },
      events: {
        found: ({ kind }) => told.push(kind),
        whole: () => told.push('whole'),
        failed: () => told.push('failed'),
      },
      ...options,
    });
    closing.push(() => opened.close());
    const reached = (size: number) => eventually(() => expect(opened.status().verifiedSize).to.equal(size));
    return { watch: opened, told, clock, reached };
  }

  const purposeOf = (index: number, from: string, to: string): Promise<void> =>
    fixture.tamper(
      (tx) => tx`UPDATE audit.log_entry SET body = convert_to(
        replace(convert_from(body, 'UTF8'), ${from}, ${to}), 'UTF8') WHERE idx = ${index}`,
    );

  it('follows the log, and keeps the checkpoint that it verified last', async () => {
    const { watch: running, told, reached } = await watch();
    await reached(0);
    await append(3);
    await reached(3);
    await append(300);
    await reached(303);
    const { note } = await fixture.reader().latestCheckpoint();
    expect(await readFile(file, 'utf8')).to.equal(note);
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    running.assertWhole();
    expect(told).to.deep.equal([]);
  });

  it('raises the alarm once when what was added is edited, and lowers it when it is put right', async () => {
    const { watch: running, told, reached } = await watch();
    await reached(0);
    // As the row is written, so that no check comes between.
    await fixture.admin.unsafe(`
      CREATE FUNCTION evil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        NEW.body := convert_to(replace(convert_from(NEW.body, 'UTF8'), '"SIS"', '"VIS"'), 'UTF8'); RETURN NEW;
      END $$;
      CREATE TRIGGER evil BEFORE INSERT ON audit.log_entry FOR EACH ROW WHEN (NEW.idx = 1) EXECUTE FUNCTION evil()`);
    await append(3);
    await eventually(() => expect(told).to.deep.equal(['hash-mismatch']));
    expect(() => running.assertWhole()).to.throw(/entry 1:/);
    expect(running.status()).to.nested.include({ 'finding.index': 1 });
    await purposeOf(1, '"VIS"', '"SIS"');
    await reached(3);
    running.assertWhole();
    expect(told).to.deep.equal(['hash-mismatch', 'whole']);
  });

  it('finds an edit of what it verified before when it verifies everything, a day later', async () => {
    const { told, clock, reached } = await watch();
    await append(2);
    await reached(2);
    await purposeOf(0, '"SIS"', '"VIS"');
    await append(1);
    await reached(3);
    expect(told).to.deep.equal([]);
    clock.time += DAY_MS;
    await eventually(() => expect(told).to.deep.equal(['hash-mismatch']));
  });

  it('knows after a restart what it verified, and sees a rollback', async () => {
    await append(2);
    const first = await watch();
    await first.reached(2);
    await first.watch.close();
    await fixture.tamper(async (tx) => {
      for (const table of ['log_entry', 'log_payload', 'log_counter']) await tx`DELETE FROM ${tx(`audit.${table}`)}`;
      await tx`DELETE FROM audit.log_checkpoint WHERE size > 0`;
      await tx`UPDATE audit.log_frontier SET size = 0, peaks = '', time_ms = 0`;
    });
    const { told } = await watch();
    await eventually(() => expect(told).to.deep.equal(['rolled-back']));
  });

  it('reports what further checks find, and checks that cannot be made', async () => {
    let fail = true;
    const { watch: running, told } = await watch({
      alsoCheck: () =>
        fail
          ? Promise.reject(new Error('cannot be read'))
          : Promise.resolve({ kind: 'time-ahead', index: 0, range: undefined, message: 'entry 0: is early' }),
    });
    await eventually(() => expect(told).to.include('failed'));
    expect(() => running.assertWhole()).to.throw('cannot be verified');
    fail = false;
    await eventually(() => expect(told).to.include('time-ahead'));
    expect(() => running.assertWhole()).to.throw('is early');
  });

  it('gives up a check at hand when it is closed, and says nothing of it', async () => {
    await append(1);
    const { watch: running, told } = await watch();
    await running.close();
    expect(running.status().verifiedSize).to.equal(undefined);
    expect(told).to.deep.equal([]);
  });

  it('does not begin on the kept checkpoint of another log', async () => {
    const stranger = parseSignerKey(generateLogKey(ORIGIN).signerKey);
    file = join(folder, 'foreign');
    await writeFile(file, signCheckpoint(0, EMPTY_ROOT, stranger));
    const error = await watch().then(
      () => undefined,
      (problem: unknown) => problem,
    );
    expect(error).to.be.instanceOf(Error).with.property('name', 'NoteError');
  });
});
