import { expect } from 'chai';
import fc from 'fast-check';
import { enrol } from '../../../../src/matching/minutiae/enrol.js';
import { readBlock } from '../../../../src/matching/minutiae/packed.js';
import { fullScore } from '../../../../src/matching/minutiae/rules/full-score.js';
import { localScore } from '../../../../src/matching/minutiae/rules/local-score.js';
import { PrintGallery } from '../../../../src/matching/minutiae/search/gallery.js';
import { compileKernels } from '../../../../src/matching/minutiae/search/kernels.js';
import { KernelDisagrees, LaneWorker } from '../../../../src/matching/minutiae/search/lane.js';
import { anyImpression, anyPrint, db4, enrolled } from '../prints.js';

const modules = compileKernels();

/** What the kernels say of one print against others. */
function byKernels(probe: Uint8Array, held: readonly Uint8Array[], lane = 7) {
  const gallery = new PrintGallery();
  for (const [n, template] of held.entries()) gallery.put(String(n), [{ position: 0, template }]);
  const worker = new LaneWorker(modules, gallery.memory, lane);
  const view = gallery.open();
  const local = new Uint16Array(held.length);
  for (const { address, count } of view.chunks) worker.scan(probe, 0, address, count, local);
  const full = worker.score(
    probe,
    Uint32Array.from(held, (_, n) => view.printAt(n)!.address),
  );
  return { local: [...local].map((score) => score - 1), full: [...full] };
}

function expectEqual(probe: Uint8Array, held: readonly Uint8Array[]): void {
  const found = byKernels(probe, held);
  const asked = readBlock(probe);
  const blocks = held.map(readBlock);
  expect(found.local).to.deep.equal(blocks.map((block) => localScore(asked, block)));
  expect(found.full).to.deep.equal(blocks.map((block) => fullScore(asked, block).raw));
}

describe('the kernels of the fingerprint matcher', function () {
  this.timeout(120_000);

  it('score impressions as the rules do, to the last bit', () => {
    fc.assert(
      fc.property(anyImpression, fc.array(anyImpression, { minLength: 1, maxLength: 4 }), (probe, held) => {
        expectEqual(enrol(probe), [...held.map(enrol), enrol(probe)]);
      }),
      { numRuns: 80 },
    );
    expectEqual(enrol(db4(101, 1)), [enrol(db4(101, 2)), enrol(db4(102, 1))]);
  });

  it('score whatever else can be enrolled as the rules do', () => {
    fc.assert(
      fc.property(anyPrint, anyPrint, (probe, held) => {
        expectEqual(enrol(probe), [enrol(held), enrol(probe)]);
      }),
      { numRuns: 80 },
    );
  });

  it('keep to their lane', () => {
    const [probe, held] = [enrolled(1, 0), [enrolled(1, 1), enrolled(2, 1)]];
    const expected = byKernels(probe, held, 0);
    for (let lane = 1; lane < 8; lane++) expect(byKernels(probe, held, lane)).to.deep.equal(expected);
  });

  it('are not believed when they say what the rules do not', () => {
    const gallery = new PrintGallery();
    const [probe, held] = [enrolled(1, 0), enrolled(1, 1)];
    gallery.put('A', [{ position: 1, template: held }]);
    const { address, bytes } = gallery.open().printAt(0)!;
    const worker = new LaneWorker(modules, gallery.memory, 0);
    const raw = fullScore(readBlock(probe), readBlock(held)).raw;
    expect(worker.explain(probe, address, bytes, raw).length).to.be.greaterThan(5);
    expect(() => worker.explain(probe, address, bytes, raw + 2 ** -50)).to.throw(KernelDisagrees);
  });
});
