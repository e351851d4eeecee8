import { expect } from 'chai';
import fc from 'fast-check';
import { instantiateKernel } from '../../../../src/matching/kernel.js';
import { enrol } from '../../../../src/matching/minutiae/enrol.js';
import { readBlock } from '../../../../src/matching/minutiae/packed.js';
import { fullScore } from '../../../../src/matching/minutiae/rules/full-score.js';
import { localScore } from '../../../../src/matching/minutiae/rules/local-score.js';
import { PrintGallery } from '../../../../src/matching/minutiae/search/gallery.js';
import { compileKernels, TABLES_BYTES, WORK_BYTES } from '../../../../src/matching/minutiae/search/kernels.js';
import { KernelDisagrees, LaneWorker } from '../../../../src/matching/minutiae/search/lane.js';
import { anyImpression, anyPrint, db4, enrolled } from '../prints.js';

const modules = compileKernels();

/** What the kernels say of one print against others. */
function byKernels(template: Uint8Array, held: readonly Uint8Array[], anyTurn = false, lane = 7) {
  const probe = { template, anyTurn };
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
  const asked = readBlock(probe);
  const blocks = held.map(readBlock);
  for (const anyTurn of [false, true]) {
    const found = byKernels(probe, held, anyTurn);
    expect(found.local).to.deep.equal(blocks.map((block) => localScore(asked, block, anyTurn)));
    expect(found.full).to.deep.equal(blocks.map((block) => fullScore(asked, block, anyTurn).raw));
  }
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

  it('fit into the room that they are given', () => {
    const exported = instantiateKernel(modules.score, new PrintGallery().memory) as Record<string, { value: number }>;
    expect(exported.WORK_BYTES?.value).to.be.at.most(WORK_BYTES);
    expect(exported.TABLES_BYTES?.value).to.be.at.most(TABLES_BYTES);
  });

  it('keep to their lane', () => {
    const [probe, held] = [enrolled(1, 0), [enrolled(1, 1), enrolled(2, 1)]];
    const expected = byKernels(probe, held, false, 0);
    for (let lane = 1; lane < 8; lane++) expect(byKernels(probe, held, false, lane)).to.deep.equal(expected);
  });

  it('are not believed when they say what the rules do not', () => {
    const gallery = new PrintGallery();
    const [probe, held] = [enrolled(1, 0), enrolled(1, 1)];
    gallery.put('A', [{ position: 1, template: held }]);
    const { address, bytes } = gallery.open().printAt(0)!;
    const worker = new LaneWorker(modules, gallery.memory, 0);
    const raw = fullScore(readBlock(probe), readBlock(held)).raw;
    expect(worker.explain({ template: probe, anyTurn: false }, address, bytes, raw).length).to.be.greaterThan(5);
    expect(() => worker.explain({ template: probe, anyTurn: false }, address, bytes, raw + 2 ** -50)).to.throw(
      KernelDisagrees,
    );
  });
});
