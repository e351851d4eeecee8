import { SEARCH_MODES } from '../../../../formats/nist/prum/search-modes.js';
import type { PrintProbe } from '../../../../gen/ostiary/prum/v1/fingerprint.js';
import { type FieldViolation, Refusal } from '../../../../shared/refusal.js';
import type { PrintSearch } from '../domain/print-search.js';
import { SEARCH_MODES_FROM_WIRE } from './enums.js';
import { readProbe } from './parse-probe.js';

/** What every search asks, whatever way it is answered. */
export interface SearchRequest {
  readonly probe?: PrintProbe | undefined;
  readonly memberStates: readonly string[];
  readonly maxCandidates: number;
}

/** Reads a search. Throws a Refusal that names what is wrong with it. */
export function parseSearch({ probe, memberStates, maxCandidates }: SearchRequest): PrintSearch {
  const mode = probe && SEARCH_MODES_FROM_WIRE.get(probe.mode);
  // The contract has asked for them.
  if (probe === undefined || mode === undefined) throw new TypeError('a search without a probe');
  const most = SEARCH_MODES[mode].maxCandidates;
  const violations: FieldViolation[] = [];
  if (maxCandidates > most) {
    violations.push({
      field: 'max_candidates',
      rule: 'max',
      description: `must be at most ${most} in the mode ${mode}`,
    });
  }
  const read = readProbe(mode, probe);
  if ('rule' in read) violations.push(read);
  if (violations.length > 0 || 'rule' in read) {
    throw new Refusal('REQUEST_INVALID', 'The prints cannot be searched with', {
      violations,
      metadata: { article: 'Decision 2008/616/JHA, Annex, chapter 2' },
    });
  }
  return {
    mode,
    ownReference: probe.ownReference === '' ? undefined : probe.ownReference,
    ...read,
    memberStates: new Set(memberStates),
    maxCandidates: maxCandidates || most,
  };
}
