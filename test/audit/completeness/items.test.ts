import { mkdtemp, chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { itemOf, itemSet, rootOf, without } from '../../../src/audit/completeness/items.js';
import { createPairKey, loadPairKey } from '../../../src/audit/completeness/pair-key.js';
import { dayOf, endOfDay, parsePair, startOfDay, timeOfRequest } from '../../../src/audit/completeness/pair.js';
import { naiveLeafHash, naiveRoot } from '../naive-tree.js';

const PAIR = { asker: 'XA-POLICE', answerer: 'SIS' };
const KEY = Uint8Array.from({ length: 32 }, (_, n) => n);

describe('items of accesses', () => {
  it('are HMAC-SHA-256 over pair, day and request', () => {
    // printf 'ostiary-completeness/v1\0XA-POLICE\0SIS\0002026-11-23\00001M82V7M00ABCDEFGHJKMNPQRS' |
    //   openssl dgst -sha256 -mac HMAC -macopt hexkey:000102…1f
    expect(itemOf(KEY, PAIR, '2026-11-23', '01M82V7M00ABCDEFGHJKMNPQRS')).to.equal(
      '2dae0a383353f61163da8520f0a5b78e20cf17608965950289ce9dbb1e6f2dd2',
    );
  });

  it('have the root of RFC 6962 over their order', () => {
    const item = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
    fc.assert(
      fc.property(fc.array(item, { maxLength: 40 }), (items) => {
        const leaves = [...new Set(items)].sort().map((hex) => naiveLeafHash(Buffer.from(hex, 'hex')));
        expect(rootOf(itemSet(items))).to.equal(naiveRoot(leaves).toString('hex'));
      }),
    );
    expect(rootOf([])).to.equal('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('can be taken away from one another', () => {
    expect(without(['a', 'b', 'c'], ['b', 'd'])).to.deep.equal(['a', 'c']);
  });
});

describe('the day of a request', () => {
  it('is that of its identifier, to the millisecond', () => {
    // 1795392000000 ms is 2026-11-23T00:00:00Z: 01M82V7M00 in Crockford's base 32.
    expect(timeOfRequest('01M82V7M000000000000000000')).to.equal(1_795_392_000_000);
    expect(dayOf(timeOfRequest('01M82V7KZZ0000000000000000')!)).to.equal('2026-11-22');
    expect(dayOf(timeOfRequest('01M85DMAZZ0000000000000000')!)).to.equal('2026-11-23');
    expect([startOfDay('2026-11-23'), endOfDay('2026-11-23')]).to.deep.equal([1_795_392_000_000, 1_795_478_400_000]);
  });

  it('is not known of other identifiers', () => {
    for (const id of ['', 'request-1', '01M82V7M00000000000000000', '01M82V7M00000000000000000U']) {
      expect(timeOfRequest(id), id).to.equal(undefined);
    }
  });

  for (const day of ['2026-02-30', '2026-2-3', '2026-11-23T00:00:00Z', '', 'yesterday']) {
    it(`is not "${day}"`, () => {
      expect(() => startOfDay(day)).to.throw(TypeError);
    });
  }

  it('may be of a system with an underscore in its code', () => {
    expect(parsePair('XA-NCP:PRUM_DNA')).to.deep.equal({ asker: 'XA-NCP', answerer: 'PRUM_DNA' });
  });

  for (const pair of ['XA-POLICE', 'XA-POLICE:', ':SIS', 'xa:sis', 'A:B:C', 'A B:C']) {
    it(`belongs to no pair "${pair}"`, () => {
      expect(() => parsePair(pair)).to.throw(TypeError);
    });
  }
});

describe('the key of a pair', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-pair-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is made once, for its owner alone, and read back', async () => {
    const path = join(folder, 'pair.key');
    await createPairKey(path, PAIR);
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    const key = await loadPairKey(path, PAIR);
    expect(key).to.have.lengthOf(32);
    expect(Buffer.from(key).toString('base64')).to.equal((await readFile(path, 'utf8')).trim().split(' ')[3]);
    const again = await createPairKey(path, PAIR).catch((error: unknown) => error);
    expect(again).to.have.property('message', 'pair key: the file exists');
  });

  for (const [what, line, why] of [
    ['of another pair', `ostiary-pair-key/v1 XB-BORDER SIS ${Buffer.alloc(32).toString('base64')}`, 'another pair'],
    ['too short', `ostiary-pair-key/v1 XA-POLICE SIS ${Buffer.alloc(31).toString('base64')}`, 'version 1'],
    ['of another version', `ostiary-pair-key/v2 XA-POLICE SIS ${Buffer.alloc(32).toString('base64')}`, 'version 1'],
    ['empty', '', 'version 1'],
  ] as const) {
    it(`is refused when it is ${what}`, async () => {
      const path = join(folder, 'pair.key');
      await writeFile(path, line, { mode: 0o600 });
      const error = await loadPairKey(path, PAIR).catch((caught: unknown) => caught);
      expect(error).to.be.an('error').with.property('message').that.includes(why);
    });
  }

  it('is refused when others may read it', async () => {
    const path = join(folder, 'pair.key');
    await createPairKey(path, PAIR);
    await chmod(path, 0o640);
    const error = await loadPairKey(path, PAIR).catch((caught: unknown) => caught);
    expect(error).to.have.property('message').that.includes('mode 0600');
  });
});
