/** A log of real entries, exported into a folder. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseLog } from '../../../src/audit/public/database-log.js';
import { type Exported, exportLog } from '../../../src/audit/public/export.js';
import { createLogFixture, intent, type LogFixture, outcome, TestClock } from '../log-fixture.js';

export interface ExportedLog {
  readonly fixture: LogFixture;
  readonly folder: string;
  /** Appends intents and their outcomes of two authorities, 100 entries at a time, in several batches. */
  grow(entries: number): Promise<void>;
  export(): Promise<Exported>;
  /** Paths of all files, in order. */
  files(): Promise<string[]>;
  dispose(): Promise<void>;
}

export async function createExportedLog(): Promise<ExportedLog> {
  const fixture = await createLogFixture();
  const folder = await mkdtemp(join(tmpdir(), 'ostiary-export-'));
  const clock = new TestClock();
  const log = await fixture.open({ clock, limits: { batchEntries: 50 } });
  const shown = databaseLog(fixture.admin, async () => (await fixture.reader().latestCheckpoint()).note);
  return {
    fixture,
    folder,
    async grow(entries) {
      for (let left = entries; left > 0; left -= 100) {
        clock.time += 10;
        const drafts = Array.from({ length: Math.min(50, left / 2) }, (_, n) =>
          intent({ authority: n % 2 === 0 ? 'XA-POLICE' : 'XB-CUSTOMS' }),
        );
        const intents = await Promise.all(drafts.map((draft) => log.append(draft)));
        await Promise.all(drafts.map((draft, n) => log.append(outcome(draft, intents[n]!.index))));
      }
      await log.tilesBuilt();
    },
    export: () => exportLog({ log: shown, folder, vkey: fixture.signer.verifierKey }),
    files: () => listFiles(folder),
    async dispose() {
      await fixture.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listFiles(folder: string): Promise<string[]> {
  const paths = (await readdir(folder, { recursive: true })).sort();
  const files = await Promise.all(paths.map(async (path) => (await stat(join(folder, path))).isFile()));
  return paths.filter((_, i) => files[i]);
}
