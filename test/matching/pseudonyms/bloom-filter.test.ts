import { expect } from 'chai';
import fc from 'fast-check';
import { createHash, createHmac } from 'node:crypto';
import { createNamePseudonymizer } from '../../../src/matching/pseudonyms/bloom-filter.js';
import { dice, weightOf } from '../../../src/matching/pseudonyms/likeness.js';

const KEY = Uint8Array.from({ length: 32 }, (_, at) => at);
const pseudonymizer = createNamePseudonymizer(KEY);
const filter = (name: string): Uint8Array => pseudonymizer.pseudonymOf(name)!;

/** The parameters as they are written down, with whole 64-bit numbers and a set of bits. */
function bitsByTheBook(letters: string): Set<number> {
  const half = (domain: number, bigram: string): bigint =>
    createHmac('sha256', KEY)
      .update(Buffer.concat([Buffer.of(domain), Buffer.from(bigram)]))
      .digest()
      .readBigUInt64BE(0);
  const padded = `_${letters}_`;
  const bits = new Set<number>();
  for (let at = 0; at < padded.length - 1; at++) {
    const bigram = padded.slice(at, at + 2);
    for (let j = 0n; j < 15n; j++) bits.add(Number((half(1, bigram) + j * (half(2, bigram) | 1n)) % 1024n));
  }
  return bits;
}

describe('pseudonyms of names', () => {
  it('are the ones computed beforehand for the key 00…1f', () => {
    const muller = filter('Müller');
    expect(weightOf(muller)).to.equal(100);
    expect(createHash('sha256').update(muller).digest('hex')).to.equal(
      '812b18367adebfb218000d3d179c62b8edf1adc28a9f500b0ee382deff70c43a',
    );
  });

  for (const [a, b, likeness] of [
    ['Müller', 'Muller', '1.0000'],
    ['Müller', 'Mueller', '0.8000'],
    ['Kowalski', 'Kowalsky', '0.7984'],
    ['García Lopez', 'Garcia-López', '1.0000'],
    ['Smith', 'Novak', '0.0925'],
  ] as const) {
    it(`are alike as computed beforehand: ${a}, ${b}`, () => {
      expect(dice(filter(a), filter(b)).toFixed(4)).to.equal(likeness);
    });
  }

  it('set the bits of the definition, the first bit highest in the first byte', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{1,20}$/), (letters) => {
        const set = new Set<number>();
        filter(letters).forEach((byte, at) => {
          for (let bit = 0; bit < 8; bit++) if ((byte & (0x80 >>> bit)) !== 0) set.add(at * 8 + bit);
        });
        expect([...set].sort()).to.deep.equal([...bitsByTheBook(letters)].sort());
      }),
      { numRuns: 50 },
    );
  });

  it('are others under another key', () => {
    const other = createNamePseudonymizer(new Uint8Array(32).fill(7));
    expect(dice(filter('Kowalski'), other.pseudonymOf('Kowalski')!)).to.be.lessThan(0.3);
  });

  it('are not made of names without letters', () => {
    for (const name of ['', ' ', '123', '--', '’']) expect(pseudonymizer.pseudonymOf(name), name).to.equal(undefined);
  });

  it('take a key of 32 bytes only', () => {
    expect(() => createNamePseudonymizer(new Uint8Array(16))).to.throw(RangeError, '32 bytes');
  });

  it('are alike by the same measure both ways, wholly alike to themselves', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{1,20}$/), fc.stringMatching(/^[A-Z]{1,20}$/), (a, b) => {
        expect(dice(filter(a), filter(a))).to.equal(1);
        expect(dice(filter(a), filter(b))).to.equal(dice(filter(b), filter(a)));
        expect(dice(filter(a), filter(b))).to.be.within(0, 1);
      }),
      { numRuns: 50 },
    );
  });
});
