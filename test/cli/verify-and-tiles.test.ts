import { expect } from 'chai';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/shared/project-root.js';
import { createLogFixture, intent, type LogFixture, ORIGIN } from '../audit/log-fixture.js';
import { type CommandResult, runCommand } from './run-command.js';

const TESSERA = join(projectRoot, 'test/vectors/tlog/tessera-log');

describe('audit verify and audit tiles on the command line', function () {
  this.timeout(60_000);

  let folder: string;
  let fixture: LogFixture;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-cli-'));
    fixture = await createLogFixture();
    const log = await fixture.open();
    await Promise.all(Array.from({ length: 300 }, () => log.append(intent())));
    await log.tilesBuilt();
    await log.close();
    await mkdir(join(folder, 'data/keys'), { recursive: true });
    await writeFile(join(folder, 'data/keys/log.vkey'), `${fixture.signer.verifierKey}\n`);
  });
  after(async () => {
    await fixture.dispose();
    await rm(folder, { recursive: true });
  });

  const ostiary = (...words: string[]): Promise<CommandResult> =>
    runCommand(words, {
      OSTIARY_DATABASE_URL: fixture.url,
      OSTIARY_DATA_DIR: join(folder, 'data'),
      OSTIARY_LOG_ORIGIN: ORIGIN,
    });

  it('checks a folder that any C2SP log could have written', async () => {
    const ended = await ostiary('audit', 'verify', '--log', TESSERA, '--vkey', join(TESSERA, 'vkey'), '--tree-only');
    expect(ended.stdout).to.match(/all 15 entries are as they were signed/);
    expect(ended.code).to.equal(0);
  });

  it('exports, verifies, names what is wrong and rebuilds', async () => {
    const shown = join(folder, 'shown');
    const vkey = join(folder, 'data/keys/log.vkey');
    const exported = await ostiary('audit', 'tiles', 'export', shown);
    expect(exported.stdout).to.match(/6 files written; the folder went from 0 to 300 entries/);
    expect(exported.code).to.equal(0);
    expect(await readdir(shown)).to.have.members(['checkpoint', 'tile']);

    const whole = await ostiary('audit', 'verify', '--log', shown, '--vkey', vkey, '--json');
    expect(JSON.parse(whole.stdout)).to.include({ ok: true, size: 300, origin: ORIGIN });
    expect(whole.code).to.equal(0);

    const kept = join(folder, 'kept');
    await writeFile(kept, await readFile(join(shown, 'checkpoint')));
    const since = ['--kept', kept, '--incremental'];
    const nothingNew = await ostiary('audit', 'verify', '--log', shown, '--vkey', vkey, ...since);
    expect(nothingNew.stdout).to.match(/nothing was added to the 300 entries/);
    expect((await ostiary('audit', 'verify', ...since)).stdout).to.match(/nothing was added to the 300 entries/);

    const bundle = join(shown, 'tile/entries/000');
    const bytes = await readFile(bundle, 'latin1');
    await writeFile(bundle, bytes.replace('"s":"SIS"', '"s":"VIS"'), 'latin1');
    const edited = await ostiary('audit', 'verify', '--log', shown, '--vkey', vkey);
    expect(edited.stdout).to.match(/entry-rewritten: entry 0: is not the one that was signed/);
    expect(edited.code).to.equal(1);
    const json = await ostiary('audit', 'verify', '--log', shown, '--vkey', vkey, '--json');
    expect(JSON.parse(json.stdout)).to.nested.include({
      ok: false,
      'finding.kind': 'entry-rewritten',
      'finding.index': 0,
    });
    expect(json.code).to.equal(1);

    await fixture.admin`DELETE FROM audit.log_tile`;
    const rebuilt = await ostiary('audit', 'tiles', 'rebuild');
    expect(rebuilt.stdout).to.match(/1 tiles over 300 entries: 1 were missing, 0 were wrong, 0 were too many/);
    expect(rebuilt.code).to.equal(0);
  });

  const misuse: [args: string[], why: RegExp][] = [
    [['--log', TESSERA], /--log needs --vkey/],
    [['--incremental'], /--incremental needs --kept/],
    [['--minimum-index', 'x'], /not an index/],
  ];
  for (const [args, why] of misuse) {
    it(`refuses ${args.filter((arg) => arg.startsWith('--')).join(' ')}`, async () => {
      const ended = await ostiary('audit', 'verify', ...args);
      expect(ended.output).to.match(why);
      expect(ended.code).to.equal(1);
    });
  }

  it('derives the search index again', async () => {
    await fixture.admin`DELETE FROM audit.log_header`;
    const rebuilt = await ostiary('audit', 'index', 'rebuild');
    expect(rebuilt.stdout).to.match(/300 entries and 0 tokens can be searched/);
    expect(rebuilt.code).to.equal(0);
  });
});
