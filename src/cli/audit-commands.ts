/** audit verify, receipt verify: what a data protection officer and a caller run to prove things. */
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { loadVerifierKey, VERIFIER_FILE } from '../audit/note/log-key.js';
import { openKeyUnwrapper } from '../audit/vault/file-keys.js';
import { formatReceiptProof, parseReceipt } from '../audit/receipt/receipt-file.js';
import { verifyReceipt } from '../audit/receipt/receipt.js';
import { verifyLog } from '../audit/verify/verify-log.js';
import { type Config, dataLayout, readConfig } from '../gateway/config.js';
import { loadContract } from '../gateway/contract/contract.js';
import { connectDatabase } from '../shared/database/connect.js';
import { digestOfFile } from './answer-digest.js';
import { joinDatabase } from './database.js';
import { createTerminal } from './terminal.js';

/** Role with the right to read payloads (migrations/audit). */
const DPO_ROLE = 'ostiary_dpo';

/** Adds the commands. */
export function addAuditCommands(program: Command): void {
  program
    .command('audit')
    .description('Check the audit log')
    .command('verify')
    .description('Recompute the whole log from the database and name the first bad entry')
    .option('--vkey <file>', 'verifier key of the log; default: log.vkey in the data folder')
    .option('--open', 'also open every payload with the keys of the vault and hold it against its commitments')
    .option('--kept <files...>', 'signed checkpoints that you kept: what they cover must still be there')
    .action(async (options: { vkey?: string; open?: true; kept?: string[] }) => {
      await verifyWholeLog(readConfig(process.env), options);
    });

  program
    .command('receipt')
    .description('Check receipts')
    .command('verify')
    .description('Check one receipt offline: no network, no database')
    .argument('<file>', 'an answer or a problem document in JSON, a receipt in JSON, or a C2SP tlog-proof')
    .requiredOption('--vkey <file>', 'verifier key of the log')
    .option('--write-proof <file>', 'also write the receipt as a C2SP tlog-proof, for other tools')
    .action(async (file: string, options: { vkey: string; writeProof?: string }) => {
      await verifyOneReceipt(resolve(file), resolve(options.vkey), options.writeProof);
    });
}

async function verifyWholeLog(
  config: Config,
  options: { readonly vkey?: string; readonly open?: true; readonly kept?: readonly string[] },
): Promise<void> {
  const terminal = createTerminal();
  const paths = dataLayout(config.dataDirectory);
  const vkey = await loadVerifierKey(
    options.vkey === undefined ? join(paths.keys, VERIFIER_FILE) : resolve(options.vkey),
  );
  const kept = await Promise.all((options.kept ?? []).map((file) => readFile(resolve(file), 'utf8')));
  const database = await joinDatabase(config);
  const sql = connectDatabase(database.url, { applicationName: 'ostiary-verify', max: 2, role: DPO_ROLE });
  const bar = terminal.progress('entries', 1);
  try {
    const verdict = await verifyLog({
      sql,
      vkey,
      origin: config.logOrigin,
      kept,
      onProgress: (checked, total) => bar.update(checked, total),
      ...(options.open === true && { keys: await openKeyUnwrapper(paths.vault) }),
    });
    bar.finish();
    if (verdict.ok) terminal.good(verdict.message);
    else terminal.bad(verdict.message);
    if (!verdict.ok) process.exitCode = 1;
  } finally {
    await sql.end();
    await database.stop();
  }
}

async function verifyOneReceipt(file: string, vkeyFile: string, proofFile: string | undefined): Promise<void> {
  const terminal = createTerminal();
  const text = await readFile(file, 'utf8');
  const receipt = parseReceipt(text);
  const answerSha256 = digestOfFile(loadContract(), text, loggedDigest(receipt.resultSection));
  const verdict = verifyReceipt(receipt, await loadVerifierKey(vkeyFile), {
    ...(answerSha256 !== undefined && { answerSha256 }),
  });
  for (const { verdict: result, message } of verdict.steps) {
    if (result === 'failed') terminal.bad(message);
    else terminal.good(result === 'skipped' ? `not checked: ${message}` : message);
  }
  if (verdict.ok && verdict.leaf !== undefined) {
    const { authority, system, kind, time } = verdict.leaf;
    terminal.line(`  ${kind} by ${authority} about ${system} at ${new Date(time).toISOString()}`);
  }
  if (!verdict.ok) process.exitCode = 1;
  else if (proofFile !== undefined) await writeFile(resolve(proofFile), formatReceiptProof(receipt));
}

/** The digest that the opened result names, if it names one. */
function loggedDigest(resultSection: Uint8Array): string | undefined {
  if (resultSection.length === 0) return undefined;
  const result: unknown = JSON.parse(Buffer.from(resultSection).toString());
  return typeof result === 'object' && result !== null && 'answer_sha256' in result
    ? String(result.answer_sha256)
    : undefined;
}
