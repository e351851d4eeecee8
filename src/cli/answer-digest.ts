/** The digest that the log holds of an answer: SHA-256 of the response message in protobuf, without its receipt. */
import { createHash } from 'node:crypto';
import type { Contract } from '../gateway/contract/contract.js';
import { jsonToBinary } from '../gateway/contract/json.js';
import { splitReceipt } from '../gateway/contract/receipt.js';

/** Number of the receipt in every response of the contract. */
const RECEIPT_FIELD = 1;

/** Digest, in hex, of an answer as gRPC brought it. */
export function digestOfBytes(response: Uint8Array): string {
  return createHash('sha256').update(splitReceipt(response, RECEIPT_FIELD).answer).digest('hex');
}

/**
 * Digests, in hex, of an answer as REST brought it. JSON does not say of which operation it is the answer, so there is
 * one for each operation whose response it could be.
 */
export function digestsOfJson(contract: Contract, text: string): string[] {
  const bytes = Buffer.from(text);
  return [...contract.methods.values()].flatMap(({ output, receiptField }) => {
    if (receiptField === undefined) return [];
    try {
      return [digestOfBytes(jsonToBinary(output, bytes))];
    } catch {
      // Not an answer of this operation.
      return [];
    }
  });
}

/**
 * Digest to hold against the one that the log names, for a file that may be an answer; undefined when it is none (a
 * receipt alone, a problem document, a tlog-proof). An answer that fits no operation has the digest "unreadable", which
 * equals nothing: it must not pass for one that was not given.
 */
export function digestOfFile(contract: Contract, text: string, logged: string | undefined): string | undefined {
  if (logged === undefined || !isAnswer(text)) return undefined;
  return digestsOfJson(contract, text).find((digest) => digest === logged) ?? 'unreadable';
}

/** Whether a file holds a message with its receipt, rather than a receipt or a problem document alone. */
export function isAnswer(text: string): boolean {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === 'object' && document !== null && 'receipt' in document && !('code' in document);
  } catch {
    return false;
  }
}
