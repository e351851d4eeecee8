/** Checking a receipt with nothing but the log's public key: no network, no database. */
import { opensSection } from '../leaf/commitment.js';
import { type Leaf, parseLeaf } from '../leaf/leaf.js';
import { leafHash } from '../merkle/hash.js';
import { equal, verifyInclusion } from '../merkle/verify.js';
import { fromUtf8 } from '../note/bytes.js';
import { type Checkpoint, openCheckpoint } from '../note/checkpoint.js';
import { parseVerifierKey } from '../note/key.js';

/** A receipt: the fields of ostiary.common.v1.AuditReceipt. Everything in it may be forged. */
export interface ReceiptFile {
  readonly logOrigin: string;
  readonly requestId: string;
  readonly leafIndex: number;
  readonly leafHash: Uint8Array;
  /** audit-leaf/v1. */
  readonly entry: Uint8Array;
  readonly inclusionProof: readonly Uint8Array[];
  /** Signed note. */
  readonly checkpoint: string;
  /** Empty, like resultSection, when the receipt does not open the result. */
  readonly resultSalt: Uint8Array;
  readonly resultSection: Uint8Array;
  readonly synthetic: boolean;
}

/** The steps, in this order. */
export type ReceiptStepName = 'entry-hash' | 'signature' | 'inclusion' | 'entry' | 'result' | 'answer';

/** One step of the check. */
export interface ReceiptStep {
  readonly name: ReceiptStepName;
  /** "skipped" when the receipt, or the caller, gives nothing to check. */
  readonly verdict: 'passed' | 'failed' | 'skipped';
  /** For a person; no personal data. */
  readonly message: string;
}

/** What came out. */
export interface ReceiptVerdict {
  /** True when no step failed. */
  readonly ok: boolean;
  readonly steps: readonly ReceiptStep[];
  /** What the entry says, when it can be read. Believe it only if `ok`. */
  readonly leaf: Leaf | undefined;
  /** Size of the tree that the checkpoint was signed over, when its signature holds. */
  readonly treeSize: number | undefined;
}

/** What the caller holds besides the receipt. */
export interface ReceiptEvidence {
  /** SHA-256, in hex, of the answer as it came, without its receipt. */
  readonly answerSha256?: string;
}

/** Checks a receipt step by step. Throws a TypeError for a verifier key that cannot be read, and for nothing else. */
export function verifyReceipt(receipt: ReceiptFile, vkey: string, evidence: ReceiptEvidence = {}): ReceiptVerdict {
  const verifier = parseVerifierKey(vkey);
  const checkpoint = attempt(() => openCheckpoint(receipt.checkpoint, verifier));
  const leaf = parseLeaf(receipt.entry);
  const result = checkResult(receipt, leaf);
  const steps: ReceiptStep[] = [
    step(
      'entry-hash',
      equal(leafHash(receipt.entry), receipt.leafHash),
      'the hash of the entry is the one in the receipt',
      'the entry is not the one that the hash in the receipt was made of',
    ),
    step(
      'signature',
      checkpoint?.origin === receipt.logOrigin,
      'the checkpoint is signed by the key of the log',
      'the checkpoint is not signed by the key of the log',
    ),
    step(
      'inclusion',
      checkpoint !== undefined && isIncluded(receipt, checkpoint),
      `the entry is number ${receipt.leafIndex} of the signed log`,
      'the proof does not lead from the entry to the signed checkpoint',
    ),
    step(
      'entry',
      leaf?.requestId === receipt.requestId,
      'the entry is about the request in the receipt',
      'the entry is not about the request in the receipt',
    ),
    result,
    checkAnswer(receipt, result, evidence.answerSha256),
  ];
  return { ok: steps.every(({ verdict }) => verdict !== 'failed'), steps, leaf, treeSize: checkpoint?.size };
}

function isIncluded({ leafIndex, leafHash, inclusionProof }: ReceiptFile, { size, root }: Checkpoint): boolean {
  return verifyInclusion(leafIndex, size, leafHash, inclusionProof, root);
}

function checkResult({ resultSalt, resultSection }: ReceiptFile, leaf: Leaf | undefined): ReceiptStep {
  if (resultSalt.length === 0 && resultSection.length === 0) {
    return { name: 'result', verdict: 'skipped', message: 'the receipt does not open the result' };
  }
  const opening = { salt: resultSalt, plaintext: resultSection };
  return step(
    'result',
    leaf !== undefined && opensSection(leaf.commitments, 'result', opening),
    'the result in the receipt is the one that the entry commits to',
    'the result in the receipt is not the one that the entry commits to',
  );
}

function checkAnswer(
  { resultSection }: ReceiptFile,
  result: ReceiptStep,
  answerSha256: string | undefined,
): ReceiptStep {
  if (answerSha256 === undefined) {
    return { name: 'answer', verdict: 'skipped', message: 'no answer was given to compare with' };
  }
  const logged = attempt(() => JSON.parse(fromUtf8(resultSection)) as unknown);
  const digest =
    typeof logged === 'object' && logged !== null && 'answer_sha256' in logged ? logged.answer_sha256 : undefined;
  return step(
    'answer',
    result.verdict === 'passed' && digest === answerSha256.toLowerCase(),
    'the answer is the one that was logged, to the byte',
    'the answer is not the one that was logged',
  );
}

function step(name: ReceiptStepName, holds: boolean, good: string, bad: string): ReceiptStep {
  return holds ? { name, verdict: 'passed', message: good } : { name, verdict: 'failed', message: bad };
}

/** What cannot be read is not believed; the step that needs it says so. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
