import { expect } from 'chai';
import fc from 'fast-check';
import { TextStore } from '../../../src/matching/candidates/text-store.js';

describe('TextStore', () => {
  it('gives back what was last set, in any script, while others come and go', () => {
    const step = fc.record({ number: fc.nat(12), text: fc.option(fc.string({ unit: 'grapheme', maxLength: 60 })) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const store = new TextStore();
        const model = new Map<number, string>();
        for (const { number, text } of steps) {
          if (text === null) store.delete(number);
          else store.set(number, text);
          model.set(number, text ?? '');
        }
        for (const [number, text] of model) expect(store.get(number)).to.equal(text);
      }),
    );
  });

  it('takes no more room for texts that are set again and again', () => {
    const store = new TextStore();
    for (let round = 0; round < 10_000; round++) store.set(round % 10, 'x'.repeat(100));
    expect(store.bytes).to.be.lessThan(20_000);
  });

  it('has nothing where nothing was set', () => {
    expect(new TextStore().get(5)).to.equal('');
  });
});
