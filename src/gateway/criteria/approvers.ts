/** Who may approve criteria: verifier keys (C2SP signed-note), one a line, each of one person. */
import { readFileSync } from 'node:fs';
import { type NoteVerifier, parseVerifierKey } from '../../audit/note/key.js';
import { parseVerifierKeyText } from '../../audit/note/key-text.js';
import { NoteError, openNote } from '../../audit/note/signed-note.js';

/** Most people, and longest file in bytes. */
const MAX_APPROVERS = 200;
const MAX_FILE_BYTES = 65_536;

/** Reads the keys. Throws an Error that names the line of what is no key, or of a name or key that stands twice. */
export function readApprovers(file: string): readonly NoteVerifier[] {
  const content = readFileSync(file, 'utf8');
  if (content.length > MAX_FILE_BYTES) throw new Error(`${file}: longer than ${MAX_FILE_BYTES} bytes`);
  const seen = new Set<string>();
  const verifiers = content.split('\n').flatMap((line, at) => {
    const text = line.trim();
    if (text === '' || text.startsWith('#')) return [];
    const verifier = parse(text, `${file}:${at + 1}`);
    // One person with two keys, or two names for one key, would be two people.
    for (const known of [verifier.name, Buffer.from(parseVerifierKeyText(text).key).toString('hex')]) {
      if (seen.has(known)) throw new Error(`${file}:${at + 1}: a name or a key stands twice`);
      seen.add(known);
    }
    return [verifier];
  });
  if (verifiers.length > MAX_APPROVERS) throw new Error(`${file}: more than ${MAX_APPROVERS} keys`);
  return verifiers;
}

function parse(text: string, place: string): NoteVerifier {
  try {
    return parseVerifierKey(text);
  } catch (error) {
    if (error instanceof TypeError) throw new Error(`${place}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** Names of the people among the approvers whose signature lines cover a text; none if one of them is bad. */
export function signersIn(signatures: string, text: string, approvers: readonly NoteVerifier[]): readonly string[] {
  try {
    return openNote(`${text}\n${signatures}`, approvers).verified.map(({ name }) => name);
  } catch (error) {
    if (error instanceof NoteError) return [];
    throw error;
  }
}
