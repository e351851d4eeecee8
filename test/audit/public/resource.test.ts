import { expect } from 'chai';
import fc from 'fast-check';
import { formatPath, levelsOf, parsePath, tilesOn, widthOf } from '../../../src/audit/public/resource.js';
import { vectorJson } from '../vectors.js';

interface PathVectors {
  readonly rows: readonly { path: string; tile: { H: number; L: number; N: string; W: number } | null }[];
}
interface LayoutVectors {
  readonly layout: readonly { size: string; tiles: readonly { level: number; full: string; partial: number }[] }[];
  readonly paths: readonly { level: number; index: number; full: string; partial7: string }[];
}

describe('paths of tiles', () => {
  const { rows } = vectorJson('tile-paths.json') as PathVectors;
  for (const { path, tile } of rows) {
    // That package puts the height of its tiles into the path; ours is always 8.
    const ours = path.replace(/^tile\/\d+\//, 'tile/');
    it(`read ${ours} as the Go package does`, () => {
      const parsed = parsePath(ours);
      if (tile === null) {
        expect(parsed).to.have.property('refusal');
        return;
      }
      const width = tile.W === 2 ** tile.H ? 256 : tile.W;
      expect(parsed).to.deep.equal({ resource: { kind: 'tile', level: tile.L, n: Number(tile.N), width } });
    });
  }

  const { paths, layout } = vectorJson('computed/tile-layout.json') as LayoutVectors;
  for (const { level, index, full, partial7 } of paths) {
    it(`write and read ${full}`, () => {
      for (const [path, width] of [
        [full, 256],
        [partial7, 7],
      ] as const) {
        const resource = { kind: 'tile', level, n: index, width } as const;
        expect(formatPath(resource)).to.equal(path);
        expect(parsePath(path)).to.deep.equal({ resource });
      }
    });
  }

  it('read the checkpoint and entry bundles', () => {
    expect(parsePath('checkpoint')).to.deep.equal({ resource: { kind: 'checkpoint' } });
    expect(parsePath('tile/entries/x001/x234/067.p/9')).to.deep.equal({
      resource: { kind: 'entries', n: 1_234_067, width: 9 },
    });
  });

  const refused: [path: string, why: RegExp][] = [
    ['', /there are/],
    ['checkpoint/', /there are/],
    ['checkpoint?x=1', /there are/],
    ['Checkpoint', /there are/],
    ['tile', /there are/],
    ['tile/0', /there are/],
    ['/tile/0/000', /there are/],
    ['tile//000', /level/],
    ['tile/64/000', /level/],
    ['tile/00/000', /level/],
    ['tile/01/000', /level/],
    ['tile/-1/000', /level/],
    ['tile/+1/000', /level/],
    ['tile/1e0/000', /level/],
    ['tile/Entries/000', /level/],
    ['tile/data/000', /level/],
    ['tile/0/', /groups of three/],
    ['tile/0/0', /groups of three/],
    ['tile/0/00', /groups of three/],
    ['tile/0/0000', /groups of three/],
    ['tile/0/001/000', /groups of three/],
    ['tile/0/x001', /groups of three/],
    ['tile/0/x000/001', /groups of three/],
    ['tile/0/X001/000', /groups of three/],
    ['tile/0/x001/x000', /groups of three/],
    ['tile/0/x001//000', /groups of three/],
    ['tile/0/000/', /groups of three/],
    ['tile/0/000?w=1', /groups of three/],
    ['tile/0/%30%30%30', /groups of three/],
    ['tile/0/../checkpoint', /groups of three/],
    ['tile/0/x999/x999/x999/x999/x999/999', /groups of three/],
    ['tile/0/x001/x001/x001/x001/x001/x001/001', /groups of three/],
    ['tile/0/000.p', /groups of three/],
    ['tile/0/000.p/', /width/],
    ['tile/0/000.p/0', /width/],
    ['tile/0/000.p/00', /width/],
    ['tile/0/000.p/01', /width/],
    ['tile/0/000.p/256', /width/],
    ['tile/0/000.p/-1', /width/],
    ['tile/0/000.p/1/', /width/],
    ['tile/0/000.p/1.p/1', /width/],
    ['tile/0/000.p/1\n', /width/],
    ['tile/0/00٣', /groups of three/],
  ];
  for (const [path, why] of refused) {
    it(`refuse ${JSON.stringify(path)}`, () => {
      const parsed = parsePath(path);
      expect(parsed).to.have.property('refusal').that.matches(why);
    });
  }

  it('have one spelling for each tile', () => {
    fc.assert(
      fc.property(
        fc.record({
          kind: fc.constantFrom('tile' as const, 'entries' as const),
          level: fc.nat(63),
          n: fc.maxSafeNat(),
          width: fc.integer({ min: 1, max: 256 }),
        }),
        ({ kind, level, n, width }) => {
          const resource = kind === 'tile' ? { kind, level, n, width } : { kind, n, width };
          expect(parsePath(formatPath(resource))).to.deep.equal({ resource });
        },
      ),
    );
  });

  it('never throw, and read nothing that is spelled otherwise', () => {
    const part = fc.constantFrom(
      'tile',
      'entries',
      'checkpoint',
      '/',
      '.p/',
      'x',
      '0',
      '1',
      '63',
      '000',
      '255',
      '.',
      'ä',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 10 }), (parts) => {
        const path = parts.join('');
        const parsed = parsePath(path);
        if ('resource' in parsed) expect(formatPath(parsed.resource)).to.equal(path);
      }),
    );
  });

  for (const { size, tiles } of layout) {
    it(`lay out the tree of ${size} as computed`, () => {
      const total = Number(size);
      expect(levelsOf(total)).to.equal(tiles.length);
      for (const { level, full, partial } of tiles) {
        expect(tilesOn(level, total)).to.equal(Number(full) + (partial === 0 ? 0 : 1));
        if (Number(full) > 0) expect(widthOf(level, Number(full) - 1, total)).to.equal(256);
        expect(widthOf(level, Number(full), total)).to.equal(partial);
        expect(widthOf(level, Number(full) + 1, total)).to.equal(0);
      }
    });
  }
});
