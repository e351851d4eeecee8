import { expect } from 'chai';
import fc from 'fast-check';
import * as browserHash from '../../src/audit/merkle/sha256.browser.js';
import * as nodeHash from '../../src/audit/merkle/sha256.js';
import * as browserBase64 from '../../src/audit/note/base64.browser.js';
import * as nodeBase64 from '../../src/audit/note/base64.js';
import * as browserEd25519 from '../../src/audit/note/ed25519.browser.js';
import * as nodeEd25519 from '../../src/audit/note/ed25519.js';
import { hex, toHex } from '../audit/vectors.js';

describe('the twins of Node and browsers', () => {
  it('hash alike', () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(bytes, (data) => {
        expect(toHex(browserHash.sha256(data))).to.equal(toHex(nodeHash.sha256(data)));
      }),
    );
  });

  it('spell base64 alike, and refuse the same', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (data) => {
        const text = nodeBase64.encodeBase64(data);
        expect(browserBase64.encodeBase64(data)).to.equal(text);
        expect(toHex(browserBase64.decodeBase64(text)!)).to.equal(toHex(data));
        expect(toHex(nodeBase64.decodeBase64(text)!)).to.equal(toHex(data));
      }),
    );
    const nearly = fc.string({ unit: fc.constantFrom(...Array.from('ABzw019+/=-_ \n\u0100')), maxLength: 12 });
    fc.assert(
      fc.property(nearly, (text) => {
        const [one, other] = [nodeBase64.decodeBase64(text), browserBase64.decodeBase64(text)];
        expect(one && toHex(one)).to.equal(other && toHex(other));
      }),
      { numRuns: 2_000 },
    );
  });

  it('sign as RFC 8032 section 7.1 says', () => {
    // Test 3 of the section.
    const seed = hex('c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7');
    const publicKey = 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025';
    const signature =
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac' +
      '18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a';
    for (const { ed25519Signer, ed25519Verifier } of [nodeEd25519, browserEd25519]) {
      const signer = ed25519Signer(seed);
      expect(toHex(signer.publicKey)).to.equal(publicKey);
      expect(toHex(signer.sign(hex('af82')))).to.equal(signature);
      expect(ed25519Verifier(hex(publicKey))(hex('af82'), hex(signature))).to.be.true;
      expect(ed25519Verifier(hex(publicKey))(hex('af83'), hex(signature))).to.be.false;
    }
  });

  it('believe the same signatures', () => {
    const { publicKey, sign } = nodeEd25519.ed25519Signer(nodeEd25519.randomSeed());
    const message = Buffer.from('text\n');
    const signature = sign(message);
    const verifiers = [nodeEd25519, browserEd25519].map((twin) => twin.ed25519Verifier(publicKey));
    fc.assert(
      fc.property(fc.nat(511), (bit) => {
        const damaged = Buffer.from(signature);
        damaged[bit >> 3]! ^= 1 << (bit & 7);
        expect(verifiers.map((verify) => verify(message, damaged))).to.deep.equal([false, false]);
      }),
      { numRuns: 40 },
    );
    // The order of the group added to S: a second signature for the same message, which RFC 8032 refuses.
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const malleable = Buffer.from(signature);
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + order;
    malleable.set(Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse(), 32);
    expect(verifiers.map((verify) => verify(message, malleable))).to.deep.equal([false, false]);
  });

  it('make fresh seeds', () => {
    for (const { randomSeed, ED25519_KEY_BYTES } of [nodeEd25519, browserEd25519]) {
      expect(randomSeed()).to.have.length(ED25519_KEY_BYTES);
      expect(toHex(randomSeed())).not.to.equal(toHex(randomSeed()));
    }
  });
});
