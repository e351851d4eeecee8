/** Where a log ends: entries, checkpoints, frontier and counters must agree about it. */
import { packFrontier } from '../merkle/frontier.js';
import { equal } from '../merkle/verify.js';
import type { EntryCheck } from './entry-check.js';
import { atEntry, type LogFinding, ofLog } from './finding.js';
import type { FrontierRow } from './rows.js';
import type { TreeCheck } from './tree-check.js';

/** Entries, checkpoints and frontier must end at the same size. */
export function compareEnds(
  frontier: FrontierRow,
  entries: number,
  lastCheckpoint: number,
  tree: TreeCheck,
): LogFinding | undefined {
  const signed = Math.max(frontier.size, lastCheckpoint);
  if (entries < signed) return atEntry('entries-missing', entries, `is missing; the log was signed up to ${signed}`);
  if (entries > frontier.size) {
    return atEntry('entries-beyond-frontier', frontier.size, 'stands beyond the frontier of the log');
  }
  if (tree.frontier.size !== entries) {
    return ofLog(
      'checkpoint-missing',
      `the checkpoint of size ${entries} is gone; the last one is of ${lastCheckpoint}`,
    );
  }
  return undefined;
}

/** The frontier row must follow from the entries. */
export function compareFrontier(frontier: FrontierRow, entries: EntryCheck, tree: TreeCheck): LogFinding | undefined {
  const same = equal(packFrontier(tree.frontier), frontier.peaks) && frontier.time === entries.time;
  return same ? undefined : ofLog('frontier-altered', 'the frontier row does not follow from the entries');
}

/** The counter rows must be what was counted: all of them, or those of the authorities that were seen. */
export function compareCounters(
  stored: ReadonlyMap<string, number>,
  counted: ReadonlyMap<string, number>,
  sawAll: boolean,
): LogFinding | undefined {
  const same =
    (!sawAll || stored.size === counted.size) && Array.from(counted).every(([code, n]) => stored.get(code) === n);
  return same ? undefined : ofLog('counter-altered', 'the counters of the authorities do not follow from the entries');
}
