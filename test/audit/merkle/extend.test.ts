import { expect } from 'chai';
import { extendInclusion } from '../../../src/audit/merkle/extend.js';
import { naiveConsistency, naiveInclusion, numberedLeaf } from '../naive-tree.js';

describe('extendInclusion', () => {
  const leaves = Array.from({ length: 40 }, (_, i) => numberedLeaf(i));

  it('carries every proof on to every larger tree', () => {
    for (let second = 1; second <= leaves.length; second++) {
      const larger = leaves.slice(0, second);
      for (let first = 1; first <= second; first++) {
        const smaller = leaves.slice(0, first);
        const consistency = naiveConsistency(first, larger);
        for (let index = 0; index < first; index += 1 + (index % 3)) {
          const extended = extendInclusion(index, first, second, naiveInclusion(index, smaller), consistency);
          expect(extended).to.deep.equal(naiveInclusion(index, larger));
        }
      }
    }
  });

  it('refuses proofs of other lengths', () => {
    const inclusion = naiveInclusion(2, leaves.slice(0, 5));
    const consistency = naiveConsistency(5, leaves.slice(0, 9));
    expect(() => extendInclusion(2, 5, 9, inclusion.slice(1), consistency)).to.throw(RangeError);
    expect(() => extendInclusion(2, 5, 9, inclusion, consistency.slice(1))).to.throw(RangeError);
    expect(() => extendInclusion(5, 5, 9, inclusion, consistency)).to.throw(RangeError);
  });
});
