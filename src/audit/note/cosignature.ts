/**
 * Cosignatures of checkpoints (C2SP tlog-cosignature): a witness says at what time this was the largest tree it had seen
 * of the log, consistent with all it saw before. Types 0x04 (cosignature/v1, Ed25519) and 0x06 (ML-DSA-44).
 */
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js';
import { concatBytes, fromUtf8, readUint64, uint64, utf8 } from './bytes.js';
import { type Checkpoint, parseCheckpoint } from './checkpoint.js';
import { ED25519_KEY_BYTES, ed25519Signer, ed25519Verifier, randomSeed } from './ed25519.js';
import {
  assertKeyId,
  formatKeyPair,
  formatVerifierKey,
  type NoteKeyPair,
  parseSignerKeyText,
  parseVerifierKeyText,
  SIGNATURE_TYPES,
} from './key-text.js';
import type { NoteVerifier } from './key.js';
import { formatSignature, NoteError, type NoteSignature } from './signed-note.js';

/** Algorithm of a witness's key. */
export type CosignatureAlgorithm = 'ed25519' | 'ml-dsa-44';

/** Checks cosignatures of one witness. As a NoteVerifier it stands in openNote beside the log's own. */
export interface CosignatureVerifier extends NoteVerifier {
  readonly algorithm: CosignatureAlgorithm;
  readonly publicKey: Uint8Array;
}

/** Cosigns with one key. */
export interface Cosigner {
  readonly name: string;
  readonly keyId: number;
  readonly algorithm: CosignatureAlgorithm;
  readonly verifierKey: string;
  /** The timestamped signature over a checkpoint. */
  sign(checkpoint: CosignedText, unixSeconds: number): Uint8Array;
}

/** A checkpoint in both forms: cosignature/v1 covers its text, ML-DSA-44 its meaning. */
export interface CosignedText {
  /** Ends with a newline; without signature lines. */
  readonly text: string;
  readonly checkpoint: Checkpoint;
}

/** What differs between the two kinds. */
interface Scheme {
  readonly type: number;
  readonly publicKeyBytes: number;
  readonly signatureBytes: number;
  /** What is signed; undefined when such a checkpoint cannot be cosigned in this way. */
  readonly message: (name: string, cosigned: CosignedText, unixSeconds: number) => Uint8Array | undefined;
  readonly signer: (seed: Uint8Array) => { publicKey: Uint8Array; sign: (message: Uint8Array) => Uint8Array };
  readonly verifier: (publicKey: Uint8Array) => (message: Uint8Array, signature: Uint8Array) => boolean;
}

const SEED_BYTES = 32;
const TIME_BYTES = 8;

const SCHEMES: Readonly<Record<CosignatureAlgorithm, Scheme>> = {
  ed25519: {
    type: SIGNATURE_TYPES.ed25519Cosignature,
    publicKeyBytes: ED25519_KEY_BYTES,
    signatureBytes: 64,
    message: (_name, { text }, unixSeconds) => utf8(`cosignature/v1\ntime ${unixSeconds}\n${text}`),
    signer: ed25519Signer,
    verifier: ed25519Verifier,
  },
  'ml-dsa-44': {
    type: SIGNATURE_TYPES.mlDsa44Cosignature,
    publicKeyBytes: 1312,
    signatureBytes: 2420,
    message: subtreeMessage,
    signer: (seed) => {
      const { publicKey, secretKey } = ml_dsa44.keygen(seed);
      return { publicKey, sign: (message) => ml_dsa44.sign(message, secretKey) };
    },
    verifier: (publicKey) => (message, signature) => ml_dsa44.verify(signature, message, publicKey),
  },
};

/** Makes a fresh key pair for a witness. Throws a TypeError when `name` cannot name a key. */
export function generateCosignerKey(name: string, algorithm: CosignatureAlgorithm): NoteKeyPair {
  const seed = randomSeed();
  const { type, signer } = SCHEMES[algorithm];
  return formatKeyPair(name, type, signer(seed).publicKey, seed);
}

