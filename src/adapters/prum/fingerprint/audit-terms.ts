import type { JsonObject } from '../../../shared/json.js';
import type { PrintSearch } from './domain/print-search.js';

/** What was asked, in proto names and in alphabetical order: the digest of the sample and what it is, never the sample. */
export const auditSearch = ({
  mode,
  ownReference,
  sample,
  prints,
  memberStates,
  maxCandidates,
}: PrintSearch): JsonObject => ({
  max_candidates: maxCandidates,
  member_states: [...memberStates],
  mode,
  ...(ownReference !== undefined && { own_reference: ownReference }),
  sample: {
    bytes: sample.bytes,
    format: sample.format,
    minutiae: prints.reduce((sum, { minutiae }) => sum + minutiae.length, 0),
    positions: prints.map(({ position }) => position),
    sha256: sample.digest,
  },
});
