import { expect } from 'chai';
import fc from 'fast-check';
import { serialAt } from '../../src/world/serial.js';

describe('serialAt', () => {
  it('never repeats before the series is through, and then does', () => {
    // One letter of 21 and two digits: 2,100 numbers.
    const series = Array.from({ length: 2_100 }, (_, place) => serialAt(place, 1, 2));
    expect(new Set(series.map(({ letters, digits }) => letters + digits)).size).to.equal(2_100);
    expect(serialAt(2_100, 1, 2)).to.deep.equal(series[0]);
  });

  it('differs for any two places of ten million persons with four documents each', () => {
    const place = fc.integer({ min: 0, max: 40_000_000 });
    fc.assert(
      fc.property(place, place, (a, b) => {
        fc.pre(a !== b);
        expect(serialAt(a, 2, 7)).to.not.deep.equal(serialAt(b, 2, 7));
      }),
    );
  });

  it('has the letters and digits asked for, and leaves T in front to the test persons', () => {
    for (let place = 0; place < 5_000; place++) {
      const { letters, digits } = serialAt(place, 3, 4);
      expect(letters).to.match(/^[A-HJ-NPRSV-Z][A-HJ-NPRSTV-Z]{2}$/);
      expect(digits).to.match(/^\d{4}$/);
    }
  });
});
