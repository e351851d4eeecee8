import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuditLog } from '../../src/audit/log/audit-log.js';
import { ensureLogKey } from '../../src/audit/log/log-key.js';
import { openKeyWrapper } from '../../src/audit/vault/file-keys.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { intent } from '../audit/log-fixture.js';
import { createMigratedDatabase, type TestDatabase } from '../helpers/postgres.js';
import { type CommandResult, runCommand } from './run-command.js';

const ORIGIN = 'erasure.example/audit';

/** A log of long ago, so that what is in it is at its term today. */
describe('ostiary audit erase and hold', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let folder: string;
  let environment: Record<string, string>;
  const audit = (...options: string[]): Promise<CommandResult> => runCommand(['audit', ...options], environment);

  before(async () => {
    database = await createMigratedDatabase('audit');
    folder = await mkdtemp(join(tmpdir(), 'ostiary-erasure-'));
    environment = {
      OSTIARY_DATA_DIR: folder,
      OSTIARY_DATABASE_URL: database.url,
      OSTIARY_LOG_ORIGIN: ORIGIN,
    };
    const log = await openAuditLog({
      sql: connectDatabase(database.url, { applicationName: 'test', max: 1, role: 'ostiary_gateway' }),
      origin: ORIGIN,
      signer: await ensureLogKey(join(folder, 'keys'), ORIGIN),
      keys: await openKeyWrapper(join(folder, 'vault')),
      clock: { now: () => Date.UTC(2021, 4, 3, 9) },
    });
    for (let n = 0; n < 5; n++) await log.append(intent());
    await log.close();
  });
  after(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('erase what is at its term but for what is held, twice confirmed, and leave a log that verifies', async () => {
    const dry = await audit('erase', '--dry-run');
    expect(dry.code, dry.output).to.equal(0);
    expect(dry.output).to.match(/due: sis-3y\/2021-W18, 5 entries, \d+ days overdue/);

    const held = ['--case', 'SA-2026.1', '--officer', 'dpo-1', '--reason', 'complaint'];
    const set = await audit('hold', 'set', ...held, '--until', '2999-01-01', '--entries', '1,3-4');
    expect(set.code, set.output).to.equal(0);
    expect((await audit('hold', 'list')).output).to.match(/SA-2026\.1 {2}3 entries until 2999-01-01/);

    expect((await audit('erase', '--confirmed-by', 'one')).code, 'one officer is not enough').to.equal(1);
    const ahead = await audit('erase', '--confirmed-by', 'one', 'two', '--now', '2999-01-01');
    expect(ahead.code, 'not ahead of time').to.equal(1);

    const run = await audit('erase', '--confirmed-by', 'one', 'two', '--json');
    expect(run.code, run.output).to.equal(0);
    expect(JSON.parse(run.output)).to.deep.include({ ok: true, selfTest: { tested: 2, proven: 2, opened: 0 } });
    const verified = await audit('verify', '--open');
    expect(verified.code, verified.output).to.equal(0);

    const release = await audit('hold', 'release', ...held);
    expect(release.code, release.output).to.equal(0);
    const rest = await audit('erase', '--confirmed-by', 'one', 'two');
    expect(rest.code, rest.output).to.equal(0);
    expect(rest.output).to.match(/every entry below 5 is erased/);
    expect((await audit('verify', '--open')).code).to.equal(0);
  });

  it('say what is wrong with what they are asked', async () => {
    for (const [options, what] of [
      [['erase', '--confirmed-by', 'a', 'b', 'c'], /two officers/],
      [['erase', '--dry-run', '--now', 'soon'], /--now: must be/],
      [
        ['hold', 'set', '--case', 'a', '--officer', 'b', '--reason', 'c', '--until', '2999-01-01', '--entries', '7-3'],
        /--entries/,
      ],
    ] as const) {
      const result = await audit(...options);
      expect(result.code).to.equal(1);
      expect(result.output).to.match(what);
    }
  });
});
