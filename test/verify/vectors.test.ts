import { expect } from 'chai';
import fc from 'fast-check';
import * as verifierOfNode from '../../src/verify/index.js';
import { vectorBytes, vectorJson, vectorText } from '../audit/vectors.js';
import { buildBundle, loadBundle, type Verifier } from './browser-bundle.js';

interface ProofCase {
  file: string;
  leafIdx: string;
  treeSize: string;
  size1: string;
  size2: string;
  root: string;
  root1: string;
  root2: string;
  leafHash: string;
  proof: string[] | null;
  wantErr: boolean;
}

const plainBytes = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);
const fromHex = (text: string): Uint8Array => plainBytes(Buffer.from(text, 'hex'));
const fromBase64 = (text: string): Uint8Array => plainBytes(Buffer.from(text, 'base64'));
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const textBytes = (text: string): Uint8Array => plainBytes(Buffer.from(text));

describe('ostiary/verify', () => {
  const bundle = buildBundle();

  it('has no trace of Node in its bundle for browsers', () => {
    expect(bundle).not.to.match(/\bBuffer\b|\bprocess\.|\brequire\(|node:|from ?"[^"]/);
    expect(Object.keys(loadBundle(bundle)).sort()).to.deep.equal(Object.keys(verifierOfNode).sort());
  });

  for (const [runtime, load] of [
    ['Node', () => verifierOfNode],
    ['browsers', () => loadBundle(bundle)],
  ] as const) {
    describe(`in ${runtime}`, () => {
      let verifier: Verifier;
      before(() => {
        verifier = load();
      });

      function faultOf(action: () => unknown): string {
        try {
          action();
        } catch (error) {
          if (error instanceof verifier.NoteError) return error.fault;
          throw error;
        }
        return 'ok';
      }

      it('decides all 98 published inclusion proofs', () => {
        const cases = vectorJson('merkle/inclusion.json') as ProofCase[];
        expect(cases).to.have.length(98);
        for (const { file, leafIdx, treeSize, leafHash, root, proof, wantErr } of cases) {
          const index = verifier.parseTreeSize(leafIdx);
          const size = verifier.parseTreeSize(treeSize);
          const holds =
            index !== undefined &&
            size !== undefined &&
            verifier.verifyInclusion(
              index,
              size,
              fromBase64(leafHash),
              (proof ?? []).map(fromBase64),
              fromBase64(root),
            );
          expect(holds, file).to.equal(!wantErr);
        }
      });

      it('decides all 98 published consistency proofs', () => {
        const cases = vectorJson('merkle/consistency.json') as ProofCase[];
        expect(cases).to.have.length(98);
        for (const { file, size1, size2, root1, root2, proof, wantErr } of cases) {
          const first = verifier.parseTreeSize(size1);
          const second = verifier.parseTreeSize(size2);
          const holds =
            first !== undefined &&
            second !== undefined &&
            verifier.verifyConsistency(
              first,
              second,
              fromBase64(root1),
              fromBase64(root2),
              (proof ?? []).map(fromBase64),
            );
          expect(holds, file).to.equal(!wantErr);
        }
      });

      it('decides the notes of Go', () => {
        const { cases } = vectorJson('notes/go-sumdb-note.json') as {
          cases: { name: string; vkeys: string[]; note_b64: string; expect: string }[];
        };
        for (const { name, vkeys, note_b64, expect: wanted } of cases) {
          const verifiers = vkeys.map(verifier.parseVerifierKey);
          expect(
            faultOf(() => verifier.openNote(fromBase64(note_b64), verifiers)),
            name,
          ).to.equal(wanted);
        }
      });

      it('opens the example of C2SP, the checkpoint of Go and those of Tessera with its tiles', () => {
        for (const name of ['c2sp-signed-note-example', 'go-sumdb-checkpoint']) {
          const key = verifier.parseAnyVerifierKey(vectorText(`notes/${name}.vkey`).trim());
          expect(verifier.openNote(vectorText(`notes/${name}.txt`), [key]).verified).to.have.length(1);
        }
        const key = verifier.parseVerifierKey(vectorText('tessera-log/vkey').trim());
        const tile = plainBytes(vectorBytes('tessera-log/tile/0/000.p/15'));
        const leaves = Array.from({ length: 15 }, (_, i) => tile.subarray(32 * i, 32 * (i + 1)));
        for (let size = 0; size <= 15; size++) {
          const { root } = verifier.openCheckpoint(vectorText(`tessera-log/checkpoint.${size}`), key);
          const extension = verifier.extendFrontier(verifier.EMPTY_FRONTIER, leaves.slice(0, size));
          expect(hexOf(extension.root)).to.equal(hexOf(root));
        }
      });

      it('believes the computed proof under its policy, and the cosignatures of Sunlight', () => {
        const keys = vectorJson('computed/checkpoint-keys.json') as Record<string, string>;
        const policy = verifier.parsePolicy(
          `log ${keys.log_vkey!}\nwitness dpo ${keys.witness1_vkey!}\nwitness dpa ${keys.witness2_vkey!}\n` +
            'group both all dpo dpa\nquorum both\n',
        );
        const proof = vectorText('computed/leaf-12345.tlog-proof');
        const proven = verifier.verifyTlogProof(proof, textBytes('leaf 12345'), policy);
        expect(proven.index).to.equal(12_345);
        expect(Array.from(proven.cosignatures, ({ witness }) => witness)).to.deep.equal(['dpo', 'dpa']);
        expect(faultOf(() => verifier.verifyTlogProof(proof, textBytes('leaf 12346'), policy))).to.equal(
          'not-included',
        );
        const published = vectorJson('cosigned/keys.json') as { witness_vkey: string; mirror_vkey: string };
        for (const [file, vkey] of [
          ['witness', published.witness_vkey],
          ['mirror', published.mirror_vkey],
        ] as const) {
          const key = verifier.parseCosignatureVerifierKey(vkey);
          const { verified } = verifier.openNote(vectorText(`cosigned/${file}-checkpoint.txt`), [key]);
          expect(verified).to.have.length(1);
        }
      });

      it('opens one section of an entry and leaves the others covered', () => {
        const { outcome } = vectorJson('computed/audit-leaf-v1.json') as {
          outcome: { leaf_json: string; sections: { result: { salt_hex: string; plaintext: string } } };
        };
        const leaf = verifier.parseLeaf(textBytes(outcome.leaf_json))!;
        const { salt_hex, plaintext } = outcome.sections.result;
        const opening = { salt: fromHex(salt_hex), plaintext: textBytes(plaintext) };
        expect(verifier.opensSection(leaf.commitments, 'result', opening)).to.be.true;
        expect(verifier.opensSection(leaf.commitments, 'who', opening)).to.be.false;
        for (const wrong of [
          { ...opening, plaintext: textBytes(`${plaintext} `) },
          { ...opening, salt: opening.salt.subarray(1) },
          { ...opening, plaintext: new Uint8Array(65_536) },
        ]) {
          expect(verifier.opensSection(leaf.commitments, 'result', wrong)).to.be.false;
        }
      });

      it('signs and cosigns what it believes itself', () => {
        const log = verifier.generateKeyPair('log.example');
        const root = new Uint8Array(32).fill(7);
        const text = verifier.formatCheckpoint({ origin: 'log.example', size: 3, root, extensions: [] });
        const witnesses = (['ed25519', 'ml-dsa-44'] as const).map((algorithm) =>
          verifier.generateCosignerKey('witness.example', algorithm),
        );
        const note =
          verifier.signNote(text, [verifier.parseSignerKey(log.signerKey)]) +
          witnesses.map(({ signerKey }) => verifier.cosign(text, verifier.parseCosignerKey(signerKey), 9)).join('');
        const policy = verifier.parsePolicy(
          `log ${log.verifierKey}\n${witnesses.map((one, i) => `witness w${i} ${one.verifierKey}\n`).join('')}` +
            'group all all w0 w1\nquorum all\n',
        );
        expect(verifier.satisfies(policy, note)).to.be.true;
        expect(verifier.satisfies(policy, note.replace('\n3\n', '\n4\n'))).to.be.false;
      });

      it('reads checkpoints of every size up to 2^63 - 1, and computes up to 2^53 - 1', () => {
        const log = verifier.generateKeyPair('log.example');
        const [signer, key] = [verifier.parseSignerKey(log.signerKey), verifier.parseVerifierKey(log.verifierKey)];
        const root = new Uint8Array(32).fill(7);
        const noteOf = (size: string): string =>
          verifier.signNote(`log.example\n${size}\n${verifier.encodeBase64(root)}\n`, [signer]);
        const open = (size: string): ReturnType<Verifier['openCheckpoint']> =>
          verifier.openCheckpoint(noteOf(size), key);
        const most = 2n ** 63n - 1n;
        fc.assert(
          fc.property(fc.oneof(fc.bigInt(0n, most), fc.bigInt(2n ** 53n - 9n, 2n ** 53n + 9n)), (size) => {
            const checkpoint = verifier.parseCheckpoint(verifier.parseNote(noteOf(String(size))).text);
            expect(checkpoint.size).to.equal(size < 2n ** 53n ? Number(size) : size);
            expect(verifier.formatCheckpoint(checkpoint).split('\n')[1]).to.equal(String(size));
            expect(faultOf(() => open(`0${size}`))).to.equal('malformed');
            expect(faultOf(() => open(`-${size}`))).to.equal('malformed');
          }),
          { examples: [[0n], [2n ** 53n - 1n], [2n ** 53n], [most]] },
        );
        fc.assert(
          fc.property(fc.bigInt(most + 1n, 2n ** 70n), (size) => {
            expect(faultOf(() => open(String(size)))).to.equal('malformed');
          }),
          { examples: [[most + 1n], [2n ** 64n - 1n]] },
        );
        expect(open('9223372036854775807').size).to.equal(most);
        const altered = noteOf('9223372036854775807').replace('5807\n', '5806\n');
        expect(faultOf(() => verifier.openCheckpoint(altered, key))).to.equal('invalid-signature');
        expect(verifier.computable(open('9007199254740991')).size).to.equal(9007199254740991);
        expect(faultOf(() => verifier.computable(open('9007199254740992')))).to.equal('beyond-limit');
      });

      it('refuses base64 that is not the one spelling of its value', () => {
        for (const bad of ['AA', 'AA=', 'AB==', 'AA==\n', ' AA==', 'A-==', '=', 'AAAA=', '\u0100AAA']) {
          expect(verifier.decodeBase64(bad), JSON.stringify(bad)).to.be.undefined;
        }
        expect(hexOf(verifier.decodeBase64('AP8Q')!)).to.equal('00ff10');
        expect(verifier.decodeBase64('')).to.have.length(0);
        expect(verifier.encodeBase64(Uint8Array.of(0, 255, 16))).to.equal('AP8Q');
      });

      it('never throws for a signature of another length', () => {
        const { verifierKey } = verifier.generateKeyPair('log.example');
        const key = verifier.parseVerifierKey(verifierKey);
        for (const length of [0, 1, 63, 64, 65]) {
          expect(key.verify(textBytes('text\n'), new Uint8Array(length))).to.be.false;
        }
      });
    });
  }
});
