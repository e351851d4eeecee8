import { expect } from 'chai';
import fc from 'fast-check';
import {
  EMPTY_FRONTIER,
  extendFrontier,
  frontierRoot,
  packFrontier,
  unpackFrontier,
} from '../../../src/audit/merkle/frontier.js';
import { EMPTY_ROOT, leafHash, nodeHash } from '../../../src/audit/merkle/hash.js';
import { verifyInclusion } from '../../../src/audit/merkle/verify.js';
import { naiveInclusion, naiveRoot, numberedLeaf } from '../naive-tree.js';
import { hex, toHex, vectorJson } from '../vectors.js';

interface Ct8 {
  empty_root: string;
  leaf_hash_of_empty_string: string;
  leaf_hash_of_L123456: string;
  leaves_hex: string[];
  leaf_hashes: string[];
  roots: string[];
}

describe('frontier', () => {
  const ct8 = vectorJson('computed/rfc6962-ct8.json') as Ct8;

  it('hashes as RFC 6962 does', () => {
    expect(toHex(EMPTY_ROOT)).to.equal(ct8.empty_root);
    expect(toHex(leafHash(new Uint8Array()))).to.equal(ct8.leaf_hash_of_empty_string);
    expect(toHex(leafHash(Buffer.from('L123456')))).to.equal(ct8.leaf_hash_of_L123456);
    expect(ct8.leaves_hex.map((leaf) => toHex(leafHash(hex(leaf))))).to.deep.equal(ct8.leaf_hashes);
  });

  it('hashes nodes as the definition does', () => {
    const [left, right] = [numberedLeaf(0), numberedLeaf(1)];
    expect(toHex(nodeHash(left, right))).to.equal(toHex(naiveRoot([left, right])));
  });

  it('has the roots of the eight leaves of Certificate Transparency, whatever the batches', () => {
    for (let size = 0; size <= 8; size++) {
      for (let cut = 0; cut <= size; cut++) {
        const leaves = ct8.leaf_hashes.slice(0, size).map(hex);
        const first = extendFrontier(EMPTY_FRONTIER, leaves.slice(0, cut));
        const { frontier, root } = extendFrontier(first.frontier, leaves.slice(cut));
        expect(toHex(root)).to.equal(ct8.roots[size]);
        expect(toHex(frontierRoot(frontier))).to.equal(ct8.roots[size]);
      }
    }
  });

  it('has the roots of numbered leaves up to 100,000', () => {
    const { roots } = vectorJson('computed/leaf-i-tree.json') as { roots: Record<string, string> };
    let frontier = EMPTY_FRONTIER;
    for (const size of Object.keys(roots)
      .map(Number)
      .sort((a, b) => a - b)) {
      const leaves = Array.from({ length: size - frontier.size }, (_, i) => numberedLeaf(frontier.size + i));
      const extension = extendFrontier(frontier, leaves);
      expect(toHex(extension.root), `size ${size}`).to.equal(roots[size]);
      frontier = extension.frontier;
    }
  });

  it('proves every leaf of a batch as the definition does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 6 }), (batches) => {
        const leaves: Buffer[] = [];
        let frontier = EMPTY_FRONTIER;
        for (const count of batches) {
          const batch = Array.from({ length: count }, (_, i) => numberedLeaf(leaves.length + i));
          const start = leaves.length;
          leaves.push(...batch);
          const extension = extendFrontier(frontier, batch);
          const root = naiveRoot(leaves);
          expect(toHex(extension.root)).to.equal(toHex(root));
          for (let i = 0; i < count; i++) {
            const proof = extension.proofOf(i);
            expect(proof.map(toHex)).to.deep.equal(naiveInclusion(start + i, leaves).map(toHex));
            expect(verifyInclusion(start + i, leaves.length, batch[i]!, proof, root)).to.be.true;
          }
          expect(() => extension.proofOf(count)).to.throw(RangeError);
          ({ frontier } = extension);
        }
        expect(unpackFrontier(frontier.size, packFrontier(frontier)).peaks.map(toHex)).to.deep.equal(
          frontier.peaks.map(toHex),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('refuses peaks that cannot belong to a size', () => {
    expect(() => unpackFrontier(3, new Uint8Array(32))).to.throw(RangeError);
    expect(() => unpackFrontier(1, new Uint8Array(33))).to.throw(RangeError);
    expect(() => unpackFrontier(-1, new Uint8Array())).to.throw(RangeError);
    expect(() => unpackFrontier(2 ** 53, new Uint8Array(32))).to.throw(RangeError);
  });

  it('works beyond 32 bits, and stops at 2^53 - 1', () => {
    const peak = numberedLeaf(0);
    const huge = { size: 2 ** 40, peaks: [peak] };
    const { frontier, root, proofOf } = extendFrontier(huge, [numberedLeaf(1), numberedLeaf(2)]);
    expect(frontier.size).to.equal(2 ** 40 + 2);
    expect(verifyInclusion(2 ** 40 + 1, 2 ** 40 + 2, numberedLeaf(2), proofOf(1), root)).to.be.true;
    const full = { size: Number.MAX_SAFE_INTEGER, peaks: Array.from({ length: 53 }, () => peak) };
    expect(() => extendFrontier(full, [peak])).to.throw(RangeError);
  });
});
