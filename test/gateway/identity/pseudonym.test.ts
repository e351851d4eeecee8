import { createHmac } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Officer } from '../../../src/gateway/identity/peer.js';
import {
  createPseudonymizer,
  ensurePseudonymKey,
  PSEUDONYM_KEY_FILE,
  type Pseudonymizer,
} from '../../../src/gateway/identity/pseudonym.js';
import { testAuthority } from '../../helpers/peers.js';

const KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
const NOVEMBER = Date.UTC(2026, 10, 26, 12);
const police = testAuthority('XA-POLICE', ['POL']);
const border = testAuthority('XB-BORDER', ['BOR']);
const officer = (id: string): Officer => ({ id, roles: [], unit: undefined });

describe('pseudonyms of officers', () => {
  let pseudonyms: Pseudonymizer;

  beforeEach(() => {
    pseudonyms = createPseudonymizer(KEY);
  });

  const of = (id: string, timeMs = NOVEMBER, authority = police): string =>
    pseudonyms.pseudonymOf(authority, officer(id), timeMs);

  it('are what the documentation says: the quarter and 128 bits of an HMAC', () => {
    const mac = createHmac('sha256', KEY)
      .update('ostiary/officer-pseudonym/v1\u00002026q4\u0000XA-POLICE\u0000officer-17')
      .digest('hex');
    expect(of('officer-17')).to.equal(`2026q4-${mac.slice(0, 32)}`);
  });

  it('are the same for the same officer, token after token, in every process with the key', () => {
    expect(of('officer-17')).to.equal(of('officer-17'));
    expect(createPseudonymizer(KEY).pseudonymOf(police, officer('officer-17'), NOVEMBER)).to.equal(of('officer-17'));
  });

  it('differ from officer to officer, from authority to authority, and from key to key', () => {
    expect(of('officer-17')).not.to.equal(of('officer-18'));
    expect(of('officer-17')).not.to.equal(of('officer-17', NOVEMBER, border));
    const other = createPseudonymizer(Buffer.alloc(32, 7));
    expect(other.pseudonymOf(police, officer('officer-17'), NOVEMBER)).not.to.equal(of('officer-17'));
  });

  it('last from the first to the last moment of a quarter, and have nothing in common with the next', () => {
    const [first, last, next] = [Date.UTC(2026, 9, 1), Date.UTC(2027, 0, 1) - 1, Date.UTC(2027, 0, 1)];
    expect(of('officer-17', first)).to.equal(of('officer-17', last));
    const [, before] = of('officer-17', last).split('-');
    const [quarter, after] = of('officer-17', next).split('-');
    expect(quarter).to.equal('2027q1');
    expect(after).not.to.equal(before);
  });

  it('change with the quarter also for an officer whose token lives on, and with a clock that is set back', () => {
    const same = officer('officer-17');
    const [before, after] = [Date.UTC(2027, 0, 1) - 1, Date.UTC(2027, 0, 1)];
    const old = pseudonyms.pseudonymOf(police, same, before);
    expect(pseudonyms.pseudonymOf(police, same, after)).to.equal(of('officer-17', after));
    expect(pseudonyms.pseudonymOf(police, same, before)).to.equal(old);
  });

  it('are printable, and never hold the identifier', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\x21-\x7e]{1,128}$/), fc.integer({ min: 0, max: 4e12 }), (id, timeMs) => {
        expect(of(id, timeMs)).to.match(/^[0-9]{4}q[1-4]-[0-9a-f]{32}$/);
        if (id.length >= 8) expect(of(id, timeMs)).not.to.contain(id);
      }),
    );
  });

  describe('have a key', () => {
    let folder: string;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'ostiary-pseudonym-'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    it('that is made once, of 32 random bytes, for its owner alone', async () => {
      const keys = join(folder, 'keys');
      const made = await Promise.all([ensurePseudonymKey(keys), ensurePseudonymKey(keys)]);
      expect(made[0]).to.deep.equal(made[1]);
      expect(made[0]).to.have.length(32);
      expect(await ensurePseudonymKey(keys)).to.deep.equal(made[0]);
      expect((await stat(join(keys, PSEUDONYM_KEY_FILE))).mode & 0o777).to.equal(0o600);
      expect(await ensurePseudonymKey(join(folder, 'others'))).not.to.deep.equal(made[0]);
    });

    it('that is not used when others may read it, or when it is no key', async () => {
      await ensurePseudonymKey(folder);
      const path = join(folder, PSEUDONYM_KEY_FILE);
      const content = await readFile(path, 'utf8');
      await chmod(path, 0o640);
      const failure = () => ensurePseudonymKey(folder).catch((error: unknown) => (error as Error).message);
      expect(await failure()).to.contain('0600');
      await chmod(path, 0o600);
      await writeFile(path, content.slice(0, 20));
      expect(await failure()).to.contain('32 bytes');
    });
  });
});
