import { expect } from 'chai';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { packHashes } from '../../../src/audit/merkle/hash.js';
import { type HashSource, proveConsistency, proveInclusion } from '../../../src/audit/merkle/prove.js';
import { planConsistency, planInclusion } from '../../../src/audit/merkle/subtree.js';
import { fullTiles, tileRoot, TILE_WIDTH } from '../../../src/audit/merkle/tile.js';
import { naiveConsistency, naiveInclusion, numberedLeaf } from '../naive-tree.js';
import { base64, toHex, vectorJson } from '../vectors.js';

/** Levels of tile hashes over leaves, full tiles only above level 0. */
function tileLevels(leaves: readonly Uint8Array[]): (readonly Uint8Array[])[] {
  const levels: (readonly Uint8Array[])[] = [leaves];
  for (let level = leaves; level.length >= TILE_WIDTH;) {
    const roots: Uint8Array[] = [];
    for (let at = 0; at + TILE_WIDTH <= level.length; at += TILE_WIDTH) {
      roots.push(tileRoot(packHashes(level.slice(at, at + TILE_WIDTH))));
    }
    levels.push(roots);
    level = roots;
  }
  return levels;
}

function sourceOf(levels: readonly (readonly Uint8Array[])[]): HashSource {
  return {
    read(level, start, count) {
      expect(Math.floor(start / TILE_WIDTH)).to.equal(Math.floor((start + count - 1) / TILE_WIDTH));
      const hashes = levels[level]?.slice(start, start + count) ?? [];
      expect(hashes).to.have.length(count);
      return Promise.resolve(hashes);
    },
  };
}

describe('tiles', () => {
  const LEAVES = Array.from({ length: 100_000 }, (_, i) => numberedLeaf(i));
  const levels = tileLevels(LEAVES);

  it('have the layout of tlog-tiles', () => {
    const { layout } = vectorJson('computed/tile-layout.json') as {
      layout: { size: string; tiles: { level: number; full: string }[] }[];
    };
    for (const { size, tiles } of layout) {
      for (const { level, full } of tiles) {
        expect(fullTiles(level, Number(size)), `full, level ${level} of ${size}`).to.equal(Number(full));
      }
      expect(fullTiles(tiles.length, Number(size))).to.equal(0);
    }
  });

  it('hold the bytes of the published tiles of size 70,000', () => {
    const { tile_sha256 } = vectorJson('computed/leaf-i-tree.json') as { tile_sha256: Record<string, string> };
    const ofSize = tileLevels(LEAVES.slice(0, 70_000));
    const tiles = Object.entries(tile_sha256).filter(([path]) => !path.startsWith('tile/entries/'));
    expect(tiles).to.have.length.at.least(4);
    for (const [path, digest] of tiles) {
      const [, level = '', n = '', width = '256'] = /^tile\/(\d+)\/(\d+)(?:\.p\/(\d+))?$/.exec(path) ?? [];
      const start = Number(n) * TILE_WIDTH;
      const data = packHashes(ofSize[Number(level)]!.slice(start, start + Number(width)));
      expect(createHash('sha256').update(data).digest('hex'), path).to.equal(digest);
    }
  });

  it('give the published proofs', async () => {
    const { inclusion, consistency } = vectorJson('computed/leaf-i-tree.json') as {
      inclusion: { index: number; size: number; proof: string[] }[];
      consistency: { size1: number; size2: number; proof: string[] }[];
    };
    const source = sourceOf(levels);
    for (const { index, size, proof } of inclusion) {
      const made = await proveInclusion(index, size, source);
      expect(made.map(toHex)).to.deep.equal(proof.map((hash) => toHex(base64(hash))));
    }
    for (const { size1, size2, proof } of consistency) {
      const made = await proveConsistency(size1, size2, source);
      expect(made.map(toHex)).to.deep.equal(proof.map((hash) => toHex(base64(hash))));
    }
  });

  it('give the proofs of the definition', async () => {
    const source = sourceOf(levels);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 700 }).chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1))),
        async ([size, index]) => {
          const leaves = LEAVES.slice(0, size);
          const inclusion = await proveInclusion(index, size, source);
          expect(inclusion.map(toHex)).to.deep.equal(naiveInclusion(index, leaves).map(toHex));
          const consistency = await proveConsistency(index + 1, size, source);
          expect(consistency.map(toHex)).to.deep.equal(naiveConsistency(index + 1, leaves).map(toHex));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('plan proofs up to 2^53 - 1 with subtrees that are in the tree', () => {
    const size = Number.MAX_SAFE_INTEGER;
    for (const plan of [planInclusion(size - 1, size), planInclusion(0, size), planConsistency(2 ** 52 + 1, size)]) {
      for (const { level, index } of plan.flat()) {
        expect(Number.isSafeInteger(index)).to.be.true;
        expect((index + 1) * 2 ** level).to.be.at.most(size);
      }
    }
    expect(planInclusion(2 ** 48 - 2, 2 ** 48 - 1).flat()[0]).to.deep.equal({ level: 1, index: 2 ** 47 - 2 });
  });

  it('refuse what cannot be proved', () => {
    expect(() => planInclusion(1, 1)).to.throw(RangeError);
    expect(() => planInclusion(-1, 1)).to.throw(RangeError);
    expect(() => planConsistency(0, 1)).to.throw(RangeError);
    expect(() => planConsistency(2, 1)).to.throw(RangeError);
    expect(() => tileRoot(new Uint8Array(31 * 32))).to.throw(RangeError);
  });
});
