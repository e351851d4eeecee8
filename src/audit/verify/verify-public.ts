/** Verification of a log from nothing but what it shows to everybody, and its public key. */
import { equal } from '../merkle/verify.js';
import { type Checkpoint, computable, openCheckpoint } from '../note/checkpoint.js';
import { type NoteVerifier, parseVerifierKey } from '../note/key.js';
import { publicHashes } from '../public/public-hashes.js';
import { type LogFinding, ofLog, praise } from './finding.js';
import { edgeAtNewest, rolledBack, twoHistories } from './kept.js';
import { PublicWalk, type WalkOptions } from './public-walk.js';
import { TreeCheck } from './tree-check.js';

/** What to verify, and against what. */
export interface VerifyPublicOptions extends WalkOptions {
  /** The log's verifier key; its name is the origin. */
  readonly vkey: string;
  /** Signed checkpoints that the verifier kept: the log must continue each. */
  readonly kept?: readonly string[];
  /**
   * Reads only what came after the newest kept checkpoint, which the verifier once checked in full. Where the tiles
   * before it do not lead to it, everything is read all the same, to say why.
   */
  readonly incremental?: boolean;
}

/** What came out. */
export type PublicVerdict =
  | {
      readonly ok: true;
      readonly origin: string;
      readonly size: number;
      /** First entry that was read; 0 unless the check was incremental. */
      readonly from: number;
      readonly root: Uint8Array;
      /** Entries of which only the hash was there to be checked. */
      readonly pruned: number;
      /** The checkpoint that was verified: keep it for the next check. */
      readonly checkpoint: string;
      readonly message: string;
    }
  | { readonly ok: false; readonly finding: LogFinding; readonly message: string };

/**
 * Follows the log from entry to entry up to its latest checkpoint. Rejects only when it cannot be read, or with a
 * TypeError or NoteError for a key or kept checkpoint that cannot be, or a log too large to compute anything on.
 */
export async function verifyPublicLog(options: VerifyPublicOptions): Promise<PublicVerdict> {
  const verifier = parseVerifierKey(options.vkey);
  const kept = (options.kept ?? []).map((note) => openCheckpoint(note, verifier));
  const result = await check(options, verifier, kept);
  return 'kind' in result ? { ok: false, finding: result, message: result.message } : result;
}

async function check(
  options: VerifyPublicOptions,
  verifier: NoteVerifier,
  kept: readonly Checkpoint[],
): Promise<(PublicVerdict & { ok: true }) | LogFinding> {
  const { log } = options;
  const note = await log.checkpoint();
  if (note === undefined) return ofLog('no-log', 'there is no checkpoint');
  let signed: Checkpoint;
  try {
    signed = openCheckpoint(note, verifier);
  } catch {
    return ofLog('checkpoint-forged', "the checkpoint is not signed by the log's key");
  }
  const behind = rolledBack(kept, signed.size);
  if (behind !== undefined) return behind;
  const twin = kept.find((own) => own.size === signed.size && !equal(own.root, signed.root));
  if (twin !== undefined) return twoHistories(signed.size);
  const checkpoint = computable(signed);
  const { origin, size, root } = checkpoint;

  const edge = options.incremental === true ? await edgeAtNewest(kept, publicHashes(log, size)) : undefined;
  const walk = new PublicWalk(options, checkpoint, kept, new TreeCheck(verifier, edge), edge?.size ?? 0);
  const finding = (await walk.entries()) ?? (await walk.tree(note));
  if (finding !== undefined) return finding;
  const { from, pruned } = walk;
  const caveat = pruned === 0 ? '' : `; of ${pruned} pruned entries only the hashes are there`;
  return { ok: true, origin, size, from, root, pruned, checkpoint: note, message: `${praise(from, size)}${caveat}` };
}
