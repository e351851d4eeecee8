/** audit index: what entries are found by, all of it derived. */
import type { Command } from 'commander';
import { indexHeaders } from '../audit/review/header-index.js';
import { indexTokens } from '../audit/vault/token-index.js';
import { readConfig } from '../gateway/config.js';
import { connectDatabase } from '../shared/database/connect.js';
import { joinDatabase } from './database.js';
import { createTerminal } from './terminal.js';

/** Adds the command. */
export function addIndexCommands(audit: Command): void {
  audit
    .command('index')
    .description('Keep what entries are found by (docs/operations.md)')
    .command('rebuild')
    .description('Derive the searchable columns and the blind index again, while gateways run; searches stay complete')
    .action(rebuild);
}

async function rebuild(): Promise<void> {
  const database = await joinDatabase(readConfig(process.env));
  const sql = connectDatabase(database.url, { applicationName: 'ostiary-index', max: 1 });
  const terminal = createTerminal();
  try {
    await sql`SELECT audit.forget_headers()`;
    await indexHeaders(sql);
    await sql`SELECT audit.forget_token_index()`;
    await indexTokens(sql);
    const [row] = await sql<{ headers: string; tokens: string }[]>`
      SELECT (SELECT count(*) FROM audit.log_header) AS headers, (SELECT count(*) FROM audit.log_token) AS tokens`;
    terminal.good(`${row?.headers ?? 0} entries and ${row?.tokens ?? 0} tokens can be searched`);
  } finally {
    await sql.end();
    await database.stop();
  }
}
