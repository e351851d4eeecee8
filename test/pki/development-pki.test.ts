import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { expect } from 'chai';
import { createTokenVerifier } from '../../src/gateway/identity/officer-token.js';
import { loadRegistry } from '../../src/gateway/identity/registry.js';
import { DEVELOPMENT_AUDIENCE } from '../../src/pki/dev-token.js';
import { DEVELOPMENT_AUTHORITIES } from '../../src/pki/development-authorities.js';
import { readDevelopmentClient } from '../../src/pki/development-client.js';
import { makeDevelopmentPki } from '../../src/pki/development-pki.js';
import { BUNDLE_PASSWORD, pkiLayout, type PkiLayout } from '../../src/pki/layout.js';
import { revokeDevelopmentClient } from '../../src/pki/revoke-client.js';
import { systemClock } from '../../src/shared/clock.js';
import { crlNumber } from '../../src/shared/crl-number.js';
import { pemBlocks } from '../../src/shared/pem.js';
import { X509Crl } from '../../src/shared/x509.js';
import { knock, openDoor } from '../helpers/tls-door.js';
import { tokenParts } from '../helpers/token-parts.js';

describe('the development PKI', () => {
  let directory: string;
  let layout: PkiLayout;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ostiary-dev-pki-'));
    layout = pkiLayout(directory);
    expect((await makeDevelopmentPki(directory, systemClock)).created).to.equal(true);
  });

  after(() => rm(directory, { recursive: true }));

  const certificate = async (path: string) => new X509Certificate(await readFile(path));
  const lists = async () =>
    pemBlocks(await readFile(layout.revocationLists, 'utf8'), 'X509 CRL').map(({ der }) => new X509Crl(der));
  const clientCodes = DEVELOPMENT_AUTHORITIES.map(({ code }) => code);

  it('is a chain of P-256 certificates from the root down', async () => {
    const root = await certificate(layout.rootCertificate);
    const intermediate = await certificate(layout.intermediateCertificate);
    expect([root.ca, intermediate.ca]).to.deep.equal([true, true]);
    expect(root.verify(root.publicKey)).to.equal(true);
    expect(intermediate.checkIssued(root) && intermediate.verify(root.publicKey)).to.equal(true);
    for (const path of [layout.serverCertificate, ...clientCodes.map((code) => layout.client(code).certificate)]) {
      const leaf = await certificate(path);
      expect(leaf.ca).to.equal(false);
      expect(leaf.checkIssued(intermediate) && leaf.verify(intermediate.publicKey)).to.equal(true);
      expect(leaf.publicKey.asymmetricKeyDetails).to.deep.equal({ namedCurve: 'prime256v1' });
    }
  });

  it('names the gateway localhost, 127.0.0.1 and ::1', async () => {
    const server = await certificate(layout.serverCertificate);
    expect(server.checkHost('localhost')).to.equal('localhost');
    expect(server.checkIP('127.0.0.1')).to.equal('127.0.0.1');
    expect(server.checkIP('::1')).to.equal('::1');
    expect(server.checkPrivateKey(createPrivateKey(await readFile(layout.serverKey)))).to.equal(true);
  });

  it('gives each client one URI and its own key', async () => {
    const own = await certificate(layout.client('XA-POLICE').certificate);
    expect(own.subjectAltName).to.equal('URI:urn:ostiary:authority:xa:police');
    expect(own.keyUsage).to.deep.equal(['1.3.6.1.5.5.7.3.2']);
    expect(own.checkPrivateKey(createPrivateKey(await readFile(layout.client('XA-POLICE').key)))).to.equal(true);
  });

  it('keeps private keys to their owner', async () => {
    const clients = clientCodes.map((code) => layout.client(code));
    const secrets = [
      ...[layout.rootKey, layout.intermediateKey, layout.serverKey],
      ...clients.flatMap(({ key, bundle, tokenKey }) => [key, bundle, tokenKey]),
    ];
    for (const path of secrets) expect((await stat(path)).mode & 0o777, path).to.equal(0o600);
  });

  it('registers every authority with a public key only', async () => {
    const registry = await loadRegistry(layout.registry);
    expect([...registry.byCode.keys()]).to.deep.equal([
      'XA-POLICE',
      'XB-BORDER',
      'XB-POLICE',
      'XA-NCP',
      'XB-NCP',
      'XF-POLICE',
      'EU-EUROPOL',
      'XC-VEHICLES',
      'XB-SIRENE',
      'XA-SIRENE',
      'XC-SIRENE',
      'XD-SIRENE',
      'XA-NSIS',
      'XB-NSIS',
      'XB-COURT',
      'XA-CAP',
      'XA-PIU',
      'XB-PIU',
      'XC-PIU',
      'XA-AIR',
      'XB-AIR',
      'XA-CRIME',
      'XA-COURT',
      'XA-PIU-DPO',
      'EU-EUROPOL-DPO',
      'XA-DPO',
      'XA-SUPERVISOR',
      'XB-DPO',
      'XA-REVOKED',
    ]);
    expect(registry.byCode.get('XA-DPO')!.oversees).to.deep.equal(['XA-POLICE']);
    expect(registry.byCode.get('XC-VEHICLES')!.kinds).to.deep.equal(['VRS_GOV']);
    expect(JSON.stringify([...registry.byCode.values()])).not.to.contain('"d":');
  });

  it('has one list of the root and one of the intermediate, on which XA-REVOKED stands', async () => {
    const revoked = (await certificate(layout.client('XA-REVOKED').certificate)).serialNumber.toLowerCase();
    const [ofRoot, ofIntermediate] = await lists();
    expect(ofRoot!.entries).to.be.empty;
    expect(ofIntermediate!.entries.map(({ serialNumber }) => serialNumber)).to.deep.equal([revoked]);
    expect([crlNumber(ofRoot!), crlNumber(ofIntermediate!)]).to.deep.equal([1n, 1n]);
  });

  it('packs PKCS#12 bundles that OpenSSL opens with the password alone', async () => {
    const pfx = await readFile(layout.client('XB-BORDER').bundle);
    expect(() => tls.createSecureContext({ pfx, passphrase: BUNDLE_PASSWORD })).not.to.throw();
    expect(() => tls.createSecureContext({ pfx, passphrase: 'wrong' })).to.throw(/mac verify failure/);
  });

  it('is what the listener and the token verifier take', async () => {
    const door = await openDoor(layout.gateway);
    const client = await readDevelopmentClient(directory, 'XA-POLICE', systemClock);
    const pfx = await readFile(layout.client('XA-POLICE').bundle);
    const socket = knock(door, client.caPem, undefined, { pfx, passphrase: BUNDLE_PASSWORD });
    expect(await socket.greeting).to.equal('grpc XA-POLICE');
    const [connection] = door.listener.connections();
    const verifier = createTokenVerifier(tokenParts(DEVELOPMENT_AUDIENCE, systemClock));
    const token = await client.mintToken({ officer: 'officer-17' });
    expect((await verifier.verify(`Bearer ${token}`, connection!.peer)).id).to.equal('officer-17');

    const { key, certificate: path } = layout.client('XA-REVOKED');
    const former = { cert: await readFile(path), key: await readFile(key) };
    await knock(door, client.caPem, undefined, former).closed;
    expect((await door.refused.next()).reason).to.equal('REVOKED');
    await door.listener.close(0);
  });

  it('says whose certificates there are when somebody has none', async () => {
    const said = await readDevelopmentClient(directory, 'XA-NOBODY', systemClock).catch(
      (error: unknown) => (error as Error).message,
    );
    const there = DEVELOPMENT_AUTHORITIES.map(({ code }) => code).sort();
    const clients = join(directory, 'clients');
    expect(said).to.equal(`no development certificate for XA-NOBODY in ${clients}; there are: ${there.join(', ')}`);
    const none = join(directory, 'none');
    expect(
      await readDevelopmentClient(none, 'XA-AIR', systemClock).catch((error: unknown) => (error as Error).message),
    ).to.equal(
      `no development certificate for XA-AIR in ${join(none, 'clients')}; there are none (\`ostiary pki\` makes them)`,
    );
  });

  it('is kept when it is complete, and made anew by force or when a file is missing', async () => {
    const serial = async () => (await certificate(layout.rootCertificate)).serialNumber;
    const before = await serial();
    expect((await makeDevelopmentPki(directory, systemClock)).created).to.equal(false);
    expect(await serial()).to.equal(before);
    expect((await makeDevelopmentPki(directory, systemClock, { force: true })).created).to.equal(true);
    const forced = await serial();
    expect(forced).not.to.equal(before);
    await rm(layout.client('XA-DPO').bundle);
    expect((await makeDevelopmentPki(directory, systemClock)).created).to.equal(true);
    expect(await serial()).not.to.equal(forced);
  });

  it('is made anew when it is about to run out', async () => {
    const manifest = JSON.parse(await readFile(layout.manifest, 'utf8')) as Record<string, unknown>;
    await writeFile(layout.manifest, JSON.stringify({ ...manifest, goodUntil: new Date().toISOString() }));
    expect((await makeDevelopmentPki(directory, systemClock)).created).to.equal(true);
  });

  it('revokes a client under the next number, once', async () => {
    await revokeDevelopmentClient(directory, 'XB-BORDER', systemClock);
    await revokeDevelopmentClient(directory, 'XB-BORDER', systemClock);
    const [ofRoot, ofIntermediate] = await lists();
    const serials = await Promise.all(
      ['XA-REVOKED', 'XB-BORDER'].map(async (code) => certificate(layout.client(code).certificate)),
    );
    expect(ofIntermediate!.entries.map(({ serialNumber }) => serialNumber)).to.deep.equal(
      serials.map(({ serialNumber }) => serialNumber.toLowerCase()),
    );
    expect([crlNumber(ofRoot!), crlNumber(ofIntermediate!)]).to.deep.equal([1n, 3n]);
  });
});
