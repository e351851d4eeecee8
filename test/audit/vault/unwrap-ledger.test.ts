/** Unwraps are counted before they happen, whoever else counts, and what was counted cannot be changed unseen. */
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ulid } from 'ulid';
import { countUnwraps } from '../../../src/audit/vault/counted-unwrap.js';
import {
  officerDigest,
  openUnwrapLedger,
  readUnwrapLedger,
  type UnwrapAct,
} from '../../../src/audit/vault/unwrap-ledger.js';
import { TestClock } from '../log-fixture.js';

const DAY = '2026-11-23';

describe('the ledger of unwraps', () => {
  let vault: string;
  let clock: TestClock;
  beforeEach(async () => {
    vault = await mkdtemp(join(tmpdir(), 'ostiary-ledger-'));
    clock = new TestClock();
  });
  afterEach(() => rm(vault, { recursive: true, force: true }));

  const act = (changes: Partial<UnwrapAct> = {}): UnwrapAct => ({
    requestId: ulid(),
    authority: 'XA-DPO',
    officer: 'dpo-1',
    purpose: 'open',
    ...changes,
  });
  const totals = async (since = DAY) =>
    (await readUnwrapLedger(vault, since)).acts.map(({ day, purpose, unwrapped }) => [day, purpose, unwrapped]);
  async function fileOf(day = DAY): Promise<string> {
    const [name = ''] = await readdir(join(vault, 'unwraps', day));
    return join(vault, 'unwraps', day, name);
  }

  it('adds up an act, over counts and days, under the day on which it began', async () => {
    const ledger = await openUnwrapLedger(vault, clock);
    const one = act();
    await ledger.count(one, 3);
    clock.time = Date.UTC(2026, 10, 24);
    await ledger.count(one, 4);
    await ledger.count(act({ purpose: 'detect' }), 1);
    expect(await totals()).to.deep.equal([
      [DAY, 'open', 7],
      ['2026-11-24', 'detect', 1],
    ]);
    expect((await readUnwrapLedger(vault, DAY)).damaged).to.deep.equal([]);
  });

  it('names officers by a digest that needs the vault, in files for the owner alone', async () => {
    const ledger = await openUnwrapLedger(vault, clock);
    await ledger.count(act({ officer: 'officer-17' }), 1);
    const text = await readFile(await fileOf(), 'utf8');
    expect(text).to.not.include('officer-17').and.not.include('XA-DPO');
    const [counted] = (await readUnwrapLedger(vault, DAY)).acts;
    expect(counted!.officer).to.equal(await officerDigest(vault, 'XA-DPO', 'officer-17'));
    expect(counted!.officer).to.not.equal(await officerDigest(vault, 'XB-DPO', 'officer-17'));
    for (const path of [await fileOf(), join(vault, 'unwraps.key')]) {
      expect((await stat(path)).mode & 0o777, path).to.equal(0o600);
    }
  });

  it('loses nothing when many count at once, in several processes', async () => {
    const ledgers = await Promise.all([1, 2, 3].map(() => openUnwrapLedger(vault, clock)));
    const acts = Array.from({ length: 60 }, () => act());
    await Promise.all(acts.map((one, at) => ledgers[at % 3]!.count(one, at + 1)));
    const { acts: counted, damaged } = await readUnwrapLedger(vault, DAY);
    expect(damaged).to.deep.equal([]);
    expect(new Map(counted.map(({ requestId, unwrapped }) => [requestId, unwrapped]))).to.deep.equal(
      new Map(acts.map(({ requestId }, at) => [requestId, at + 1])),
    );
  });

  it('names a file in which anything was changed, taken out, cut off or added', async () => {
    const ledger = await openUnwrapLedger(vault, clock);
    for (const unwraps of [1, 20, 3]) await ledger.count(act(), unwraps);
    const path = await fileOf();
    const whole = await readFile(path, 'utf8');
    const lines = whole.split('\n');
    const attacks: [string, string, number][] = [
      [whole.replace(' open 20 ', ' open 10 '), 'line 2 is not what was written', 1],
      [[lines[0], lines[2], ''].join('\n'), 'line 2 is not what was written', 1],
      [`${lines[1]}\n`, 'line 1 is not what was written', 0],
      [whole.slice(0, -10), 'its last line is cut off', 2],
      [`${whole}${lines[0]}\n`, 'line 4 is not what was written', 3],
      ['', 'is empty', 0],
    ];
    for (const [text, fault, readable] of attacks) {
      await writeFile(path, text);
      const { acts, damaged } = await readUnwrapLedger(vault, DAY);
      expect(damaged.map((one) => one.split(': ')[1])).to.deep.equal([fault]);
      expect(acts.length, fault).to.equal(readable);
    }
    await writeFile(path, whole);
    await writeFile(join(vault, 'unwraps', DAY, 'notes'), '');
    expect((await readUnwrapLedger(vault, DAY)).damaged).to.deep.equal([`unwraps/${DAY}/notes: is not of the ledger`]);
  });

  it('does not go on in a file that was taken away', async () => {
    const ledger = await openUnwrapLedger(vault, clock);
    await ledger.count(act(), 1);
    await rm(await fileOf());
    const failed = await ledger.count(act(), 2).then(
      () => 'counted',
      (error: unknown) => (error as { code?: string }).code,
    );
    expect(failed).to.equal('ENOENT');
    await ledger.count(act(), 3);
    expect(await totals()).to.deep.equal([[DAY, 'open', 3]]);
  });

  it('takes days away that are too old, and leaves the others', async () => {
    // 365 days before 2026-11-23 is 2025-11-23.
    for (const day of ['2025-11-22', '2025-11-23']) await mkdir(join(vault, 'unwraps', day), { recursive: true });
    await (await openUnwrapLedger(vault, clock)).count(act(), 1);
    expect(await readdir(join(vault, 'unwraps'))).to.have.members(['2025-11-23', DAY]);
  });

  it('lets no key be used that was not counted before', async () => {
    const used: string[] = [];
    const keys = {
      unwrap: async (key: string) => {
        used.push(key);
        expect((await totals()).map(([, , unwrapped]) => unwrapped)).to.deep.equal([used.length > 3 ? 5 : 3]);
        return Buffer.alloc(32);
      },
      holds: () => Promise.resolve(true),
    };
    const counted = countUnwraps(keys, await openUnwrapLedger(vault, clock), act(), { ahead: 2 });
    await counted.count!.expect(3);
    for (let n = 0; n < 5; n++) await counted.unwrap('ops/2026-W48', Buffer.alloc(48));
    expect(used).to.have.length(5);
    expect(counted.count!.total()).to.equal(5);

    await rm(join(vault, 'unwraps'), { recursive: true });
    await writeFile(join(vault, 'unwraps'), 'no folder');
    await chmod(vault, 0o500);
    for (let n = 0; n < 2; n++) {
      const failed = await counted.unwrap('ops/2026-W48', Buffer.alloc(48)).then(
        () => 'opened',
        () => 'refused',
      );
      expect(failed).to.equal('refused');
    }
    await chmod(vault, 0o700);
    expect(used).to.have.length(5);
  });

  it('counts nothing more for an act that is over', async () => {
    let isOver = false;
    const keys = { unwrap: () => Promise.resolve(Buffer.alloc(32)), holds: () => Promise.resolve(true) };
    const tally = { total: 0 };
    const counted = countUnwraps(keys, await openUnwrapLedger(vault, clock), act(), {
      tally,
      whileItLasts: () => {
        if (isOver) throw new Error('over');
      },
    });
    await counted.unwrap('ops/2026-W48', Buffer.alloc(48));
    isOver = true;
    const failed = await counted.unwrap('ops/2026-W48', Buffer.alloc(48)).then(
      () => 'opened',
      (error: unknown) => (error as Error).message,
    );
    expect(failed).to.equal('over');
    expect(tally.total).to.equal(1);
    expect(await totals()).to.deep.equal([[DAY, 'open', 1]]);
  });
});
