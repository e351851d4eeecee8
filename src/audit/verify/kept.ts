/** Checkpoints that a verifier kept: what only memory can tell. */
import type { HashSource } from '../merkle/prove.js';
import { frontierRoot } from '../merkle/frontier.js';
import { equal, type TreeSize } from '../merkle/verify.js';
import { type Checkpoint, computable } from '../note/checkpoint.js';
import { type LogFinding, ofLog } from './finding.js';
import { edgeFrontier, readEdge, type RightEdge } from './right-edge.js';

/** The newest of them; undefined when there is none that covers an entry. */
export function newestOf(kept: readonly Checkpoint[]): Checkpoint | undefined {
  return kept.reduce<Checkpoint | undefined>((best, next) => (next.size > (best?.size ?? 0) ? next : best), undefined);
}

/**
 * The right edge at the newest of them, provided that the hashes of the log lead to the root of each. Undefined when
 * they do not, or are missing: then the whole log must be read to say what is wrong.
 */
export async function edgeAtNewest(kept: readonly Checkpoint[], source: HashSource): Promise<RightEdge | undefined> {
  const newest = newestOf(kept);
  let edge: RightEdge | undefined;
  for (const checkpoint of kept) {
    let own: RightEdge;
    try {
      own = await readEdge(computable(checkpoint).size, source);
    } catch {
      // Whatever failed fails again, or is named, when all is read.
      return undefined;
    }
    if (!equal(frontierRoot(edgeFrontier(own)), checkpoint.root)) return undefined;
    if (checkpoint.size === newest?.size) edge = own;
  }
  return edge;
}

/** A log smaller than it once was. */
export function rolledBack(kept: readonly Checkpoint[], size: TreeSize): LogFinding | undefined {
  const newest = newestOf(kept);
  return newest !== undefined && newest.size > size
    ? ofLog('rolled-back', `the log was rolled back: it once had ${newest.size} entries and now has ${size}`)
    : undefined;
}

/** Two roots for one size, both signed. */
export function twoHistories(size: TreeSize): LogFinding {
  return ofLog('history-differs', `the log signed two histories: the kept checkpoint of size ${size} differs`);
}
