import { expect } from 'chai';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { formatCheckpoint, openCheckpoint } from '../../../src/audit/note/checkpoint.js';
import {
  cosign,
  type CosignatureAlgorithm,
  generateCosignerKey,
  parseCosignatureVerifierKey,
  parseCosignerKey,
  verifyCosignature,
} from '../../../src/audit/note/cosignature.js';
import { generateKeyPair, parseSignerKey, parseVerifierKey } from '../../../src/audit/note/key.js';
import {
  formatSignature,
  NoteError,
  openNote,
  parseNote,
  signNote,
  type NoteSignature,
} from '../../../src/audit/note/signed-note.js';
import { base64, hex, toHex, vectorJson, vectorText } from '../vectors.js';

interface Keys {
  origin: string;
  timestamp: number;
  log_vkey: string;
  witness1_seed_hex: string;
  witness1_vkey: string;
  witness2_mldsa44_seed_hex: string;
  witness2_vkey: string;
}

const keys = vectorJson('computed/checkpoint-keys.json') as Keys;
const ALGORITHMS: readonly CosignatureAlgorithm[] = ['ed25519', 'ml-dsa-44'];

/** The signer key of a seed, made out of the verifier key's name and id. */
function signerKey(vkey: string, type: number, seedHex: string): string {
  const [name, id] = vkey.split('+');
  return `PRIVATE+KEY+${name!}+${id!}+${Buffer.concat([Buffer.of(type), hex(seedHex)]).toString('base64')}`;
}

function lineOf(text: string): NoteSignature {
  return parseNote(`text\n\n${text}`).signatures[0]!;
}

