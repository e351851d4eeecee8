/** audit verify, receipt verify: what a data protection officer and a caller run to prove things. */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { loadVerifierKey } from '../audit/log/log-key.js';
import { formatReceiptProof, parseReceipt } from '../audit/receipt/receipt-file.js';
import { type ReceiptEvidence, verifyReceipt } from '../audit/receipt/receipt.js';
import { loadContract } from '../gateway/contract/contract.js';
import { digestOfFile } from './answer-digest.js';
import { partsDigestsOfFile } from './parts-digests.js';
import { addProofCommands } from './proof-commands.js';
import { createTerminal } from './terminal.js';
import { addIndexCommands } from './index-commands.js';
import { addTilesCommands } from './tiles-commands.js';
import { addVerifyCommand } from './verify-command.js';

/** Adds the commands. */
export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('Check the audit log, and keep what it shows');
  addVerifyCommand(audit);
  addTilesCommands(audit);
  addIndexCommands(audit);
  addProofCommands(audit);

  program
    .command('receipt')
    .description('Check receipts')
    .command('verify')
    .description('Check one receipt offline: no network, no database')
    .argument(
      '<file>',
      'an answer, an answer in parts (one JSON text a line) or a problem document, a receipt in JSON, or a C2SP tlog-proof',
    )
    .requiredOption('--vkey <file>', 'verifier key of the log')
    .option('--write-proof <file>', 'also write the receipt as a C2SP tlog-proof, for other tools')
    .action(async (file: string, options: { vkey: string; writeProof?: string }) => {
      await verifyOneReceipt(resolve(file), resolve(options.vkey), options.writeProof);
    });
}

async function verifyOneReceipt(file: string, vkeyFile: string, proofFile: string | undefined): Promise<void> {
  const terminal = createTerminal();
  const text = await readFile(file, 'utf8');
  const receipt = parseReceipt(text);
  const evidence = evidenceIn(text, receipt.resultSection);
  const verdict = verifyReceipt(receipt, await loadVerifierKey(vkeyFile), evidence);
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

/** What the file gives to hold against the result that the receipt opens. */
function evidenceIn(text: string, resultSection: Uint8Array): ReceiptEvidence {
  const result: unknown = resultSection.length === 0 ? undefined : JSON.parse(Buffer.from(resultSection).toString());
  if (typeof result !== 'object' || result === null) return {};
  const contract = loadContract();
  if ('parts_sha256' in result) {
    const partsSha256 = partsDigestsOfFile(contract, text, String(result.parts_sha256));
    return partsSha256 === undefined ? {} : { partsSha256 };
  }
  const logged = 'answer_sha256' in result ? String(result.answer_sha256) : undefined;
  const answerSha256 = digestOfFile(contract, text, logged);
  return answerSha256 === undefined ? {} : { answerSha256 };
}
