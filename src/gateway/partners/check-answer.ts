/** Whether another gateway's answer is in its log, before it counts: by the log's public key alone, offline. */
import { hash } from 'node:crypto';
import type { ReceiptFile } from '../../audit/receipt/receipt.js';
import { verifyReceipt } from '../../audit/receipt/receipt.js';
import { AuditReceipt } from '../../gen/ostiary/common/v1/receipt.js';
import { splitReceipt } from '../contract/receipt.js';
import type { PartnerSettings } from './partner-file.js';
import { PartnerFault } from './partner-fault.js';

/** Number of the receipt in every response of the contract. */
const RECEIPT_FIELD = 1;

/** What the entry must be about. */
export interface ExpectedEntry {
  readonly system: string;
  readonly requestId: string;
}

/** An entry of another log that is proved. */
export interface ProvedEntry {
  readonly logOrigin: string;
  readonly leafIndex: number;
  /** RFC 6962 hash, in hex. */
  readonly leafHash: string;
}

/**
 * Checks the receipt in an answer, given as its bytes. Throws a PartnerFault unless its log's key signed that this very
 * answer was given to this very question: under our request, to us, by the system asked.
 */
export function checkAnswer(
  answer: Uint8Array,
  { memberState, vkey, askAs }: Pick<PartnerSettings, 'memberState' | 'vkey' | 'askAs'>,
  { system, requestId }: ExpectedEntry,
): ProvedEntry {
  const fault = (what: string): PartnerFault =>
    new PartnerFault('UNAVAILABLE', 'RECEIPT_NOT_VALID', `the receipt of ${memberState} does not hold: ${what}`);
  const { receipt, answerSha256 } = readAnswer(answer, fault);
  const { steps, leaf } = verifyReceipt(receipt, vkey, { answerSha256 });
  // A step that the receipt gives nothing for is no proof either.
  const unproved = steps.find(({ verdict }) => verdict !== 'passed');
  if (unproved !== undefined) throw fault(unproved.message);
  const isOurs =
    leaf?.kind === 'outcome' &&
    leaf.outcome === 'answered' &&
    leaf.authority === askAs &&
    leaf.system === system &&
    leaf.requestId === requestId;
  if (!isOurs) throw fault('the entry is about another access');
  return {
    logOrigin: receipt.logOrigin,
    leafIndex: receipt.leafIndex,
    leafHash: Buffer.from(receipt.leafHash).toString('hex'),
  };
}

function readAnswer(
  bytes: Uint8Array,
  fault: (what: string) => PartnerFault,
): { readonly receipt: ReceiptFile; readonly answerSha256: string } {
  try {
    const { answer, receipt } = splitReceipt(bytes, RECEIPT_FIELD);
    const read = AuditReceipt.decode(receipt);
    return { receipt: { ...read, leafIndex: Number(read.leafIndex) }, answerSha256: hash('sha256', answer) };
  } catch {
    throw fault('the answer has none');
  }
}
