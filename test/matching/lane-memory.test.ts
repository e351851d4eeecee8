import { expect } from 'chai';
import { bytesUntil } from '../../src/matching/lane-memory.js';

describe('the bytes of a memory that threads share', () => {
  /** A memory that shows what another thread grew when it is asked to grow, as V8 does. */
  const grownElsewhere = (shown: number, real: number) => {
    const asked: number[] = [];
    let length = shown;
    return {
      asked,
      get buffer() {
        return new SharedArrayBuffer(length);
      },
      grow(pages: number) {
        asked.push(pages);
        length = real;
        return 1;
      },
    };
  };

  it('are those that another thread grew, though V8 has not said so yet', () => {
    const memory = grownElsewhere(8, 16);
    expect(bytesUntil(memory, 9).byteLength).to.equal(16);
    expect(memory.asked).to.deep.equal([0]);
  });

  it('are not asked for again where there are enough', () => {
    const memory = grownElsewhere(8, 16);
    expect(bytesUntil(memory, 8).byteLength).to.equal(8);
    expect(memory.asked).to.deep.equal([]);
  });
});
