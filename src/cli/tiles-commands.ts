/** audit tiles: the derived, public form of the log. */
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type postgres from 'postgres';
import { loadVerifierKey, VERIFIER_FILE } from '../audit/log/log-key.js';
import { openLogReader } from '../audit/log/reader.js';
import { rebuildTiles } from '../audit/log/rebuild-tiles.js';
import { openCheckpoint } from '../audit/note/checkpoint.js';
import { parseVerifierKey } from '../audit/note/key.js';
import { databaseLog } from '../audit/public/database-log.js';
import { exportLog } from '../audit/public/export.js';
import { folderLog } from '../audit/public/folder-log.js';
import { minimumIndex } from '../audit/retention/erasure-store.js';
import { loadWitnessPolicy } from '../audit/witnessing/policy-file.js';
import { latestWitnessedCheckpoint } from '../audit/witnessing/witnessed-checkpoint.js';
import { type Config, dataLayout, readConfig } from '../gateway/config.js';
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
    const { size, before, written } = await exportLog({
      log: databaseLog(sql, () => choose(config, sql, vkey, resolve(folder))),
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

/** The newest checkpoint that the witnesses cosigned; the newest signed one as long as the folder is ahead of them. */
async function choose(config: Config, sql: postgres.Sql, vkey: string, folder: string): Promise<string> {
  const { logOrigin: origin, witnesses } = config;
  if (witnesses !== undefined) {
    const policy = await loadWitnessPolicy(witnesses.policyFile, vkey, origin);
    const cosigned = await latestWitnessedCheckpoint(sql, policy);
    const shown = await folderLog(folder).checkpoint();
    const size = shown === undefined ? 0 : openCheckpoint(shown, parseVerifierKey(vkey)).size;
    if (cosigned !== undefined && cosigned.size >= size) return cosigned.note;
  }
  return (await openLogReader({ sql, origin }).latestCheckpoint()).note;
}
