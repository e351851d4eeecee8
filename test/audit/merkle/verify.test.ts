import { expect } from 'chai';
import fc from 'fast-check';
import { parseTreeSize, verifyConsistency, verifyInclusion } from '../../../src/audit/merkle/verify.js';
import { naiveConsistency, naiveInclusion, naiveRoot, numberedLeaf } from '../naive-tree.js';
import { base64, hex, vectorJson } from '../vectors.js';

interface InclusionCase {
  file: string;
  leafIdx: string;
  treeSize: string;
  root: string;
  leafHash: string;
  proof: string[] | null;
  wantErr: boolean;
}

interface ConsistencyCase {
  file: string;
  size1: string;
  size2: string;
  root1: string;
  root2: string;
  proof: string[] | null;
  wantErr: boolean;
}

interface Ct8 {
  leaf_hashes: string[];
  roots: string[];
  inclusion: { index: number; size: number; proof: string[] }[];
  consistency: { size1: number; size2: number; proof: string[] }[];
}

interface NumberedTree {
  roots: Record<string, string>;
  inclusion: { index: number; size: number; proof: string[] }[];
  consistency: { size1: number; size2: number; proof: string[] }[];
}

/** Root of the tree over numbered leaves, for sizes without a published one. */
function rootOf(size: number): Buffer {
  return naiveRoot(Array.from({ length: size }, (_, i) => numberedLeaf(i)));
}

