import { expect } from 'chai';
import {
  createSkins,
  FINGERS,
  impress,
  LEFT,
  PALMS,
  printMinutiae,
  skinOf,
  TAKEN,
  TOUCHED,
} from '../../src/world/skins.js';
import { createRandom } from '../../src/world/random.js';

describe('prints of the synthetic world', () => {
  it('are the same for the same seed, person and position, and for no other', () => {
    const skins = createSkins(1);
    expect(createSkins(1)(7, 2)).to.deep.equal(skins(7, 2));
    for (const other of [createSkins(2)(7, 2), skins(8, 2), skins(7, 3)]) {
      expect(other.minutiae).to.not.deep.equal(skins(7, 2).minutiae);
    }
    expect(skinOf('wanted', 1)).to.deep.equal(skinOf('wanted', 1));
  });

  it('have as many minutiae as fingers and palms have, within the image and apart', () => {
    for (const position of [...FINGERS, ...PALMS]) {
      const { width, height, minutiae } = createSkins(1)(42, position);
      expect(minutiae.length).to.be.within(position < 20 ? 40 : 150, 255);
      for (const [at, { x, y, angle }] of minutiae.entries()) {
        expect(x).to.be.within(0, width - 1);
        expect(y).to.be.within(0, height - 1);
        expect(angle).to.be.within(0, 359);
        for (const other of minutiae.slice(at + 1)) expect(Math.hypot(other.x - x, other.y - y)).to.be.at.least(13);
      }
    }
  });

  it('are turned, moved and incomplete in every impression, and still the same print', () => {
    const skin = createSkins(1)(42, 1);
    const [one, other] = [1, 2].map((n) => impress(skin, createRandom(n, 'impression'), TAKEN));
    expect(one!.minutiae).to.not.deep.equal(other!.minutiae);
    for (const { width, height, minutiae } of [one!, other!]) {
      expect(minutiae.length).to.be.within(skin.minutiae.length * 0.7, skin.minutiae.length * 1.1);
      for (const { x, y, angle, quality } of minutiae) {
        expect(x).to.be.within(0, width - 1);
        expect(y).to.be.within(0, height - 1);
        expect(angle).to.be.within(0, 359);
        expect(quality).to.be.within(1, 100);
      }
    }
  });

  it('keep angles and distances when the impression neither misplaces nor loses a minutia', () => {
    const skin = createSkins(1)(42, 1);
    const exact = { shown: 1, spurious: 0, misplaced: 0, misdirected: 0 };
    const { minutiae } = impress(skin, createRandom(3, 'impression'), exact);
    expect(minutiae).to.have.length(skin.minutiae.length);
    const turned = (minutiae[0]!.angle - skin.minutiae[0]!.angle + 360) % 360;
    for (const [at, minutia] of minutiae.entries()) {
      const from = skin.minutiae[at]!;
      const off = (minutia.angle - from.angle - turned + 720) % 360;
      expect(Math.min(off, 360 - off)).to.be.at.most(1);
      const [ax, ay] = [from.x - skin.minutiae[0]!.x, from.y - skin.minutiae[0]!.y];
      const [bx, by] = [minutia.x - minutiae[0]!.x, minutia.y - minutiae[0]!.y];
      expect(Math.hypot(bx, by)).to.be.closeTo(Math.hypot(ax, ay), 2);
      // The picture is turned in the sense in which directions are: counter-clockwise, with y downwards.
      if (Math.hypot(ax, ay) < 60) continue;
      const swung = ((Math.atan2(-by, bx) - Math.atan2(-ay, ax)) * 180) / Math.PI;
      const apart = (swung - turned + 720) % 360;
      expect(Math.min(apart, 360 - apart)).to.be.at.most(3);
    }
  });

  it('show a patch where they were left at a scene', () => {
    const left = impress(createSkins(1)(42, 1), createRandom(4, 'impression'), LEFT);
    expect(left.minutiae.length).to.be.within(15, 30);
  });

  it('show the middle of a finger that touched a scanner, stretched, with some kinds that nobody could tell', () => {
    const skins = createSkins(1);
    const prints = [...Array(50).keys()].map((n) => impress(skins(n, 1), createRandom(n, 'impression'), TOUCHED));
    const minutiae = prints.flatMap((print) => print.minutiae);
    expect(minutiae.length / prints.length).to.be.within(25, 40);
    expect(minutiae.filter(({ kind }) => kind === 'other').length / minutiae.length).to.be.within(0.05, 0.15);
    for (const { width, height, minutiae: one } of prints) {
      for (const { x, y } of one) {
        // An oval of 125 by 167 pixels, a middle that is off by some 20 and moved by some 35, and what is beside it.
        expect(Math.hypot(x - width / 2, (y - height / 2) * 0.75)).to.be.at.most(125 + 2 * 60);
      }
    }
  });

  it('are taken by the matcher in the 256 directions of a finger minutiae record', () => {
    const { image, minutiae } = printMinutiae({
      width: 100,
      height: 100,
      minutiae: [0, 1, 45, 359].map((angle) => ({ kind: 'ending', x: 1, y: 2, angle, quality: 50 })),
    });
    expect(image).to.deep.equal({ xPerCm: 197, yPerCm: 197 });
    // 360 / 256 = 1.40625: one degree is nearer to that than to none; 359 degrees are 255.29 of these.
    expect(minutiae.map(({ angle }) => angle)).to.deep.equal([0, 1.40625, 45, 358.59375]);
  });
});
