import { expect } from 'chai';
import fc from 'fast-check';
import {
  codeFace,
  cosineOf,
  productOf,
  readFaceVector,
  type VectorFault,
} from '../../../src/matching/faces/face-vector.js';
import { codedOf, components, padded, vectorOf } from './faces.js';

const faultOf = (given: readonly number[], dimensions = 64): VectorFault | undefined => {
  const reading = readFaceVector(given, dimensions);
  return 'fault' in reading ? reading.fault : undefined;
};

describe('face vectors', () => {
  it('are read as directions of length 1', () => {
    const { unit } = vectorOf(padded(64, 3, -4));
    expect([...unit.subarray(0, 3)]).to.deep.equal([Math.fround(0.6), Math.fround(-0.8), 0]);
  });

  it('are refused with the rule that they break and where', () => {
    expect(faultOf(padded(63, 1))).to.deep.equal({ code: 'DIMENSIONS', given: 63 });
    expect(faultOf(padded(65, 1))).to.deep.equal({ code: 'DIMENSIONS', given: 65 });
    for (const bad of [NaN, Infinity, -Infinity]) {
      expect(faultOf(padded(64, 1, bad))).to.deep.equal({ code: 'NOT_FINITE', at: 1 });
    }
    expect(faultOf(padded(64, 0, 0, -1_000_001))).to.deep.equal({ code: 'TOO_LARGE', at: 2 });
    expect(faultOf(padded(64, -1_000_000))).to.equal(undefined);
    expect(faultOf(padded(64))).to.deep.equal({ code: 'NO_DIRECTION' });
    expect(faultOf(padded(64, 1e-7))).to.deep.equal({ code: 'NO_DIRECTION' });
  });

  it('become bytes by their largest component, rounded to the nearest', () => {
    // 127 × 0.6 ÷ 0.8 = 95.25
    expect([...codedOf(padded(64, 3, -4)).codes.subarray(0, 3)]).to.deep.equal([95, -127, 0]);
    // 254 becomes 127, and the others half as much.
    expect([...codedOf(padded(64, 254, 1.02, -1.02, 0.98, 3.1)).codes.subarray(0, 5)]).to.deep.equal([
      127, 1, -1, 0, 2,
    ]);
    expect(codedOf(padded(64, 5)).inverseNorm).to.equal(1 / 127);
  });

  it('are compared by the cosine of their angle', () => {
    const [right, up] = [vectorOf(padded(64, 7)), vectorOf(padded(64, 0, 2))];
    expect(cosineOf(right, right)).to.equal(1);
    expect(cosineOf(right, up)).to.equal(0);
    expect(cosineOf(right, vectorOf(padded(64, -1)))).to.equal(-1);
    expect(cosineOf(right, vectorOf(padded(64, 1, 1)))).to.be.closeTo(Math.SQRT1_2, 1e-7);
  });

  it('as bytes have nearly the cosine of the directions, never further than rounding allows', () => {
    const pair = fc.integer({ min: 64, max: 200 }).chain((length) => fc.tuple(components(length), components(length)));
    fc.assert(
      fc.property(pair, ([a, b]) => {
        fc.pre(!('fault' in readFaceVector(a, a.length)) && !('fault' in readFaceVector(b, b.length)));
        const [one, other] = [vectorOf(a), vectorOf(b)];
        const [x, y] = [codeFace(one), codeFace(other)];
        const byBytes = productOf(x.codes, y.codes) * x.inverseNorm * y.inverseNorm;
        // Each code is at most half a step off, in each of n places; a unit vector's largest component is at most 1.
        const most = (2 * Math.sqrt(a.length)) / 254;
        expect(Math.abs(byBytes - cosineOf(one, other))).to.be.at.most(2 * most);
        expect(Math.max(...x.codes.map(Math.abs))).to.equal(127);
      }),
    );
  });
});
