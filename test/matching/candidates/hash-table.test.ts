import { expect } from 'chai';
import fc from 'fast-check';
import { HashTable } from '../../../src/matching/candidates/hash-table.js';

describe('HashTable', () => {
  it('finds under a hash everything that was added under it and not removed', () => {
    const entry = fc.record({ hash: fc.nat(60), value: fc.nat(500), remove: fc.boolean() });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 200 }), (entries) => {
        const table = new HashTable(400);
        const left = new Map<number, number[]>();
        for (const { hash, value } of entries) {
          table.add(hash, value);
          left.set(hash, [...(left.get(hash) ?? []), value]);
        }
        const removed = new Set<number>();
        for (const { hash, value } of entries.filter(({ remove }) => remove)) {
          table.remove(hash, value);
          removed.add(value);
        }
        for (const [hash, values] of left) {
          const found: number[] = [];
          found.length = table.collect(hash, found, 0);
          expect(found).to.include.members(values.filter((value) => !removed.has(value)));
        }
      }),
    );
  });

  it('forgets what was removed', () => {
    const table = new HashTable(10);
    table.add(5, 1);
    table.add(5, 2);
    table.remove(5, 1);
    const found: number[] = [];
    found.length = table.collect(5, found, 0);
    expect(found).to.deep.equal([2]);
  });

  it('says when it is full', () => {
    const table = new HashTable(10);
    let entries = 0;
    while (!table.isFull) table.add(entries * 7919, entries++);
    expect(entries).to.be.within(10, 20);
  });
});
