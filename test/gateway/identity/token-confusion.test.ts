/**
 * Every way that we could think of to pass one token, key or certificate for another. Each must end in a refusal with
 * this reason, and leave nothing behind: neither a place in the memory of tokens nor a spoilt identifier.
 */
import { createHmac, createPublicKey, createSign, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { expect } from 'chai';
import { CompactEncrypt, CompactSign, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { createKeySources } from '../../../src/gateway/identity/key-source.js';
import { createTokenVerifier, type TokenVerifier } from '../../../src/gateway/identity/officer-token.js';
import type { Authority, Peer } from '../../../src/gateway/identity/peer.js';
import type { SigningKey } from '../../../src/gateway/identity/signing-keys.js';
import { Refusal, type RefusalReason } from '../../../src/shared/refusal.js';
import { testAuthority, testPeer } from '../../helpers/peers.js';
import { registered, sightingsInMemory, tokenParts } from '../../helpers/token-parts.js';

const AUDIENCE = 'urn:ostiary:gateway:test';
const NOW = Date.UTC(2026, 10, 26, 12);
const SECONDS = NOW / 1_000;
const POLICE_CERTIFICATE = 'A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0';
const BORDER_CERTIFICATE = 'B4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0';

interface Party {
  readonly issuer: string;
  readonly privateKey: JWK;
  readonly publicKey: SigningKey;
  readonly authority: Authority;
  readonly peer: Peer;
}

async function party(code: string, kind: string, certificateThumbprint: string): Promise<Party> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const issuer = `https://idp.${code.toLowerCase()}.example`;
  const kid = `${code}-1`;
  const publicKey = registered({ ...(await exportJWK(pair.publicKey)), kid });
  const authority = testAuthority(code, [kind], { tokenIssuer: { issuer, keys: [publicKey] } });
  const privateKey = { ...(await exportJWK(pair.privateKey)), kid };
  return { issuer, privateKey, publicKey, authority, peer: { ...testPeer(authority), certificateThumbprint } };
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token is not taken for another', () => {
  let police: Party;
  let border: Party;
  let dpo: Party;
  let verifier: TokenVerifier;
  let sightings: ReturnType<typeof sightingsInMemory>;
  let now: number;
  /** Tokens remembered when the last good one had been taken. */
  let taken: number;

  before(async () => {
    [police, border, dpo] = await Promise.all([
      party('XA-POLICE', 'POL', POLICE_CERTIFICATE),
      party('XB-BORDER', 'BOR', BORDER_CERTIFICATE),
      party('XA-DPO', 'DPO', 'C4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0'),
    ]);
  });

  beforeEach(() => {
    [now, taken] = [NOW, 0];
    sightings = sightingsInMemory();
    verifier = createTokenVerifier({ ...tokenParts(AUDIENCE, { now: () => now }), sightings });
  });

  const claims = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
    iss: police.issuer,
    aud: AUDIENCE,
    sub: 'officer-17',
    jti: 'token-1',
    iat: SECONDS,
    exp: SECONDS + 600,
    cnf: { 'x5t#S256': POLICE_CERTIFICATE },
    ...changes,
  });
  const header = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
    alg: 'ES256',
    typ: 'at+jwt',
    kid: police.privateKey.kid,
    ...changes,
  });

  /** Claims and header of any kind under a good signature of the police's provider. */
  const signed = async (
    changes: Record<string, unknown> = {},
    headers: Record<string, unknown> = {},
    signer = police.privateKey,
  ): Promise<string> => {
    const key = await importJWK(signer, 'ES256');
    const { alg = 'ES256', ...others } = header(headers);
    return new SignJWT(claims(changes)).setProtectedHeader({ alg: alg as string, ...others }).sign(key);
  };

  const reasonOf = async (authorization: string | undefined, peer = police.peer): Promise<RefusalReason | 'TAKEN'> =>
    verifier.verify(authorization, peer).then(
      () => {
        taken = sightings.seen.length;
        return 'TAKEN' as const;
      },
      (error: unknown) => {
        expect(error).to.be.instanceOf(Refusal);
        return (error as Refusal).reason;
      },
    );
  const bearer = async (token: Promise<string> | string, peer = police.peer) => reasonOf(`Bearer ${await token}`, peer);

  it('while the good one is taken', async () => {
    expect(await bearer(signed())).to.equal('TAKEN');
    expect(sightings.seen).to.have.length(1);
  });

  afterEach(() => {
    // Nothing that was refused is remembered, nor has it used up the identifier of a good token.
    expect(sightings.seen).to.have.length(taken);
  });

  describe('by its algorithm', () => {
    const unsigned = ['none', 'None', 'NONE', 'nOnE', ''];
    for (const alg of unsigned) {
      it(`"${alg}"`, async () => {
        const parts = `${encode(header({ alg }))}.${encode(claims())}`;
        for (const signature of ['', 'AA']) expect(await bearer(`${parts}.${signature}`)).to.equal('TOKEN_INVALID');
      });
    }

    const secrets: [string, (key: SigningKey) => string | Buffer][] = [
      ['the public key as JSON', (key) => JSON.stringify(key)],
      [
        'the public key as PEM',
        (key) => createPublicKey({ key: key as JsonWebKey, format: 'jwk' }).export({ type: 'spki', format: 'pem' }),
      ],
      [
        'the public key as DER',
        (key) => createPublicKey({ key: key as JsonWebKey, format: 'jwk' }).export({ type: 'spki', format: 'der' }),
      ],
      ['its coordinate', (key) => Buffer.from(key.x, 'base64url')],
      ['nothing', () => ''],
    ];
    for (const [what, secret] of secrets) {
      it(`HS256 with ${what} for a secret`, async () => {
        const parts = `${encode(header({ alg: 'HS256' }))}.${encode(claims())}`;
        const mac = createHmac('sha256', secret(police.publicKey)).update(parts).digest('base64url');
        expect(await bearer(`${parts}.${mac}`)).to.equal('TOKEN_INVALID');
      });
    }

    for (const alg of ['RS256', 'PS256']) {
      it(`${alg}, well signed`, async () => {
        const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        const parts = `${encode(header({ alg }))}.${encode(claims())}`;
        const signature = createSign('RSA-SHA256').update(parts).sign(privateKey, 'base64url');
        expect(await bearer(`${parts}.${signature}`)).to.equal('TOKEN_INVALID');
      });
    }

    it('ES384 with the key of ES256', async () => {
      const [, payload, signature] = (await signed()).split('.');
      expect(await bearer(`${encode(header({ alg: 'ES384' }))}.${payload}.${signature}`)).to.equal('TOKEN_INVALID');
    });

    it('EdDSA with the key of ES256', async () => {
      const [, payload, signature] = (await signed()).split('.');
      expect(await bearer(`${encode(header({ alg: 'EdDSA' }))}.${payload}.${signature}`)).to.equal('TOKEN_INVALID');
    });

    it('ECDSA with a signature of zeros (CVE-2022-21449)', async () => {
      const [head, payload] = (await signed()).split('.');
      const zeros = Buffer.alloc(64).toString('base64url');
      expect(await bearer(`${head}.${payload}.${zeros}`)).to.equal('TOKEN_INVALID');
    });
  });

  describe('by its header', () => {
    it('with a key that it brings along or points to', async () => {
      const pair = await generateKeyPair('ES256', { extractable: true });
      const own = { ...(await exportJWK(pair.privateKey)), kid: police.privateKey.kid! };
      const jwk = await exportJWK(pair.publicKey);
      const bringing: Record<string, unknown>[] = [
        { jwk },
        { jku: 'https://attacker.example/jwks.json' },
        { x5u: 'https://attacker.example/chain.pem' },
        { x5c: ['MIIB'] },
      ];
      for (const headers of bringing) {
        expect(await bearer(signed({}, headers, own)), 'own key').to.equal('TOKEN_INVALID');
        expect(await bearer(signed({ jti: 'other' }, headers)), 'good key').to.equal('TOKEN_INVALID');
      }
    });

    const headers: [string, Record<string, unknown>][] = [
      ['no key identifier', { kid: undefined }],
      ['an empty key identifier', { kid: '' }],
      ['a key identifier that is a number', { kid: 1 }],
      ['a path for a key identifier', { kid: '../../../../dev/null' }],
      ['the key identifier of another authority', { kid: 'XB-BORDER-1' }],
      ['typ JWT: an ID token', { typ: 'JWT' }],
      ['typ of a DPoP proof', { typ: 'dpop+jwt' }],
      ['typ of a logout token', { typ: 'logout+jwt' }],
      ['no typ', { typ: undefined }],
    ];
    for (const [what, changes] of headers) {
      it(`with ${what}`, async () => {
        expect(await bearer(signed({}, changes))).to.equal('TOKEN_INVALID');
      });
    }

    it('with an extension that must be understood (crit)', async () => {
      const parts = `${encode(header({ crit: ['exp'], exp: 1 }))}.${encode(claims())}`;
      expect(await bearer(`${parts}.AA`)).to.equal('TOKEN_INVALID');
      const key = await importJWK(police.privateKey, 'ES256');
      const unencoded = await new CompactSign(Buffer.from(JSON.stringify(claims())))
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: police.privateKey.kid!, crit: ['urn:x'], 'urn:x': 1 })
        .sign(key, { crit: { 'urn:x': true } });
      expect(await bearer(unencoded)).to.equal('TOKEN_INVALID');
    });

    it('signed under another authority’s key that claims this one’s identifier', async () => {
      const forged = { ...border.privateKey, kid: police.privateKey.kid! };
      expect(await bearer(signed({}, {}, forged))).to.equal('TOKEN_INVALID');
    });
  });

  describe('by its issuer', () => {
    it('when it comes from another authority’s provider', async () => {
      const foreign = signed({ iss: border.issuer }, { kid: border.privateKey.kid }, border.privateKey);
      expect(await bearer(foreign)).to.equal('TOKEN_NOT_BOUND');
    });

    it('when another authority’s certificate carries this authority’s token', async () => {
      expect(await bearer(signed(), border.peer)).to.equal('TOKEN_NOT_BOUND');
      const rebound = signed({ cnf: { 'x5t#S256': BORDER_CERTIFICATE } });
      expect(await bearer(rebound, border.peer)).to.equal('TOKEN_NOT_BOUND');
    });

    it('when the data protection officer’s provider speaks for the police', async () => {
      const theirs = { kid: dpo.privateKey.kid };
      expect(await bearer(signed({ iss: dpo.issuer }, theirs, dpo.privateKey))).to.equal('TOKEN_NOT_BOUND');
      expect(await bearer(signed({}, theirs, dpo.privateKey))).to.equal('TOKEN_INVALID');
      expect(await bearer(signed(), dpo.peer)).to.equal('TOKEN_NOT_BOUND');
    });

    for (const iss of [
      undefined,
      '',
      'https://idp.xa-police.example/',
      'HTTPS://IDP.XA-POLICE.EXAMPLE',
      'idp.xa-police.example',
    ]) {
      it(`"${iss ?? 'none'}", which is not letter for letter its own`, async () => {
        expect(await bearer(signed({ iss }))).to.equal('TOKEN_NOT_BOUND');
      });
    }

    it('that is a list', async () => {
      expect(await bearer(signed({ iss: [police.issuer] }))).to.equal('TOKEN_NOT_BOUND');
    });
  });

  describe('by its audience', () => {
    for (const aud of [
      undefined,
      '',
      'urn:ostiary:gateway',
      `${AUDIENCE}2`,
      [],
      ['urn:ostiary:gateway:other'],
      { [AUDIENCE]: true },
    ]) {
      it(`is ${JSON.stringify(aud)}`, async () => {
        expect(await bearer(signed({ aud }))).to.equal('TOKEN_INVALID');
      });
    }

    it('but is taken when this gateway is one of several (RFC 7519 section 4.1.3)', async () => {
      expect(await bearer(signed({ jti: 'two', aud: ['urn:other', AUDIENCE] }))).to.equal('TAKEN');
    });
  });

  describe('by its binding', () => {
    const unbound: [string, unknown, RefusalReason][] = [
      ['none', undefined, 'TOKEN_INVALID'],
      ['null', null, 'TOKEN_INVALID'],
      ['an empty one', {}, 'TOKEN_INVALID'],
      ['one to a DPoP key', { jkt: POLICE_CERTIFICATE }, 'TOKEN_INVALID'],
      ['one to a key itself', { jwk: { kty: 'EC' } }, 'TOKEN_INVALID'],
      ['an empty thumbprint', { 'x5t#S256': '' }, 'TOKEN_INVALID'],
      ['a thumbprint in hex', { 'x5t#S256': 'ab'.repeat(32) }, 'TOKEN_INVALID'],
      ['a list of thumbprints', { 'x5t#S256': [POLICE_CERTIFICATE] }, 'TOKEN_INVALID'],
      ['the beginning of the thumbprint', { 'x5t#S256': POLICE_CERTIFICATE.slice(0, -1) }, 'TOKEN_INVALID'],
      ['the SHA-1 thumbprint', { x5t: POLICE_CERTIFICATE }, 'TOKEN_INVALID'],
      ['another certificate', { 'x5t#S256': BORDER_CERTIFICATE }, 'TOKEN_NOT_BOUND'],
    ];
    for (const [what, cnf, reason] of unbound) {
      it(what, async () => {
        expect(await bearer(signed({ cnf }))).to.equal(reason);
      });
    }

    it('when the certificate was renewed while the token lived', async () => {
      const token = await signed();
      expect(await bearer(token)).to.equal('TAKEN');
      const renewed = { ...police.peer, certificateThumbprint: BORDER_CERTIFICATE };
      expect(await bearer(token, renewed)).to.equal('TOKEN_NOT_BOUND');
      expect(await bearer(token), 'the old one is good until it is revoked').to.equal('TAKEN');
    });
  });

  describe('by its times', () => {
    const times: [string, Record<string, unknown>, RefusalReason | 'TAKEN'][] = [
      ['expired a minute and a second ago', { iat: SECONDS - 661, exp: SECONDS - 61 }, 'TOKEN_INVALID'],
      ['expired a minute ago', { iat: SECONDS - 660, exp: SECONDS - 60 }, 'TOKEN_INVALID'],
      ['expired less than a minute ago', { iat: SECONDS - 659, exp: SECONDS - 59 }, 'TAKEN'],
      ['issued in a minute', { iat: SECONDS + 60 }, 'TAKEN'],
      ['issued in more than a minute', { iat: SECONDS + 61, exp: SECONDS + 600 }, 'TOKEN_INVALID'],
      ['good from in a minute', { nbf: SECONDS + 60 }, 'TAKEN'],
      ['good from in more than a minute', { nbf: SECONDS + 61 }, 'TOKEN_INVALID'],
      ['good from a text', { nbf: 'now' }, 'TOKEN_INVALID'],
      ['living 900 seconds', { exp: SECONDS + 900 }, 'TAKEN'],
      ['living 901 seconds', { exp: SECONDS + 901 }, 'TOKEN_INVALID'],
      ['living for ever', { exp: 1e300 }, 'TOKEN_INVALID'],
      ['living 901 seconds, 61 of them gone', { iat: SECONDS - 61, exp: SECONDS + 840 }, 'TOKEN_INVALID'],
      ['expiring in a text', { exp: String(SECONDS + 600) }, 'TOKEN_INVALID'],
      ['issued before the epoch', { iat: -1, exp: SECONDS + 600 }, 'TOKEN_INVALID'],
      ['in milliseconds', { iat: NOW, exp: NOW + 600_000 }, 'TOKEN_INVALID'],
    ];
    for (const [what, changes, reason] of times) {
      it(what, async () => {
        expect(await bearer(signed({ jti: 'timed', ...changes }))).to.equal(reason);
      });
    }
  });

  describe('by whom it names', () => {
    const names: [string, Record<string, unknown>][] = [
      ['Cyrillic in sub', { sub: 'оfficer-17' }],
      ['full-width letters in sub', { sub: 'ｏfficer-17' }],
      ['a zero-width joiner in sub', { sub: 'officer\u200d-17' }],
      ['a bidirectional override in sub', { sub: '\u202eofficer-17' }],
      ['a NUL in sub', { sub: 'officer-17\u0000' }],
      ['a space in sub', { sub: 'officer 17' }],
      ['a number for sub', { sub: 17 }],
      ['a list for sub', { sub: ['officer-17'] }],
      ['129 characters in sub', { sub: 'o'.repeat(129) }],
      ['a role of 65 characters', { roles: ['r'.repeat(65)] }],
      ['33 roles', { roles: Array.from({ length: 33 }, (_, n) => `r${n}`) }],
      ['a role with a space', { roles: ['admin user'] }],
      ['a role that is an object', { roles: [{ name: 'admin' }] }],
      ['an empty unit', { unit: '' }],
      ['a unit of 65 characters', { unit: 'u'.repeat(65) }],
      ['a line break in the unit', { unit: 'Patrol\n7' }],
      ['a bidirectional override in the unit', { unit: '\u202ePatrol 7' }],
      ['no jti', { jti: undefined }],
      ['a number for jti', { jti: 1 }],
      ['129 characters in jti', { jti: 'j'.repeat(129) }],
    ];
    for (const [what, changes] of names) {
      it(`with ${what}`, async () => {
        expect(await bearer(signed(changes))).to.equal('TOKEN_INVALID');
      });
    }
  });

  describe('by its shape', () => {
    it('as a JWT within a JWT', async () => {
      const key = await importJWK(police.privateKey, 'ES256');
      const nested = await new CompactSign(Buffer.from(await signed()))
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', cty: 'JWT', kid: police.privateKey.kid! })
        .sign(key);
      expect(await bearer(nested)).to.equal('TOKEN_INVALID');
    });

    it('encrypted, with five parts', async () => {
      const { publicKey } = await generateKeyPair('ECDH-ES');
      const encrypted = await new CompactEncrypt(Buffer.from(await signed()))
        .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', cty: 'JWT' })
        .encrypt(publicKey);
      expect(encrypted.split('.')).to.have.length(5);
      expect(await bearer(encrypted)).to.equal('TOKEN_INVALID');
    });

    it('in the JSON serialisation', async () => {
      const [head, payload, signature] = (await signed()).split('.');
      expect(await bearer(JSON.stringify({ protected: head, payload, signature }))).to.equal('TOKEN_INVALID');
    });

    it('with claims that are a list, a text or no JSON', async () => {
      const key = await importJWK(police.privateKey, 'ES256');
      for (const payload of [JSON.stringify([claims()]), '"officer-17"', 'officer-17', '']) {
        const token = await new CompactSign(Buffer.from(payload))
          .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: police.privateKey.kid! })
          .sign(key);
        expect(await bearer(token)).to.equal('TOKEN_INVALID');
      }
    });

    it('padded, with other letters, or with something before or behind', async () => {
      const token = await signed();
      for (const changed of [
        `${token}=`,
        `${token}.`,
        `.${token}`,
        ` ${token}`,
        `${token} `,
        `${token}\n`,
        token.replaceAll('-', '+').concat('+'),
      ]) {
        expect(await reasonOf(`Bearer ${changed}`)).to.equal('TOKEN_INVALID');
      }
    });

    it('longer than 8 KiB, however good', async () => {
      expect(await bearer(signed({ padding: 'x'.repeat(8_192) }))).to.equal('TOKEN_INVALID');
    });
  });

  describe('by where it stands', () => {
    it('under another scheme, twice, or nowhere', async () => {
      const token = await signed();
      for (const value of [
        token,
        `Basic ${token}`,
        `DPoP ${token}`,
        `Bearer ${token}, Bearer ${token}`,
        `Bearer Bearer ${token}`,
        `token=${token}`,
      ]) {
        expect(await reasonOf(value)).to.equal('TOKEN_INVALID');
      }
      for (const value of [undefined, '']) expect(await reasonOf(value)).to.equal('TOKEN_MISSING');
    });
  });

  describe('by its identifier', () => {
    it('when another token has it, whoever of the authority that names', async () => {
      expect(await bearer(signed())).to.equal('TAKEN');
      expect(await bearer(signed({ sub: 'officer-18' }))).to.equal('TOKEN_REPLAYED');
      expect(await bearer(signed({ exp: SECONDS + 601 }))).to.equal('TOKEN_REPLAYED');
    });

    it('not even when the other was signed anew with the same claims', async () => {
      const [first, second] = [await signed(), await signed()];
      // ECDSA signatures are random: the texts differ.
      expect(first).not.to.equal(second);
      expect(await bearer(first)).to.equal('TAKEN');
      expect(await bearer(second)).to.equal('TOKEN_REPLAYED');
    });
  });

  describe('by its key', () => {
    it('once the key is no longer published, though it was verified before', async () => {
      let published: readonly SigningKey[] = [police.publicKey];
      const keysOf = createKeySources({ clock: { now: () => now }, fetch: () => Promise.resolve(published) });
      const tokenIssuer = { issuer: police.issuer, jwksUri: 'https://idp.example/jwks.json' };
      const peer = { ...police.peer, authority: { ...police.authority, tokenIssuer } };
      verifier = createTokenVerifier({ ...tokenParts(AUDIENCE, { now: () => now }), keysOf, sightings });
      const token = await signed({ exp: SECONDS + 900 });
      expect(await bearer(token, peer)).to.equal('TAKEN');
      published = [border.publicKey];
      now += 10 * 60_000;
      expect(await bearer(token, peer)).to.equal('TOKEN_INVALID');
    });

    it('and is remembered once, however often keys change around it', async () => {
      let published: readonly SigningKey[] = [police.publicKey];
      const keysOf = createKeySources({ clock: { now: () => now }, fetch: () => Promise.resolve(published) });
      const tokenIssuer = { issuer: police.issuer, jwksUri: 'https://idp.example/jwks.json' };
      const peer = { ...police.peer, authority: { ...police.authority, tokenIssuer } };
      verifier = createTokenVerifier({ ...tokenParts(AUDIENCE, { now: () => now }), keysOf, sightings });
      const token = await signed({ exp: SECONDS + 900 });
      await Promise.all(Array.from({ length: 50 }, () => bearer(token, peer)));
      published = [police.publicKey, border.publicKey];
      now += 10 * 60_000;
      expect(await bearer(token, peer)).to.equal('TAKEN');
      expect(sightings.seen).to.have.length(1);
    });
  });
});
