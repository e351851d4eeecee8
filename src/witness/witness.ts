/**
 * A witness (C2SP tlog-witness): cosigns a log's checkpoint only if it continues the one cosigned before.
 *
 * Order that matters: what is going to be answered is durable before it is answered, and between reading the size held
 * and storing the new one nobody else has a turn. A slower request could otherwise lead the witness back.
 */
import {
  type CosignatureVerifier,
  cosign,
  type Cosigner,
  parseCosignatureVerifierKey,
} from '../audit/note/cosignature.js';
import { MalformedRequest, originHash, parseAddCheckpoint } from '../audit/note/add-checkpoint.js';
import { computable, parseCheckpoint } from '../audit/note/checkpoint.js';
import type { NoteVerifier } from '../audit/note/key.js';
import { formatSignature, openNote } from '../audit/note/signed-note.js';
import type { Clock } from '../shared/clock.js';
import type { WitnessMemory } from './memory/memory.js';
import { type OriginMemory, OvertakenMemory } from './memory/origin-memory.js';
import { DamagedMemory } from './memory/state-file.js';
import { judgeGrowth, judgeSignature, NOTHING_SEEN, type Rejection, type WitnessedTree } from './judge.js';

/** What is answered to add-checkpoint. */
export type AddCheckpointAnswer =
  | { readonly status: 200; readonly cosignatures: string; readonly size: number; readonly origin: string }
  | (Omit<Rejection, 'status'> & { readonly status: Rejection['status'] | 404; readonly origin: string | undefined });

/** A witness at work. */
export interface Witness {
  readonly name: string;
  /** Answers a body. Rejects when the memory fails: then nothing was promised. */
  addCheckpoint(body: Uint8Array): Promise<AddCheckpointAnswer>;
  /** The checkpoint cosigned last of the log of this hash, with its cosignatures; undefined when there is none. */
  latest(hash: string): string | undefined;
}

/** What a witness works with. */
export interface WitnessOptions {
  /** Keys of one name; each gives a line of its own. */
  readonly cosigners: readonly [Cosigner, ...Cosigner[]];
  /** Keys of the logs; each has its log's origin as its name. */
  readonly logs: readonly NoteVerifier[];
  readonly memory: WitnessMemory;
  readonly clock: Clock;
}

/** One log, seen by this witness. */
interface WatchedLog {
  readonly origin: string;
  readonly verifiers: readonly NoteVerifier[];
  memory: OriginMemory;
  seen: WitnessedTree;
  /** The last request in the queue; each begins when the one before is done. */
  turn: Promise<unknown>;
}

/** Opens a witness. Rejects with DamagedMemory unless all it remembers is in order and bears its own signature. */
export async function openWitness({ cosigners, logs, memory, clock }: WitnessOptions): Promise<Witness> {
  const [{ name, verifierKey }] = cosigners;
  const own = parseCosignatureVerifierKey(verifierKey);
  const watched = new Map<string, WatchedLog>();
  for (const [origin, verifiers] of byOrigin(logs)) {
    const loaded = await memory.load(origin);
    watched.set(origin, {
      origin,
      verifiers,
      memory: loaded,
      seen: seenIn(loaded, origin, own),
      turn: Promise.resolve(),
    });
  }
  const byHash = new Map(Array.from(watched.values(), (log) => [originHash(log.origin), log]));

  async function decide(log: WatchedLog, body: ReturnType<typeof parseAddCheckpoint>): Promise<AddCheckpointAnswer> {
    const { origin } = log;
    const signed = judgeSignature(body, log.verifiers);
    if (!signed.ok) return { ...signed.why, origin };
    const { checkpoint, opened } = signed.value;
    return takeTurn(log, async () => {
      const growth = judgeGrowth(body, checkpoint, log.seen);
      if (!growth.ok) return { ...growth.why, origin };
      const seconds = Math.floor(clock.now() / 1000);
      const cosignatures = cosigners.map((cosigner) => cosign(opened.text, cosigner, seconds)).join('');
      // Only the log's own signatures: what else a request carried is of nobody known here.
      const note = `${opened.text}\n${opened.verified.map(formatSignature).join('')}${cosignatures}`;
      await remember(log, note);
      return { status: 200, cosignatures, size: checkpoint.size, origin };
    });
  }

  async function remember(log: WatchedLog, note: string): Promise<void> {
    try {
      await log.memory.store(note);
      log.seen = seenIn(log.memory, log.origin, own);
    } catch (error) {
      // Whether it was stored is not known, or somebody else did: what counts is what is there.
      log.memory = await memory.load(log.origin);
      log.seen = seenIn(log.memory, log.origin, own);
      throw error;
    }
  }

  return {
    name,
    async addCheckpoint(body) {
      let request;
      try {
        request = parseAddCheckpoint(body);
      } catch (error) {
        if (error instanceof MalformedRequest) return { status: 400, message: error.message, origin: undefined };
        throw error;
      }
      const log = watched.get(request.origin);
      if (log === undefined) return { status: 404, message: 'this witness does not know the log', origin: undefined };
      try {
        return await decide(log, request);
      } catch (error) {
        if (!(error instanceof OvertakenMemory)) throw error;
        return decide(log, request);
      }
    },
    latest: (hash) => byHash.get(hash)?.memory.note,
  };
}

/** Runs `work` after all that came before it for this log. */
function takeTurn<T>(log: WatchedLog, work: () => Promise<T>): Promise<T> {
  const result = log.turn.then(work);
  log.turn = result.catch(() => undefined);
  return result;
}

function byOrigin(logs: readonly NoteVerifier[]): Map<string, NoteVerifier[]> {
  const origins = new Map<string, NoteVerifier[]>();
  for (const verifier of logs) origins.set(verifier.name, [...(origins.get(verifier.name) ?? []), verifier]);
  return origins;
}

/** The tree that the memory speaks of. It must bear the witness's own signature. */
function seenIn({ note }: OriginMemory, origin: string, own: CosignatureVerifier): WitnessedTree {
  if (note === '') return NOTHING_SEEN;
  try {
    const checkpoint = computable(parseCheckpoint(openNote(note, [own]).text));
    if (checkpoint.origin === origin) return checkpoint;
  } catch (error) {
    throw new DamagedMemory('what is remembered of a log bears no good signature of this witness', { cause: error });
  }
  throw new DamagedMemory('what is remembered of a log is about another one');
}
