import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { decodeJwt, decodeProtectedHeader, importJWK, type JWK, jwtVerify } from 'jose';
import { OfficerTokens } from '../../../src/gateway/partners/officer-tokens.js';

const OFFICER = '2026q4-00112233445566778899aabbccddeeff';
const THUMBPRINT = 'A'.repeat(43);
const NOON = Date.UTC(2026, 10, 26, 12);

describe('tokens for officers at another gateway', () => {
  let folder: string;
  let keyFile: string;
  let publicKey: JWK;
  let now: number;
  let tokens: OfficerTokens;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-token-'));
    keyFile = join(folder, 'token.jwk');
    const pair = generateKeyPairSync('ed25519');
    publicKey = pair.publicKey.export({ format: 'jwk' });
    await writeFile(keyFile, JSON.stringify({ ...pair.privateKey.export({ format: 'jwk' }), kid: 'one' }), {
      mode: 0o600,
    });
    now = NOON;
    const clock = { now: () => now };
    tokens = new OfficerTokens({ issuer: 'https://gateway.xa.example', audience: 'urn:xb', keyFile }, clock);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('name the pseudonym, and are bound to the certificate', async () => {
    const token = await tokens.of(OFFICER, THUMBPRINT);
    expect(decodeProtectedHeader(token)).to.deep.equal({ alg: 'EdDSA', typ: 'at+jwt', kid: 'one' });
    const { payload } = await jwtVerify(token, await importJWK(publicKey, 'EdDSA'), { currentDate: new Date(NOON) });
    const { jti, ...claims } = payload;
    expect(jti).to.match(/^[0-9a-f-]{36}$/);
    expect(claims).to.deep.equal({
      iss: 'https://gateway.xa.example',
      aud: 'urn:xb',
      sub: OFFICER,
      cnf: { 'x5t#S256': THUMBPRINT },
      iat: NOON / 1000,
      exp: NOON / 1000 + 600,
    });
  });

  it('serve for several questions, until they have less than a minute left', async () => {
    const first = await tokens.of(OFFICER, THUMBPRINT);
    now += 540_000;
    expect(await tokens.of(OFFICER, THUMBPRINT)).to.equal(first);
    now += 1;
    const next = await tokens.of(OFFICER, THUMBPRINT);
    expect(next).to.not.equal(first);
    expect(decodeJwt(next).jti).to.not.equal(decodeJwt(first).jti);
  });

  it('are others for another officer, and for a renewed certificate', async () => {
    const all = [
      await tokens.of(OFFICER, THUMBPRINT),
      await tokens.of(`${OFFICER.slice(0, -1)}0`, THUMBPRINT),
      await tokens.of(OFFICER, 'B'.repeat(43)),
    ];
    expect(new Set(all).size).to.equal(3);
  });

  it('are not made with a key that others may read, or that is none', async () => {
    const problem = () =>
      tokens.of(OFFICER, THUMBPRINT).then(
        () => 'made',
        (error: unknown) => (error as Error).message,
      );
    await chmod(keyFile, 0o640);
    expect(await problem()).to.include('readable by its owner alone');
    await writeFile(keyFile, '{"kty":"OKP","d":"secret"');
    await chmod(keyFile, 0o600);
    expect(await problem()).to.equal('token key: must be a private JWK, EC or OKP, with "kid"');
  });
});