/** Reads a witness's signer key. Throws a TypeError for any other form, key type or a wrong key id; never quotes it. */
export function parseCosignerKey(text: string): Cosigner {
  const parts = parseSignerKeyText(text);
  const [algorithm, scheme] = schemeOf(parts.type);
  if (parts.key.length !== SEED_BYTES) throw new TypeError('signer key: wrong length');
  const { publicKey, sign } = scheme.signer(parts.key);
  assertKeyId(parts, publicKey);
  const { name, keyId, type } = parts;
  return {
    name,
    keyId,
    algorithm,
    verifierKey: formatVerifierKey(name, type, publicKey),
    sign(cosigned, unixSeconds) {
      const time = uint64(unixSeconds);
      const message = scheme.message(name, cosigned, unixSeconds);
      if (message === undefined) throw new RangeError('checkpoint or time that cannot be cosigned with ML-DSA-44');
      return concatBytes(time, sign(message));
    },
  };
}

/** Reads a witness's verifier key. Throws a TypeError for any other form, key type or a wrong key id. */
export function parseCosignatureVerifierKey(text: string): CosignatureVerifier {
  const { name, keyId, type, key } = parseVerifierKeyText(text);
  const [algorithm, scheme] = schemeOf(type);
  if (key.length !== scheme.publicKeyBytes) throw new TypeError('verifier key: wrong length');
  const verify = scheme.verifier(key);
  return {
    name,
    keyId,
    algorithm,
    publicKey: key,
    verify(message, signature) {
      if (signature.length !== TIME_BYTES + scheme.signatureBytes) return false;
      const unixSeconds = readUint64(signature);
      const cosigned = readCheckpoint(message);
      if (unixSeconds === undefined || cosigned === undefined) return false;
      const signed = scheme.message(name, cosigned, unixSeconds);
      return signed !== undefined && verify(signed, signature.subarray(TIME_BYTES));
    },
  };
}

/**
 * The signature line, with its newline, to be put below the checkpoint's own. `checkpointText` is what was signed, with
 * its final newline. Throws a NoteError when it is no checkpoint, a RangeError for a time that is not whole seconds.
 */
export function cosign(checkpointText: string, signer: Cosigner, unixSeconds: number): string {
  const cosigned = { text: checkpointText, checkpoint: parseCheckpoint(checkpointText) };
  return formatSignature({
    name: signer.name,
    keyId: signer.keyId,
    signature: signer.sign(cosigned, unixSeconds),
  });
}

/** When the witness cosigned, in seconds since the epoch; undefined when this is not its good cosignature. */
export function verifyCosignature(
  checkpointText: string,
  verifier: CosignatureVerifier,
  { name, keyId, signature }: NoteSignature,
): number | undefined {
  const own = name === verifier.name && keyId === verifier.keyId;
  return own && verifier.verify(utf8(checkpointText), signature) ? readUint64(signature) : undefined;
}

/**
 * cosigned_message: the tree from 0 to size. It names the witness, and leaves extension lines out. At time zero it would
 * not say that this was the largest tree.
 */
function subtreeMessage(name: string, { checkpoint }: CosignedText, unixSeconds: number): Uint8Array | undefined {
  const cosigner = utf8(name);
  const origin = utf8(checkpoint.origin);
  if (unixSeconds === 0 || cosigner.length > 255 || origin.length > 255) return undefined;
  return concatBytes(
    utf8('subtree/v1\n\0'),
    Uint8Array.of(cosigner.length),
    cosigner,
    uint64(unixSeconds),
    Uint8Array.of(origin.length),
    origin,
    uint64(0),
    uint64(checkpoint.size),
    checkpoint.root,
  );
}

function schemeOf(type: number): readonly [CosignatureAlgorithm, Scheme] {
  for (const algorithm of ['ed25519', 'ml-dsa-44'] as const) {
    if (SCHEMES[algorithm].type === type) return [algorithm, SCHEMES[algorithm]];
  }
  throw new TypeError('key: not of a kind that cosigns');
}

function readCheckpoint(message: Uint8Array): CosignedText | undefined {
  try {
    const text = fromUtf8(message);
    return { text, checkpoint: parseCheckpoint(text) };
  } catch (error) {
    if (error instanceof NoteError || error instanceof TypeError) return undefined;
    throw error;
  }
}
