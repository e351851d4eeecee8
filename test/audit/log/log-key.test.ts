import { expect } from 'chai';
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCheckpoint, signCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { parseVerifierKey } from '../../../src/audit/note/key.js';
import {
  ensureLogKey,
  generateLogKey,
  loadLogSigner,
  loadVerifierKey,
  SIGNER_FILE,
  VERIFIER_FILE,
} from '../../../src/audit/log/log-key.js';

describe('log key files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-log-key-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are made once, also when several processes try', async () => {
    const signers = await Promise.all(
      Array.from({ length: 8 }, () => ensureLogKey(join(folder, 'keys'), 'log.example')),
    );
    expect(new Set(signers.map(({ verifierKey }) => verifierKey)).size).to.equal(1);
    expect((await readdir(join(folder, 'keys'))).sort()).to.deep.equal([SIGNER_FILE, VERIFIER_FILE]);
    const vkey = await loadVerifierKey(join(folder, 'keys', VERIFIER_FILE));
    const note = signCheckpoint(0, Buffer.alloc(32), signers[0]!);
    expect(openCheckpoint(note, parseVerifierKey(vkey)).size).to.equal(0);
  });

  it('keep the secret half from everybody else', async () => {
    await ensureLogKey(folder, 'log.example');
    const path = join(folder, SIGNER_FILE);
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    await chmod(path, 0o640);
    expect(await loadLogSigner(path).catch((error: unknown) => String(error))).to.match(/0600/);
  });

  it('belong to one origin', async () => {
    await ensureLogKey(folder, 'log.example');
    expect(await ensureLogKey(folder, 'other.example').catch((error: unknown) => String(error))).to.match(/origin/);
    for (const bad of ['https://log.example', 'a b', 'a+b', '', 'x'.repeat(256)]) {
      expect(() => generateLogKey(bad), bad).to.throw(TypeError);
    }
  });
});
