/** Placing entries in the tree: which index, time and counter each gets, what is hashed and what is signed. Pure. */
import { extendFrontier, type Extension, type Frontier } from '../merkle/frontier.js';
import { leafHash } from '../merkle/hash.js';
import { signCheckpoint } from '../note/checkpoint.js';
import type { NoteSigner } from '../note/key.js';
import { formatLeaf, formatTime } from '../leaf/leaf.js';
import type { SealedEntry } from './draft.js';
import type { LoggedEntry } from './entry.js';

/** What the next entry builds on. */
export interface LogState {
  readonly frontier: Frontier;
  /** Time in the newest entry, milliseconds since the epoch. */
  readonly time: number;
  /** Entries of each authority so far. */
  readonly counters: ReadonlyMap<string, number>;
}

/** Entries placed on top of a state, not yet committed: the checkpoint must not leave the process before that. */
export interface Batch {
  /** Size of the tree it builds on. */
  readonly expected: number;
  readonly entries: readonly SealedEntry[];
  readonly bodies: readonly Buffer[];
  readonly leaves: readonly Uint8Array[];
  readonly extension: Extension;
  readonly time: number;
  /** Counters that change. */
  readonly counters: ReadonlyMap<string, number>;
  /** Signed note over the new size. */
  readonly checkpoint: string;
}

/** Places entries on top of `state`, all at one time, which must not lie before that of the state. */
export function buildBatch(state: LogState, entries: readonly SealedEntry[], time: number, signer: NoteSigner): Batch {
  const counters = new Map<string, number>();
  const bodies: Buffer[] = [];
  const leaves: Uint8Array[] = [];
  const text = formatTime(time);
  for (const { draft, sealed } of entries) {
    const counter = (counters.get(draft.authority) ?? state.counters.get(draft.authority) ?? 0) + 1;
    counters.set(draft.authority, counter);
    const leaf = formatLeaf(
      {
        kind: draft.kind,
        authority: draft.authority,
        counter,
        system: draft.system,
        requestId: draft.requestId,
        bucket: sealed.bucket,
        commitments: sealed.commitments,
        intentIndex: draft.intentIndex,
        outcome: draft.outcome,
        ...(draft.destroyedBucket !== undefined && { destroyedBucket: draft.destroyedBucket }),
      },
      text,
    );
    const body = Buffer.from(leaf, 'latin1');
    bodies.push(body);
    leaves.push(leafHash(body));
  }
  const extension = extendFrontier(state.frontier, leaves);
  return {
    expected: state.frontier.size,
    entries,
    bodies,
    leaves,
    extension,
    time,
    counters,
    checkpoint: signCheckpoint(extension.frontier.size, extension.root, signer),
  };
}

/** The state after a batch. */
export function advance(state: LogState, batch: Batch): LogState {
  return {
    frontier: batch.extension.frontier,
    time: batch.time,
    counters: new Map([...state.counters, ...batch.counters]),
  };
}

/** What the writer of the entry at `position` of a committed batch gets. */
export function loggedEntry(batch: Batch, position: number, origin: string): LoggedEntry {
  const body = batch.bodies[position];
  const leaf = batch.leaves[position];
  const entry = batch.entries[position];
  if (body === undefined || leaf === undefined || entry === undefined)
    throw new RangeError('no such entry in the batch');
  return {
    origin,
    index: batch.expected + position,
    time: batch.time,
    entry: body,
    leafHash: leaf,
    inclusionProof: batch.extension.proofOf(position),
    checkpoint: batch.checkpoint,
    openings: entry.sealed.openings,
  };
}
