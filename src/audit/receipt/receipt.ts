/** Checking a receipt with nothing but the log's public key: no network, no database. */
import { opensSection } from '../leaf/commitment.js';
import { type Leaf, parseLeaf } from '../leaf/leaf.js';
import { HASH_BYTES, leafHash } from '../merkle/hash.js';
import { sha256 } from '../merkle/sha256.js';
import { beyondLimit, equal, type TreeSize, verifyInclusion } from '../merkle/verify.js';
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
  readonly treeSize: TreeSize | undefined;
}

/** What the caller holds besides the receipt. */
export interface ReceiptEvidence {
  /** SHA-256, in hex, of the answer as it came, without its receipt. */
  readonly answerSha256?: string;
  /** Of an answer that came in parts: SHA-256, in hex, of the message of each part, in the order in which they came. */
  readonly partsSha256?: readonly string[];
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
      typeof checkpoint?.size === 'bigint'
        ? beyondLimit(checkpoint.size)
        : 'the proof does not lead from the entry to the signed checkpoint',
    ),
    step(
      'entry',
      leaf?.requestId === receipt.requestId,
      'the entry is about the request in the receipt',
      'the entry is not about the request in the receipt',
    ),
    result,
    checkAnswer(receipt, result, evidence),
  ];
  return { ok: steps.every(({ verdict }) => verdict !== 'failed'), steps, leaf, treeSize: checkpoint?.size };
}

function isIncluded({ leafIndex, leafHash, inclusionProof }: ReceiptFile, { size, root }: Checkpoint): boolean {
  return typeof size === 'number' && verifyInclusion(leafIndex, size, leafHash, inclusionProof, root);
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
  { answerSha256, partsSha256 }: ReceiptEvidence,
): ReceiptStep {
  if (answerSha256 === undefined && partsSha256 === undefined) {
    return { name: 'answer', verdict: 'skipped', message: 'no answer was given to compare with' };
  }
  const logged = attempt(() => JSON.parse(fromUtf8(resultSection)) as unknown);
  const said: LoggedDigests = typeof logged === 'object' && logged !== null ? logged : {};
  const isWhole = answerSha256 === undefined || said.answer_sha256 === answerSha256.toLowerCase();
  const hasParts = partsSha256 === undefined || (said.parts === partsSha256.length && joins(partsSha256, said));
  return step(
    'answer',
    result.verdict === 'passed' && isWhole && hasParts,
    'the answer is the one that was logged, to the byte',
    'the answer is not the one that was logged',
  );
}

/** What a result says of the answer; whatever it says may be of any type. */
interface LoggedDigests {
  readonly answer_sha256?: unknown;
  readonly parts?: unknown;
  readonly parts_sha256?: unknown;
}

/** The parts are joined by a digest over theirs: a part that is missing, added, changed or moved makes another one. */
function joins(partsSha256: readonly string[], { parts_sha256: logged }: LoggedDigests): boolean {
  const digests = partsSha256.map(fromHex);
  if (digests.includes(undefined)) return false;
  const joined = new Uint8Array(digests.length * HASH_BYTES);
  digests.forEach((digest, at) => joined.set(digest ?? [], at * HASH_BYTES));
  return logged === toHex(sha256(joined));
}

function fromHex(hex: string): Uint8Array | undefined {
  if (!/^[0-9a-fA-F]{64}$/.test(hex)) return undefined;
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

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
