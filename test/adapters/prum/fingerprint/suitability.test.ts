import { expect } from 'chai';
import type { PrintTemplate } from '../../../../src/formats/finger-minutiae/template.js';
import type { ProbeKind } from '../../../../src/adapters/prum/fingerprint/domain/search-mode.js';
import { suitablePrints } from '../../../../src/adapters/prum/fingerprint/domain/suitability.js';
import { printOf } from './prints.js';

const judged = (kind: ProbeKind, ...prints: PrintTemplate[]): string | readonly number[] => {
  const found = suitablePrints(kind, prints);
  return 'code' in found ? found.code : found.map(({ position }) => position);
};

describe('prints that are searched with', () => {
  it('of a person are those that are good enough, and at least two fingers of them', () => {
    const [thumb, index, poor, few] = [
      printOf(1, 12, { quality: 20 }),
      printOf(2, 40, { quality: undefined }),
      printOf(3, 40, { quality: 19 }),
      printOf(4, 11),
    ] as const;
    expect(judged('fingers', thumb, index, poor, few)).to.deep.equal([1, 2]);
    expect(judged('fingers', thumb, poor, few)).to.equal('501');
  });

  it('are fingers of known position, each once', () => {
    expect(judged('fingers')).to.equal('502');
    expect(judged('fingers', printOf(0, 40), printOf(1, 40))).to.equal('502');
    expect(judged('fingers', printOf(1, 40), printOf(21, 80))).to.equal('502');
    expect(judged('fingers', printOf(1, 40), printOf(2, 40), printOf(1, 40))).to.equal('503');
  });

  it('are palms with more minutiae, one or more of them', () => {
    expect(judged('palms', printOf(21, 40), printOf(23, 39))).to.deep.equal([21]);
    expect(judged('palms', printOf(21, 39))).to.equal('501');
    expect(judged('palms', printOf(2, 80))).to.equal('502');
  });

  it('are one trace, whatever its quality, of a known or unknown finger', () => {
    expect(judged('finger trace', printOf(0, 8, { quality: 1 }))).to.deep.equal([0]);
    expect(judged('finger trace', printOf(7, 8))).to.deep.equal([7]);
    expect(judged('finger trace', printOf(0, 7))).to.equal('501');
    expect(judged('finger trace', printOf(0, 20), printOf(1, 20))).to.equal('502');
    expect(judged('finger trace', printOf(21, 20))).to.equal('502');
    expect(judged('palm trace', printOf(21, 12))).to.deep.equal([21]);
    expect(judged('palm trace', printOf(21, 11))).to.equal('501');
    expect(judged('palm trace', printOf(0, 20))).to.equal('502');
  });
});
