import { expect } from 'chai';
import { setImmediate } from 'node:timers/promises';
import { FaceSearch } from '../../../../src/matching/faces/search/face-search.js';
import { FaceGallery } from '../../../../src/matching/faces/search/gallery.js';
import { Ender } from '../../../../src/shared/ending.js';
import { createRandom } from '../../../../src/world/random.js';
import { bestOf, codedOf, type Held, padded } from '../faces.js';

const DIMENSIONS = 64;
const random = createRandom(7, 'face-search.test');
const drawFace = (dimensions = DIMENSIONS) =>
  codedOf(Array.from({ length: dimensions }, () => random.fraction() - 0.5));

describe('searching faces in threads', () => {
  let gallery: FaceGallery;
  let held: Map<number, Held>;
  let one: FaceSearch;
  let two: FaceSearch;

  const add = (group = 0, face = drawFace()): number => {
    const number = gallery.add(face, group);
    held.set(number, { ...face, group });
    return number;
  };

  before(() => {
    one = new FaceSearch(1);
    two = new FaceSearch(2);
  });

  beforeEach(() => {
    gallery = new FaceGallery(DIMENSIONS);
    held = new Map();
  });

  after(() => Promise.all([one.close(), two.close()]));

  const numbersOf = async (search: FaceSearch, face = drawFace(), most = 10, groups?: readonly number[]) =>
    (await search.search(gallery, face, { most, ...(groups && { groups }) })).map(({ number }) => number);

  it('answers an empty gallery', async () => {
    expect(await numbersOf(two)).to.deep.equal([]);
  });

  it('gives the cosine, which is 1 for the face itself', async () => {
    const face = codedOf(padded(DIMENSIONS, 127, -127));
    for (const other of [face, codedOf(padded(DIMENSIONS, 1, 1)), codedOf(padded(DIMENSIONS, -1, 1))]) add(0, other);
    const found = await two.search(gallery, face, { most: 3 });
    expect(found.map(({ number }) => number)).to.deep.equal([0, 1, 2]);
    for (const [n, cosine] of [1, 0, -1].entries()) expect(found[n]?.cosine).to.be.closeTo(cosine, 1e-12);
  });

  it('gives the same list on one thread and on two, and the one of a plain look at every face', async () => {
    // More than one job: a chunk of 64 components has five pages, a job 102 chunks.
    const some = Array.from({ length: 300 }, () => drawFace());
    for (let n = 0; n < 450_000; n++) gallery.add(some[n % 300]!, n % 3);
    for (let n = 0; n < 450_000; n++) held.set(n, { ...some[n % 300]!, group: n % 3 });
    const face = drawFace();
    const expected = bestOf(held, face, 20);
    expect(await numbersOf(one, face, 20)).to.deep.equal(expected);
    expect(await numbersOf(two, face, 20)).to.deep.equal(expected);
    expect(await numbersOf(two, face, 20, [2])).to.deep.equal(bestOf(held, face, 20, [2]));
  });

  it('answers what the gallery holds at the end while faces come, go and change', async () => {
    for (let n = 0; n < 20_000; n++) add();
    let searching = true;
    let gone = 0;
    const write = async (): Promise<void> => {
      while (searching) {
        for (let n = 0; n < 200; n++) {
          const number = random.below(20_000);
          if (!held.has(number)) add();
          else if (random.chance(0.5)) {
            const face = drawFace();
            held.delete(number);
            held.set(gallery.replace(number, face), { ...face, group: 0 });
            gone += 1;
          } else {
            gallery.remove(number);
            held.delete(number);
            gone += 1;
          }
        }
        await setImmediate();
      }
    };
    const writing = write();
    let shorter = 0;
    for (let n = 0; n < 60; n++) {
      const face = drawFace();
      const before = gone;
      const found = await numbersOf(two, face);
      expect(found).to.deep.equal(bestOf(held, face, found.length), `search ${n}`);
      expect(found.length).to.be.at.least(Math.max(0, 10 - (gone - before)));
      if (found.length < 10) shorter += 1;
    }
    searching = false;
    await writing;
    expect(gone).to.be.greaterThan(1_000);
    expect(shorter).to.be.lessThan(60);
    expect(gallery.size).to.equal(held.size);
    const face = drawFace();
    expect(await numbersOf(two, face)).to.deep.equal(bestOf(held, face, 10));
  });

  it('keeps the place of a face from others until the searches that may look at it have ended', () => {
    const first = add();
    const early = gallery.begin();
    gallery.remove(first);
    const late = gallery.begin();
    expect(gallery.add(drawFace())).to.equal(1);
    gallery.end(early);
    expect(gallery.addedSince(late)).to.deep.equal([1]);
    expect(gallery.add(drawFace())).to.equal(first);
    gallery.end(late);
  });

  it('searches galleries of different components side by side', async () => {
    const wide = new FaceGallery(512);
    const faces = Array.from({ length: 50 }, () => drawFace(512));
    for (const face of faces) wide.add(face);
    for (let n = 0; n < 50; n++) add();
    const [narrow, broad] = await Promise.all([
      two.search(gallery, held.get(17)!, { most: 1 }),
      two.search(wide, faces[31]!, { most: 1 }),
    ]);
    expect([narrow[0]?.number, broad[0]?.number]).to.deep.equal([17, 31]);
  });

  it('refuses what no gallery can answer', async () => {
    const refused = async (search: Promise<unknown>) =>
      expect(await search.catch((e: unknown) => e)).to.be.instanceOf(RangeError);
    await refused(two.search(gallery, drawFace(65), { most: 1 }));
    for (const most of [0, 1_001, 1.5]) await refused(two.search(gallery, drawFace(), { most }));
    await refused(two.search(gallery, drawFace(), { most: 1, groups: [32] }));
  });

  it('lets go of a search that nobody waits for, and serves the next', async () => {
    add();
    const ender = new Ender();
    const abandoned = two.search(gallery, drawFace(), { most: 1 }, ender);
    ender.abort(new Error('gone'));
    expect(await abandoned.catch((error: unknown) => (error as Error).message)).to.equal('gone');
    expect(await numbersOf(two)).to.deep.equal([0]);
  });
});
