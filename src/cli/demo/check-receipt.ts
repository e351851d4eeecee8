/** Checks receipts as their holder would, long after: offline, with the log's verifier key and nothing else. */
import { verifyConsistency } from '../../audit/merkle/verify.js';
import { computable, openCheckpoint } from '../../audit/note/checkpoint.js';
import { parseVerifierKey } from '../../audit/note/key.js';
import { parseReceiptJson } from '../../audit/receipt/receipt-file.js';
import { type ReceiptFile, verifyReceipt } from '../../audit/receipt/receipt.js';
import { loadContract } from '../../gateway/contract/contract.js';
import type { GetConsistencyProofResponse } from '../../gen/ostiary/audit/v1/audit.js';
import type { AuditReceipt } from '../../gen/ostiary/common/v1/receipt.js';
import { digestOfBytes, digestOfFile } from '../answer-digest.js';
import type { Terminal } from '../terminal.js';

/** What a checked receipt told. */
export interface CheckedReceipt {
  readonly index: number;
  /** Size and root of the tree that its checkpoint was signed over. */
  readonly treeSize: number;
  readonly root: Uint8Array;
}

/** Checks, prints, and throws when a check fails. */
export interface ReceiptCheck {
  ofAnswer(receipt: AuditReceipt | undefined, response: Uint8Array): CheckedReceipt;
  ofJson(text: string): void;
  ofRefusal(receipt: AuditReceipt | undefined): void;
  consistency(earlier: CheckedReceipt, proof: GetConsistencyProofResponse): void;
  /** How many receipts were checked. */
  readonly count: number;
}

/** Makes the checker. */
export function createReceiptCheck(vkey: string, terminal: Terminal): ReceiptCheck {
  const contract = loadContract();
  const verifier = parseVerifierKey(vkey);
  let count = 0;

  function check(receipt: ReceiptFile, answerSha256: string | undefined): CheckedReceipt {
    const verdict = verifyReceipt(receipt, vkey, answerSha256 === undefined ? {} : { answerSha256 });
    if (!verdict.ok) {
      const failed = verdict.steps.filter((step) => step.verdict === 'failed').map(({ message }) => message);
      throw new Error(`a receipt does not verify: ${failed.join('; ')}`);
    }
    count += 1;
    const bound = answerSha256 === undefined ? '' : ', bound to this very answer';
    terminal.good(`receipt verified offline: entry ${receipt.leafIndex} of ${verdict.treeSize ?? 0}${bound}`);
    const { size, root } = computable(openCheckpoint(receipt.checkpoint, verifier));
    return { index: receipt.leafIndex, treeSize: size, root };
  }

  return {
    get count() {
      return count;
    },
    ofAnswer: (receipt, response) => check(receiptFile(receipt), digestOfBytes(response)),
    ofJson(text) {
      const receipt = parseReceiptJson(text);
      const logged = JSON.parse(Buffer.from(receipt.resultSection).toString()) as { answer_sha256?: string };
      check(receipt, digestOfFile(contract, text, logged.answer_sha256));
    },
    ofRefusal: (receipt) => void check(receiptFile(receipt), undefined),
    consistency(earlier, { secondSize, proof, checkpoint }) {
      const latest = openCheckpoint(checkpoint, verifier);
      const { treeSize, root } = earlier;
      if (latest.size !== Number(secondSize) || !verifyConsistency(treeSize, latest.size, root, latest.root, proof)) {
        throw new Error('the consistency proof does not verify');
      }
      terminal.good(`the log of size ${latest.size} continues the one of size ${treeSize}: nothing was rewritten`);
    },
  };
}

function receiptFile(receipt: AuditReceipt | undefined): ReceiptFile {
  if (receipt === undefined) throw new Error('an answer came without a receipt');
  return { ...receipt, leafIndex: Number(receipt.leafIndex) };
}
