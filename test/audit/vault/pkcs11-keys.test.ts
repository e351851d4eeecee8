/**
 * Keys in a token. SoftHSM2 and the package pkcs11js are optional: without them this says so and checks that the reason
 * is told, and nothing else (test/helpers/soft-token.ts).
 */
import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openKeyUnwrapper, openKeyWrapper } from '../../../src/audit/vault/file-keys.js';
import { openTokenVault, type TokenVault } from '../../../src/audit/vault/pkcs11-keys.js';
import { forgetToken, isPackageThere, LABEL, makeToken, MODULE, PIN } from '../../helpers/soft-token.js';

const run = promisify(execFile);

async function messageOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error: unknown) => String(error),
  );
}

describe('keys in a PKCS #11 token', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-token-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  if (!isPackageThere()) {
    it('were not tried: the package pkcs11js is not installed, and the provider says so', async () => {
      console.log('      pkcs11js is not installed: PKCS #11 was not exercised');
      const vault = openTokenVault(join(folder, 'vault'), { module: MODULE ?? '/nowhere', label: LABEL, pin: PIN });
      expect(await messageOf(vault)).to.match(/need the package pkcs11js, which is not installed/);
    });
    return;
  }
  const module = MODULE;
  if (module === undefined) {
    it('were not tried: SoftHSM2 is not here, and the provider says that the library is not', async () => {
      console.log('      SoftHSM2 not found: PKCS #11 was not exercised');
      const vault = openTokenVault(join(folder, 'vault'), { module: '/nowhere.so', label: LABEL, pin: PIN });
      expect(await messageOf(vault)).to.match(/nowhere\.so/);
    });
    return;
  }

  const open = (vault = join(folder, 'vault'), changes = {}): Promise<TokenVault> =>
    openTokenVault(vault, { module, label: LABEL, pin: PIN, ...changes });

  before(() => makeToken(folder));
  after(forgetToken);

  it('let the gateway write without the token, and the officer read with it', async () => {
    const path = join(folder, 'vault');
    const officer = await open();
    expect(await officer.prepare(['ops/2026-W48', 'sis-3y/2026-W48'])).to.have.length(2);
    expect(await officer.prepare(['ops/2026-W48'])).to.deep.equal([]);
    officer.close();

    const gateway = await openKeyWrapper(path);
    const dataKey = randomBytes(32);
    const wrapped = (await gateway.wrapperFor('ops/2026-W48')).wrap(dataKey);
    expect(await messageOf(gateway.wrapperFor('ops/2026-W49'))).to.match(/the token holds none yet/);
    expect(await readdir(path)).to.not.include.members(['root.key', 'root.pub']);
    expect(await messageOf(openKeyUnwrapper(path))).to.match(/ENOENT/);
    expect(await readFile(join(path, 'buckets', 'ops', '2026-W48', 'pair')), 'the point alone').to.have.length(65);

    const again = await open();
    const unwrapper = await again.openUnwrapper();
    try {
      expect((await unwrapper.unwrap('ops/2026-W48', wrapped))!.equals(dataKey)).to.be.true;
      expect(await unwrapper.unwrap('sis-3y/2026-W48', wrapped)).to.equal(undefined);
      expect([await unwrapper.holds('ops/2026-W48'), await unwrapper.holds('ops/2026-W50')]).to.deep.equal([
        true,
        false,
      ]);
      const held = await again.wrapper.wrapperFor('hold/SA-1');
      expect((await unwrapper.unwrap('hold/SA-1', held.wrap(dataKey)))!.equals(dataKey)).to.be.true;
      const pair = await readFile(join(path, 'buckets', 'ops', '2026-W48', 'pair'));
      const value = createHash('sha256').update(pair).digest('hex').slice(0, 16);
      expect(await again.keeper.checkValue('ops/2026-W48')).to.equal(value);
    } finally {
      again.close();
    }
  });

  it('destroyed in the token, are gone although the folder comes back from a backup', async () => {
    const officer = await open();
    await officer.prepare(['iop-1y/2026-W48']);
    const wrapped = (await officer.wrapper.wrapperFor('iop-1y/2026-W48')).wrap(randomBytes(32));
    const { cp } = await import('node:fs/promises');
    await cp(join(folder, 'vault'), join(folder, 'backup'), { recursive: true });
    await officer.keeper.destroy('iop-1y/2026-W48');
    officer.close();

    const restored = await open(join(folder, 'backup'));
    expect(await restored.keeper.list()).to.include('iop-1y/2026-W48');
    const unwrapper = await restored.openUnwrapper();
    expect(await unwrapper.unwrap('iop-1y/2026-W48', wrapped)).to.equal(undefined);
    expect(await unwrapper.holds('iop-1y/2026-W48'), 'its public point alone is no key').to.equal(false);
    restored.close();
  });

  it('never leave the token', async () => {
    const { stdout } = await run('find', [join(folder, 'vault'), '-name', 'pair', '-size', '+65c']);
    expect(stdout).to.equal('');
    const pkcs11 = createRequire(import.meta.url)('pkcs11js') as Record<string, number> & {
      PKCS11: new () => Record<string, (...given: unknown[]) => unknown>;
    };
    const p11 = new pkcs11.PKCS11();
    const call = (name: string, ...given: unknown[]) => p11[name]!(...given);
    call('load', module);
    call('C_Initialize');
    try {
      const slot = (call('C_GetSlotList', true) as Buffer[]).find(
        (candidate) => (call('C_GetTokenInfo', candidate) as { label: string }).label.trimEnd() === LABEL,
      );
      const session = call('C_OpenSession', slot, pkcs11.CKF_SERIAL_SESSION);
      const find = () => {
        call('C_FindObjectsInit', session, [{ type: pkcs11.CKA_CLASS, value: pkcs11.CKO_PRIVATE_KEY }]);
        const found = call('C_FindObjects', session, 100) as Buffer[];
        call('C_FindObjectsFinal', session);
        return found;
      };
      expect(find(), 'without a PIN nothing is seen').to.have.length(0);
      call('C_Login', session, pkcs11.CKU_USER, PIN);
      const keys = find();
      expect(keys.length).to.be.greaterThan(0);
      for (const key of keys) {
        expect(() => call('C_GetAttributeValue', session, key, [{ type: pkcs11.CKA_VALUE }])).to.throw(/CKR_ATTRIBUTE/);
        const flags = call(
          'C_GetAttributeValue',
          session,
          key,
          [pkcs11.CKA_SENSITIVE, pkcs11.CKA_EXTRACTABLE, pkcs11.CKA_DERIVE, pkcs11.CKA_UNWRAP].map((type) => ({
            type,
          })),
        ) as { value: Buffer }[];
        expect(flags.map(({ value }) => value[0])).to.deep.equal([1, 0, 1, 0]);
      }
    } finally {
      call('C_Finalize');
      call('close');
    }
  });

  it('are refused to a wrong PIN, another token, and a vault of files', async () => {
    expect(await messageOf(open(undefined, { pin: '0000' }))).to.match(/CKR_PIN_INCORRECT/);
    expect(await messageOf(open(undefined, { label: 'another' }))).to.match(/no token has the label/);
    const files = join(folder, 'files');
    await openKeyWrapper(files);
    expect(await messageOf(open(files))).to.match(/in no token/);
  });
});
