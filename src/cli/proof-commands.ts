/** audit proof verify, audit note verify: C2SP files of any log, checked offline. */
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { MAX_LEAF_BYTES } from '../audit/leaf/leaf.js';
import { parseAnyVerifierKey } from '../audit/note/any-key.js';
import { encodeBase64 } from '../audit/note/base64.js';
import { fromUtf8 } from '../audit/note/bytes.js';
import type { NoteVerifier } from '../audit/note/key.js';
import { MAX_POLICY_CHARACTERS, parsePolicy, PolicyError } from '../audit/note/policy.js';
import { MAX_NOTE_BYTES, NoteError, openNote } from '../audit/note/signed-note.js';
import { MAX_PROOF_CHARACTERS } from '../audit/note/tlog-proof.js';
import { verifyTlogProof } from '../audit/note/verify-proof.js';
import { childCommand } from './child-command.js';
import { createTerminal } from './terminal.js';

/** Longest file with verifier keys, in bytes. */
const MAX_KEYS_BYTES = 262_144;

/** What a command found: `lines` for a person, the rest as JSON. */
interface Found {
  readonly lines: readonly string[];
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Adds the commands. */
export function addProofCommands(audit: Command): void {
  childCommand(audit, 'proof', 'Check offline proofs')
    .command('verify')
    .description('Check that an entry is in a log, as the witnesses of a policy saw; exit status 0 only when it is')
    .argument('<file>', 'the proof (C2SP tlog-proof)')
    .requiredOption('--leaf <file>', 'the entry, to the byte')
    .requiredOption('--policy <file>', 'logs, witnesses and quorum (C2SP tlog-policy)')
    .option('--json', 'print the verdict as JSON')
    .action((file: string, { leaf, policy, json }: { leaf: string; policy: string; json?: true }) =>
      judge(json === true, () => verifyProof(file, leaf, policy)),
    );

  childCommand(audit, 'note', 'Check signed notes')
    .command('verify')
    .description(
      'Check the signatures of a note or checkpoint; exit status 0 only when a known key signed and none fails',
    )
    .argument('<file>', 'the note (C2SP signed-note)')
    .requiredOption('--vkey <file-or-key...>', 'verifier keys of logs and witnesses, or files with one on each line')
    .option('--json', 'print the verdict as JSON')
    .action((file: string, { vkey, json }: { vkey: string[]; json?: true }) =>
      judge(json === true, () => verifyNote(file, vkey)),
    );
}

async function verifyProof(file: string, leafFile: string, policyFile: string): Promise<Found> {
  const policy = parsePolicy(await readText(policyFile, MAX_POLICY_CHARACTERS, 'policy'));
  const entry = await readBytes(leafFile, MAX_LEAF_BYTES, 'leaf');
  const proof = await readText(file, MAX_PROOF_CHARACTERS, 'proof');
  const { index, checkpoint, cosignatures } = verifyTlogProof(proof, entry, policy);
  const { origin, size, root } = checkpoint;
  return {
    lines: [
      `the entry is number ${index} of ${origin}, which held ${size} entries`,
      ...cosignatures.map(({ witness, time }) => `witness ${witness} saw it ${describeTime(time)}`),
    ],
    facts: { origin, index, size, root: encodeBase64(root), cosignatures },
  };
}

async function verifyNote(file: string, vkeys: readonly string[]): Promise<Found> {
  const verifiers = (await Promise.all(vkeys.map(readKeys))).flat();
  const { text, verified, unverified } = openNote(await readBytes(file, MAX_NOTE_BYTES, 'note'), verifiers);
  const signers = verified.map(({ name }) => name);
  return {
    lines: [
      ...signers.map((name) => `signed by ${name}`),
      ...(unverified.length === 0 ? [] : [`ignored: ${unverified.length} signatures of keys that were not given`]),
    ],
    facts: { text, signers, ignored: unverified.length },
  };
}

/** Prints the verdict; a file that is not to be believed ends in one line, and in exit status 1. */
async function judge(json: boolean, verify: () => Promise<Found>): Promise<void> {
  const terminal = createTerminal();
  try {
    const { lines, facts } = await verify();
    if (json) terminal.line(JSON.stringify({ ok: true, ...facts }, undefined, 2));
    else for (const line of lines) terminal.good(line);
  } catch (error) {
    const fault = faultOf(error);
    if (fault === undefined || !(error instanceof Error)) throw error;
    process.exitCode = 1;
    if (json) terminal.line(JSON.stringify({ ok: false, fault, message: error.message }, undefined, 2));
    else terminal.bad(`${fault}: ${error.message}`);
  }
}

function faultOf(error: unknown): string | undefined {
  if (error instanceof NoteError) return error.fault;
  if (error instanceof PolicyError) return 'policy';
  return error instanceof KeyFault ? 'key' : undefined;
}

/** A verifier key that cannot be used. */
class KeyFault extends Error {
  override readonly name = 'KeyFault';
}

/** Keys given as such, or in a file. */
async function readKeys(given: string): Promise<NoteVerifier[]> {
  const text = /^[^+]+\+[0-9a-f]{8}\+/.test(given) ? given : await readText(given, MAX_KEYS_BYTES, 'keys');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  try {
    return lines.map((line) => parseAnyVerifierKey(line.trim()));
  } catch (error) {
    if (error instanceof TypeError) throw new KeyFault(error.message);
    throw error;
  }
}

async function readText(path: string, limit: number, what: string): Promise<string> {
  const bytes = await readBytes(path, limit, what);
  try {
    return fromUtf8(bytes);
  } catch {
    throw new NoteError('malformed', `${what}: not UTF-8`);
  }
}

/** Reads a file that is no longer than `limit` bytes, whatever its name says it is. */
async function readBytes(path: string, limit: number, what: string): Promise<Uint8Array> {
  const file = await open(resolve(path));
  try {
    const buffer = Buffer.alloc(limit + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length);
      length += bytesRead;
      if (bytesRead === 0 || length === buffer.length) break;
    }
    if (length > limit) throw new NoteError('malformed', `${what}: longer than ${limit} bytes`);
    return buffer.subarray(0, length);
  } finally {
    await file.close();
  }
}

/** Seconds since the epoch, as far as the calendar reaches. */
function describeTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} seconds after 1970` : `at ${date.toISOString()}`;
}
