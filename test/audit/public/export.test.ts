import { expect } from 'chai';
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { parseSignerKey } from '../../../src/audit/note/key.js';
import { generateLogKey } from '../../../src/audit/log/log-key.js';
import { exportLog } from '../../../src/audit/public/export.js';
import { folderLog } from '../../../src/audit/public/folder-log.js';
import { projectRoot } from '../../../src/shared/project-root.js';
import { ORIGIN } from '../log-fixture.js';
import { createExportedLog, type ExportedLog } from './exported-log.js';

describe('the public face in a folder', () => {
  let log: ExportedLog;
  beforeEach(async () => {
    log = await createExportedLog();
  });
  afterEach(() => log.dispose());

  async function refusal(): Promise<string> {
    const error: unknown = await log.export().catch((reason: unknown) => reason);
    return error instanceof Error ? error.message : 'not refused';
  }

  it('has the layout of the specification, whole at every size', async () => {
    expect(await log.export()).to.deep.equal({ size: 0, before: undefined, written: 1 });
    await log.grow(200);
    expect(await log.export()).to.deep.equal({ size: 200, before: 0, written: 3 });
    expect(await log.files()).to.deep.equal(['checkpoint', 'tile/0/000.p/200', 'tile/entries/000.p/200']);

    await log.grow(100);
    expect(await log.export()).to.deep.equal({ size: 300, before: 200, written: 6 });
    expect(await log.files()).to.deep.equal([
      'checkpoint',
      'tile/0/000',
      'tile/0/001.p/44',
      'tile/1/000.p/1',
      'tile/entries/000',
      'tile/entries/001.p/44',
    ]);
    expect(await readFile(join(log.folder, 'checkpoint'), 'utf8')).to.equal(
      (await log.fixture.reader().latestCheckpoint()).note,
    );
    expect((await stat(join(log.folder, 'tile/0/000'))).size).to.equal(8_192);
  });

  it('is only added to', async () => {
    await log.grow(300);
    await log.export();
    const { ino } = await stat(join(log.folder, 'tile/entries/000'));
    await log.grow(300);
    // Tile and bundle 1 in full, tile and bundle 2 in part, level 1, the checkpoint.
    expect(await log.export()).to.deep.equal({ size: 600, before: 300, written: 6 });
    expect((await stat(join(log.folder, 'tile/entries/000'))).ino).to.equal(ino);
    expect(await log.export()).to.deep.equal({ size: 600, before: 600, written: 1 });
  });

  it('gets back what is missing', async () => {
    await log.grow(300);
    await log.export();
    const files = await log.files();
    await rm(join(log.folder, 'tile/0/000'));
    await rm(join(log.folder, 'tile/entries/001.p'), { recursive: true });
    expect(await log.export()).to.include({ written: 3 });
    expect(await log.files()).to.deep.equal(files);
  });

  it('is copied from folder to folder, as a mirror does', async () => {
    await log.grow(300);
    await log.export();
    const mirror = await mkdtemp(join(tmpdir(), 'ostiary-mirror-'));
    try {
      const vkey = log.fixture.signer.verifierKey;
      const mirrored = await exportLog({ log: folderLog(log.folder), folder: mirror, vkey });
      expect(mirrored).to.deep.equal({ size: 300, before: undefined, written: 6 });
    } finally {
      await rm(mirror, { recursive: true });
    }
  });

  it('loses bundles that were pruned, and keeps tiles', async () => {
    await log.grow(600);
    await log.export();
    const { signer } = log.fixture;
    const mirror = await mkdtemp(join(tmpdir(), 'ostiary-mirror-'));
    try {
      await cp(log.folder, mirror, { recursive: true });
      await exportLog({ log: folderLog(log.folder), folder: mirror, vkey: signer.verifierKey, minimumIndex: 520 });
      const left = await Promise.all(
        ['tile/entries/000', 'tile/entries/001', 'tile/entries/002.p/88', 'tile/0/000'].map((path) =>
          stat(join(mirror, path)).then(
            () => path,
            () => undefined,
          ),
        ),
      );
      expect(left).to.deep.equal([undefined, undefined, 'tile/entries/002.p/88', 'tile/0/000']);
    } finally {
      await rm(mirror, { recursive: true });
    }
  });

  it('refuses to follow a log that was rolled back', async () => {
    await log.grow(100);
    await log.export();
    const ahead = signCheckpoint(150, Buffer.alloc(32, 1), log.fixture.signer);
    await writeFile(join(log.folder, 'checkpoint'), ahead);
    expect(await refusal()).to.match(/rolled back/);
    expect(await readFile(join(log.folder, 'checkpoint'), 'utf8')).to.equal(ahead);
  });

  it('refuses to follow a log that signed another history', async () => {
    await log.grow(100);
    await log.export();
    const fork = signCheckpoint(100, Buffer.alloc(32, 1), log.fixture.signer);
    await writeFile(join(log.folder, 'checkpoint'), fork);
    expect(await refusal()).to.match(/two histories/);
    await log.grow(100);
    expect(await refusal()).to.match(/two histories/);
    expect(await readFile(join(log.folder, 'checkpoint'), 'utf8')).to.equal(fork);
    expect(await log.files()).to.have.length(3);
  });

  it('is not taken back by an export that began earlier', async () => {
    await log.grow(100);
    await log.export();
    const old = folderLog(log.folder);
    const mirror = await mkdtemp(join(tmpdir(), 'ostiary-mirror-'));
    try {
      const vkey = log.fixture.signer.verifierKey;
      const slow = exportLog({
        log: {
          ...old,
          async entries(n, width) {
            const entries = await old.entries(n, width);
            await log.grow(100);
            await log.export();
            await exportLog({ log: old, folder: mirror, vkey });
            return entries;
          },
        },
        folder: mirror,
        vkey,
      });
      expect(await slow.catch((error: unknown) => String(error))).to.match(/another export/);
      expect(await readFile(join(mirror, 'checkpoint'), 'utf8')).to.contain('\n200\n');
    } finally {
      await rm(mirror, { recursive: true });
    }
  });

  it('refuses the folder of another log', async () => {
    await log.grow(100);
    const stranger = parseSignerKey(generateLogKey(ORIGIN).signerKey);
    await writeFile(join(log.folder, 'checkpoint'), signCheckpoint(0, Buffer.alloc(32), stranger));
    expect(await refusal()).to.match(/no signature of a known key/);
  });

  it('reads partial tiles of a log that keeps them, and cuts them out of full ones where it does not', async () => {
    const tessera = folderLog(join(projectRoot, 'test/vectors/tlog/tessera-log'));
    expect(await tessera.tile(0, 0, 7)).to.have.length(7 * 32);
    expect(await tessera.tile(0, 0, 16)).to.equal(undefined);
    await log.grow(300);
    await log.export();
    const cut = await folderLog(log.folder).entries(0, 7);
    const whole = await readFile(join(log.folder, 'tile/entries/000'));
    expect(whole.subarray(0, cut!.length)).to.deep.equal(cut);
    expect(await folderLog(log.folder).tile(0, 0, 7)).to.have.length(7 * 32);
  });

  it('refuses files longer than any honest one', async () => {
    await writeFile(join(log.folder, 'checkpoint'), Buffer.alloc(262_145, 'x'));
    const error: unknown = await folderLog(log.folder)
      .checkpoint()
      .catch((reason: unknown) => reason);
    expect(error)
      .to.be.instanceOf(Error)
      .with.property('message')
      .that.matches(/^checkpoint: longer/);
  });
});
