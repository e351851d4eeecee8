import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeyUnwrapper, openKeyWrapper } from '../../../src/audit/vault/file-keys.js';

async function messageOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error: unknown) => String(error),
  );
}

describe('key files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'ostiary-keys-')), 'keys');
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  it('let one process wrap and another unwrap', async () => {
    const dataKey = randomBytes(32);
    const wrapped = (await (await openKeyWrapper(folder)).wrapperFor('sis-3y/2026-W01')).wrap(dataKey);
    const unwrapper = await openKeyUnwrapper(folder);
    expect((await unwrapper.unwrap('sis-3y/2026-W01', wrapped))!.equals(dataKey)).to.be.true;
    expect(await unwrapper.unwrap('sis-3y/2026-W02', wrapped)).to.equal(undefined);
    expect(await unwrapper.unwrap('sis-3y/2026-W01', randomBytes(40))).to.equal(undefined);
  });

  it('are made once, also when several processes try', async () => {
    const wrappers = await Promise.all(Array.from({ length: 8 }, () => openKeyWrapper(folder)));
    const buckets = await Promise.all(wrappers.map((wrapper) => wrapper.wrapperFor('ops/2026-W01')));
    const dataKey = randomBytes(32);
    expect(new Set(buckets.map((bucket) => bucket.wrap(dataKey).toString('hex'))).size).to.equal(1);
    expect((await readdir(join(folder, 'buckets', 'ops'))).sort()).to.deep.equal(['2026-W01.index', '2026-W01.key']);
    expect((await readdir(folder)).sort()).to.deep.equal(['buckets', 'index.key', 'root.key']);
  });

  it('hold no bucket key in the clear, and can be read by their owner alone', async () => {
    const wrapper = await openKeyWrapper(folder);
    await wrapper.wrapperFor('ops/2026-W01');
    for (const path of [join(folder, 'root.key'), join(folder, 'buckets', 'ops', '2026-W01.key')]) {
      expect((await stat(path)).mode & 0o777).to.equal(0o600);
    }
    expect(await readFile(join(folder, 'buckets', 'ops', '2026-W01.key'))).to.have.length(40);
    await chmod(join(folder, 'root.key'), 0o644);
    expect(await messageOf(openKeyWrapper(folder))).to.match(/0600/);
    expect(await messageOf(openKeyUnwrapper(folder))).to.match(/0600/);
  });

  it('destroyed, leave what they wrapped closed for ever', async () => {
    const wrapped = (await (await openKeyWrapper(folder)).wrapperFor('ops/2026-W01')).wrap(randomBytes(32));
    await rm(join(folder, 'buckets', 'ops', '2026-W01.key'));
    expect(await (await openKeyUnwrapper(folder)).unwrap('ops/2026-W01', wrapped)).to.equal(undefined);
  });

  it('never leave their folder, and are refused when they belong to another root', async () => {
    const wrapper = await openKeyWrapper(folder);
    expect(await messageOf(wrapper.wrapperFor('../../outside'))).to.match(/not a bucket/);
    await wrapper.wrapperFor('ops/2026-W01');
    await writeFile(join(folder, 'buckets', 'ops', '2026-W01.key'), randomBytes(40));
    const other = await openKeyWrapper(folder);
    expect(await messageOf(other.wrapperFor('ops/2026-W01'))).to.match(/root key/);
    expect(await messageOf(openKeyUnwrapper(join(folder, 'nowhere')))).to.match(/ENOENT/);
  });
});
