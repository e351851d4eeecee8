import { expect } from 'chai';
import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import {
  AES_128_GCM,
  agreeWith,
  generatePair,
  hpkeOpen,
  hpkeSeal,
  pointOf,
  publicKeyOf,
} from '../../../src/audit/vault/hpke.js';
import { hex } from '../vectors.js';

function privateKeyOf({ point, scalar }: { point: Buffer; scalar: Buffer }) {
  const coordinate = (from: number) => point.subarray(from, from + 32).toString('base64url');
  const key = { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33), d: scalar.toString('base64url') };
  return createPrivateKey({ format: 'jwk', key });
}

describe('HPKE', () => {
  it('opens what RFC 9180 sealed', async () => {
    // RFC 9180 appendix A.3.1: base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, sequence number 0.
    const point = hex(
      '04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0',
    );
    const scalar = hex('f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2');
    const enc = hex(
      '04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4',
    );
    const ciphertext = hex(
      '5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434',
    );
    const opened = await hpkeOpen(
      agreeWith(privateKeyOf({ point, scalar })),
      point,
      hex('4f6465206f6e2061204772656369616e2055726e'),
      Buffer.concat([enc, ciphertext]),
      { aead: AES_128_GCM, aad: Buffer.from('Count-0') },
    );
    expect(opened!.toString('hex')).to.equal('4265617574792069732074727574682c20747275746820626561757479');
  });

  it('opens what it sealed: for the owner, under its name, unchanged', async () => {
    const pair = generatePair();
    const agree = agreeWith(privateKeyOf(pair));
    const other = generatePair();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), fc.nat(), async (secret, at) => {
        const sealed = hpkeSeal(pair.point, 'name', secret);
        expect((await hpkeOpen(agree, pair.point, 'name', sealed))!.equals(secret)).to.be.true;
        expect(await hpkeOpen(agree, pair.point, 'names', sealed)).to.equal(undefined);
        expect(await hpkeOpen(agreeWith(privateKeyOf(other)), other.point, 'name', sealed)).to.equal(undefined);
        const damaged = Buffer.from(sealed);
        damaged[at % damaged.length]! ^= 1;
        expect(await hpkeOpen(agree, pair.point, 'name', damaged)).to.equal(undefined);
        expect(await hpkeOpen(agree, pair.point, 'name', sealed.subarray(0, at % sealed.length))).to.equal(undefined);
      }),
      { numRuns: 30 },
    );
    expect(hpkeSeal(pair.point, 'name', randomBytes(32))).to.have.length(65 + 32 + 16);
  });

  it('takes points of P-256 alone', () => {
    const { publicKey: other } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    expect(() => pointOf(other)).to.throw(TypeError, 'P-256');
    const { point } = generatePair();
    expect(pointOf(publicKeyOf(point)).equals(point)).to.be.true;
    const off = Buffer.from(point);
    off[64]! ^= 1;
    for (const bad of [
      off,
      point.subarray(1),
      Buffer.alloc(65),
      Buffer.concat([Buffer.from([2]), point.subarray(1)]),
    ]) {
      expect(() => publicKeyOf(bad)).to.throw();
    }
  });
});
