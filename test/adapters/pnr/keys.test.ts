import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { dayKeyOf } from '../../../src/adapters/pnr/keys/day-key.js';
import { openPnrKeys } from '../../../src/adapters/pnr/keys/key-folder.js';
import { seal, unseal } from '../../../src/adapters/pnr/keys/seal.js';
import { keepAnnex } from '../../../src/adapters/pnr/domain/keep-annex.js';
import { oneRecord } from '../../formats/pnr/messages.js';

const DAY = '2026-11-26';

describe('keys of passenger name records', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-pnr-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are one for a day and term, whoever makes them first', async () => {
    const [one, other] = await Promise.all([openPnrKeys(folder), openPnrKeys(folder)]);
    const [first, second] = await Promise.all([one.ensure('initial', DAY), other.ensure('initial', DAY)]);
    expect(first.token('birth of 1980-01-01')).to.deep.equal(second.token('birth of 1980-01-01'));
    const recordKey = randomBytes(32);
    expect(second.unwrap(first.wrap(recordKey))).to.deep.equal(recordKey);
    const masked = await one.ensure('masked', DAY);
    expect(masked.unwrap(first.wrap(recordKey))).to.equal(undefined);
    expect(masked.token('x')).not.to.deep.equal(first.token('x'));
  });

  it('are gone when they are destroyed, and a new one opens nothing of the old', async () => {
    const keys = await openPnrKeys(folder);
    const wrapped = (await keys.ensure('initial', DAY)).wrap(randomBytes(32));
    // What a process leaves that dies while it makes a key.
    await writeFile(join(folder, 'initial', `${DAY}.0a.tmp`), await readFile(join(folder, 'initial', DAY)));
    await keys.destroy('initial', DAY);
    expect(await keys.find('initial', DAY)).to.equal(undefined);
    expect(await keys.days('initial')).to.deep.equal([]);
    expect(await readdir(join(folder, 'initial'))).to.deep.equal([]);
    expect((await keys.ensure('initial', DAY)).unwrap(wrapped)).to.equal(undefined);
  });

  it('are out of the memory of every process, once one of them has destroyed them and the others look', async () => {
    const [one, other] = await Promise.all([openPnrKeys(folder), openPnrKeys(folder)]);
    await one.ensure('initial', DAY);
    await one.ensure('masked', DAY);
    await other.destroy('initial', DAY);
    expect(await one.days('initial')).to.deep.equal([]);
    expect(await one.find('initial', DAY)).to.equal(undefined);
    expect(await one.find('masked', DAY)).not.to.equal(undefined);
  });

  it('are their owner’s alone, or not used', async () => {
    const keys = await openPnrKeys(folder);
    await keys.ensure('initial', DAY);
    const path = join(folder, 'initial', DAY);
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    await chmod(path, 0o640);
    const found = await (await openPnrKeys(folder)).find('initial', DAY).catch((error: unknown) => String(error));
    expect(found).to.include('readable by its owner alone');
  });

  it('are named by days and by nothing else', async () => {
    const keys = await openPnrKeys(folder);
    const made = await keys.ensure('initial', '../2026-11-26').catch((error: unknown) => error);
    expect(made).to.be.instanceOf(TypeError);
  });

  it('open a record by its own key, for its own reference', () => {
    const { sealed: half } = keepAnnex(oneRecord('TIF+PROBE+ANNAMRS:A:1').pnr).record;
    const { recordKey, sealed } = seal('PNR-1', half);
    expect(unseal('PNR-1', recordKey, sealed).a.travellers[0]?.surname).to.equal('PROBE');
    expect(() => unseal('PNR-2', recordKey, sealed)).to.throw();
    expect(() => unseal('PNR-1', randomBytes(32), sealed)).to.throw();
    expect(sealed.includes('PROBE')).to.equal(false);
  });

  it('make digests of 16 bytes that differ by term', () => {
    const key = dayKeyOf(Buffer.alloc(32, 1));
    expect(key.token('a')).to.have.length(16);
    expect(key.token('a')).not.to.deep.equal(key.token('b'));
  });
});
