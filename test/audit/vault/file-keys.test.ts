import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, cp, link, mkdtemp, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openIndexKeys, openKeyUnwrapper, openKeyWrapper } from '../../../src/audit/vault/file-keys.js';
import { openKeyKeeper } from '../../../src/audit/vault/file-unwrap.js';

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

  const wrapperFor = async (key: string) => (await openKeyWrapper(folder)).wrapperFor(key);

  it('let one process wrap and another unwrap', async () => {
    const dataKey = randomBytes(32);
    for (const key of ['sis-3y/2026-W01', 'event/sis-hist/2026-W01', 'hold/K-2026.17_a']) {
      const wrapped = (await wrapperFor(key)).wrap(dataKey);
      expect(wrapped).to.have.length(48);
      const unwrapper = await openKeyUnwrapper(folder);
      expect((await unwrapper.unwrap(key, wrapped))!.equals(dataKey), key).to.be.true;
      expect(await unwrapper.unwrap('sis-3y/2026-W02', wrapped)).to.equal(undefined);
      for (const bad of [randomBytes(48), wrapped.subarray(1), wrapped.subarray(0, 8), Buffer.alloc(0)]) {
        expect(await unwrapper.unwrap(key, bad)).to.equal(undefined);
      }
    }
  });

  it('let nobody read back who has all that the gateway has', async () => {
    const gateway = await openKeyWrapper(folder);
    const wrapped = (await gateway.wrapperFor('ops/2026-W01')).wrap(randomBytes(32));
    const elsewhere = `${folder}-of-the-officer`;
    await cp(join(folder, 'root.key'), elsewhere);
    await unlink(join(folder, 'root.key'));

    expect(await messageOf(openKeyUnwrapper(folder))).to.match(/ENOENT.*root\.key/);
    // It goes on writing, also after a restart and for new buckets.
    const restarted = await openKeyWrapper(folder);
    const later = (await restarted.wrapperFor('ops/2026-W02')).wrap(randomBytes(32));
    expect(await readdir(folder)).to.not.include('root.key');

    await cp(elsewhere, join(folder, 'root.key'));
    const unwrapper = await openKeyUnwrapper(folder);
    expect(await unwrapper.unwrap('ops/2026-W01', wrapped)).to.have.length(32);
    expect(await unwrapper.unwrap('ops/2026-W02', later)).to.have.length(32);
  });

  it('take a public key that the officer made elsewhere', async () => {
    const run = promisify(execFile);
    const elsewhere = `${folder}-of-the-officer`;
    await run('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', elsewhere]);
    const { stdout } = await run('openssl', ['pkey', '-in', elsewhere, '-pubout']);
    await openKeyWrapper(folder);
    await unlink(join(folder, 'root.key'));
    await writeFile(join(folder, 'root.pub'), stdout);
    const dataKey = randomBytes(32);
    const wrapped = (await wrapperFor('ops/2026-W01')).wrap(dataKey);
    await cp(elsewhere, join(folder, 'root.key'));
    await chmod(join(folder, 'root.key'), 0o600);
    expect((await (await openKeyUnwrapper(folder)).unwrap('ops/2026-W01', wrapped))!.equals(dataKey)).to.be.true;
  });

  it('are made once, also when several processes try; each process has an epoch of its own', async () => {
    const wrappers = await Promise.all(Array.from({ length: 8 }, () => openKeyWrapper(folder)));
    const buckets = await Promise.all(wrappers.map((wrapper) => wrapper.wrapperFor('ops/2026-W01')));
    const dataKey = randomBytes(32);
    const term = { field: 'plate', value: 'XA1' } as const;
    expect(new Set(buckets.map((bucket) => bucket.wrap(dataKey).toString('hex'))).size).to.equal(8);
    expect(new Set(buckets.map((bucket) => Buffer.from(bucket.tokens([term])).toString('hex'))).size).to.equal(1);
    const unwrapper = await openKeyUnwrapper(folder);
    for (const bucket of buckets) {
      expect((await unwrapper.unwrap('ops/2026-W01', bucket.wrap(dataKey)))!.equals(dataKey)).to.be.true;
    }
    const files = await readdir(join(folder, 'buckets', 'ops', '2026-W01'));
    expect(files.filter((file) => !file.endsWith('.epoch')).sort()).to.deep.equal(['index', 'pair']);
    expect(files.filter((file) => file.endsWith('.epoch'))).to.have.length(8);
    expect((await readdir(folder)).sort()).to.deep.equal(['buckets', 'index.key', 'root.key', 'root.pub']);
  });

  it('replace an epoch when it is old enough, one for all who ask', async () => {
    const keys = await openKeyWrapper(folder, { epochMs: 0 });
    const first = await keys.wrapperFor('ops/2026-W01');
    expect(first.isFresh()).to.be.false;
    const dataKey = randomBytes(32);
    const wrapped = first.wrap(dataKey);
    const second = await keys.wrapperFor('ops/2026-W01');
    expect(second.wrap(dataKey).subarray(0, 8).equals(wrapped.subarray(0, 8))).to.be.false;
    expect((await (await openKeyUnwrapper(folder)).unwrap('ops/2026-W01', wrapped))!.equals(dataKey)).to.be.true;

    const lasting = await openKeyWrapper(folder);
    const same = await Promise.all([lasting.wrapperFor('ops/2026-W01'), lasting.wrapperFor('ops/2026-W01')]);
    expect(same[0]).to.equal(same[1]);
  });

  it('hold no key in the clear, and can be read by their owner alone', async () => {
    await wrapperFor('ops/2026-W01');
    const own = join(folder, 'buckets', 'ops', '2026-W01');
    const files = (await readdir(own)).map((file) => join(own, file));
    for (const path of [join(folder, 'root.key'), join(folder, 'index.key'), ...files]) {
      expect((await stat(path)).mode & 0o777, path).to.equal(0o600);
    }
    expect(await readFile(join(own, 'pair'))).to.have.length(65 + 113);
    for (const file of ['root.key', 'index.key']) {
      await chmod(join(folder, file), 0o644);
      expect(await messageOf(file === 'root.key' ? openKeyUnwrapper(folder) : openKeyWrapper(folder))).to.match(/0600/);
      await chmod(join(folder, file), 0o600);
    }
  });

  it('destroyed, leave what they wrapped closed for ever and say no tokens any more', async () => {
    const [one, other] = ['ops/2026-W01', 'ops/2026-W02'] as const;
    const wrapped = (await wrapperFor(one)).wrap(randomBytes(32));
    const kept = (await wrapperFor(other)).wrap(randomBytes(32));
    const keeper = openKeyKeeper(folder);
    expect((await keeper.list()).sort()).to.deep.equal([one, other]);
    expect(await keeper.checkValue(one)).to.match(/^[0-9a-f]{16}$/);
    await keeper.destroy(one);
    await keeper.destroy(one);
    expect(await keeper.list()).to.deep.equal([other]);
    expect(await keeper.checkValue(one)).to.equal(undefined);
    const unwrapper = await openKeyUnwrapper(folder);
    expect(await unwrapper.unwrap(one, wrapped)).to.equal(undefined);
    expect(await unwrapper.unwrap(other, kept)).to.have.length(32);
    const tokens = await (await openIndexKeys(folder)).tokensOf({ field: 'case', value: 'X' });
    expect(tokens.map(({ bucket }) => bucket)).to.deep.equal([other]);
  });

  it('destroyed, leave nothing of what a process left behind that died while it made them', async () => {
    const bucket = 'ops/2026-W01';
    const wrapper = await openKeyWrapper(folder);
    await wrapper.wrapperFor(bucket);
    const own = join(folder, 'buckets', bucket);
    for (const name of await readdir(own)) {
      // As createOnce leaves it between link() and rm().
      await link(join(own, name), join(own, `${name}.11111111-0000-4000-8000-000000000000.tmp`));
    }
    const keeper = openKeyKeeper(folder);
    // One that died while it destroyed them leaves them to be destroyed.
    await rm(join(own, 'pair'));
    expect(await keeper.list()).to.deep.equal([bucket]);
    await keeper.destroy(bucket);
    expect(await readdir(join(folder, 'buckets', 'ops'))).to.deep.equal([]);
  });

  it('cannot be put in each other’s place', async () => {
    const wrapped = (await wrapperFor('ops/2026-W01')).wrap(randomBytes(32));
    await wrapperFor('ops/2026-W02');
    const place = (week: string) => join(folder, 'buckets', 'ops', week);
    await cp(place('2026-W01'), place('2026-W02'), { recursive: true });
    expect(await (await openKeyUnwrapper(folder)).unwrap('ops/2026-W02', wrapped)).to.equal(undefined);
  });

  it('never leave their folder, and are refused when they belong to another root', async () => {
    for (const name of ['../../outside', 'hold/../x', 'hold/.x', 'event/../../x', 'ops/2026-W54', '']) {
      expect(await messageOf(wrapperFor(name)), name).to.match(/not the name/);
    }
    await wrapperFor('ops/2026-W01');
    await writeFile(join(folder, 'index.key'), randomBytes(32));
    expect(await messageOf(wrapperFor('ops/2026-W01'))).to.match(/index root/);
    expect(await messageOf(openKeyUnwrapper(join(folder, 'nowhere')))).to.match(/ENOENT/);
  });

  it('are not made where a token has the private keys', async () => {
    await openKeyWrapper(folder);
    for (const file of ['root.key', 'root.pub']) await unlink(join(folder, file));
    await writeFile(join(folder, 'token.label'), 'synthetic');
    expect(await messageOf(wrapperFor('ops/2026-W01'))).to.match(/the token holds none yet/);
    expect((await readdir(folder)).sort()).to.deep.equal(['index.key', 'token.label']);
  });
});
