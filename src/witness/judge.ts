/**
 * What a witness answers to add-checkpoint (C2SP tlog-witness v1.0.0): the checks in the order that the specification
 * gives them. Pure: memory and clock are the caller's.
 */
import { EMPTY_ROOT } from '../audit/merkle/hash.js';
import { beyondLimit, equal, verifyConsistency } from '../audit/merkle/verify.js';
import type { AddCheckpointRequest } from '../audit/note/add-checkpoint.js';
import { type Checkpoint, computable, type ComputableCheckpoint, parseCheckpoint } from '../audit/note/checkpoint.js';
import type { NoteVerifier } from '../audit/note/key.js';
import { NoteError, type OpenedNote, openNote } from '../audit/note/signed-note.js';

/** Tree that a witness last cosigned. */
export interface WitnessedTree {
  readonly size: number;
  readonly root: Uint8Array;
}

/** What a witness that has seen nothing of a log holds. */
export const NOTHING_SEEN: WitnessedTree = { size: 0, root: EMPTY_ROOT };

/** A checkpoint whose signature is the log's. */
export interface SignedTree {
  readonly checkpoint: ComputableCheckpoint;
  readonly opened: OpenedNote;
}

/** Why a checkpoint is not cosigned, as HTTP says it. */
export interface Rejection {
  readonly status: 400 | 403 | 409 | 422;
  readonly message: string;
}

/** Outcome of a check. */
export type Judgement<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: Rejection };

/**
 * The checks that need no memory: the log's signature, and sizes that make sense. `verifiers` are the keys of the log
 * that the request names.
 */
export function judgeSignature(
  request: AddCheckpointRequest,
  verifiers: readonly NoteVerifier[],
): Judgement<SignedTree> {
  const opened = openLogNote(request.note, verifiers);
  if (opened === undefined) return reject(403, 'no good signature of a trusted key of this log');
  const checkpoint = readCheckpoint(opened.text);
  if (checkpoint === undefined) return reject(400, 'the signed text is not a checkpoint');
  if (request.oldSize > checkpoint.size) return reject(400, 'the old size exceeds that of the checkpoint');
  // What it cosigned it could never see grow.
  if (typeof checkpoint.size === 'bigint') return reject(400, beyondLimit(checkpoint.size));
  return { ok: true, value: { checkpoint: computable(checkpoint), opened } };
}

/** The checks against what this witness has cosigned before. Must run, with the storing, while nobody else does. */
export function judgeGrowth(
  { oldSize, proof }: AddCheckpointRequest,
  { size, root }: ComputableCheckpoint,
  seen: WitnessedTree,
): Judgement<undefined> {
  if (oldSize !== seen.size) return reject(409, `${String(seen.size)}\n`);
  if (size === 0 && !equal(root, EMPTY_ROOT)) return reject(422, 'the empty tree has another root');
  if (oldSize === 0 && proof.length > 0) return reject(422, 'a consistency proof from the empty tree must be empty');
  if (oldSize === size && !equal(root, seen.root)) return reject(422, 'another tree of this size was cosigned before');
  // Nothing follows from the empty tree, so that nothing is to be proved.
  if (oldSize > 0 && !verifyConsistency(oldSize, size, seen.root, root, proof)) {
    return reject(422, 'the consistency proof does not lead from the tree cosigned before to this one');
  }
  return { ok: true, value: undefined };
}

/** Only signatures make a note believable: one that can't be read is as good as none. */
function openLogNote(note: string, verifiers: readonly NoteVerifier[]): OpenedNote | undefined {
  try {
    return openNote(note, verifiers);
  } catch (error) {
    if (error instanceof NoteError) return undefined;
    throw error;
  }
}

function readCheckpoint(text: string): Checkpoint | undefined {
  try {
    return parseCheckpoint(text);
  } catch (error) {
    if (error instanceof NoteError) return undefined;
    throw error;
  }
}

function reject(status: Rejection['status'], message: string): { readonly ok: false; readonly why: Rejection } {
  return { ok: false, why: { status, message } };
}
