import { expect } from 'chai';
import fc from 'fast-check';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateLogKey } from '../../../src/audit/log/log-key.js';
import { rebuildTiles } from '../../../src/audit/log/rebuild-tiles.js';
import { formatCheckpoint, signCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { parseSignerKey } from '../../../src/audit/note/key.js';
import { NoteError, signNote } from '../../../src/audit/note/signed-note.js';
import { splitBundle } from '../../../src/audit/public/entry-bundle.js';
import { folderLog } from '../../../src/audit/public/folder-log.js';
import { httpLog } from '../../../src/audit/public/http-log.js';
import type { PublicLog } from '../../../src/audit/public/public-log.js';
import {
  type PublicVerdict,
  verifyPublicLog,
  type VerifyPublicOptions,
} from '../../../src/audit/verify/verify-public.js';
import { projectRoot } from '../../../src/shared/project-root.js';
import { ORIGIN } from '../log-fixture.js';
import { naiveLeafHash, naiveRoot } from '../naive-tree.js';
import { createExportedLog, type ExportedLog } from '../public/exported-log.js';
import { createNumberedLog, NUMBERED } from '../public/numbered-log.js';
import { startTilesServer } from '../public/tiles-server.js';
import { toHex, vectorText } from '../vectors.js';
import { bundleOf, memoryLog } from './memory-log.js';

const ENTRIES = 600;
/** In the middle of a batch of intents and their outcomes: 350 to 399 close 300 to 349. */
const EARLIER = 350;

function edit(entry: Uint8Array, from: string | RegExp, to: string): Buffer {
  const text = Buffer.from(entry).toString();
  const edited = text.replace(from, to);
  expect(edited).not.to.equal(text);
  return Buffer.from(edited);
}

describe('verification of what a log shows', () => {
  let log: ExportedLog;
  let entries: Uint8Array[];
  let vkey: string;
  /** Checkpoints that the verifier kept. */
  let earlier: string;
  let latest: string;

  before(async () => {
    log = await createExportedLog();
    await log.grow(ENTRIES);
    await log.export();
    vkey = log.fixture.signer.verifierKey;
    const notes = await log.fixture.admin<
      { size: string; note: string }[]
    >`SELECT size, note FROM audit.log_checkpoint`;
    earlier = notes.find(({ size }) => Number(size) === EARLIER)!.note;
    latest = notes.find(({ size }) => Number(size) === ENTRIES)!.note;
    const bundles = ['tile/entries/000', 'tile/entries/001', 'tile/entries/002.p/88'];
    entries = (await Promise.all(bundles.map((path) => readFile(join(log.folder, path))))).flatMap((bundle) =>
      splitBundle(bundle)!,
    );
  });
  after(() => log.dispose());

  const verify = (source: PublicLog, options: Partial<VerifyPublicOptions> = {}): Promise<PublicVerdict> =>
    verifyPublicLog({ log: source, vkey, ...options });

  const leaves = (): Buffer[] => entries.map(naiveLeafHash);

  /** Verifies a copy of the folder with changes. */
  async function verdictAfter(
    change: (folder: string) => Promise<unknown>,
    options: Partial<VerifyPublicOptions> = {},
  ): Promise<PublicVerdict> {
    const copy = await mkdtemp(join(tmpdir(), 'ostiary-tampered-'));
    try {
      await cp(log.folder, copy, { recursive: true });
      await change(copy);
      return await verify(folderLog(copy), options);
    } finally {
      await rm(copy, { recursive: true });
    }
  }

  /** Entries with one replaced. */
  const replaced = (index: number, entry: Uint8Array): Uint8Array[] => entries.with(index, entry);
  const forged = (): Buffer => edit(entries[300]!, '"s":"SIS"', '"s":"VIS"');
  const bundle1 = (changed: readonly Uint8Array[]): Buffer => bundleOf(changed.slice(256, 512));
  const tile1 = (changed: readonly Uint8Array[]): Buffer =>
    Buffer.concat(changed.slice(256, 512).map((entry) => naiveLeafHash(entry)));

  it('finds nothing wrong with what nobody touched', async () => {
    const verdict = await verify(folderLog(log.folder), { kept: [earlier, latest] });
    expect(verdict).to.include({ ok: true, origin: ORIGIN, size: ENTRIES, from: 0, pruned: 0, checkpoint: latest });
    expect(verdict.ok && toHex(verdict.root)).to.equal(toHex(naiveRoot(leaves())));
  });

  const bundle = 'tile/entries/001';
  const tile = 'tile/0/001';
  const upper = 'tile/1/000.p/2';
  type At = number | readonly [number, number] | undefined;
  const cases: [what: string, kind: string, at: At, change: (folder: string) => Promise<unknown>][] = [
    [
      'an entry edited',
      'entry-rewritten',
      300,
      (folder) => writeFile(join(folder, bundle), bundle1(replaced(300, forged()))),
    ],
    [
      'an entry replaced by nonsense',
      'entry-rewritten',
      300,
      (folder) => writeFile(join(folder, bundle), bundle1(replaced(300, Buffer.from('nonsense')))),
    ],
    [
      'an entry and its tile edited',
      'range-rewritten',
      [256, 512],
      async (folder) => {
        await writeFile(join(folder, bundle), bundle1(replaced(300, forged())));
        await writeFile(join(folder, tile), tile1(replaced(300, forged())));
      },
    ],
    [
      'an entry and all tiles edited',
      'range-rewritten',
      [0, 600],
      async (folder) => {
        const changed = replaced(300, forged());
        await writeFile(join(folder, bundle), bundle1(changed));
        await writeFile(join(folder, tile), tile1(changed));
        const roots = [0, 256].map((from) => naiveRoot(changed.slice(from, from + 256).map(naiveLeafHash)));
        await writeFile(join(folder, upper), Buffer.concat(roots));
      },
    ],
    [
      'an entry deleted',
      'entries-missing',
      300,
      (folder) => writeFile(join(folder, bundle), bundleOf(entries.slice(256, 512).toSpliced(44, 1))),
    ],
    [
      'an entry deleted, with those behind it moved up',
      'entries-missing',
      300,
      (folder) => writeFile(join(folder, bundle), bundle1(entries.toSpliced(300, 1))),
    ],
    [
      'the last entry deleted',
      'entries-missing',
      599,
      (folder) => writeFile(join(folder, 'tile/entries/002.p/88'), bundleOf(entries.slice(512, 599))),
    ],
    ['a bundle deleted', 'entries-missing', [256, 512], (folder) => rm(join(folder, bundle))],
    [
      'two neighbours exchanged',
      'entries-reordered',
      300,
      (folder) => writeFile(join(folder, bundle), bundle1(entries.with(300, entries[301]!).with(301, entries[300]!))),
    ],
    [
      'two entries of different authorities exchanged',
      'entries-reordered',
      300,
      (folder) => writeFile(join(folder, bundle), bundle1(entries.with(300, entries[355]!).with(355, entries[300]!))),
    ],
    [
      'an entry repeated in the place of another',
      'entries-missing',
      301,
      (folder) => writeFile(join(folder, bundle), bundle1(replaced(301, entries[300]!))),
    ],
    [
      'an entry added',
      'bundle-malformed',
      [512, 600],
      (folder) => writeFile(join(folder, 'tile/entries/002.p/88'), bundleOf([...entries.slice(512), forged()])),
    ],
    [
      'a bundle cut inside an entry',
      'bundle-malformed',
      [256, 512],
      (folder) => writeFile(join(folder, bundle), bundle1(entries).subarray(0, -1)),
    ],
    [
      'bytes behind a bundle',
      'bundle-malformed',
      [256, 512],
      (folder) => writeFile(join(folder, bundle), Buffer.concat([bundle1(entries), Buffer.of(0)])),
    ],
    [
      'a hash in a tile edited',
      'tile-altered',
      300,
      (folder) => writeFile(join(folder, tile), tile1(replaced(300, forged()))),
    ],
    ['a tile cut', 'tile-altered', undefined, (folder) => writeFile(join(folder, tile), Buffer.alloc(32))],
    ['a tile deleted', 'tile-missing', undefined, (folder) => rm(join(folder, tile))],
    ['an upper tile edited', 'tile-altered', undefined, (folder) => writeFile(join(folder, upper), Buffer.alloc(64))],
    ['an upper tile deleted', 'tile-missing', undefined, (folder) => rm(join(folder, upper))],
    ['the checkpoint deleted', 'no-log', undefined, (folder) => rm(join(folder, 'checkpoint'))],
    [
      'the checkpoint edited',
      'checkpoint-forged',
      undefined,
      (folder) => writeFile(join(folder, 'checkpoint'), latest.replace('\n600\n', '\n601\n')),
    ],
    [
      'the checkpoint signed by a stranger',
      'checkpoint-forged',
      undefined,
      (folder) => {
        const stranger = parseSignerKey(generateLogKey(ORIGIN).signerKey);
        return writeFile(join(folder, 'checkpoint'), signCheckpoint(600, naiveRoot(leaves()), stranger));
      },
    ],
    [
      'the checkpoint of another log',
      'checkpoint-forged',
      undefined,
      (folder) => writeFile(join(folder, 'checkpoint'), vectorText('tessera-log/checkpoint')),
    ],
  ];
  for (const [what, kind, at, change] of cases) {
    it(`${what}: ${kind}`, async () => {
      const verdict = await verdictAfter(change);
      expect(verdict.ok, verdict.message).to.equal(false);
      if (verdict.ok) return;
      expect(verdict.finding.kind, verdict.message).to.equal(kind);
      expect(verdict.finding.index ?? verdict.finding.range, verdict.message).to.deep.equal(at);
    });
  }

  it('a log of 2^63 - 1 entries is not judged, and one that was once so large was rolled back', async () => {
    const { signer } = log.fixture;
    const text = formatCheckpoint({ origin: ORIGIN, size: 2n ** 63n - 1n, root: naiveRoot(leaves()), extensions: [] });
    const large = { ...memoryLog([], signer), checkpoint: () => Promise.resolve(signNote(text, [signer])) };
    const refused: unknown = await verify(large).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(NoteError).with.property('fault', 'beyond-limit');
    const verdict = await verify(folderLog(log.folder), { kept: [await large.checkpoint()] });
    expect(verdict).to.nested.include({ ok: false, 'finding.kind': 'rolled-back' });
    expect(verdict.message).to.include('9223372036854775807');
  });

  it('misses no changed byte of any file', async function () {
    this.timeout(120_000);
    const files = await log.files();
    const copy = await mkdtemp(join(tmpdir(), 'ostiary-tampered-'));
    await cp(log.folder, copy, { recursive: true });
    await fc.assert(
      fc.asyncProperty(fc.nat(files.length - 1), fc.nat(), fc.integer({ min: 1, max: 255 }), async (which, at, by) => {
        const path = join(copy, files[which]!);
        const right = await readFile(path);
        const wrong = Buffer.from(right);
        wrong[at % wrong.length]! ^= by;
        await writeFile(path, wrong);
        const verdict = await verify(folderLog(copy));
        await writeFile(path, right);
        expect(verdict.ok, `${files[which]} at ${at % wrong.length}`).to.equal(false);
      }),
      { numRuns: 60 },
    );
    expect(await verify(folderLog(copy))).to.include({ ok: true });
    await rm(copy, { recursive: true });
  });

  describe('against a log that lies with its own key', () => {
    const lie = (changed: readonly Uint8Array[], options: Partial<VerifyPublicOptions> = {}): Promise<PublicVerdict> =>
      verify(memoryLog(changed, log.fixture.signer), options);

    const lies: [what: string, kind: string, index: number, changed: () => Uint8Array[]][] = [
      ['an entry of no known form', 'leaf-malformed', 300, () => replaced(300, edit(entries[300]!, '"v":1', '"v":2'))],
      ['a counter that skips', 'counter-gap', 300, () => replaced(300, edit(entries[300]!, /"n":\d+/, '"n":999'))],
      ['an entry left out', 'counter-gap', 301, () => entries.toSpliced(300, 1)],
      [
        'time that goes back',
        'time-back',
        300,
        () => replaced(300, edit(entries[300]!, '"t":"2026-11-23', '"t":"2026-11-22')),
      ],
      ['an outcome of nothing', 'wrong-intent', 350, () => replaced(350, edit(entries[350]!, /"i":\d+,/, ''))],
      [
        'an outcome of another intent',
        'wrong-intent',
        350,
        () => replaced(350, edit(entries[350]!, /"i":\d+/, '"i":1')),
      ],
      ['an outcome of an outcome', 'wrong-intent', 350, () => replaced(350, edit(entries[350]!, /"i":\d+/, '"i":60'))],
      [
        'an outcome before its intent',
        'wrong-intent',
        350,
        () => replaced(350, edit(entries[350]!, /"i":\d+/, '"i":400')),
      ],
    ];
    for (const [what, kind, index, changed] of lies) {
      it(`${what}: ${kind}`, async () => {
        expect(await lie(changed())).to.nested.include({ ok: false, 'finding.kind': kind, 'finding.index': index });
      });
    }

    it('history rewritten: history-differs, to those who remember', async () => {
      const changed = replaced(300, forged()).with(350, edit(entries[350]!, '"s":"SIS"', '"s":"VIS"'));
      expect(await lie(changed)).to.include({ ok: true });
      for (const kept of [[latest], [earlier], [earlier, latest]]) {
        for (const incremental of [false, true]) {
          const verdict = await lie(changed, { kept, incremental });
          expect(verdict).to.nested.include({ ok: false, 'finding.kind': 'history-differs' });
        }
      }
    });

    it('rolled back: to those who remember', async () => {
      const behind = entries.slice(0, 500);
      expect(await lie(behind)).to.include({ ok: true, size: 500 });
      expect(await lie(behind, { kept: [earlier] })).to.include({ ok: true, size: 500 });
      for (const incremental of [false, true]) {
        const verdict = await lie(behind, { kept: [earlier, latest], incremental });
        expect(verdict).to.nested.include({ ok: false, 'finding.kind': 'rolled-back' });
      }
    });

    it('emptied', async () => {
      expect(await lie([])).to.include({ ok: true, size: 0 });
      expect(await lie([], { kept: [earlier] })).to.nested.include({ 'finding.kind': 'rolled-back' });
    });
  });

  describe('from a kept checkpoint on', () => {
    /** Counts which bundles are read. */
    function watched(source: PublicLog): { log: PublicLog; bundles: number[] } {
      const bundles: number[] = [];
      return {
        bundles,
        log: {
          ...source,
          entries(n, width) {
            bundles.push(n);
            return source.entries(n, width);
          },
        },
      };
    }

    it('reads only what is new, and the intents that it closes', async () => {
      const source = watched(folderLog(log.folder));
      const verdict = await verify(source.log, { kept: [earlier], incremental: true });
      expect(verdict).to.include({ ok: true, from: EARLIER, size: ENTRIES });
      expect(new Set(source.bundles)).to.deep.equal(new Set([1, 2]));
    });

    it('reads nothing again when nothing is new', async () => {
      const source = watched(folderLog(log.folder));
      const verdict = await verify(source.log, { kept: [latest], incremental: true });
      expect(verdict).to.include({ ok: true, from: ENTRIES, size: ENTRIES });
      expect(verdict.message).to.match(/nothing was added/);
      expect(new Set(source.bundles)).to.deep.equal(new Set([2]));
    });

    it('finds what is wrong with what is new', async () => {
      const changed = (folder: string): Promise<void> =>
        writeFile(join(folder, bundle), bundle1(replaced(400, edit(entries[400]!, '"s":"SIS"', '"s":"VIS"'))));
      const verdict = await verdictAfter(changed, { kept: [earlier], incremental: true });
      expect(verdict).to.nested.include({ 'finding.kind': 'entry-rewritten', 'finding.index': 400 });
    });

    it('finds that an earlier intent is not what was signed, once it is closed', async () => {
      const changed = (folder: string): Promise<void> =>
        writeFile(join(folder, bundle), bundle1(replaced(300, forged())));
      const verdict = await verdictAfter(changed, { kept: [earlier], incremental: true });
      expect(verdict).to.nested.include({ 'finding.kind': 'entry-rewritten', 'finding.index': 300 });
    });

    it('finds an outcome of another earlier intent', async () => {
      const changed = replaced(350, edit(entries[350]!, /"i":\d+/, '"i":1'));
      const verdict = await verify(memoryLog(changed, log.fixture.signer), { kept: [earlier], incremental: true });
      expect(verdict).to.nested.include({ 'finding.kind': 'wrong-intent', 'finding.index': 350 });
    });

    it('finds that a tile is gone which it needs to prove an earlier intent', async () => {
      const source = folderLog(log.folder);
      const verdict = await verify(
        {
          ...source,
          tile: (level, n, width) => (level === 1 ? Promise.resolve(undefined) : source.tile(level, n, width)),
        },
        { kept: [earlier], incremental: true },
      );
      expect(verdict).to.nested.include({ 'finding.kind': 'tile-missing' });
    });

    it('does not need what was pruned before it', async () => {
      const verdict = await verdictAfter((folder) => rm(join(folder, 'tile/entries/000')), {
        kept: [earlier],
        incremental: true,
      });
      expect(verdict).to.include({ ok: true, from: EARLIER, pruned: 0 });
    });

    it('reads all when old tiles do not lead to it, and says why', async () => {
      const changed = (folder: string): Promise<void> => writeFile(join(folder, tile), tile1(replaced(300, forged())));
      const verdict = await verdictAfter(changed, { kept: [earlier], incremental: true });
      expect(verdict).to.nested.include({ 'finding.kind': 'tile-altered', 'finding.index': 300 });
    });

    it('begins anew without one', async () => {
      expect(await verify(folderLog(log.folder), { incremental: true })).to.include({ ok: true, from: 0 });
    });

    it('takes none that the log did not sign', async () => {
      const error: unknown = await verify(folderLog(log.folder), {
        kept: [vectorText('tessera-log/checkpoint')],
      }).catch((reason: unknown) => reason);
      expect(error).to.have.property('name', 'NoteError');
    });
  });

  describe('of a pruned log', () => {
    const prune = (folder: string): Promise<void> => rm(join(folder, 'tile/entries/000'));

    it('checks the hashes of what may be gone', async () => {
      const verdict = await verdictAfter(prune, { minimumIndex: 256, kept: [earlier] });
      expect(verdict).to.include({ ok: true, pruned: 256 });
      expect(verdict.message).to.match(/of 256 pruned entries only the hashes are there/);
    });

    it('misses what may not be gone', async () => {
      for (const minimumIndex of [undefined, 0, 255]) {
        const verdict = await verdictAfter(prune, minimumIndex === undefined ? {} : { minimumIndex });
        expect(verdict).to.nested.include({ 'finding.kind': 'entries-missing' });
      }
    });

    it('finds altered hashes', async () => {
      const verdict = await verdictAfter(
        async (folder) => {
          await prune(folder);
          const path = join(folder, 'tile/0/000');
          await writeFile(path, (await readFile(path)).fill(7, 0, 32));
        },
        { minimumIndex: 256 },
      );
      expect(verdict).to.nested.include({ 'finding.kind': 'range-rewritten' });
      expect(verdict.ok || verdict.finding.range).to.deep.equal([0, 256]);
    });
  });

  it('works over HTTP', async () => {
    const server = await startTilesServer(log.fixture);
    try {
      expect(await verify(httpLog(server.url), { kept: [earlier] })).to.include({ ok: true, size: ENTRIES, from: 0 });
      const verdict = await verify(httpLog(server.url), { kept: [earlier], incremental: true });
      expect(verdict).to.include({ ok: true, size: ENTRIES, from: EARLIER });
    } finally {
      await server.close();
    }
  });

  it('tells how far it is', async () => {
    const seen: [number, number][] = [];
    await verify(folderLog(log.folder), { onProgress: (checked, total) => seen.push([checked, total]) });
    expect(seen).to.deep.equal([
      [256, 600],
      [512, 600],
      [600, 600],
    ]);
  });

  describe('of logs that are not ours', () => {
    const tessera = folderLog(join(projectRoot, 'test/vectors/tlog/tessera-log'));
    const tesseraKey = vectorText('tessera-log/vkey').trim();

    it('checks the tree of a Tessera log, from every size on', async () => {
      for (let size = 1; size <= 15; size++) {
        for (const incremental of [false, true]) {
          const verdict = await verifyPublicLog({
            log: tessera,
            vkey: tesseraKey,
            ownEntries: false,
            kept: [vectorText(`tessera-log/checkpoint.${size}`)],
            incremental,
          });
          expect(verdict).to.include({ ok: true, size: 15, from: incremental ? size : 0 });
        }
      }
    });

    it('checks each of its states', async () => {
      for (let size = 0; size <= 15; size++) {
        const state = { ...tessera, checkpoint: () => Promise.resolve(vectorText(`tessera-log/checkpoint.${size}`)) };
        expect(await verifyPublicLog({ log: state, vkey: tesseraKey, ownEntries: false })).to.include({
          ok: true,
          size,
        });
      }
    });

    it('does not take its entries for ours', async () => {
      expect(await verifyPublicLog({ log: tessera, vkey: tesseraKey })).to.nested.include({
        'finding.kind': 'leaf-malformed',
        'finding.index': 0,
      });
    });

    it('checks three levels of tiles', async function () {
      this.timeout(120_000);
      const numbered = await createNumberedLog(70_000);
      await rebuildTiles({ sql: numbered.admin, vkey: numbered.signer.verifierKey });
      const server = await startTilesServer(numbered);
      try {
        const verdict = await verifyPublicLog({
          log: httpLog(server.url),
          vkey: numbered.signer.verifierKey,
          ownEntries: false,
        });
        expect(verdict).to.include({ ok: true, size: 70_000 });
        expect(verdict.ok && toHex(verdict.root)).to.equal(NUMBERED.roots['70000']);
      } finally {
        await server.close();
        await numbered.dispose();
      }
    });
  });
});
