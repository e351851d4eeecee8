import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader, type JWK } from 'jose';
import { expect } from 'chai';
import { fetchKeys } from '../../src/gateway/identity/fetch-keys.js';
import type { PublishedKeysIssuer } from '../../src/gateway/identity/peer.js';
import { loadRegistry } from '../../src/gateway/identity/registry.js';
import { RETIREMENT_MS, readKeyRing, rotateKey } from '../../src/idp/key-ring.js';
import { makeDevelopmentPki } from '../../src/pki/development-pki.js';
import { pkiLayout, type PkiLayout } from '../../src/pki/layout.js';
import { systemClock } from '../../src/shared/clock.js';
import { projectRoot } from '../../src/shared/project-root.js';
import { eventually } from '../helpers/eventually.js';
import { runCommand } from './run-command.js';
import { program } from '../helpers/program.js';

describe('ostiary idp', function () {
  // Each command is a process that compiles what it loads.
  this.timeout(120_000);
  let folder: string;
  let layout: PkiLayout;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-idp-'));
    layout = pkiLayout(folder);
    await makeDevelopmentPki(folder, systemClock);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const kidOf = async (code: string): Promise<string> =>
    (JSON.parse(await readFile(layout.client(code).tokenKey, 'utf8')) as JWK).kid!;
  const issuerOf = async (code: string) => (await loadRegistry(layout.registry)).byCode.get(code)!.tokenIssuer!;
  const kids = (keys: readonly { readonly kid?: string }[]): unknown[] => keys.map(({ kid }) => kid);

  it('rotate: makes a new key for one authority, in the registry as well, and keeps the old one for its tokens', async () => {
    const [police, border] = [await kidOf('XA-POLICE'), await kidOf('XB-BORDER')];
    const { code, output } = await runCommand(['idp', 'rotate', '--pki', folder, '--as', 'XA-POLICE']);
    expect(code, output).to.equal(0);
    const rotated = await kidOf('XA-POLICE');
    expect(rotated).not.to.equal(police);
    expect(await kidOf('XB-BORDER')).to.equal(border);
    const issuer = await issuerOf('XA-POLICE');
    expect('keys' in issuer && kids(issuer.keys)).to.deep.equal([rotated, police]);
    expect((await stat(layout.client('XA-POLICE').tokenKey)).mode & 0o777).to.equal(0o600);
    const token = (await runCommand(['token', '--pki', folder, '--as', 'XA-POLICE'])).stdout.trim();
    expect(decodeProtectedHeader(token).kid).to.equal(rotated);
  });

  it('rotate: knows no other authority', async () => {
    const { code, output } = await runCommand(['idp', 'rotate', '--pki', folder, '--as', 'XZ-NOBODY']);
    expect([code, output.includes('XZ-NOBODY')]).to.deep.equal([1, true]);
  });

  it('publishes a retired key until the last token of it has expired, and no private part of any', async () => {
    const files = layout.client('XC-VEHICLES');
    const before = await kidOf('XC-VEHICLES');
    const now = Date.UTC(2026, 10, 26);
    await rotateKey(files, now);
    const after = await kidOf('XC-VEHICLES');
    expect(RETIREMENT_MS).to.be.at.least((900 + 60) * 1_000);
    expect(kids((await readKeyRing(files, now + RETIREMENT_MS - 1)).published)).to.deep.equal([after, before]);
    const { published } = await readKeyRing(files, now + RETIREMENT_MS);
    expect(kids(published)).to.deep.equal([after]);
    expect(published[0]).not.to.have.property('d');
    expect(await readFile(files.retiredTokenKeys, 'utf8')).not.to.contain('"d"');
  });

  it('makes the registry fetch its keys, changes them on SIGHUP, and says what it is for', async () => {
    const words = ['idp', '--pki', folder, '--port', '0', '--token-port', '0', '--register'];
    const child: ChildProcess = fork(program.file, words, {
      cwd: projectRoot,
      execArgv: [...program.nodeOptions],
      silent: true,
    });
    let output = '';
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (data: Buffer) => (output += String(data)));
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    try {
      const issuer = (await issuerOf('XA-POLICE')) as PublishedKeysIssuer;
      expect(issuer.issuer).to.equal(`https://localhost:${port}/xa-police`);
      expect(kids(await fetchKeys(issuer))).to.include(await kidOf('XA-POLICE'));
      const token = (await runCommand(['token', '--pki', folder, '--as', 'XA-POLICE'])).stdout.trim();
      expect(decodeJwt(token).iss, 'the local token is of the same issuer').to.equal(issuer.issuer);
      const before = await kidOf('XA-POLICE');
      child.kill('SIGHUP');
      await eventually(async () => {
        const after = await kidOf('XA-POLICE');
        expect(after).not.to.equal(before);
        expect(kids(await fetchKeys(issuer)).slice(0, 2)).to.deep.equal([after, before]);
      });
      expect('jwksUri' in (await issuerOf('XA-POLICE')), 'still').to.equal(true);
    } finally {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      expect((await closed)[0]).to.equal(0);
      expect(output).to.contain('identity provider for development');
    }
  });

  it('says what to do when there is no PKI', async () => {
    const { code, output } = await runCommand(['idp', '--pki', join(folder, 'nowhere')]);
    expect([code, output.includes('ostiary pki')]).to.deep.equal([1, true]);
  });
});
