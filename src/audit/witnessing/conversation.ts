/** One witness, spoken to over HTTP (C2SP tlog-witness). What it says is not believed here but for good signatures. */
import { formatAddCheckpoint, originHash } from '../note/add-checkpoint.js';
import { type Checkpoint, openCheckpoint } from '../note/checkpoint.js';
import { type CosignatureVerifier, verifyCosignature } from '../note/cosignature.js';
import type { NoteVerifier } from '../note/key.js';
import { formatSignature, NoteError, parseNote } from '../note/signed-note.js';
import { parseTreeSize, type TreeSize } from '../merkle/verify.js';
import type { StoredCosignature } from './store.js';

/** What a witness said to a checkpoint. */
export type WitnessAnswer =
  | { readonly kind: 'cosigned'; readonly cosignatures: readonly StoredCosignature[] }
  /** It holds another size than we thought. */
  | { readonly kind: 'conflict'; readonly size: TreeSize }
  /** It does not accept the proof: it holds another tree. */
  | { readonly kind: 'inconsistent' }
  /** It answers, but to no use; `status` is 200 for an answer without a good cosignature. */
  | { readonly kind: 'useless'; readonly status: number }
  | { readonly kind: 'unreachable'; readonly error: unknown };

/** Speaks with one witness. */
export interface Conversation {
  addCheckpoint(oldSize: number, proof: readonly Uint8Array[], checkpoint: OfferedCheckpoint): Promise<WitnessAnswer>;
  /** The checkpoint that the witness shows to everybody, if the log's own key has signed it. */
  shownCheckpoint(): Promise<Checkpoint | undefined>;
}

/** A checkpoint to be cosigned. */
export interface OfferedCheckpoint {
  readonly size: number;
  /** Signed note. */
  readonly note: string;
  /** What was signed. */
  readonly text: string;
}

/** Longest answer, in bytes: room for a dozen post-quantum cosignatures. */
const MAX_ANSWER_BYTES = 65_536;

/** Opens a conversation. `signal` ends whatever is under way; each request ends by itself after `timeoutMs`. */
export function converse(
  url: string,
  log: NoteVerifier,
  witness: readonly CosignatureVerifier[],
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Conversation {
  const base = url.replace(/\/+$/, '');

  async function ask(path: string, body?: string): Promise<{ status: number; text: string }> {
    // AbortSignal.any would leave something on the lasting signal for each request (Node.js 20).
    const request = new AbortController();
    const end = (): void => request.abort();
    const timer = setTimeout(end, timeoutMs);
    signal.addEventListener('abort', end);
    try {
      signal.throwIfAborted();
      const response = await fetch(`${base}/${path}`, {
        ...(body !== undefined && { method: 'POST', body, headers: { 'content-type': 'text/plain; charset=utf-8' } }),
        // A witness is where the policy says, not where somebody else sends us.
        redirect: 'error',
        signal: request.signal,
      });
      return { status: response.status, text: await readText(response) };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    }
  }

  return {
    async addCheckpoint(oldSize, proof, { note, text }) {
      try {
        const answer = await ask('add-checkpoint', formatAddCheckpoint(oldSize, proof, note));
        switch (answer.status) {
          case 200: {
            const cosignatures = goodCosignatures(text, answer.text, witness);
            return cosignatures.length === 0 ? { kind: 'useless', status: 200 } : { kind: 'cosigned', cosignatures };
          }
          case 409: {
            const size = parseTreeSize(answer.text.replace(/\n$/, ''));
            return size === undefined ? { kind: 'useless', status: 409 } : { kind: 'conflict', size };
          }
          case 422:
            return { kind: 'inconsistent' };
          default:
            return { kind: 'useless', status: answer.status };
        }
      } catch (error) {
        return { kind: 'unreachable', error };
      }
    },
    async shownCheckpoint() {
      try {
        const { status, text } = await ask(`${originHash(log.name)}/checkpoint`);
        return status === 200 ? openCheckpoint(text, log) : undefined;
      } catch {
        // Nothing shown, or nothing that the log's key has signed: in either case no evidence.
        return undefined;
      }
    },
  };
}

/** Signatures of this witness that hold. One that does not spoils all of them. */
function goodCosignatures(
  text: string,
  lines: string,
  witness: readonly CosignatureVerifier[],
): readonly StoredCosignature[] {
  const good: StoredCosignature[] = [];
  try {
    for (const signature of parseNote(`${text}\n${lines}`).signatures) {
      const { name, keyId } = signature;
      const verifier = witness.find((one) => one.name === name && one.keyId === keyId);
      // Keys that are not in the policy are none of our concern (a witness may be changing keys).
      if (verifier === undefined) continue;
      const seconds = verifyCosignature(text, verifier, signature);
      if (seconds === undefined) return [];
      good.push({ witness: name, keyId, line: formatSignature(signature), timeMs: seconds * 1000 });
    }
  } catch (error) {
    if (error instanceof NoteError) return [];
    throw error;
  }
  return good;
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) throw new Error('the answer of a witness is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
