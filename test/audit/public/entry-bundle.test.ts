import { expect } from 'chai';
import fc from 'fast-check';
import { cutBundle, splitBundle } from '../../../src/audit/public/entry-bundle.js';
import { vectorBytes } from '../vectors.js';

describe('entry bundles', () => {
  it('read those of a Tessera log', () => {
    const entries = splitBundle(vectorBytes('tessera-log/tile/entries/000.p/3'));
    expect(entries?.map((entry) => Buffer.from(entry).toString())).to.deep.equal(['one', 'two', 'three']);
  });

  it('are cut to the partial ones that the log once showed', () => {
    const longest = vectorBytes('tessera-log/tile/entries/000.p/15');
    for (let width = 1; width <= 15; width++) {
      expect(cutBundle(longest, width)).to.deep.equal(vectorBytes(`tessera-log/tile/entries/000.p/${width}`));
    }
    expect(cutBundle(longest, 16)).to.equal(undefined);
  });

  it('hold empty and longest entries', () => {
    const longest = Buffer.alloc(65_535, 7);
    const bundle = Buffer.concat([Buffer.of(0, 0), Buffer.of(255, 255), longest]);
    expect(splitBundle(bundle)?.map(({ length }) => length)).to.deep.equal([0, 65_535]);
  });

  it('are refused wherever they are cut off inside an entry', () => {
    const whole = vectorBytes('tessera-log/tile/entries/000.p/3');
    // "one" ends at 5, "two" at 10.
    for (let end = 0; end < whole.length; end++) {
      const entries = splitBundle(whole.subarray(0, end));
      if (end === 0 || end === 5 || end === 10) expect(entries).to.have.length(end / 5);
      else expect(entries, String(end)).to.equal(undefined);
    }
  });

  it('never throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void splitBundle(bytes)));
  });
});
