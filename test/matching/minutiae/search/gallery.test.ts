import { expect } from 'chai';
import { enrol } from '../../../../src/matching/minutiae/enrol.js';
import { NotEnrolled } from '../../../../src/matching/minutiae/packed.js';
import { keptOf, chooseBest } from '../../../../src/matching/minutiae/search/choose.js';
import { PrintGallery } from '../../../../src/matching/minutiae/search/gallery.js';
import { BlockStore, CHUNK, GalleryFull } from '../../../../src/matching/minutiae/search/memory.js';
import { enrolled, impression, moved } from '../prints.js';

const print = (finger: number, position = 1) => ({ position, template: enrolled(finger, 0) });

/** Takes as many bytes as the first finger, and shares none of its cylinders' directions. */
const TURNED = { position: 1, template: enrol(moved(impression(1, 0), 1, 0, 0)) };

describe('a gallery of prints', () => {
  it('shows a view what was there when it was opened, and never whom it was told to forget', () => {
    const gallery = new PrintGallery();
    gallery.put('A', [print(1), print(2, 2)]);
    gallery.put('B', [print(3)]);
    const before = gallery.open();
    gallery.put('A', [print(4)]);
    gallery.put('C', [print(5)]);
    gallery.remove('B');
    const after = gallery.open();
    const seen = (view: typeof before) =>
      Array.from({ length: view.length }, (_, n) => view.printAt(n)).flatMap((one) =>
        one === undefined ? [] : [`${one.holding.person.subject}${one.position}`],
      );
    expect(seen(before)).to.deep.equal(['A1', 'A2']);
    expect(seen(after)).to.have.members(['A1', 'C1']);
    expect([gallery.persons, gallery.prints]).to.deep.equal([2, 2]);
    before.close();
    after.close();
    expect(seen(gallery.open())).to.have.members(['A1', 'C1']);
  });

  it('writes over nothing that an open view may read, and then uses it again', () => {
    const gallery = new PrintGallery();
    gallery.put('A', [print(1)]);
    const view = gallery.open();
    const { address, bytes } = view.printAt(0)!;
    const read = () => new Uint8Array(gallery.memory.buffer, address, bytes).slice();
    gallery.remove('A');
    for (let n = 0; n < 20; n++) gallery.put('B', [TURNED]);
    expect(TURNED.template).to.have.lengthOf(bytes);
    expect(read()).to.deep.equal(enrolled(1, 0));
    view.close();
    for (let n = 0; n < 40; n++) gallery.put(`D${n}`, [TURNED]);
    expect(read()).not.to.deep.equal(enrolled(1, 0));
    for (let n = 0; n < 20; n++) gallery.put(`C${n % 4}`, [print(n % 7)]);
    expect(gallery.persons).to.equal(45);
    // 41 persons and 4, and the one that is written before the last is taken away.
    expect(gallery.open().length).to.be.at.most(47);
  });

  it('writes over nothing that a later view may have begun to read', () => {
    const gallery = new PrintGallery();
    gallery.put('A', [print(1)]);
    const first = gallery.open();
    const { address, bytes } = first.printAt(0)!;
    gallery.remove('A');
    // A scan for this one may have read the address from the entry, which is there for the first.
    const second = gallery.open();
    first.close();
    for (let n = 0; n < 20; n++) gallery.put('B', [TURNED]);
    expect(new Uint8Array(gallery.memory.buffer, address, bytes).slice()).to.deep.equal(enrolled(1, 0));
    expect(second.printAt(0)).to.equal(undefined);
    second.close();
  });

  it('is as it was when a print cannot be put in', () => {
    const gallery = new PrintGallery();
    gallery.put('A', [print(1)]);
    expect(() => gallery.put('A', [print(2), { position: 1, template: new Uint8Array(40) }])).to.throw(NotEnrolled);
    expect(() => gallery.put('A', [print(2, 256)])).to.throw(RangeError, 'position');
    expect(() => gallery.put('A', [print(2, 1.5)])).to.throw(RangeError, 'position');
    expect(gallery.open().printAt(0)?.holding.prints).to.have.lengthOf(1);
    expect(gallery.remove('B')).to.equal(false);
    expect(gallery.has('A')).to.equal(true);
  });

  it('says when its memory is full', () => {
    const store = new BlockStore();
    const piece = 2 ** 26;
    let taken = 0;
    expect(() => {
      for (;;) {
        store.take(piece);
        taken += 1;
      }
    }).to.throw(GalleryFull);
    expect(taken).to.be.within(60, 63);
    store.giveBack(piece, piece);
    expect(store.take(piece)).to.equal(piece);
  });

  it('fills several chunks', () => {
    const gallery = new PrintGallery();
    const { template } = print(1);
    for (let n = 0; n < CHUNK + 5; n++) gallery.put(String(n), [{ position: 0, template }]);
    expect(gallery.open().chunks.map(({ count }) => count)).to.deep.equal([CHUNK, 5]);
  });
});

describe('the choice of what is compared in full', () => {
  it('keeps three in a hundred, but not too few and not too many', () => {
    const kept = [0, 50, 200, 10_000, 1_000_000, 2_000_000].map((compared) => keptOf(compared));
    expect(kept).to.deep.equal([0, 50, 200, 300, 30_000, 30_000]);
  });

  it('keeps the best, of equals the first, and none that was not compared', () => {
    const scores = new Uint16Array(1_000);
    for (let n = 0; n < 1_000; n++) scores[n] = n < 100 ? 0 : n % 3 === 0 ? 7 : n >= 900 ? 9 : 3;
    const chosen = [...chooseBest(scores)];
    const of = (score: number) => chosen.filter((n) => scores[n] === score);
    expect(chosen).to.have.lengthOf(200);
    expect(of(9)).to.have.lengthOf(66);
    expect(of(7)).to.deep.equal(Array.from({ length: 134 }, (_, n) => 102 + 3 * n));
    expect(chosen).to.deep.equal([...chosen].sort((a, b) => a - b));
    expect([...chooseBest(scores, true)]).to.have.lengthOf(900);
    expect(keptOf(2_000_000, true)).to.equal(100_000);
    expect([...chooseBest(new Uint16Array(5))]).to.deep.equal([]);
    expect([...chooseBest(Uint16Array.of(0, 32_769, 1, 0))]).to.deep.equal([1, 2]);
  });
});
