/** audit tiles: the derived, public form of the log. */
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { loadVerifierKey, VERIFIER_FILE } from '../audit/log/log-key.js';
import { openLogReader } from '../audit/log/reader.js';
import { rebuildTiles } from '../audit/log/rebuild-tiles.js';
import { databaseLog } from '../audit/public/database-log.js';
import { exportLog } from '../audit/public/export.js';
import { minimumIndex } from '../audit/retention/erasure-store.js';
import { dataLayout, readConfig } from '../gateway/config.js';
import { connectDatabase } from '../shared/database/connect.js';
import { joinDatabase } from './database.js';
import { createTerminal } from './terminal.js';

/** Adds the commands. */
export function addTilesCommands(audit: Command): void {
  const tiles = audit.command('tiles').description('Keep what the log shows to everybody (docs/tiles.md)');

  tiles
    .command('rebuild')
    .description('Derive every tile from the entries again, while gateways run; what differs is replaced')
    .action(rebuild);

  tiles
    .command('export')
    .description(
      'Write checkpoint, tiles and entry bundles as files for a web server; again and again, only what is new',
    )
    .argument('<folder>', 'where to')
    .action(exportTo);
}

async function rebuild(): Promise<void> {
  const config = readConfig(process.env);
  const vkey = await loadVerifierKey(join(dataLayout(config.dataDirectory).keys, VERIFIER_FILE));
  const database = await joinDatabase(config);
  const sql = connectDatabase(database.url, { applicationName: 'ostiary-tiles', max: 1 });
  const terminal = createTerminal();
  const bar = terminal.progress('entries, read twice', 1);
  try {
    const { size, tiles, added, replaced, removed } = await rebuildTiles({
      sql,
      vkey,
      onProgress: (read, total) => bar.update(read, total),
    });
    bar.finish();
    terminal.good(
      `${tiles} tiles over ${size} entries: ${added} were missing, ${replaced} were wrong, ${removed} were too many`,
    );
  } finally {
    await sql.end();
    await database.stop();
  }
}

async function exportTo(folder: string): Promise<void> {
  const config = readConfig(process.env);
  const vkey = await loadVerifierKey(join(dataLayout(config.dataDirectory).keys, VERIFIER_FILE));
  const database = await joinDatabase(config);
  const sql = connectDatabase(database.url, { applicationName: 'ostiary-tiles', max: 2, role: 'ostiary_gateway' });
  const terminal = createTerminal();
  const bar = terminal.progress('bundles', 1);
  try {
    const reader = openLogReader({ sql, origin: config.logOrigin });
    const { size, before, written } = await exportLog({
      log: databaseLog(sql, async () => (await reader.latestCheckpoint()).note),
      folder: resolve(folder),
      vkey,
      minimumIndex: await minimumIndex(sql),
      onProgress: (bundles, total) => bar.update(bundles, total),
    });
    bar.finish();
    terminal.good(`${written} files written; the folder went from ${before ?? 0} to ${size} entries`);
  } finally {
    await sql.end();
    await database.stop();
  }
}
