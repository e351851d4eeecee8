import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { lockForRun } from '../../src/cli/run-lock.js';

const LEFT = '0b8c5f7e-3f0a-4d53-9b7f-6f5b1f6f2a11';

describe('the lock of a file that one run writes to', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'ostiary-lock-')));
    path = join(folder, 'journal.ndjson');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const tried = (): Promise<string> =>
    lockForRun(path).then(
      async ({ release }) => {
        await release();
        return 'locked';
      },
      (error: unknown) => (error as Error).message,
    );
  /** The lock that this process writes of itself, with what another would have written. */
  const leave = async (changes: object): Promise<string> => {
    const { release } = await lockForRun(path);
    const [own = ''] = await readdir(folder);
    const said = JSON.parse(await readFile(join(folder, own), 'utf8')) as object;
    await release();
    const left = `${path}.${LEFT}.lock`;
    await writeFile(left, JSON.stringify({ ...said, ...changes }));
    return left;
  };

  it('is for one at a time, and leaves nothing when it is released', async () => {
    const { release } = await lockForRun(path);
    expect(await tried()).to.equal(
      `${path}: another run (process ${process.pid}) writes to it; begin again when that has ended`,
    );
    await release();
    expect(await readdir(folder)).to.deep.equal([]);
    expect(await tried()).to.equal('locked');
  });

  it('is of one of many that try at the same moment, or of none', async () => {
    for (let round = 0; round < 10; round++) {
      const all = await Promise.allSettled(Array.from({ length: 6 }, () => lockForRun(path)));
      const locks = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(locks.length).to.be.at.most(1);
      await Promise.all(locks.map(({ release }) => release()));
    }
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('counts for nothing when its process was killed, and when another one has its number', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    child.kill('SIGKILL');
    await once(child, 'exit');
    for (const changes of [{ pid: child.pid }, { began: 'before the machine was started anew' }]) {
      await leave(changes);
      expect(await tried()).to.equal('locked');
      expect(await readdir(folder)).to.deep.equal([]);
    }
  });

  it('counts while a process runs, which may be another one', async () => {
    const left = await leave({});
    expect(await tried()).to.match(/another run \(process \d+\) writes to it/);
    expect(await readdir(folder), 'who steps back leaves nothing').to.deep.equal([`journal.ndjson.${LEFT}.lock`]);
    await rm(left);
  });

  it('of another machine counts until somebody takes it away, who is told what to remove', async () => {
    const left = await leave({ machine: `not-${hostname()}`, pid: 17 });
    expect(await tried()).to.equal(
      `${path}: a run on not-${hostname()} (process 17) writes to it, as far as can be told from here; ` +
        `if it has ended, remove ${left}`,
    );
    await rm(left);
    expect(await tried()).to.equal('locked');
  });

  it('that says nothing counts, too', async () => {
    const left = `${path}.${LEFT}.lock`;
    for (const text of ['', '{}', '{"machine":"a","pid":0,"began":"b"}']) {
      await writeFile(left, text);
      expect(await tried()).to.equal(`${left}: does not say which process has it; if none has, remove it`);
    }
  });

  it('has nothing to do with other files and their locks', async () => {
    await leave({});
    path = join(folder, 'journal');
    expect(await tried()).to.equal('locked');
  });
});
