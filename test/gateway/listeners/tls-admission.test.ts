import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { expect } from 'chai';
import { createRoot, createIntermediate, type ClientRequest, type Credential } from '../../../src/pki/certificates.js';
import { systemClock } from '../../../src/shared/clock.js';
import { createTestPki, uriOf, type TestPki } from '../../helpers/test-pki.js';
import { knock, openDoor, type Door } from '../../helpers/tls-door.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS);

describe('admission at the TLS door', () => {
  let pki: TestPki;
  let ca: string;
  let door: Door;
  let police: Credential;

  before(async () => {
    pki = await createTestPki();
    ca = await readFile(join(pki.directory, 'ca.pem'), 'utf8');
    police = await pki.client('XA-POLICE');
    door = await openDoor(pki.directory);
  });

  after(async () => {
    await door.listener.close(0);
    await pki.remove();
  });

  afterEach(() => {
    expect(door.refused.left, 'refusals that no test expected').to.be.empty;
  });

  it('admits a registered authority and knows it by its remote address', async () => {
    const client = knock(door, ca, police);
    expect(await client.greeting).to.equal('grpc XA-POLICE');
    const remote = `127.0.0.1:${(client.socket.address() as net.AddressInfo).port}`;
    const peer = door.listener.peerOf(remote)!;
    expect(peer.authority.uri).to.equal(uriOf('XA-POLICE'));
    expect(peer.certificateThumbprint).to.equal(police.thumbprint);
    expect(Buffer.from(peer.certificateSha256, 'hex').toString('base64url')).to.equal(police.thumbprint);
    expect(peer.certificateSerial.toLowerCase()).to.equal(police.serial);
    expect(peer.remote).to.equal(remote);
    expect(door.listener.connections()).to.deep.equal([{ peer, protocol: 'h2' }]);

    const server = await door.admitted.next();
    const left = once(server, 'close');
    client.socket.destroy();
    await left;
    expect(door.listener.peerOf(remote)).to.equal(undefined);
    expect(door.listener.connections()).to.be.empty;
  });

  it('speaks TLS 1.3 and hands HTTP/1.1 to the REST face', async () => {
    const client = knock(door, ca, police, { ALPNProtocols: ['http/1.1'] });
    expect(await client.greeting).to.equal('rest XA-POLICE');
    expect(client.socket.getProtocol()).to.equal('TLSv1.3');
    client.socket.destroy();
  });

  it('takes a client that offers both protocols for a REST client: gRPC clients offer h2 alone', async () => {
    const client = knock(door, ca, police, { ALPNProtocols: ['h2', 'http/1.1'] });
    expect(await client.greeting).to.equal('rest XA-POLICE');
    expect(client.socket.alpnProtocol).to.equal('http/1.1');
    client.socket.destroy();
  });

  it('refuses a client without a certificate', async () => {
    const client = knock(door, ca, undefined);
    expect(await client.greeting).to.equal(undefined);
    const refusal = await door.refused.next();
    expect(refusal.reason).to.equal('NO_CERTIFICATE');
    expect(refusal.certificate).to.equal(undefined);
    expect(refusal.remote).to.match(/^127\.0\.0\.1:\d+$/);
  });

  const spoiled: [string, string, () => Partial<ClientRequest> | Promise<Partial<ClientRequest>>][] = [
    ['a certificate that has expired', 'EXPIRED', () => ({ notBefore: ago(30), notAfter: ago(1) })],
    ['a certificate that is not valid yet', 'NOT_YET_VALID', () => ({ notBefore: ago(-1), notAfter: ago(-30) })],
    ['a certificate without a URI name', 'SAN_MISSING', () => ({ uris: [] })],
    ['two URI names, one known', 'SAN_AMBIGUOUS', () => ({ uris: [uriOf('XA-POLICE'), uriOf('XB-BORDER')] })],
    ['the same URI name twice', 'SAN_AMBIGUOUS', () => ({ uris: [uriOf('XA-POLICE'), uriOf('XA-POLICE')] })],
    ['the URI of nobody registered', 'AUTHORITY_UNKNOWN', () => ({ uris: [uriOf('XB-NOBODY')] })],
    ['a URI that differs in case only', 'AUTHORITY_UNKNOWN', () => ({ uris: [uriOf('XA-POLICE').toUpperCase()] })],
    ['the URI of a suspended authority', 'AUTHORITY_SUSPENDED', () => ({ uris: [uriOf('XC-LAPSED')] })],
    ['a server certificate', 'CERTIFICATE_UNSUITABLE', () => ({ usage: 'server' })],
    [
      'a certificate of a foreign root',
      'UNTRUSTED_ISSUER',
      async () => ({ ca: await createRoot({ clock: systemClock, commonName: 'Foreign root' }) }),
    ],
    [
      'a certificate of a foreign authority that goes by the trusted names',
      'UNTRUSTED_ISSUER',
      async () => ({
        ca: await createIntermediate(await createRoot({ clock: systemClock, commonName: 'Test root' }), {
          commonName: 'Test intermediate',
        }),
      }),
    ],
  ];
  for (const [what, reason, changes] of spoiled) {
    it(`refuses ${what}: ${reason}`, async () => {
      const own = await pki.client('XA-POLICE', await changes());
      const client = knock(door, ca, own);
      expect(await client.greeting).to.equal(undefined);
      await client.closed;
      const refusal = await door.refused.next();
      expect(refusal.reason).to.equal(reason);
      expect(refusal.certificate?.serial.toLowerCase()).to.equal(own.serial);
      expect(Buffer.from(refusal.certificate!.sha256, 'hex').toString('base64url')).to.equal(own.thumbprint);
      expect(refusal.authority).to.equal(reason === 'AUTHORITY_SUSPENDED' ? 'XC-LAPSED' : undefined);
    });
  }

  it('tells who was refused, in bounded length', async () => {
    const uris = Array.from({ length: 9 }, (_, number) => `urn:ostiary:authority:xa:${number}${'n'.repeat(400)}`);
    const own = await pki.client('XA-POLICE', { uris });
    knock(door, ca, own);
    const { certificate } = await door.refused.next();
    expect(certificate!.subjectUris).to.deep.equal(uris.slice(0, 4).map((uri) => uri.slice(0, 200)));
    expect(certificate!.issuer).to.equal('O=Ostiary (synthetic), CN=Test intermediate');
  });

  it('refuses TLS 1.2 by default', async () => {
    const client = knock(door, ca, police, { maxVersion: 'TLSv1.2' });
    await client.closed;
    expect(await door.refused.next()).to.include({ reason: 'PROTOCOL', tlsError: 'ERR_SSL_UNSUPPORTED_PROTOCOL' });
  });

  it('takes TLS 1.2 where the operator allows it, with forward secrecy only', async () => {
    const lenient = await openDoor(pki.directory, { minVersion: 'TLSv1.2' });
    const client = knock(lenient, ca, police, { maxVersion: 'TLSv1.2' });
    expect(await client.greeting).to.equal('grpc XA-POLICE');
    expect(client.socket.getProtocol()).to.equal('TLSv1.2');
    client.socket.destroy();
    const weak = knock(lenient, ca, police, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES256-SHA' });
    await weak.closed;
    expect((await lenient.refused.next()).reason).to.equal('PROTOCOL');
    await lenient.listener.close(0);
  });

  it('refuses a client whose protocols it does not speak', async () => {
    await knock(door, ca, police, { ALPNProtocols: ['spdy/3'] }).closed;
    expect((await door.refused.next()).reason).to.equal('PROTOCOL');
  });

  it('takes a client that names no protocol for HTTP/1.1', async () => {
    const client = knock(door, ca, police, { ALPNProtocols: [] });
    expect(await client.greeting).to.equal('rest XA-POLICE');
    client.socket.destroy();
  });

  it('refuses plain text', async () => {
    const socket = net.connect(door.listener.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.end('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect((await door.refused.next()).reason).to.equal('PROTOCOL');
  });

  it('reports a client that leaves before the handshake', async () => {
    const socket = net.connect(door.listener.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.destroy();
    expect((await door.refused.next()).reason).to.equal('ABANDONED');
  });

  it('goes on serving after every kind of refusal', async () => {
    const client = knock(door, ca, police);
    expect(await client.greeting).to.equal('grpc XA-POLICE');
    expect(await client.echo('still here')).to.equal('still here');
    client.socket.destroy();
  });

  it('carries gRPC and REST through real HTTP servers', async () => {
    const remotes: string[] = [];
    const answer = (request: http.IncomingMessage | http2.Http2ServerRequest) => {
      remotes.push(`${request.socket.remoteAddress}:${request.socket.remotePort}`);
      return real.listener.peerOf(remotes.at(-1)!)?.authority.code ?? 'nobody';
    };
    const h2 = http2.createServer((request, response) => void response.end(answer(request)));
    const h1 = http.createServer((request, response) => void response.end(answer(request)));
    const real = await openDoor(pki.directory, {
      onGrpcSocket: (socket) => h2.emit('connection', socket),
      onRestSocket: (socket) => h1.emit('connection', socket),
    });
    const identity = { ca, cert: police.chainPem, key: police.keyPem };

    const session = http2.connect(`https://localhost:${real.listener.port}`, {
      createConnection: () =>
        tls.connect({
          ...identity,
          host: '127.0.0.1',
          servername: 'localhost',
          port: real.listener.port,
          ALPNProtocols: ['h2'],
        }),
    });
    const stream = session.request({ ':path': '/' });
    expect(Buffer.concat(await stream.toArray()).toString()).to.equal('XA-POLICE');
    session.destroy();

    const [response] = (await once(
      http
        .request({
          createConnection: () =>
            tls.connect({
              ...identity,
              host: '127.0.0.1',
              servername: 'localhost',
              port: real.listener.port,
              ALPNProtocols: ['http/1.1'],
            }),
        })
        .end(),
      'response',
    )) as [http.IncomingMessage];
    expect(Buffer.concat(await response.toArray()).toString()).to.equal('XA-POLICE');
    expect(new Set(remotes).size).to.equal(2);
    await real.listener.close(0);
  });
});
