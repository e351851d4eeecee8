/** What is taken from a provider's server, and what is not. */
import { once } from 'node:events';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import nock from 'nock';
import { fetchKeys, MAX_KEY_SET_BYTES } from '../../../src/gateway/identity/fetch-keys.js';
import { parseKeySet } from '../../../src/gateway/identity/signing-keys.js';
import { createRoot, issueServer, toPem, type CertificationAuthority } from '../../../src/pki/certificates.js';
import { systemClock } from '../../../src/shared/clock.js';

// Loading it takes hold of HTTP in the whole process: until the tests below need it, nobody else is to go through it.
nock.restore();

const ORIGIN = 'https://idp.police.xa.example';
const ISSUER = { issuer: ORIGIN, jwksUri: `${ORIGIN}/jwks.json` };
const X = 'A'.repeat(43);

const key = (changes: object = {}): object => ({ kty: 'EC', crv: 'P-256', kid: 'k1', x: X, y: X, ...changes });
const set = (...keys: object[]): string => JSON.stringify({ keys });

describe('fetching published keys', () => {
  afterEach(() => {
    nock.abortPendingRequests();
    nock.cleanAll();
  });
  after(() => nock.restore());
  before(() => nock.activate());

  const serve = (body: string | Buffer, status = 200, headers: Record<string, string> = {}): void => {
    nock(ORIGIN)
      .get('/jwks.json')
      .reply(status, body, { 'content-type': 'application/json', ...headers });
  };
  const problem = async (): Promise<string> =>
    fetchKeys(ISSUER).then(
      () => 'taken',
      (error: unknown) => (error as Error).message,
    );

  it('takes EC P-256 and Ed25519 keys, and what providers write beside them', async () => {
    const published = set(
      key({ alg: 'ES256', use: 'sig', key_ops: ['verify'], x5c: ['MIIB'], x5t: 'abc', 'x5t#S256': 'def' }),
      { kty: 'OKP', crv: 'Ed25519', kid: 'k2', x: X, alg: 'EdDSA' },
    );
    serve(published, 200, { 'content-type': 'application/jwk-set+json; charset=utf-8' });
    expect((await fetchKeys(ISSUER)).map(({ kid }) => kid)).to.deep.equal(['k1', 'k2']);
  });

  const rsa = { kty: 'RSA', kid: 'k1', n: X, e: 'AQAB' };
  const refused: [string, string, RegExp][] = [
    ['a private key', set(key({ d: X })), /^keys\.0: /],
    ['a private key beside good ones', set(key(), key({ kid: 'k2', d: X })), /^keys\.1: /],
    ['the secret of a private RSA key', set({ ...rsa, d: X, p: X, q: X }), /^keys\.0\.kty: /],
    ['an RSA key', set(rsa), /^keys\.0\.kty: /],
    ['a symmetric key', set({ kty: 'oct', kid: 'k1', k: X }), /^keys\.0\.kty: /],
    ['a key for encryption', set(key({ use: 'enc' })), /^keys\.0\.use: /],
    ['a key that signs by its operations', set(key({ key_ops: ['sign'] })), /^keys\.0\.key_ops/],
    ['another curve', set(key({ crv: 'P-384' })), /^keys\.0\.crv: /],
    ['an algorithm that is not the key’s', set(key({ alg: 'HS256' })), /^keys\.0\.alg: /],
    ['a key without identifier', set(key({ kid: undefined })), /^keys\.0\.kid: /],
    ['one identifier for two keys', set(key(), key()), /must differ$/],
    ['no keys', set(), /^keys: /],
    ['17 keys', set(...Array.from({ length: 17 }, (_, n) => key({ kid: `k${n}` }))), /^keys: /],
    ['10,000 keys', set(...Array.from({ length: 10_000 }, (_, n) => key({ kid: `k${n}` }))), /larger than 65536 bytes/],
    ['a list instead of a set', JSON.stringify([key()]), /expected object/],
    ['text', 'keys', /^not well-formed JSON$/],
    ['nothing', '', /^not well-formed JSON$/],
  ];
  for (const [what, body, message] of refused) {
    it(`refuses the whole set for ${what}`, async () => {
      serve(body);
      expect(await problem()).to.match(message);
    });
  }

  it('refuses HTML, whatever it says', async () => {
    serve('<!doctype html><title>Sign in</title>', 200, { 'content-type': 'text/html' });
    expect(await problem()).to.equal('the answer is not of a JSON type');
    serve('<!doctype html><title>Sign in</title>');
    expect(await problem()).to.equal('not well-formed JSON');
  });

  for (const status of [301, 302, 303, 307, 308]) {
    it(`follows no redirect (${status})`, async () => {
      serve('', status, { location: 'https://attacker.example/jwks.json' });
      const elsewhere = nock('https://attacker.example').get('/jwks.json').reply(200, set(key()));
      expect(await problem()).to.equal(`the answer has status ${status}, not 200`);
      expect(elsewhere.isDone()).to.equal(false);
    });
  }

  for (const status of [204, 206, 404, 500, 503]) {
    it(`takes nothing of status ${status}`, async () => {
      serve(set(key()), status);
      expect(await problem()).to.equal(`the answer has status ${status}, not 200`);
    });
  }

  it('refuses what is compressed: its size would be a guess', async () => {
    serve(set(key()), 200, { 'content-encoding': 'gzip' });
    expect(await problem()).to.equal('the answer is compressed');
  });

  it('reads no more than 64 KiB', async () => {
    serve(set(key()) + ' '.repeat(MAX_KEY_SET_BYTES - set(key()).length));
    expect(await problem()).to.equal('taken');
    serve(set(key()) + ' '.repeat(MAX_KEY_SET_BYTES - set(key()).length + 1));
    expect(await problem()).to.match(/larger than/);
  });

  it('gives up a server that takes too long', async () => {
    nock(ORIGIN).get('/jwks.json').delay(60_000).reply(200, set(key()), { 'content-type': 'application/json' });
    const error = await fetchKeys(ISSUER, 30).catch((failure: unknown) => failure);
    expect((error as Error).message).to.equal('no whole answer came in time');
  });

  it('sends neither credentials nor cookies', async () => {
    let sent: Record<string, unknown> = {};
    nock(ORIGIN)
      .get('/jwks.json')
      .reply(function () {
        sent = this.req.headers;
        return [200, set(key()), { 'content-type': 'application/json' }];
      });
    await fetchKeys(ISSUER);
    expect(Object.keys(sent)).not.to.include.members(['authorization', 'cookie']);
  });

  it('throws errors that quote nothing, whatever is published', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((value) => JSON.stringify({ keys: value })),
        ),
        (text) => {
          try {
            parseKeySet(text);
            expect.fail('nothing of this is a set of keys');
          } catch (error) {
            expect(error).to.be.instanceOf(Error);
          }
        },
      ),
    );
    expect(() => parseKeySet(set(key({ use: 'Jane Doe' }))))
      .to.throw()
      .with.property('message')
      .that.does.not.contain('Jane');
  });
});

