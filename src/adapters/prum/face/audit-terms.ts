import type { JsonObject } from '../../../shared/json.js';
import type { FaceSearchRequest } from './domain/face-question.js';

/** What was asked, for the caller's own log: of the vector its digest, never the vector (Art. 50(3)). */
export const auditSearch = ({ probe, digest, memberStates, maxCandidates }: FaceSearchRequest): JsonObject => ({
  algorithm: probe.algorithm,
  algorithm_version: probe.algorithmVersion,
  components: probe.vector.unit.length,
  components_sha256: digest,
  kind: probe.kind,
  max_candidates: maxCandidates,
  member_states: [...memberStates],
  ...(probe.ownReference !== undefined && { own_reference: probe.ownReference }),
});
