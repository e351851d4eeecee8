import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { exportJWK, generateKeyPair, importJWK, SignJWT, UnsecuredJWT, type JWK } from 'jose';
import {
  createTokenVerifier,
  MAX_TOKEN_LENGTH,
  type TokenVerifier,
} from '../../../src/gateway/identity/officer-token.js';
import type { Authority, Peer } from '../../../src/gateway/identity/peer.js';
import { mintOfficerToken, type OfficerTokenRequest } from '../../../src/pki/dev-token.js';
import { Refusal } from '../../../src/shared/refusal.js';
import type { SigningKey } from '../../../src/gateway/identity/signing-keys.js';
import { testAuthority, testPeer } from '../../helpers/peers.js';
import { registered, tokenParts } from '../../helpers/token-parts.js';

const AUDIENCE = 'urn:ostiary:gateway:test';
const THUMBPRINT = 'A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0';
const START_MS = Date.UTC(2026, 10, 23, 12);

interface Provider {
  readonly key: JWK;
  readonly publicKey: SigningKey;
  readonly authority: Authority;
  readonly peer: Peer;
}

async function provider(code: string, algorithm: 'ES256' | 'EdDSA' = 'ES256'): Promise<Provider> {
  const pair = await generateKeyPair(algorithm, { extractable: true });
  const kid = `${code}-1`;
  const issuer = `https://idp.${code.toLowerCase()}.example`;
  const publicKey = registered({ ...(await exportJWK(pair.publicKey)), kid });
  const authority = testAuthority(code, ['POL'], { tokenIssuer: { issuer, keys: [publicKey] } });
  const peer = { ...testPeer(authority), certificateThumbprint: THUMBPRINT };
  return { key: { ...(await exportJWK(pair.privateKey)), kid }, publicKey, authority, peer };
}

