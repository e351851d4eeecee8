/** Where the private keys are, and whether whoever opens the vault knows it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ulid } from 'ulid';
import { openKeyWrapper } from '../../../src/audit/vault/file-keys.js';
import { TOKEN_FILE } from '../../../src/audit/vault/key-folder.js';
import { openOfficerVault, openVaultToRead, type TokenAccess } from '../../../src/audit/vault/open-vault.js';
import { systemClock } from '../../../src/shared/clock.js';

describe('opening a vault', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-vault-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const messageOf = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'no error',
      (error: unknown) => String(error),
    );
  const inToken = () => writeFile(join(folder, TOKEN_FILE), 'police-hsm');
  const pinFile = async (text: string, mode = 0o600) => {
    await writeFile(join(folder, 'pin'), text, { mode });
    return { module: '/nowhere/library.so', pinFile: join(folder, 'pin') };
  };

  const act = { requestId: ulid(), authority: 'XA-DPO', officer: 'dpo-1', purpose: 'open' } as const;
  const toRead = (path: string, token?: TokenAccess) => openVaultToRead(path, systemClock, token, act);

  for (const [name, open] of [
    ['openOfficerVault', (path: string, token?: TokenAccess) => openOfficerVault(path, systemClock, token)],
    ['openVaultToRead', toRead],
  ] as const) {
    describe(`by ${name}`, () => {
      it('reads files when the private keys are files', async () => {
        await openKeyWrapper(folder);
        (await open(folder)).close();
      });

      it('says that the keys are in a token, and in which, when no way to it is given', async () => {
        await inToken();
        expect(await messageOf(open(folder))).to.include('are in the PKCS #11 token "police-hsm"');
      });

      it('reads no files when a token was meant', async () => {
        await openKeyWrapper(folder);
        const message = await messageOf(open(folder, await pinFile('1234')));
        expect(message).to.include('are in no token');
      });

      it('takes no PIN from a file that is not there, is empty, or is readable by others', async () => {
        await inToken();
        const missing = { module: '/nowhere/library.so', pinFile: join(folder, 'none') };
        expect(await messageOf(open(folder, missing))).to.match(/PIN file .*: cannot be read \(ENOENT\)/);
        expect(await messageOf(open(folder, await pinFile('\n')))).to.match(/PIN file .*: is empty/);
        await rm(join(folder, 'pin'));
        expect(await messageOf(open(folder, await pinFile('1234', 0o644)))).to.match(/PIN file .*mode 0600/);
      });

      it('says what is missing of the way to the token', async () => {
        await inToken();
        expect(await messageOf(open(folder, await pinFile('1234')))).to.match(
          /pkcs11js, which is not installed|library \/nowhere\/library\.so cannot be loaded/,
        );
      });
    });
  }
});
