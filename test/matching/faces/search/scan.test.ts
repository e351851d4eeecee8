import { expect } from 'chai';
import fc from 'fast-check';
import { type CodedFace, productOf, readFaceVector } from '../../../../src/matching/faces/face-vector.js';
import { FaceGallery } from '../../../../src/matching/faces/search/gallery.js';
import { chunkAddresses } from '../../../../src/matching/faces/search/layout.js';
import { compileFaceScan, FaceScanner } from '../../../../src/matching/faces/search/scanner.js';
import { bestOf, codedOf, components, type Held, padded } from '../faces.js';

const KERNEL = compileFaceScan();

function search(gallery: FaceGallery, { codes }: CodedFace, most: number, mask = -1, floor = -Infinity): number[] {
  const scanner = new FaceScanner(KERNEL, gallery.memory, 5);
  const job = { question: { codes, most, mask }, stride: gallery.stride, from: 0, to: gallery.chunks, floor };
  return scanner.scan(job).map(({ number }) => number);
}

const face = (dimensions: number): fc.Arbitrary<CodedFace> =>
  components(dimensions)
    .filter((given) => !('fault' in readFaceVector(given, dimensions)))
    .map(codedOf);

describe('scanning faces', () => {
  it('finds exactly the best that a plain look at every face finds, in the same order', () => {
    const world = fc.constantFrom(64, 65, 79, 128, 200, 512, 1_023, 1_024).chain((dimensions) =>
      fc.record({
        dimensions: fc.constant(dimensions),
        asked: face(dimensions),
        held: fc.array(fc.record({ face: face(dimensions), group: fc.nat(31) }), { maxLength: 30 }),
        removed: fc.array(fc.nat(29), { maxLength: 5 }),
        most: fc.integer({ min: 1, max: 12 }),
        groups: fc.uniqueArray(fc.nat(31), { minLength: 1 }),
      }),
    );
    fc.assert(
      fc.property(world, ({ dimensions, asked, held, removed, most, groups }) => {
        const gallery = new FaceGallery(dimensions);
        const plain = new Map<number, Held>();
        for (const { face: one, group } of held) plain.set(gallery.add(one, group), { ...one, group });
        for (const number of removed) if (plain.delete(number)) gallery.remove(number);
        expect(gallery.size).to.equal(plain.size);
        const mask = groups.reduce((bits, group) => bits | (1 << group), 0);
        expect(search(gallery, asked, most)).to.deep.equal(bestOf(plain, asked, most));
        expect(search(gallery, asked, most, mask)).to.deep.equal(bestOf(plain, asked, most, groups));
        for (const [number, { codes, inverseNorm }] of plain) {
          expect(gallery.rankOf(number, asked.codes)).to.equal(productOf(codes, asked.codes) * inverseNorm);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('finds faces at every place of a block, and beyond the first chunk, equal ones by their numbers', () => {
    const gallery = new FaceGallery(64);
    const [wanted, other] = [codedOf(padded(64, 1, 1)), codedOf(padded(64, 1))];
    const places = [0, 1, 1_023, 1_024, 4_095, 4_096, 5_000];
    for (let n = 0; n < 5_001; n++) gallery.add(places.includes(n) ? wanted : other);
    expect(gallery.chunks).to.equal(2);
    expect(search(gallery, wanted, 7)).to.deep.equal(places);
    expect(search(gallery, wanted, 3)).to.deep.equal(places.slice(0, 3));
    expect(search(gallery, other, 2)).to.deep.equal([2, 3]);
  });

  it('lists nothing below the floor, and what is on it', () => {
    const gallery = new FaceGallery(64);
    for (const up of [0, 1, 2]) gallery.add(codedOf(padded(64, 4, up)));
    const asked = codedOf(padded(64, 1));
    expect(search(gallery, asked, 3, -1, gallery.rankOf(1, asked.codes))).to.deep.equal([0, 1]);
  });

  it('finds nothing that was taken out, wipes it, and gives its place to another', () => {
    const gallery = new FaceGallery(64);
    const [first, second] = [codedOf(padded(64, 1)), codedOf(padded(64, 1, 1))];
    for (const one of [first, second]) gallery.add(one);
    const row = new Int8Array(gallery.memory.buffer, chunkAddresses(0, 64).vectors, 64);
    expect([...row]).to.deep.equal([...first.codes]);
    gallery.remove(0);
    expect([...row]).to.deep.equal(padded(64));
    expect(gallery.size).to.equal(1);
    for (const number of [0, 2, -1, 0.5]) {
      expect(() => gallery.remove(number)).to.throw(RangeError);
      expect(() => gallery.replace(number, first)).to.throw(RangeError);
    }
    expect(search(gallery, first, 9)).to.deep.equal([1]);
    expect(gallery.add(first)).to.equal(0);
    expect(search(gallery, first, 9)).to.deep.equal([0, 1]);
    expect(gallery.replace(1, second)).to.equal(2);
    expect(search(gallery, second, 9)).to.deep.equal([2, 0]);
  });

  it('refuses faces of other components and groups that there are not', () => {
    for (const dimensions of [63, 1_025, 64.5]) expect(() => new FaceGallery(dimensions)).to.throw(RangeError);
    const gallery = new FaceGallery(65);
    expect(() => gallery.add(codedOf(padded(64, 1)))).to.throw(RangeError);
    for (const group of [-1, 32, 0.5]) expect(() => gallery.add(codedOf(padded(65, 1)), group)).to.throw(RangeError);
    expect(gallery.size).to.equal(0);
  });
});
