/** Verifier keys of any kind that is known here. */
import { parseCosignatureVerifierKey } from './cosignature.js';
import { type NoteVerifier, parseVerifierKey } from './key.js';
import { parseVerifierKeyText, SIGNATURE_TYPES } from './key-text.js';

/** Reads the verifier key of a log or of a witness. Throws a TypeError. */
export function parseAnyVerifierKey(text: string): NoteVerifier {
  const { type } = parseVerifierKeyText(text);
  return type === SIGNATURE_TYPES.ed25519 ? parseVerifierKey(text) : parseCosignatureVerifierKey(text);
}
