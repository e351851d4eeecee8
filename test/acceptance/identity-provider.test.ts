/** A gateway that takes its officers' keys from a real identity provider, over real sockets. */
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { expect } from 'chai';
import { createGrpcClient, type GrpcClient } from '../../src/client/grpc-client.js';
import { registerProvider, rotateSigningKey } from '../../src/idp/registration.js';
import { type RunningProvider, serveProvider } from '../../src/idp/server.js';
import { SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import { authoritiesOf } from '../../src/pki/development-pki.js';
import type { DevelopmentClient } from '../../src/pki/development-client.js';
import { pkiLayout, type PkiLayout } from '../../src/pki/layout.js';
import { systemClock } from '../../src/shared/clock.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { eventually } from '../helpers/eventually.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { personSearch } from '../helpers/questions.js';
import { answerOf, refusalOf } from '../helpers/receipts.js';
import { sendRaw } from '../helpers/raw-rest.js';

describe('an identity provider with published keys', () => {
  let stack: GatewayStack;
  let layout: PkiLayout;
  let provider: RunningProvider;
  let police: DevelopmentClient;
  let border: DevelopmentClient;
  let client: GrpcClient;

  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
    layout = pkiLayout(stack.pkiDirectory);
    const codes = await authoritiesOf(layout);
    provider = await serveProvider({
      layout,
      codes,
      host: '127.0.0.1',
      port: 0,
      tokenPort: 0,
      clock: systemClock,
      onFault: (error) => expect.fail(String(error)),
    });
    await registerProvider(layout, codes, provider.baseUrl);
    [police, border] = [await stack.identity('XA-POLICE'), await stack.identity('XB-BORDER')];
    client = createGrpcClient(stack.address, police);
    // The gateway takes the new registry over by itself.
    await eventually(async () => {
      const token = await issued(police);
      answerOf(await client.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), { token }));
    });
  });
  after(async () => {
    client.close();
    await provider.close();
    await stack.stop();
  });

  const form = { grant_type: 'client_credentials', officer: 'officer-17', roles: 'searcher sirene', unit: 'Patrol 7' };

  const post = (
    identity: Partial<DevelopmentClient>,
    parameters: Record<string, string> = form,
    path = '/xa-police/token',
    headers: Record<string, string> = {},
  ) =>
    sendRaw(provider.tokenPort, identity, {
      path,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(parameters).toString(),
    });

  const issued = async (identity: DevelopmentClient, changes: Record<string, string> = {}): Promise<string> => {
    const answer = await post(identity, { ...form, ...changes }, `/${identity.code.toLowerCase()}/token`);
    expect(answer.status, answer.text).to.equal(200);
    return (JSON.parse(answer.text) as { access_token: string }).access_token;
  };

  const ask = (token: string) =>
    client.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), { token });

  const read = async (path: string) => {
    const answer = await sendRaw(provider.port, { caPem: police.caPem }, { method: 'GET', path });
    return { ...answer, json: JSON.parse(answer.text) as Record<string, unknown> };
  };

  it('issues a token of RFC 9068, bound to the client certificate by RFC 8705', async () => {
    const token = await issued(police, { lifetime: '300' });
    const { alg, typ } = decodeProtectedHeader(token);
    expect([alg, typ]).to.deep.equal(['ES256', 'at+jwt']);
    const { iss, sub, aud, iat, exp, cnf, roles, unit } = decodeJwt(token);
    expect({ iss, sub, aud, cnf, roles, unit }).to.deep.equal({
      iss: `${provider.baseUrl}/xa-police`,
      sub: 'officer-17',
      aud: 'urn:ostiary:gateway:dev',
      cnf: { 'x5t#S256': police.thumbprint },
      roles: ['searcher', 'sirene'],
      unit: 'Patrol 7',
    });
    expect(exp! - iat!).to.equal(300);
  });

  it('publishes metadata (RFC 8414) and keys (RFC 7517) to everybody, and no private part', async () => {
    const metadata = await read('/xa-police/.well-known/openid-configuration');
    expect(metadata.json).to.include({
      issuer: `${provider.baseUrl}/xa-police`,
      jwks_uri: `${provider.baseUrl}/xa-police/jwks.json`,
      token_endpoint: `https://localhost:${provider.tokenPort}/xa-police/token`,
      tls_client_certificate_bound_access_tokens: true,
    });
    expect((await read('/.well-known/oauth-authorization-server/xa-police')).json).to.deep.equal(metadata.json);
    const keys = await read('/xa-police/jwks.json');
    expect(keys.text).not.to.contain('"d"');
    expect(keys.headers['ostiary-synthetic']).to.equal('true');
    expect((await read('/xb-border/jwks.json')).text, 'keys of their own').not.to.equal(keys.text);
    expect((await sendRaw(provider.port, police, { method: 'GET', path: '/xz-nobody/jwks.json' })).status).to.equal(
      404,
    );
    expect((await sendRaw(provider.port, police, { path: '/xa-police/jwks.json' })).status).to.equal(405);
    expect((await sendRaw(provider.port, police, { path: '/xa-police/token' })).status, 'not on this port').to.equal(
      404,
    );
  });

  it('gives tokens to the authority itself alone', async () => {
    const foreign = await post(border);
    expect([foreign.status, (JSON.parse(foreign.text) as { error: string }).error]).to.deep.equal([
      401,
      'invalid_client',
    ]);
    const without = await post({ caPem: police.caPem }).catch((error: unknown) => error);
    expect(without).to.be.instanceOf(Error);
    const revoked = await post(await stack.identity('XA-REVOKED'), form, '/xa-revoked/token').catch(
      (error: unknown) => error,
    );
    expect(revoked).to.be.instanceOf(Error);
  });

  const malformed: [string, Record<string, string>, string][] = [
    ['another grant', { ...form, grant_type: 'password' }, 'unsupported_grant_type'],
    ['no officer', { grant_type: 'client_credentials' }, 'invalid_request'],
    ['a name with a space', { ...form, officer: 'Jane Doe' }, 'invalid_request'],
    ['a life of 901 seconds', { ...form, lifetime: '901' }, 'invalid_request'],
    ['no life', { ...form, lifetime: '0' }, 'invalid_request'],
    ['an unknown parameter', { ...form, admin: 'true' }, 'invalid_request'],
    ['a unit with a line break', { ...form, unit: 'Patrol\n7' }, 'invalid_request'],
    ['33 roles', { ...form, roles: Array.from({ length: 33 }, (_, n) => `r${n}`).join(' ') }, 'invalid_request'],
    ['an endless form', { ...form, unit: 'x'.repeat(9_000) }, 'invalid_request'],
  ];
  for (const [what, parameters, error] of malformed) {
    it(`refuses ${what} (RFC 6749 section 5.2)`, async () => {
      const answer = await post(police, parameters);
      expect([answer.status, (JSON.parse(answer.text) as { error: string }).error]).to.deep.equal([400, error]);
    });
  }

  it('refuses a parameter that is given twice, and a body that is no form', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = `${new URLSearchParams(form).toString()}&officer=officer-18`;
    expect((await sendRaw(provider.tokenPort, police, { path: '/xa-police/token', headers, body })).status).to.equal(
      400,
    );
    expect((await post(police, form, '/xa-police/token', { 'content-type': 'application/json' })).status).to.equal(400);
  });

  it('is believed by the gateway for its own authority alone', async () => {
    answerOf(await ask(await issued(police)));
    expect(refusalOf(await ask(await issued(border))).reason).to.equal('TOKEN_NOT_BOUND');
  });

  it('may change its key at any time: tokens of the old key live on, those of the new are taken', async function () {
    // The gateway asks for an unknown key once in five seconds.
    this.timeout(40_000);
    const before = await issued(police);
    await rotateSigningKey(layout, 'XA-POLICE', Date.now());
    const after = await issued(police);
    expect(decodeProtectedHeader(after).kid).not.to.equal(decodeProtectedHeader(before).kid);
    const published = (await read('/xa-police/jwks.json')).json.keys as { kid: string }[];
    expect(published.map(({ kid }) => kid)).to.have.members(
      [before, after].map((token) => decodeProtectedHeader(token).kid),
    );
    await eventually(async () => {
      answerOf(await ask(after));
    }, 20_000);
    answerOf(await ask(before));
    answerOf(await ask(await police.mintToken({ officer: 'officer-17' })));
  });
});
