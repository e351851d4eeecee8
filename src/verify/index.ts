/**
 * ostiary/verify: everything a third party needs to check logs, receipts and witnesses, for Node and browsers. Nothing
 * here reads a file, a network or a database, and nothing needs the rest of the project (docs/audit-verification.md).
 */
export {
  EMPTY_FRONTIER,
  extendFrontier,
  type Extension,
  type Frontier,
  frontierRoot,
} from '../audit/merkle/frontier.js';
export { EMPTY_ROOT, HASH_BYTES, leafHash, nodeHash } from '../audit/merkle/hash.js';
export { type HashSource, proveConsistency, proveInclusion } from '../audit/merkle/prove.js';
export { fullTiles, TILE_BYTES, TILE_HEIGHT, TILE_WIDTH, tileRoot } from '../audit/merkle/tile.js';
export { equal, parseTreeSize, type TreeSize, verifyConsistency, verifyInclusion } from '../audit/merkle/verify.js';

export { decodeBase64, encodeBase64 } from '../audit/note/base64.js';
export {
  type Checkpoint,
  computable,
  type ComputableCheckpoint,
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
} from '../audit/note/checkpoint.js';
export {
  cosign,
  type CosignatureAlgorithm,
  type CosignatureVerifier,
  type CosignedText,
  type Cosigner,
  generateCosignerKey,
  parseCosignatureVerifierKey,
  parseCosignerKey,
  verifyCosignature,
} from '../audit/note/cosignature.js';
export { parseAnyVerifierKey } from '../audit/note/any-key.js';
export {
  generateKeyPair,
  type NoteSigner,
  type NoteVerifier,
  parseSignerKey,
  parseVerifierKey,
} from '../audit/note/key.js';
export { isKeyName, type NoteKeyPair } from '../audit/note/key-text.js';
export {
  isQuorum,
  parsePolicy,
  type Policy,
  PolicyError,
  type PolicyGroup,
  type PolicyLog,
  type PolicyWitness,
} from '../audit/note/policy.js';
export {
  MAX_NOTE_BYTES,
  MAX_NOTE_SIGNATURES,
  type Note,
  NoteError,
  type NoteFault,
  type NoteSignature,
  type OpenedNote,
  openNote,
  parseNote,
  signNote,
} from '../audit/note/signed-note.js';
export { formatTlogProof, parseTlogProof, type TlogProof } from '../audit/note/tlog-proof.js';
export { type ProvenEntry, verifyTlogProof } from '../audit/note/verify-proof.js';
export {
  openWitnessedCheckpoint,
  type PolicyCosignature,
  satisfies,
  type WitnessedCheckpoint,
} from '../audit/note/witnessed.js';

export {
  commitTo,
  opensSection,
  SECTION_NAMES,
  type SectionName,
  type SectionOpening,
} from '../audit/leaf/commitment.js';
export { type EntryKind, type EntryOutcome, type Leaf, parseLeaf } from '../audit/leaf/leaf.js';
export {
  type ReceiptEvidence,
  type ReceiptFile,
  type ReceiptStep,
  type ReceiptStepName,
  type ReceiptVerdict,
  verifyReceipt,
} from '../audit/receipt/receipt.js';
export {
  formatReceiptProof,
  parseReceipt,
  parseReceiptJson,
  parseReceiptProof,
  ReceiptFormatError,
} from '../audit/receipt/receipt-file.js';
