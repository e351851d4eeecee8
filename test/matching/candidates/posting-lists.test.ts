import { expect } from 'chai';
import fc from 'fast-check';
import { PostingLists } from '../../../src/matching/candidates/posting-lists.js';

const read = (lists: PostingLists, list: number): number[] => {
  const start = lists.start(list);
  return [...lists.items.slice(start, start + lists.size(list))].sort((a, b) => a - b);
};

describe('PostingLists', () => {
  it('hold what was added and not removed, whatever else comes and goes', () => {
    const step = fc.record({ list: fc.nat(6), item: fc.nat(40), add: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const lists = new PostingLists();
        const model = new Map<number, number[]>();
        for (const { list, item, add } of steps) {
          const held = model.get(list) ?? [];
          model.set(list, held);
          if (add) {
            lists.add(list, item);
            held.push(item);
          } else {
            const at = held.indexOf(item);
            expect(lists.remove(list, item)).to.equal(at >= 0);
            if (at >= 0) held.splice(at, 1);
          }
        }
        for (const [list, held] of model) expect(read(lists, list)).to.deep.equal(held.sort((a, b) => a - b));
      }),
    );
  });

  it('use what lists leave behind again', () => {
    const lists = new PostingLists();
    for (let item = 0; item < 3_000; item++) lists.add(1, item);
    const { bytes } = lists;
    for (let round = 0; round < 20; round++) {
      for (let item = 0; item < 3_000; item++) lists.remove(round + 1, item);
      for (let item = 0; item < 3_000; item++) lists.add(round + 2, item);
    }
    expect(read(lists, 21)).to.have.lengthOf(3_000);
    expect(lists.bytes).to.be.lessThan(2 * bytes);
  });

  it('are empty before anything was added', () => {
    expect(new PostingLists().size(1_000_000)).to.equal(0);
    expect(new PostingLists().remove(7, 1)).to.equal(false);
  });
});
