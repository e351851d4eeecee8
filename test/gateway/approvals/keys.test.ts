/** Keys of approvals: outside the database, and gone with the approval. */
import { link, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ulid } from 'ulid';
import { type ApprovalKeys, openApprovalKeys } from '../../../src/gateway/approvals/keys.js';

const HOUR_MS = 3_600_000;
const MADE = Date.parse('2026-02-01T12:00:00Z');
const ONE = ulid(MADE);
const TWO = ulid(MADE);
/** Of one that may still be written when the others are leftovers, by the clock. */
const YOUNG = ulid(MADE + HOUR_MS - 1_199_999);

const CLOCK = { now: () => MADE + HOUR_MS };

const living =
  (id: string) =>
  (ids: readonly string[]): Promise<string[]> =>
    Promise.resolve(ids.filter((one) => one === id));

describe('keys of approvals', () => {
  let folder: string;
  let keys: ApprovalKeys;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-approval-keys-'));
    keys = await openApprovalKeys(folder, CLOCK);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('open what they sealed, also in another process', async () => {
    await keys.make(ONE);
    const sealed = await keys.seal(ONE, 'question', 'who is it?');
    expect(sealed.includes('who')).to.equal(false);
    expect(await (await openApprovalKeys(folder, CLOCK)).open(ONE, 'question', sealed)).to.equal('who is it?');
  });

  it('open nothing of another approval, of another place, or altered', async () => {
    await keys.make(ONE);
    await keys.make(TWO);
    const sealed = await keys.seal(ONE, 'question', 'who is it?');
    expect(await keys.open(TWO, 'question', sealed)).to.equal(undefined);
    expect(await keys.open(ONE, 'reason', sealed)).to.equal(undefined);
    for (let at = 0; at < sealed.length; at++) {
      const altered = Buffer.from(sealed);
      altered[at]! ^= 1;
      expect(await keys.open(ONE, 'question', altered)).to.equal(undefined);
    }
    expect(await keys.open(ONE, 'question', Buffer.alloc(0))).to.equal(undefined);
  });

  it('open nothing once they are forgotten', async () => {
    await keys.make(ONE);
    const sealed = await keys.seal(ONE, 'question', 'who is it?');
    await keys.forget(ONE);
    await keys.forget(ONE);
    expect(await keys.open(ONE, 'question', sealed)).to.equal(undefined);
    await keys.seal(ONE, 'question', 'again').then(
      () => expect.fail('sealed under a key that is gone'),
      () => undefined,
    );
  });

  it('are swept when no row knows them, unless they are so young that their row is being written', async () => {
    const leftover = ulid(MADE + HOUR_MS - 1_200_001);
    for (const id of [ONE, TWO, leftover, YOUNG]) await keys.make(id);
    await keys.forgetAllBut(living(TWO));
    expect((await readdir(join(folder, 'keys'))).sort()).to.deep.equal([TWO, YOUNG].sort());
  });

  it('are swept by the clock of the gateway, whatever times the files have', async () => {
    for (const id of [ONE, YOUNG]) await keys.make(id);
    const [past, future] = [new Date(0), new Date('2100-01-01T00:00:00Z')];
    await utimes(join(folder, 'keys', ONE), future, future);
    await utimes(join(folder, 'keys', YOUNG), past, past);
    await keys.forgetAllBut(living(TWO));
    expect(await readdir(join(folder, 'keys'))).to.deep.equal([YOUNG]);
  });

  it('leave no copy behind when a process died while it made one', async () => {
    const draft = (id: string, digit: string) => `${id}.${digit.repeat(8)}-0000-4000-8000-000000000000.tmp`;
    const place = (name: string) => join(folder, 'keys', name);
    await keys.make(ONE);
    // As createOnce leaves it between link() and rm(): another name of the same file.
    await link(place(ONE), place(draft(ONE, '1')));
    await keys.make(TWO);
    await link(place(TWO), place(draft(TWO, '2')));
    // This one is being made.
    const young = draft(YOUNG, '3');
    await writeFile(place(young), 'x');
    await keys.forget(TWO);
    await keys.forgetAllBut(living(ONE));
    expect((await readdir(join(folder, 'keys'))).sort()).to.deep.equal([ONE, young].sort());
  });

  it('are looked up some at a time', async () => {
    const ids = Array.from({ length: 1_100 }, (_, at) => `${ONE.slice(0, 20)}${String(at).padStart(6, '0')}`);
    for (const id of ids) await writeFile(join(folder, 'keys', id), 'x');
    const asked: number[] = [];
    await keys.forgetAllBut((some) => {
      asked.push(some.length);
      return living(ids[0]!)(some);
    });
    expect(asked).to.deep.equal([500, 500, 100]);
    expect(await readdir(join(folder, 'keys'))).to.deep.equal([ids[0]]);
  });

  it('can be read by their owner alone', async () => {
    await keys.make(ONE);
    for (const file of [join(folder, 'secret'), join(folder, 'keys', ONE)]) {
      expect((await stat(file)).mode & 0o077).to.equal(0);
    }
  });

  it('are never a path', async () => {
    for (const id of ['../secret', '', 'a/b', `${ONE}x`]) {
      await keys.make(id).then(
        () => expect.fail('made'),
        (error: unknown) => expect(error).to.be.instanceOf(TypeError),
      );
    }
  });

  it('digest the same value alike and different ones differently, under a secret of their own', async () => {
    expect(keys.digest('officer', 'x').equals(keys.digest('officer', 'x'))).to.equal(true);
    expect(keys.digest('officer', 'x').equals(keys.digest('question', 'x'))).to.equal(false);
    const other = await mkdtemp(join(tmpdir(), 'ostiary-approval-keys-'));
    const others = await openApprovalKeys(other, CLOCK);
    expect(others.digest('officer', 'x').equals(keys.digest('officer', 'x'))).to.equal(false);
    await rm(other, { recursive: true });
  });
});
