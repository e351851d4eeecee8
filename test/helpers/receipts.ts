/** Receipts as their holders check them: offline, with the log's verifier key alone. */
import { expect } from 'chai';
import { computable, type ComputableCheckpoint, openCheckpoint } from '../../src/audit/note/checkpoint.js';
import { parseVerifierKey } from '../../src/audit/note/key.js';
import { type ReceiptFile, verifyReceipt } from '../../src/audit/receipt/receipt.js';
import type { CallOutcome, RefusedCall } from '../../src/client/grpc-client.js';
import { digestOfBytes } from '../../src/cli/answer-digest.js';
import type { AuditReceipt } from '../../src/gen/ostiary/common/v1/receipt.js';

/** An answer that came with its receipt. */
export interface ReceiptedAnswer<Response> {
  readonly response: Response;
  readonly bytes: Uint8Array;
  readonly receipt: ReceiptFile;
}

export function toReceiptFile(receipt: AuditReceipt | undefined): ReceiptFile {
  if (receipt === undefined) throw new Error('there is no receipt');
  return { ...receipt, leafIndex: Number(receipt.leafIndex) };
}

/** The answer, or an error that says why there is none. */
export function answerOf<Response extends { receipt?: AuditReceipt | undefined }>(
  outcome: CallOutcome<Response>,
): ReceiptedAnswer<Response> {
  if (outcome.kind === 'refusal') throw new Error(`refused: ${outcome.refusal.reason}: ${outcome.refusal.message}`);
  const { response, bytes } = outcome;
  return { response, bytes, receipt: toReceiptFile(response.receipt) };
}

/** The refusal, or an error when there was an answer. */
export function refusalOf(outcome: CallOutcome<unknown>): RefusedCall {
  if (outcome.kind === 'answer') throw new Error('answered where it must be refused');
  return outcome.refusal;
}

/** Expects a receipt to verify, bound to the bytes of the answer when they are given. Returns what was signed. */
export function expectVerified(receipt: ReceiptFile, vkey: string, answer?: Uint8Array): ComputableCheckpoint {
  const evidence = answer === undefined ? {} : { answerSha256: digestOfBytes(answer) };
  const verdict = verifyReceipt(receipt, vkey, evidence);
  expect(
    verdict.steps.filter((step) => step.verdict === 'failed').map(({ message }) => message),
    'failed steps',
  ).to.deep.equal([]);
  if (answer !== undefined) expect(verdict.steps.find(({ name }) => name === 'answer')?.verdict).to.equal('passed');
  return computable(openCheckpoint(receipt.checkpoint, parseVerifierKey(vkey)));
}
