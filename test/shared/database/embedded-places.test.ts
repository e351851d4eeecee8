import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { chmod, chown, copyFile, mkdir, mkdtemp, readdir, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { canEnter, isRoot, type RunAs, unprivilegedUser } from '../../../src/shared/database/embedded/run-as.js';
import { layOutCheckout } from './checkout.js';
import { type ServedCluster, serveCluster } from './served-cluster.js';

describe('embedded PostgreSQL, wherever the checkout lies and whoever runs it', () => {
  let base: string;
  let node: string;
  let serving: ServedCluster | undefined;
  const folders = new Set<string>();
  const us = { uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1 };

  /** A user who is not root: another one when we are. */
  async function ordinaryUser(): Promise<RunAs> {
    return isRoot() ? unprivilegedUser() : null;
  }

  before(async () => {
    const ordinary = await ordinaryUser();
    // The folder for temporary files may be ours alone.
    let parent = await realpath(tmpdir());
    if (!(await canEnter(ordinary, parent))) parent = '/var/tmp';
    base = await mkdtemp(join(parent, 'ostiary-places-'));
    await chmod(base, 0o755);
    // So may the folder Node was installed in.
    node = join(base, 'node');
    await copyFile(process.execPath, node);
  });

  afterEach(async () => {
    await serving?.stop();
    serving = undefined;
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
    folders.clear();
  });

  after(() => rm(base, { recursive: true, force: true }));

  /** Starts a cluster from a checkout as a user and expects it to answer. */
  async function serve(program: string, dataDirectory: string, user: RunAs): Promise<ServedCluster> {
    serving = await serveCluster([node, program], dataDirectory, user);
    folders.add(serving.directory);
    const sql = connectDatabase(serving.url, { applicationName: 'test', max: 1 });
    expect(await sql`select 1 as one`).to.deep.include({ one: 1 });
    await sql.end();
    return serving;
  }

  async function checkout(name: string): Promise<{ folder: string; program: string }> {
    const folder = join(base, name);
    folders.add(folder);
    return { folder, program: await layOutCheckout(folder) };
  }

  it('runs from a checkout in a folder that is closed to others, without install scripts', async () => {
    const { folder, program } = await checkout('closed');
    await chmod(folder, 0o700);
    const dataDirectory = join(folder, 'state', 'postgres');
    const { directory } = await serve(program, dataDirectory, null);
    const ordinary = await ordinaryUser();
    if (ordinary === null) {
      expect(directory).to.equal(dataDirectory);
    } else {
      expect(directory).to.not.contain(folder);
      expect((await stat(directory)).uid).to.equal(ordinary.uid);
      expect((await readdir(directory)).some((name) => name.startsWith('binaries-'))).to.equal(true);
    }
    await serving?.stop();
    expect((await serve(program, dataDirectory, null)).directory).to.equal(directory);
  });

  it('runs from an open checkout and keeps its data there', async () => {
    const { folder, program } = await checkout('open');
    const dataDirectory = join(folder, 'state', 'postgres');
    const { directory } = await serve(program, dataDirectory, null);
    expect(directory).to.equal(dataDirectory);
    expect((await readdir(directory)).some((name) => name.startsWith('binaries-'))).to.equal(false);
  });

  it('runs for an ordinary user who may read the checkout but not write to it', async () => {
    const user = await ordinaryUser();
    const { folder, program } = await checkout('read-only');
    await promisify(execFile)('chmod', ['-R', 'a-w', join(folder, 'node_modules')]);
    const own = join(folder, 'own');
    await mkdir(own);
    await chown(own, user?.uid ?? us.uid, user?.gid ?? us.gid);
    const { directory } = await serve(program, join(own, 'postgres'), user);
    expect((await readdir(directory)).some((name) => name.startsWith('binaries-'))).to.equal(true);
    await serving?.stop();
    await promisify(execFile)('chmod', ['-R', 'u+w', folder]);
  });

  it('serves a cluster for its owner and for root after', async () => {
    const user = await ordinaryUser();
    const { folder, program } = await checkout('shared');
    const own = join(folder, 'own');
    await mkdir(own, { mode: 0o700 });
    await chown(own, user?.uid ?? us.uid, user?.gid ?? us.gid);
    const first = await serve(program, join(own, 'postgres'), user);
    await first.stop();
    const second = await serve(program, join(own, 'postgres'), null);
    expect(second.directory).to.equal(first.directory);
  });

  it('tells an ordinary user that the data directory is not theirs', async () => {
    const user = await ordinaryUser();
    const { folder, program } = await checkout('foreign');
    const dataDirectory = join(folder, 'postgres');
    await mkdir(dataDirectory, { mode: 0o500 });
    const failure = await serveCluster([node, program], dataDirectory, user).then(
      () => 'no failure',
      (error: unknown) => String(error),
    );
    expect(failure).to.contain(`${dataDirectory} belongs to another user`);
  });
});