describe('verification of proofs', () => {
  describe('inclusion, cases of transparency-dev/merkle', () => {
    const cases = vectorJson('merkle/inclusion.json') as InclusionCase[];
    it('are 98', () => expect(cases).to.have.length(98));
    for (const { file, leafIdx, treeSize, root, leafHash, proof, wantErr } of cases) {
      it(`${wantErr ? 'refuses' : 'accepts'} ${file}`, () => {
        const index = parseTreeSize(leafIdx);
        const size = parseTreeSize(treeSize);
        const accepted =
          index !== undefined &&
          size !== undefined &&
          verifyInclusion(index, size, base64(leafHash), (proof ?? []).map(base64), base64(root));
        expect(accepted).to.equal(!wantErr);
      });
    }
  });

  describe('consistency, cases of transparency-dev/merkle', () => {
    const cases = vectorJson('merkle/consistency.json') as ConsistencyCase[];
    it('are 98', () => expect(cases).to.have.length(98));
    for (const { file, size1, size2, root1, root2, proof, wantErr } of cases) {
      it(`${wantErr ? 'refuses' : 'accepts'} ${file}`, () => {
        const first = parseTreeSize(size1);
        const second = parseTreeSize(size2);
        const accepted =
          first !== undefined &&
          second !== undefined &&
          verifyConsistency(first, second, base64(root1), base64(root2), (proof ?? []).map(base64));
        expect(accepted).to.equal(!wantErr);
      });
    }
  });

  it('accepts the proofs over the eight leaves of Certificate Transparency', () => {
    const { leaf_hashes, roots, inclusion, consistency } = vectorJson('computed/rfc6962-ct8.json') as Ct8;
    for (const { index, size, proof } of inclusion) {
      expect(verifyInclusion(index, size, hex(leaf_hashes[index]!), proof.map(hex), hex(roots[size]!))).to.be.true;
    }
    for (const { size1, size2, proof } of consistency) {
      expect(verifyConsistency(size1, size2, hex(roots[size1]!), hex(roots[size2]!), proof.map(hex))).to.be.true;
    }
  });

  it('accepts the proofs over numbered leaves, up to 100,000', () => {
    const { roots, inclusion, consistency } = vectorJson('computed/leaf-i-tree.json') as NumberedTree;
    for (const { index, size, proof } of inclusion) {
      const root = hex(roots[size]!);
      expect(verifyInclusion(index, size, numberedLeaf(index), proof.map(base64), root)).to.be.true;
    }
    for (const { size1, size2, proof } of consistency) {
      const first = roots[size1] === undefined ? rootOf(size1) : hex(roots[size1]);
      const second = roots[size2] === undefined ? rootOf(size2) : hex(roots[size2]);
      expect(verifyConsistency(size1, size2, first, second, proof.map(base64))).to.be.true;
    }
  });

  it('accepts what the definition in RFC 6962 gives, and nothing with one bit changed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 130 }).chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1), fc.nat())),
        ([size, index, flip]) => {
          const leaves = Array.from({ length: size }, (_, i) => numberedLeaf(i));
          const root = naiveRoot(leaves);
          const proof = naiveInclusion(index, leaves);
          expect(verifyInclusion(index, size, leaves[index]!, proof, root)).to.be.true;
          const firstRoot = naiveRoot(leaves.slice(0, index + 1));
          const consistency = naiveConsistency(index + 1, leaves);
          expect(verifyConsistency(index + 1, size, firstRoot, root, consistency)).to.be.true;

          const damaged = [leaves[index]!, root, ...proof].map((hash) => Buffer.from(hash));
          const hash = damaged[flip % damaged.length]!;
          hash[flip % 32]! ^= 1 << (flip % 8);
          const [leaf, badRoot, ...badProof] = damaged;
          expect(verifyInclusion(index, size, leaf!, badProof, badRoot!)).to.be.false;
          expect(verifyInclusion(index, size, leaves[index]!, [...proof, root], root)).to.be.false;
        },
      ),
      { numRuns: 200 },
    );
  });

  it('refuses hashes that are not 32 bytes long', () => {
    const leaf = numberedLeaf(0);
    expect(verifyInclusion(0, 1, leaf, [], leaf)).to.be.true;
    expect(verifyInclusion(0, 1, leaf.subarray(1), [], leaf.subarray(1))).to.be.false;
    const [a, b] = [numberedLeaf(0), numberedLeaf(1)];
    const root = naiveRoot([a, b]);
    expect(verifyConsistency(1, 2, a, root, [b])).to.be.true;
    expect(verifyConsistency(1, 2, a, root, [b.subarray(1)])).to.be.false;
    expect(verifyConsistency(1, 2, a.subarray(1), root, [b])).to.be.false;
  });

  it('reads sizes as text, exactly', () => {
    expect(parseTreeSize('0')).to.equal(0);
    expect(parseTreeSize('9007199254740991')).to.equal(9007199254740991);
    expect(parseTreeSize('9007199254740992')).to.equal(9007199254740992n);
    expect(parseTreeSize('9223372036854775807')).to.equal(9223372036854775807n);
    for (const bad of [
      ...['9223372036854775808', '9999999999999999999', '18446744073709551615', '10000000000000000000'],
      ...['00', '01', '09223372036854775807', '-0', '-1', '+1', '1.0', '1e3', '0x1', '1_0', ' 1', '1\n', ''],
    ]) {
      expect(parseTreeSize(bad), JSON.stringify(bad)).to.equal(undefined);
    }
  });

  it('computes nothing for trees beyond 2^53 - 1, and says so', () => {
    const most = 2n ** 63n - 1n;
    const [a, b] = [numberedLeaf(0), numberedLeaf(1)];
    const beyond = '9223372036854775807 entries: beyond what can be computed here, 2^53 - 1';
    expect(() => verifyInclusion(0, most, a, [b], b)).to.throw(RangeError, beyond);
    expect(() => verifyInclusion(most - 1n, most, a, [b], b)).to.throw(RangeError, beyond);
    expect(() => verifyConsistency(1, most, a, b, [b])).to.throw(RangeError, beyond);
    expect(() => verifyConsistency(most - 1n, most, a, b, [b])).to.throw(RangeError, beyond);
    // What needs no computing is decided.
    expect(verifyInclusion(most, most, a, [], a)).to.be.false;
    expect(verifyInclusion(most, 1, a, [], a)).to.be.false;
    expect(verifyConsistency(most, most, a, a, [])).to.be.true;
    expect(verifyConsistency(most, most, a, b, [])).to.be.false;
    expect(verifyConsistency(most, 7, a, b, [])).to.be.false;
    expect(verifyConsistency(0, most, a, b, [])).to.be.false;
    // Nobody reads such sizes from a text.
    for (const size of [0n, 7n, -1n, 2n ** 53n - 1n, 2n ** 63n, 2 ** 53, -1, 0.5, Number.NaN]) {
      expect(verifyInclusion(0, size, a, [], a), String(size)).to.be.false;
      expect(verifyConsistency(size, size, a, a, []), String(size)).to.be.false;
    }
  });
});
