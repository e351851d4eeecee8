import { createCipheriv } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { createKeySupply, wrapKeys } from '../../../src/audit/vault/key-supply.js';
import { wrapKey } from '../../../src/audit/vault/keys.js';
import { hex, toHex } from '../vectors.js';

const aesOf = (key: Uint8Array) => createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe('a supply of data keys', () => {
  it('wraps as RFC 3394 section 4.6 does', () => {
    const wrapping = hex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
    const key = hex('00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f');
    expect(toHex(wrapKeys(aesOf(wrapping), key))).to.equal(
      '28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21',
    );
  });

  it('wraps several keys as OpenSSL wraps each (property)', () => {
    fc.assert(
      fc.property(bytes(32), fc.array(bytes(32), { maxLength: 70 }), (wrapping, keys) => {
        const wrapped = wrapKeys(aesOf(wrapping), Buffer.concat(keys));
        expect(wrapped).to.have.length(keys.length * 40);
        keys.forEach((key, n) => {
          expect(toHex(wrapped.subarray(n * 40, (n + 1) * 40))).to.equal(toHex(wrapKey(wrapping, key)));
        });
      }),
    );
  });

  it('gives no key twice, also when one is wiped after use', () => {
    const wrapping = Buffer.alloc(32, 7);
    const next = createKeySupply(wrapping);
    const seen = new Set<string>();
    for (let n = 0; n < 200; n++) {
      const { dataKey, wrapped } = next();
      expect(toHex(wrapped)).to.equal(toHex(wrapKey(wrapping, dataKey)));
      seen.add(toHex(dataKey));
      dataKey.fill(0);
    }
    expect(seen).to.have.length(200);
  });
});