describe('fetching published keys from a real server', () => {
  let ca: CertificationAuthority;
  const servers: Server[] = [];

  before(async () => {
    ca = await createRoot({ clock: systemClock, commonName: 'Private CA of a provider' });
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  });

  const listen = async (answer: RequestListener, dnsNames = ['localhost'], options: ServerOptions = {}) => {
    const { chainPem, keyPem } = await issueServer({ ca, commonName: 'idp', dnsNames, ipAddresses: [] });
    const server = createServer({ cert: chainPem, key: keyPem, ...options }, answer).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const jwksUri = `https://localhost:${(server.address() as AddressInfo).port}/jwks.json`;
    return { issuer: 'https://idp.example', jwksUri };
  };
  const publish: RequestListener = (_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(set(key()));
  };
  const codeOf = async (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'taken',
      (error: unknown) => (error as { code?: string; message: string }).code ?? (error as Error).message,
    );

  it('trusts the private authority that the registry names, and it alone', async () => {
    const issuer = await listen(publish);
    expect((await fetchKeys({ ...issuer, jwksCa: toPem(ca.certificate) })).map(({ kid }) => kid)).to.deep.equal(['k1']);
    const other = await createRoot({ clock: systemClock, commonName: 'Somebody else' });
    expect(await codeOf(fetchKeys(issuer))).to.match(/SELF_SIGNED|UNABLE_TO/);
    expect(await codeOf(fetchKeys({ ...issuer, jwksCa: toPem(other.certificate) }))).to.match(/SELF_SIGNED|UNABLE_TO/);
  });

  it('wants the name that the address names', async () => {
    const issuer = await listen(publish, ['idp.elsewhere.example']);
    expect(await codeOf(fetchKeys({ ...issuer, jwksCa: toPem(ca.certificate) }))).to.equal(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
  });

  it('speaks no TLS older than 1.2', async () => {
    const issuer = await listen(publish, ['localhost'], { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' });
    expect(await codeOf(fetchKeys({ ...issuer, jwksCa: toPem(ca.certificate) }))).not.to.equal('taken');
  });

  it('gives up an answer that never ends, and one that stops in the middle', async () => {
    const drip = await listen((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"keys":');
    });
    expect(await codeOf(fetchKeys({ ...drip, jwksCa: toPem(ca.certificate) }, 300))).to.equal(
      'no whole answer came in time',
    );
    const torn = await listen((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '4096' });
      response.write('{"keys":', () => response.destroy());
    });
    expect(await codeOf(fetchKeys({ ...torn, jwksCa: toPem(ca.certificate) }))).to.equal('ECONNRESET');
  });

  it('stops reading a flood', async () => {
    const issuer = await listen((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const flood = (): void => {
        while (!response.destroyed && response.write(' '.repeat(16_384)));
        if (!response.destroyed) response.once('drain', flood);
      };
      flood();
    });
    expect(await codeOf(fetchKeys({ ...issuer, jwksCa: toPem(ca.certificate) }))).to.match(/larger than 65536 bytes/);
  });
});