describe('cosignatures', () => {
  const cosigned = parseNote(vectorText('computed/checkpoint-cosigned.txt'));
  const [, ed25519Line, mlDsaLine] = cosigned.signatures;

  it('of both kinds in the computed vector hold, at the time they name', () => {
    for (const vkey of [keys.witness1_vkey, keys.witness2_vkey]) {
      const verifier = parseCosignatureVerifierKey(vkey);
      const times = cosigned.signatures.map((line) => verifyCosignature(cosigned.text, verifier, line));
      expect(times.filter((time) => time !== undefined)).to.deep.equal([keys.timestamp]);
    }
  });

  it('stand in one note with the signature of the log', () => {
    const verifiers = [
      parseVerifierKey(keys.log_vkey),
      parseCosignatureVerifierKey(keys.witness1_vkey),
      parseCosignatureVerifierKey(keys.witness2_vkey),
    ];
    const opened = openNote(vectorText('computed/checkpoint-cosigned.txt'), verifiers);
    expect(opened.verified).to.have.length(3);
    expect(opened.unverified).to.have.length(0);
  });

  it('of Ed25519 are made to the byte of the vector', () => {
    const cosigner = parseCosignerKey(signerKey(keys.witness1_vkey, 4, keys.witness1_seed_hex));
    expect(cosigner.verifierKey).to.equal(keys.witness1_vkey);
    expect(cosign(cosigned.text, cosigner, keys.timestamp)).to.equal(formatSignature(ed25519Line!));
  });

  it('of ML-DSA-44 are made with the key of the vector, and take a line of 3,269 bytes', () => {
    const cosigner = parseCosignerKey(signerKey(keys.witness2_vkey, 6, keys.witness2_mldsa44_seed_hex));
    expect(cosigner.verifierKey).to.equal(keys.witness2_vkey);
    const line = cosign(cosigned.text, cosigner, keys.timestamp);
    expect(Buffer.byteLength(line)).to.equal('\u2014 witness2.example/dpa '.length + 2 + 3_244 + 1);
    const verifier = parseCosignatureVerifierKey(keys.witness2_vkey);
    expect(verifyCosignature(cosigned.text, verifier, lineOf(line))).to.equal(keys.timestamp);
  });

  it('of Sunlight hold: a witness and a mirror', () => {
    const published = vectorJson('cosigned/keys.json') as { witness_vkey: string; mirror_vkey: string };
    for (const [file, vkey] of [
      ['cosigned/witness-checkpoint.txt', published.witness_vkey],
      ['cosigned/mirror-checkpoint.txt', published.mirror_vkey],
    ] as const) {
      const verifier = parseCosignatureVerifierKey(vkey);
      const { verified } = openNote(vectorText(file), [verifier]);
      expect(verified.map(({ name }) => name)).to.deep.equal([verifier.name]);
      // 0x69546780 seconds: 2025-12-31T00:00:00Z.
      expect(verifyCosignature(parseNote(vectorText(file)).text, verifier, verified[0]!)).to.equal(1_767_139_200);
    }
  });

  it('have the key ids of the vectors', () => {
    const { name, ed25519_public_hex, key_ids } = vectorJson('computed/key-ids.json') as {
      name: string;
      ed25519_public_hex: string;
      key_ids: Record<string, string>;
    };
    const key = Buffer.concat([Buffer.of(4), hex(ed25519_public_hex)]).toString('base64');
    expect(parseCosignatureVerifierKey(`${name}+${key_ids['0x04']!}+${key}`).keyId).to.equal(
      Number.parseInt(key_ids['0x04']!, 16),
    );
    expect(() => parseCosignatureVerifierKey(`${name}+${key_ids['0x01']!}+${key}`)).to.throw(TypeError);
  });

  it('are not signatures of a log, nor the other way round', () => {
    expect(() => parseVerifierKey(keys.witness1_vkey)).to.throw(TypeError);
    expect(() => parseVerifierKey(keys.witness2_vkey)).to.throw(TypeError);
    expect(() => parseCosignatureVerifierKey(keys.log_vkey)).to.throw(TypeError);
    const log = generateKeyPair('log.example');
    expect(() => parseCosignerKey(log.signerKey)).to.throw(TypeError);
    expect(() => parseSignerKey(generateCosignerKey('w.example', 'ed25519').signerKey)).to.throw(TypeError);
  });

  for (const algorithm of ALGORITHMS) {
    describe(`of ${algorithm}`, () => {
      const pair = generateCosignerKey('witness.example/w1', algorithm);
      const cosigner = parseCosignerKey(pair.signerKey);
      const verifier = parseCosignatureVerifierKey(pair.verifierKey);
      const text = formatCheckpoint({ origin: 'log.example', size: 7, root: Buffer.alloc(32, 1), extensions: [] });
      const line = lineOf(cosign(text, cosigner, 1_767_225_600));
      const check = (change: Partial<NoteSignature>, of = text): number | undefined =>
        verifyCosignature(of, verifier, { ...line, ...change });

      it('bind origin, size, root and time', () => {
        expect(check({})).to.equal(1_767_225_600);
        expect(check({}, text.replace('log.example', 'log.example2'))).to.be.undefined;
        expect(check({}, text.replace('\n7\n', '\n8\n'))).to.be.undefined;
        expect(check({}, text.replace('AQEB', 'AQEC'))).to.be.undefined;
        const later = Buffer.from(line.signature);
        later[7]! += 1;
        expect(check({ signature: later })).to.be.undefined;
      });

      it('are of one name, key and length', () => {
        expect(check({ name: 'witness.example/w2' })).to.be.undefined;
        expect(check({ keyId: line.keyId ^ 1 })).to.be.undefined;
        expect(check({ signature: line.signature.subarray(0, -1) })).to.be.undefined;
        expect(check({ signature: Buffer.concat([line.signature, Buffer.of(0)]) })).to.be.undefined;
        expect(check({ signature: line.signature.subarray(0, 7) })).to.be.undefined;
        expect(check({ signature: new Uint8Array() })).to.be.undefined;
      });

      it('cover checkpoints only, at whole seconds', () => {
        expect(() => cosign('any text\n', cosigner, 1)).to.throw(NoteError);
        for (const time of [-1, 0.5, Number.NaN, 2 ** 53]) {
          expect(() => cosign(text, cosigner, time)).to.throw(RangeError);
        }
        expect(check({}, 'any text\n')).to.be.undefined;
        const beyond = Buffer.from(line.signature);
        beyond.writeBigUInt64BE(2n ** 53n);
        expect(check({ signature: beyond })).to.be.undefined;
      });

      it('never hold with a bit flipped, and never throw', () => {
        fc.assert(
          fc.property(fc.nat(line.signature.length - 1), fc.integer({ min: 0, max: 7 }), (at, bit) => {
            const damaged = Buffer.from(line.signature);
            damaged[at]! ^= 1 << bit;
            expect(check({ signature: damaged })).to.be.undefined;
          }),
          { numRuns: 50 },
        );
      });

      it('have keys that are refused in any other form, and never quoted', () => {
        // Base64 may hold a plus sign.
        const secret = pair.signerKey.split('+').slice(4).join('+');
        for (const bad of [
          pair.signerKey.replace('PRIVATE', 'private'),
          pair.signerKey.slice(0, -4),
          pair.signerKey.replace('w1', 'w2'),
          pair.verifierKey,
        ]) {
          expect(() => parseCosignerKey(bad))
            .to.throw(TypeError)
            .that.satisfies(({ message }: Error) => !message.includes(secret.slice(4, 20)));
        }
        for (const bad of [pair.verifierKey.slice(0, -4), pair.verifierKey.replace('w1', 'w2'), '']) {
          expect(() => parseCosignatureVerifierKey(bad)).to.throw(TypeError);
        }
      });
    });
  }

  it('differ in what they say of extension lines', () => {
    const text = formatCheckpoint({ origin: 'log.example', size: 7, root: Buffer.alloc(32, 1), extensions: ['one'] });
    for (const [algorithm, time] of [
      ['ed25519', undefined],
      ['ml-dsa-44', 5],
    ] as const) {
      const pair = generateCosignerKey('witness.example', algorithm);
      const line = lineOf(cosign(text, parseCosignerKey(pair.signerKey), 5));
      const verifier = parseCosignatureVerifierKey(pair.verifierKey);
      expect(verifyCosignature(text.replace('one', 'two'), verifier, line), algorithm).to.equal(time);
    }
  });

  it('of ML-DSA-44 say nothing at time zero, nor of an origin longer than its length byte', () => {
    const cosigner = parseCosignerKey(generateCosignerKey('witness.example', 'ml-dsa-44').signerKey);
    const of = (origin: string): string =>
      formatCheckpoint({ origin, size: 7, root: Buffer.alloc(32), extensions: [] });
    expect(() => cosign(of('log.example'), cosigner, 0)).to.throw(RangeError);
    expect(() => cosign(of('x'.repeat(256)), cosigner, 1)).to.throw(RangeError);
    expect(cosign(of('x'.repeat(255)), cosigner, 1)).to.match(/^\u2014 witness\.example /);
  });

  it('sign the messages of the vectors', () => {
    const { witness1_signed_message_b64, witness2_signed_message_hex } = vectorJson(
      'computed/checkpoint-keys.json',
    ) as Record<string, string>;
    const one = parseCosignatureVerifierKey(keys.witness1_vkey);
    const plain = parseVerifierKey(rekey(keys.witness1_vkey));
    // The same Ed25519 key as a plain one verifies the published message: nothing else was signed.
    expect(plain.verify(base64(witness1_signed_message_b64!), ed25519Line!.signature.subarray(8))).to.be.true;
    expect(one.verify(Buffer.from(cosigned.text), ed25519Line!.signature)).to.be.true;
    expect(toHex(mlDsaLine!.signature.subarray(0, 8))).to.equal(
      witness2_signed_message_hex!.slice(2 * (12 + 1 + 20), 2 * (12 + 1 + 20 + 8)),
    );
  });

  it('leave a checkpoint readable for those who know the log alone', () => {
    const { signerKey: skey, verifierKey } = generateKeyPair('log.example');
    const text = formatCheckpoint({ origin: 'log.example', size: 7, root: Buffer.alloc(32, 1), extensions: [] });
    const witnesses = Array.from({ length: 16 }, (_, i) =>
      parseCosignerKey(generateCosignerKey(`witness.example/${i}`, 'ml-dsa-44').signerKey),
    );
    const note = signNote(text, [parseSignerKey(skey)]) + witnesses.map((one) => cosign(text, one, 1)).join('');
    expect(Buffer.byteLength(note)).to.be.above(51_000);
    expect(openCheckpoint(note, parseVerifierKey(verifierKey)).size).to.equal(7);
    const all = witnesses.map((one) => parseCosignatureVerifierKey(one.verifierKey));
    expect(openNote(note, all).verified).to.have.length(16);
  });
});

/** A cosignature key as a plain Ed25519 one; Go's rule for the key id, computed here on its own. */
function rekey(vkey: string): string {
  const [name] = vkey.split('+');
  const key = base64(vkey.split('+').slice(2).join('+')).subarray(1);
  const typed = Buffer.concat([Buffer.of(1), key]);
  const id = createHash('sha256').update(`${name!}\n`).update(typed).digest('hex').slice(0, 8);
  return `${name!}+${id}+${typed.toString('base64')}`;
}