describe('officer tokens', () => {
  let now: number;
  let police: Provider;
  let border: Provider;
  let verifier: TokenVerifier;

  before(async () => {
    [police, border] = await Promise.all([provider('XA-POLICE'), provider('XB-BORDER')]);
  });

  beforeEach(() => {
    now = START_MS;
    verifier = createTokenVerifier(tokenParts(AUDIENCE, { now: () => now }));
  });

  const mint = (changes: Partial<OfficerTokenRequest> = {}): Promise<string> =>
    mintOfficerToken({
      signingKey: police.key,
      issuer: police.authority.tokenIssuer!.issuer,
      certificateThumbprint: THUMBPRINT,
      audience: AUDIENCE,
      officer: 'officer-17',
      issuedAtMs: now,
      ...changes,
    });

  /** Any claims and header, signed well. */
  const sign = async (claims: Record<string, unknown>, header: Record<string, unknown> = {}): Promise<string> => {
    const seconds = now / 1000;
    return new SignJWT({
      iss: police.authority.tokenIssuer!.issuer,
      aud: AUDIENCE,
      sub: 'officer-17',
      jti: 'token-1',
      iat: seconds,
      exp: seconds + 600,
      cnf: { 'x5t#S256': THUMBPRINT },
      ...claims,
    })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'XA-POLICE-1', ...header })
      .sign(await importJWK(police.key, 'ES256'));
  };

  const refusal = async (token: string | undefined, peer = police.peer): Promise<Refusal> => {
    const result = await verifier
      .verify(token === undefined ? undefined : `Bearer ${token}`, peer)
      .catch((error: unknown) => error);
    expect(result).to.be.instanceOf(Refusal);
    return result as Refusal;
  };

  it('names the officer', async () => {
    const token = await mint({ roles: ['searcher', 'sirene'], unit: 'Unit 7' });
    expect(await verifier.verify(`Bearer ${token}`, police.peer)).to.deep.equal({
      id: 'officer-17',
      roles: ['searcher', 'sirene'],
      unit: 'Unit 7',
    });
  });

  it('needs neither roles nor unit, and takes the scheme in any case (RFC 9110 section 11.1)', async () => {
    const officer = await verifier.verify(`bearer ${await mint()}`, police.peer);
    expect(officer).to.deep.equal({ id: 'officer-17', roles: [], unit: undefined });
  });

  it('may be signed with Ed25519', async () => {
    const other = await provider('XC-VEHICLES', 'EdDSA');
    const token = await mint({ signingKey: other.key, issuer: other.authority.tokenIssuer!.issuer });
    expect((await verifier.verify(`Bearer ${token}`, other.peer)).id).to.equal('officer-17');
  });

  describe('are missing or no tokens', () => {
    it('without a header', async () => {
      expect((await refusal(undefined)).reason).to.equal('TOKEN_MISSING');
    });

    for (const header of [
      'Basic abc',
      'Bearer',
      'Bearer ',
      'Bearer a.b',
      'Bearer a.b.c.d.e',
      'Bearer a.b.c, Bearer a.b.c',
    ]) {
      it(`in "${header}"`, async () => {
        const error = await verifier.verify(header, police.peer).catch((e: unknown) => e);
        expect((error as Refusal).reason).to.equal('TOKEN_INVALID');
      });
    }

    it('when too long', async () => {
      expect((await refusal(`${'a'.repeat(MAX_TOKEN_LENGTH)}.b.c`)).message).to.contain('longer than');
    });

    it('in arbitrary text, which is refused and nothing else', async () => {
      await fc.assert(
        fc.asyncProperty(fc.string(), async (text) => {
          const error = await verifier.verify(`Bearer ${text}`, police.peer).catch((e: unknown) => e);
          expect((error as Refusal).reason).to.equal('TOKEN_INVALID');
        }),
      );
    });

    it('in arbitrary parts of base64url', async () => {
      const part = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64url'));
      await fc.assert(
        fc.asyncProperty(part, part, part, async (header, payload, signature) => {
          const error = await refusal(`${header}.${payload}.${signature}`);
          expect(['TOKEN_INVALID', 'TOKEN_NOT_BOUND']).to.include(error.reason);
        }),
      );
    });
  });

  describe('are bound', () => {
    it('to the authority: another authority with its own token on this certificate is refused', async () => {
      const token = await mint({ signingKey: border.key, issuer: border.authority.tokenIssuer!.issuer });
      expect((await refusal(token)).reason).to.equal('TOKEN_NOT_BOUND');
    });

    it('to the authority: another authority that claims this issuer is refused', async () => {
      const token = await mint({ signingKey: { ...border.key, kid: police.key.kid! } });
      expect((await refusal(token)).reason).to.equal('TOKEN_INVALID');
    });

    it('to the certificate (RFC 8705 section 3)', async () => {
      const token = await mint();
      const renewed = { ...police.peer, certificateThumbprint: 'B4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0' };
      expect((await refusal(token, renewed)).reason).to.equal('TOKEN_NOT_BOUND');
      expect((await verifier.verify(`Bearer ${token}`, police.peer)).id).to.equal('officer-17');
      expect((await refusal(token, renewed)).reason, 'known by now').to.equal('TOKEN_NOT_BOUND');
      expect((await refusal(token, border.peer)).reason).to.equal('TOKEN_NOT_BOUND');
    });

    it('to the audience', async () => {
      const error = await refusal(await mint({ audience: 'urn:ostiary:gateway:other' }));
      expect([error.reason, error.message.includes('aud')]).to.deep.equal(['TOKEN_INVALID', true]);
    });

    it('and an authority without an issuer has no tokens', async () => {
      const peer = { ...police.peer, authority: { ...police.authority, tokenIssuer: undefined } };
      expect((await refusal(await mint(), peer)).reason).to.equal('TOKEN_NOT_BOUND');
    });
  });

  describe('are signed', () => {
    it('and one changed character shows', async () => {
      const [header = '', payload = '', signature = ''] = (await mint()).split('.');
      const claims = Buffer.from(payload, 'base64url').toString().replace('officer-17', 'officer-18');
      const forged = `${header}.${Buffer.from(claims).toString('base64url')}.${signature}`;
      const error = await refusal(forged);
      expect([error.reason, error.message]).to.deep.equal([
        'TOKEN_INVALID',
        'The signature of the token does not verify.',
      ]);
    });

    it('not with alg none', async () => {
      const token = new UnsecuredJWT({ jti: '1', cnf: { 'x5t#S256': THUMBPRINT } })
        .setIssuer(police.authority.tokenIssuer!.issuer)
        .setSubject('officer-17')
        .setAudience(AUDIENCE)
        .setIssuedAt(now / 1000)
        .setExpirationTime(now / 1000 + 600)
        .encode();
      expect((await refusal(token)).reason).to.equal('TOKEN_INVALID');
      expect((await refusal(`${token}AA`)).reason).to.equal('TOKEN_INVALID');
    });

    it('not with HS256 under the public key as the secret', async () => {
      const [, payload = ''] = (await mint()).split('.');
      const header = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'at+jwt', kid: 'XA-POLICE-1' })).toString(
        'base64url',
      );
      const secret = JSON.stringify(police.publicKey);
      const signature = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
      const error = await refusal(`${header}.${payload}.${signature}`);
      expect([error.reason, error.message.includes('alg')]).to.deep.equal(['TOKEN_INVALID', true]);
    });

    it('not with a key that the token brings along', async () => {
      const pair = await generateKeyPair('ES256', { extractable: true });
      const jwk = await exportJWK(pair.publicKey);
      const [, payload = ''] = (await mint()).split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', jwk, kid: 'XA-POLICE-1' })
        .sign(pair.privateKey);
      expect((await refusal(token)).reason).to.equal('TOKEN_INVALID');
    });

    it('with a registered key', async () => {
      expect((await refusal(await sign({}, { kid: 'XA-POLICE-2' }))).message).to.contain('kid');
    });
  });

  describe('are as RFC 9068 wants them', () => {
    it('typed at+jwt: no ID token passes', async () => {
      expect((await refusal(await sign({}, { typ: 'JWT' }))).reason).to.equal('TOKEN_INVALID');
    });

    for (const claim of ['exp', 'iat', 'jti', 'sub', 'cnf', 'aud']) {
      it(`with ${claim}`, async () => {
        const error = await refusal(await sign({ [claim]: undefined }));
        expect([error.reason, error.message.includes(claim)]).to.deep.equal(['TOKEN_INVALID', true]);
      });
    }

    const malformed: [string, Record<string, unknown>][] = [
      ['an empty sub', { sub: '' }],
      ['a sub with a line break', { sub: 'officer\n17' }],
      ['an endless sub', { sub: 'o'.repeat(129) }],
      ['an endless jti', { jti: 'j'.repeat(129) }],
      ['roles that are no list', { roles: 'searcher' }],
      ['too many roles', { roles: Array.from({ length: 33 }, (_, number) => `role-${number}`) }],
      ['a cnf without x5t#S256', { cnf: { jkt: THUMBPRINT } }],
    ];
    for (const [what, claims] of malformed) {
      it(`without ${what}`, async () => {
        expect((await refusal(await sign(claims))).reason).to.equal('TOKEN_INVALID');
      });
    }
  });

  describe('live briefly', () => {
    it('fifteen minutes, not sixteen', async () => {
      expect((await verifier.verify(`Bearer ${await mint({ lifetimeSeconds: 900 })}`, police.peer)).id).to.equal(
        'officer-17',
      );
      expect((await refusal(await mint({ lifetimeSeconds: 960 }))).message).to.contain('900 seconds');
      expect((await refusal(await mint({ lifetimeSeconds: 901 }))).reason).to.equal('TOKEN_INVALID');
    });

    it('and not before they begin', async () => {
      expect((await refusal(await mint({ issuedAtMs: now + 61_000 }))).message).to.contain('iat');
      expect((await refusal(await sign({ nbf: now / 1000 + 61 }))).message).to.contain('nbf');
      await verifier.verify(`Bearer ${await mint({ issuedAtMs: now + 60_000 })}`, police.peer);
    });

    it('and expire, a minute of clock difference allowed', async () => {
      const token = await mint({ lifetimeSeconds: 600 });
      now = START_MS + 659_000;
      await verifier.verify(`Bearer ${token}`, police.peer);
      now = START_MS + 660_000;
      expect((await refusal(token)).message).to.contain('exp');
      const fresh = createTokenVerifier(tokenParts(AUDIENCE, { now: () => now }));
      const error = await fresh.verify(`Bearer ${token}`, police.peer).catch((e: unknown) => e);
      expect((error as Refusal).message).to.contain('exp');
    });

    it('and do not expire before they are issued', async () => {
      expect((await refusal(await sign({ iat: now / 1000 + 30, exp: now / 1000 + 20 }))).reason).to.equal(
        'TOKEN_INVALID',
      );
    });
  });

  describe('have an identifier of their own', () => {
    it('and may be used again and again', async () => {
      const token = await mint();
      for (let use = 0; use < 3; use += 1) await verifier.verify(`Bearer ${token}`, police.peer);
    });

    it('but no other token may have it', async () => {
      await verifier.verify(`Bearer ${await mint({ tokenId: 'one' })}`, police.peer);
      const other = await mint({ tokenId: 'one', officer: 'officer-18' });
      expect((await refusal(other)).reason).to.equal('TOKEN_REPLAYED');
    });

    it('of two at the same time one is refused', async () => {
      const tokens = await Promise.all(['a', 'b'].map((officer) => mint({ tokenId: 'one', officer })));
      const results = await Promise.allSettled(tokens.map((token) => verifier.verify(`Bearer ${token}`, police.peer)));
      expect(results.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
    });

    it('within their authority only', async () => {
      await verifier.verify(`Bearer ${await mint({ tokenId: 'one' })}`, police.peer);
      const foreign = { signingKey: border.key, issuer: border.authority.tokenIssuer!.issuer };
      await verifier.verify(`Bearer ${await mint({ tokenId: 'one', ...foreign })}`, border.peer);
    });

    it('that is free again once the token has expired', async () => {
      await verifier.verify(`Bearer ${await mint({ tokenId: 'one' })}`, police.peer);
      now += 660_000;
      await verifier.verify(`Bearer ${await mint({ tokenId: 'one' })}`, police.peer);
    });
  });

  describe('are remembered in bounds', () => {
    it('authority by authority, until they expire', async () => {
      const small = createTokenVerifier({ ...tokenParts(AUDIENCE, { now: () => now }), maxTokensPerAuthority: 2 });
      const known = await mint();
      await small.verify(`Bearer ${known}`, police.peer);
      await small.verify(`Bearer ${await mint()}`, police.peer);
      const third = await small.verify(`Bearer ${await mint()}`, police.peer).catch((e: unknown) => e);
      expect((third as Refusal).reason).to.equal('OVERLOADED');
      await small.verify(`Bearer ${known}`, police.peer);
      const foreign = { signingKey: border.key, issuer: border.authority.tokenIssuer!.issuer };
      await small.verify(`Bearer ${await mint(foreign)}`, border.peer);
      now += 660_000;
      await small.verify(`Bearer ${await mint()}`, police.peer);
    });

    it('and asked again when the registration has changed', async () => {
      const token = await mint();
      await verifier.verify(`Bearer ${token}`, police.peer);
      const tokenIssuer = { issuer: police.authority.tokenIssuer!.issuer, keys: [border.publicKey] };
      const rekeyed = { ...police.peer, authority: { ...police.authority, tokenIssuer } };
      expect((await refusal(token, rekeyed)).reason).to.equal('TOKEN_INVALID');
    });
  });

  it('never show up in a refusal', async () => {
    const tokens = [
      await mint({ lifetimeSeconds: 960 }),
      await mint({ audience: 'elsewhere' }),
      await mint({ issuedAtMs: 0 }),
      await sign({ sub: 'Jane Doe' }),
    ];
    for (const token of tokens) {
      const { message, cause } = await refusal(token);
      for (const part of [...token.split('.'), 'officer-17', 'Jane', 'elsewhere']) expect(message).not.to.contain(part);
      expect(cause).to.equal(undefined);
    }
  });
});
