import { expect } from 'chai';
import { formatCheckpoint, signCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { cosign, generateCosignerKey, parseCosignerKey } from '../../../src/audit/note/cosignature.js';
import { generateKeyPair, parseSignerKey } from '../../../src/audit/note/key.js';
import { parsePolicy, type Policy } from '../../../src/audit/note/policy.js';
import { NoteError, type NoteFault, parseNote, signNote } from '../../../src/audit/note/signed-note.js';
import { formatTlogProof } from '../../../src/audit/note/tlog-proof.js';
import { verifyTlogProof } from '../../../src/audit/note/verify-proof.js';
import { openWitnessedCheckpoint, satisfies } from '../../../src/audit/note/witnessed.js';
import { naiveInclusion, naiveLeafHash, naiveRoot } from '../naive-tree.js';
import { toHex, vectorJson, vectorText } from '../vectors.js';

function faultOf(action: () => unknown): NoteFault | 'none' {
  try {
    action();
  } catch (error) {
    if (error instanceof NoteError) return error.fault;
    throw error;
  }
  return 'none';
}

describe('witnessed checkpoints', () => {
  const ORIGIN = 'log.example/2026';
  const logKey = generateKeyPair(ORIGIN);
  const log = parseSignerKey(logKey.signerKey);
  const [a, b, c] = (['ed25519', 'ml-dsa-44', 'ed25519'] as const).map((algorithm, i) =>
    parseCosignerKey(generateCosignerKey(`witness.example/${i}`, algorithm).signerKey),
  );
  const lines = [
    `log ${logKey.verifierKey}`,
    `witness a ${a!.verifierKey}`,
    `witness b ${b!.verifierKey}`,
    `witness c ${c!.verifierKey}`,
    'group two 2 a b c',
  ];
  const policyOf = (quorum: string, head = lines): Policy => parsePolicy(`${head.join('\n')}\nquorum ${quorum}\n`);
  const policy = policyOf('two');

  const entries = Array.from({ length: 7 }, (_, i) => Buffer.from(`entry ${i}`));
  const leaves = entries.map(naiveLeafHash);
  const plain = signCheckpoint(7, naiveRoot(leaves), log);
  const { text } = parseNote(plain);
  const by = (...signers: (typeof a)[]): string =>
    plain + signers.map((one, i) => cosign(text, one!, 100 + i)).join('');

  it('are believed from the quorum on', () => {
    expect(satisfies(policy, plain)).to.be.false;
    expect(satisfies(policy, by(a))).to.be.false;
    expect(satisfies(policy, by(a, b))).to.be.true;
    expect(satisfies(policy, by(a, b, c))).to.be.true;
    expect(satisfies(policyOf('none'), plain)).to.be.true;
    expect(satisfies(policyOf('b'), by(a, c))).to.be.false;
    expect(satisfies(policyOf('b'), by(b))).to.be.true;
    expect(faultOf(() => openWitnessedCheckpoint(by(c), policy))).to.equal('no-quorum');
  });

  it('tell who cosigned, and when', () => {
    const { checkpoint, cosignatures, text: signed } = openWitnessedCheckpoint(by(c, b), policy);
    expect(checkpoint).to.include({ origin: ORIGIN, size: 7 });
    expect(signed).to.equal(text);
    expect(cosignatures).to.deep.equal([
      { witness: 'b', time: 101 },
      { witness: 'c', time: 100 },
    ]);
  });

  it('count a witness once, however often it cosigned', () => {
    expect(satisfies(policy, by(a, a))).to.be.false;
    expect(openWitnessedCheckpoint(by(a, b, a), policy).cosignatures).to.deep.equal([
      { witness: 'a', time: 102 },
      { witness: 'b', time: 101 },
    ]);
  });

  it('may carry what strangers signed', () => {
    const stranger = parseCosignerKey(generateCosignerKey('witness.example/0', 'ed25519').signerKey);
    expect(satisfies(policy, by(stranger))).to.be.false;
    expect(satisfies(policy, by(stranger, a, b))).to.be.true;
  });

  it('are refused whole when one known signature fails', () => {
    const other = parseNote(signCheckpoint(8, naiveRoot(leaves), log)).text;
    const wrong = cosign(other, c!, 100);
    expect(faultOf(() => openWitnessedCheckpoint(by(a, b) + wrong, policy))).to.equal('invalid-signature');
    expect(satisfies(policy, by(a, b) + wrong)).to.be.false;
  });

  it('need the log itself, whatever the witnesses say', () => {
    const unsigned = `${text}\n${cosign(text, a!, 1)}${cosign(text, b!, 1)}`;
    expect(faultOf(() => openWitnessedCheckpoint(unsigned, policy))).to.equal('no-verifiable-signature');
    expect(faultOf(() => openWitnessedCheckpoint(by(a, b), policyOf('two', lines.slice(1))))).to.equal(
      'no-verifiable-signature',
    );
  });

  it('are of the log that signed them', () => {
    const second = generateKeyPair('other.example');
    const both = policyOf('none', [...lines, `log ${second.verifierKey}`]);
    const foreign = formatCheckpoint({ origin: 'other.example', size: 7, root: naiveRoot(leaves), extensions: [] });
    expect(faultOf(() => openWitnessedCheckpoint(signNote(foreign, [log]), both))).to.equal('malformed');
    expect(satisfies(both, signNote(foreign, [parseSignerKey(second.signerKey)]))).to.be.true;
    expect(satisfies(both, signNote(foreign, [log, parseSignerKey(second.signerKey)]))).to.be.true;
  });

  describe('under a tlog-proof', () => {
    const fileOf = (index: number, change = {}): string =>
      formatTlogProof({
        extra: undefined,
        index,
        proof: naiveInclusion(index, leaves),
        checkpoint: by(a, b),
        ...change,
      });

    it('hold every entry of the log, and no other', () => {
      entries.forEach((entry, i) => {
        const proven = verifyTlogProof(fileOf(i), entry, policy);
        expect(proven.index).to.equal(i);
        expect(proven.checkpoint.size).to.equal(7);
        expect(faultOf(() => verifyTlogProof(fileOf(i), Buffer.from('entry 7'), policy))).to.equal('not-included');
        expect(faultOf(() => verifyTlogProof(fileOf((i + 1) % 7), entry, policy))).to.equal('not-included');
      });
    });

    it('are refused for what is wrong with them', () => {
      const entry = entries[3]!;
      expect(faultOf(() => verifyTlogProof(fileOf(3, { checkpoint: plain }), entry, policy))).to.equal('no-quorum');
      expect(faultOf(() => verifyTlogProof(fileOf(3, { proof: [] }), entry, policy))).to.equal('not-included');
      expect(faultOf(() => verifyTlogProof(fileOf(3, { index: 7 }), entry, policy))).to.equal('not-included');
      expect(faultOf(() => verifyTlogProof(fileOf(3).replace('@v1', '@v3'), entry, policy))).to.equal('malformed');
      expect(faultOf(() => verifyTlogProof(fileOf(3).replaceAll('\n', '\r\n'), entry, policy))).to.equal('malformed');
    });

    it('are not judged beyond 2^53 - 1 entries, for which nothing is computed', () => {
      const most = 2n ** 63n - 1n;
      const large = signNote(
        formatCheckpoint({ origin: ORIGIN, size: most, root: naiveRoot(leaves), extensions: [] }),
        [log],
      );
      const cosigned = large + [a, b].map((one) => cosign(parseNote(large).text, one!, 100)).join('');
      // Cosignatures of both kinds cover the size: their signatures are good.
      expect(openWitnessedCheckpoint(cosigned, policy).checkpoint.size).to.equal(most);
      const entry = entries[3]!;
      expect(faultOf(() => verifyTlogProof(fileOf(3, { checkpoint: cosigned }), entry, policy))).to.equal(
        'beyond-limit',
      );
      expect(faultOf(() => verifyTlogProof(fileOf(3, { index: most }), entry, policy))).to.equal('not-included');
    });

    it('hold the entry of the computed vector', () => {
      const keys = vectorJson('computed/checkpoint-keys.json') as Record<string, string>;
      const computed = parsePolicy(
        `log ${keys.log_vkey!}\nwitness dpo ${keys.witness1_vkey!}\nwitness dpa ${keys.witness2_vkey!}\n` +
          'group both all dpo dpa\nquorum both\n',
      );
      const proven = verifyTlogProof(vectorText('computed/leaf-12345.tlog-proof'), Buffer.from('leaf 12345'), computed);
      expect(proven.checkpoint).to.include({ origin: keys.origin, size: 70_000 });
      expect(toHex(proven.checkpoint.root)).to.equal(
        'da0532ff7b2ee56f4067110fc964e9f27b5959f9527bfff3fa501aa7584deaf3',
      );
      expect(proven.cosignatures.map(({ witness }) => witness)).to.deep.equal(['dpo', 'dpa']);
    });
  });
});
