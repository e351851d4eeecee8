/** What a tile tells about entries that are not the ones it was built over. */
import { equal } from '../merkle/verify.js';
import { atEntry, type LogFinding } from './finding.js';

/**
 * Names the first place at which `found` differs from `expected`, both from entry `from` on and inside one tile;
 * undefined when there is none. An entry known from another place was moved there, or moved up because one is gone.
 */
export function compareRun(
  from: number,
  found: readonly Uint8Array[],
  expected: readonly Uint8Array[],
): LogFinding | undefined {
  const at = found.findIndex((hash, i) => {
    const due = expected[i];
    return due !== undefined && !equal(hash, due);
  });
  const hash = found[at];
  const due = expected[at];
  if (hash === undefined || due === undefined) return undefined;
  const index = from + at;
  const place = expected.findIndex((other) => equal(other, hash));
  if (place < 0) return atEntry('entry-rewritten', index, 'is not the one that was signed');
  if (found.some((other) => equal(other, due))) {
    return atEntry(
      'entries-reordered',
      index,
      `is not in its place; the one that stands there is entry ${from + place}`,
    );
  }
  return atEntry('entries-missing', index, `is missing; entry ${from + place} stands in its place`);
}
