import { expect } from 'chai';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCosignatureVerifierKey } from '../../src/audit/note/cosignature.js';
import { projectRoot } from '../../src/shared/project-root.js';
import { TestLog } from '../witness/fixture.js';
import { runCommand } from './run-command.js';
import { program } from '../helpers/program.js';

describe('ostiary witness', function () {
  // Each command is a process that compiles what it loads.
  this.timeout(120_000);
  const log = new TestLog();
  let folder: string;
  let key: string;
  let state: string;
  let vkey: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-witness-cli-'));
    [key, state, vkey] = ['w.skey', 'memory', 'log.vkey'].map((name) => join(folder, name)) as [string, string, string];
    await writeFile(vkey, `${log.vkey}\n`);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const keygen = () =>
    runCommand(['witness', 'keygen', '--name', 'witness.example/1', '--key', key, '--state', state, '--ml-dsa']);
  const serveWords = (): string[] => [
    ...['witness', 'serve', '--key', key, '--state', state],
    ...['--log', vkey, '--listen', '127.0.0.1:0'],
  ];

  async function serve(): Promise<{ child: ChildProcess; port: number }> {
    const child = fork(program.file, serveWords(), {
      cwd: projectRoot,
      execArgv: [...program.nodeOptions],
      silent: true,
    });
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    return { child, port };
  }

  it('serve: does not begin without a memory', async () => {
    const { code, output } = await runCommand(serveWords());
    expect(code).to.equal(1);
    expect(output).to.match(/^ostiary: .*w\.skey/);
  });

  it('keygen: makes a secret key, public keys and a memory', async () => {
    const { code, output } = await keygen();
    expect(code).to.equal(0);
    expect((await stat(key)).mode & 0o777).to.equal(0o600);
    const keys = (await readFile(`${key}.vkey`, 'utf8')).trim().split('\n').map(parseCosignatureVerifierKey);
    expect(keys.map(({ algorithm }) => algorithm)).to.deep.equal(['ed25519', 'ml-dsa-44']);
    expect(output).to.contain((await readFile(`${key}.vkey`, 'utf8')).split('\n')[0]!);
    expect(output).to.not.contain('PRIVATE');
    expect(await readdir(state)).to.deep.equal(['witness.json']);
  });

  it('keygen: overwrites nothing', async () => {
    const before = await readFile(key, 'utf8');
    const { code, output } = await keygen();
    expect(code).to.equal(1);
    expect(output).to.equal('ostiary: witness: the key file exists already\n');
    expect(await readFile(key, 'utf8')).to.equal(before);
  });

  it('serve: cosigns, keeps others out meanwhile, and ends in order', async () => {
    const { child, port } = await serve();
    const body = log.request(0, 5);
    const response = await fetch(`http://127.0.0.1:${port}/add-checkpoint`, { method: 'POST', body });
    expect(response.status).to.equal(200);
    expect(
      (await response.text()).split('\n').filter((line) => line.startsWith('— witness.example/1 ')),
    ).to.have.length(2);
    const second = await runCommand(serveWords());
    expect(second.code).to.equal(1);
    expect(second.output).to.contain(`process ${child.pid} works on this memory already`);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).to.deep.equal([0, null]);
    expect(await readdir(state)).to.not.include('lock');
  });

  it('serve: ends when whoever started it is gone', async () => {
    const { child } = await serve();
    const ended = once(child, 'exit');
    child.disconnect();
    expect(await ended).to.deep.equal([0, null]);
  });

  it('serve: says what is wrong with an address', async () => {
    const { code, output } = await runCommand([...serveWords().slice(0, -1), 'nowhere']);
    expect(code).to.equal(1);
    expect(output).to.equal('ostiary: --listen: not of the form host:port\n');
  });
});
