import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { drawFrom, drawKey, sampleSeed } from '../../../src/audit/review/sample.js';
import { type EntryCount, suppressSmall } from '../../../src/audit/review/statistics.js';

const TEXT = 'log.example/audit\n3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n';
const NOTE = `${TEXT}\n\u2014 log.example/audit AAAAAAAA\n`;

describe('the seed of a sample', () => {
  it('is SHA-256 of the text that was signed, then the sample id', () => {
    const byHand = createHash('sha256').update(`${TEXT}01ABC`).digest('hex');
    expect(sampleSeed(NOTE, '01ABC').toString('hex')).to.equal(byHand);
  });

  it('does not change when a witness cosigns', () => {
    const cosigned = `${NOTE}\u2014 witness.example AAAAAAAA\n`;
    expect(sampleSeed(cosigned, '01ABC').equals(sampleSeed(NOTE, '01ABC'))).to.equal(true);
  });
});

describe('a draw', () => {
  const seed = createHash('sha256').update('seed').digest();
  const indexes = fc.uniqueArray(fc.nat({ max: 2 ** 31 }), { maxLength: 60 });

  it('orders by SHA-256(seed ‖ index as u64be)', () => {
    const byHand = createHash('sha256').update(seed).update(Buffer.from('0000000100000002', 'hex')).digest('hex');
    expect(drawKey(seed, 2 ** 32 + 2).toString('hex')).to.equal(byHand);
  });

  it('takes so many, all different, out of the stratum, in whatever order it is given', () => {
    fc.assert(
      fc.property(indexes, fc.nat({ max: 80 }), (stratum, size) => {
        const drawn = drawFrom(stratum, size, seed);
        expect(drawn).to.have.lengthOf(Math.min(size, stratum.length));
        expect(new Set(drawn).size).to.equal(drawn.length);
        expect(stratum).to.include.members(drawn);
        expect(drawFrom([...stratum].reverse(), size, seed)).to.deep.equal(drawn);
      }),
    );
  });

  it('keeps its beginning when more is drawn', () => {
    fc.assert(
      fc.property(indexes, fc.nat({ max: 20 }), (stratum, size) => {
        expect(drawFrom(stratum, size + 5, seed).slice(0, size)).to.deep.equal(drawFrom(stratum, size, seed));
      }),
    );
  });
});

describe('statistics', () => {
  const row = (count: number): EntryCount => ({
    period: '',
    authority: 'XA-POLICE',
    system: 'SIS',
    kind: 'intent',
    outcome: undefined,
    count,
  });

  it('hide counts below five, and show those from five on', () => {
    expect(suppressSmall([row(0), row(1), row(4), row(5), row(100)]).map(({ count }) => count)).to.deep.equal([
      undefined,
      undefined,
      undefined,
      5,
      100,
    ]);
  });
});
