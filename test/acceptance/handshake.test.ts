import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import tls, { type TLSSocket } from 'node:tls';
import { expect } from 'chai';
import type { ClientCredentials } from '../../src/client/credentials.js';
import { dataLayout } from '../../src/gateway/config.js';
import { AuditServiceService } from '../../src/gen/ostiary/audit/v1/audit.js';
import {
  type CertificationAuthority,
  type ClientRequest,
  createRoot,
  issueClient,
} from '../../src/pki/certificates.js';
import { authorityUri } from '../../src/pki/development-authorities.js';
import { privateKeyFromDer } from '../../src/pki/keys.js';
import { pkiLayout } from '../../src/pki/layout.js';
import { revokeDevelopmentClient } from '../../src/pki/revoke-client.js';
import { systemClock } from '../../src/shared/clock.js';
import { pemBlocks } from '../../src/shared/pem.js';
import { X509Certificate as IssuedCertificate } from '../../src/shared/x509.js';
import { eventually } from '../helpers/eventually.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { type Logbook, openLogbook } from '../helpers/logbook.js';

const CHECKPOINT = 'GET /v1/audit/checkpoint HTTP/1.1\r\nHost: localhost\r\n\r\n';

describe('the door of a whole gateway', () => {
  let stack: GatewayStack;
  let logbook: Logbook;
  let intermediate: CertificationAuthority;

  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    const layout = pkiLayout(stack.pkiDirectory);
    const [certificate] = pemBlocks(await readFile(layout.intermediateCertificate, 'utf8'), 'CERTIFICATE');
    const [key] = pemBlocks(await readFile(layout.intermediateKey, 'utf8'), 'PRIVATE KEY');
    intermediate = {
      clock: systemClock,
      certificate: new IssuedCertificate(certificate!.der),
      signingKey: await privateKeyFromDer(key!.der),
    };
  });
  after(async () => {
    await logbook.close();
    await stack.stop();
  });

  function knock(identity: Partial<ClientCredentials>, protocol = 'http/1.1'): TLSSocket {
    return tls.connect({
      host: 'localhost',
      port: stack.gateway.port,
      servername: 'localhost',
      ALPNProtocols: [protocol],
      ca: identity.caPem,
      cert: identity.certificatePem,
      key: identity.keyPem,
    });
  }

  /** Everything a socket says until it closes, after having been asked for a checkpoint. */
  async function askUntilClosed(socket: TLSSocket): Promise<string> {
    let said = '';
    socket.on('data', (data: Buffer) => (said += data.toString()));
    socket.on('error', () => undefined);
    socket.on('secureConnect', () => socket.write(CHECKPOINT));
    await once(socket, 'close');
    return said;
  }

  /** Puts a question on a connection that stays. Returns the first line of the answer once all of it is there. */
  function ask(socket: TLSSocket): Promise<string> {
    return new Promise((resolve, reject) => {
      let said = '';
      const hear = (data: Buffer): void => {
        said += data.toString();
        const [head = '', body] = said.split('\r\n\r\n');
        const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1]);
        if (body === undefined || Buffer.byteLength(body) !== length) return;
        socket.off('data', hear).off('close', gone);
        resolve(head.split('\r\n')[0] ?? '');
      };
      const gone = (): void => reject(new Error('the connection closed before the answer'));
      socket.on('data', hear).once('close', gone).write(CHECKPOINT);
    });
  }

  async function refusedConnections(reason: string): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${stack.gateway.observabilityPort}/metrics`);
    const found = new RegExp(`^ostiary_refused_connections_total\\{reason="${reason}"\\} (\\d+)$`, 'm').exec(
      await response.text(),
    );
    return Number(found?.[1] ?? 0);
  }

  async function issued(changes: Partial<ClientRequest>): Promise<Partial<ClientCredentials>> {
    const { caPem } = await stack.identity('XA-POLICE');
    const { chainPem, keyPem } = await issueClient({
      ca: intermediate,
      commonName: 'XA-POLICE',
      uris: [authorityUri('XA-POLICE')],
      ...changes,
    });
    return { caPem, certificatePem: chainPem, keyPem };
  }

  const DAY_MS = 86_400_000;
  const unwelcome: Readonly<Record<string, readonly [reason: string, () => Promise<Partial<ClientCredentials>>]>> = {
    'without a certificate': ['NO_CERTIFICATE', async () => ({ caPem: (await stack.identity('XA-POLICE')).caPem })],
    'of another certification authority': [
      'UNTRUSTED_ISSUER',
      async () => issued({ ca: await createRoot({ clock: systemClock, commonName: 'Another root' }) }),
    ],
    'whose certificate has expired': [
      'EXPIRED',
      () => issued({ notBefore: new Date(Date.now() - 2 * DAY_MS), notAfter: new Date(Date.now() - DAY_MS) }),
    ],
    'whose certificate is not yet valid': ['NOT_YET_VALID', () => issued({ notBefore: new Date(Date.now() + DAY_MS) })],
    'whose certificate was revoked': ['REVOKED', () => stack.identity('XA-REVOKED')],
    'whose certificate names nobody': ['SAN_MISSING', () => issued({ uris: [] })],
    'whose certificate names two': [
      'SAN_AMBIGUOUS',
      () => issued({ uris: [authorityUri('XA-POLICE'), authorityUri('XB-BORDER')] }),
    ],
    'whose authority nobody knows': ['AUTHORITY_UNKNOWN', () => issued({ uris: [authorityUri('XZ-STRANGER')] })],
    'with a certificate for servers': ['CERTIFICATE_UNSUITABLE', () => issued({ usage: 'server' })],
  };
  for (const [name, [reason, credentials]] of Object.entries(unwelcome)) {
    for (const protocol of ['http/1.1', 'h2']) {
      it(`closes the connection of a client ${name} (${protocol}), logs it and counts it`, async () => {
        const identity = await credentials();
        const since = await logbook.size();
        const counted = await refusedConnections(reason);
        expect(await askUntilClosed(knock(identity, protocol))).to.equal('');

        const [entry] = await eventually(async () => {
          const entries = await logbook.entries(since);
          expect(entries).to.have.lengthOf(1);
          return entries;
        });
        expect(entry?.leaf).to.include({ kind: 'access-denied', outcome: 'refused', authority: 'ZZ-UNIDENTIFIED' });
        expect(entry?.sections.result).to.include({ status: reason, count: 1 });
        expect(entry?.sections.who?.remote).to.match(/^127\.0\.0\.1:\d+$/);
        const summary = entry?.sections.who?.certificate as { sha256: string } | undefined;
        expect(summary?.sha256).to.equal(sha256Of(identity));
        expect(await refusedConnections(reason)).to.equal(counted + 1);
      });
    }
  }

  it('cuts the connections of a client that is revoked, and no others', async () => {
    const [border, police] = await Promise.all(['XB-BORDER', 'XA-POLICE'].map((code) => stack.identity(code)));
    const revoked = knock(border!);
    const other = knock(police!);
    await Promise.all([once(revoked, 'secureConnect'), once(other, 'secureConnect')]);
    expect(await ask(revoked)).to.equal('HTTP/1.1 200 OK');
    expect(await ask(other)).to.equal('HTTP/1.1 200 OK');
    const overGrpc = await stack.grpc('XB-BORDER');
    expect((await overGrpc.call(AuditServiceService.getCheckpoint, {})).kind).to.equal('answer');
    const since = await logbook.size();

    revoked.on('error', () => undefined);
    const cut = once(revoked, 'close');
    await revokeDevelopmentClient(stack.pkiDirectory, 'XB-BORDER', systemClock);
    await cut;

    const error = await overGrpc.call(AuditServiceService.getCheckpoint, {}, { deadlineMs: 2_000 }).catch(String);
    expect(error)
      .to.be.a('string')
      .that.match(/UNAVAILABLE|DEADLINE_EXCEEDED/);
    expect(await askUntilClosed(knock(border!))).to.equal('');
    expect(await ask(other)).to.equal('HTTP/1.1 200 OK');
    other.destroy();

    await eventually(async () => {
      const entries = await logbook.entries(since);
      const cuts = entries.filter(({ sections }) => sections.result?.status === 'CONNECTION_CUT');
      // One over REST, one over gRPC.
      expect(cuts.map(({ sections }) => sections.result?.detail)).to.deep.equal(['REVOKED', 'REVOKED']);
      const expected = sha256Of(border!);
      for (const { leaf, sections } of cuts) {
        expect(leaf.authority).to.equal('XB-BORDER');
        expect(sections.who?.client_cert_sha256).to.equal(expected);
      }
      expect(entries.some(({ sections }) => sections.result?.status === 'REVOKED')).to.equal(true);
    });
  });
});

/** Digest of the client's own certificate in hex, computed without our code. */
function sha256Of({ certificatePem }: Partial<ClientCredentials>): string | undefined {
  if (certificatePem === undefined) return undefined;
  return createHash('sha256').update(new X509Certificate(certificatePem).raw).digest('hex');
}
