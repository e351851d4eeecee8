import { createHash } from 'node:crypto';
import { printAllele } from '../../../matching/dna/allele.js';
import { type DnaProfile, designatedLoci } from '../../../matching/dna/profile.js';
import type { JsonObject } from '../../../shared/json.js';
import type { DnaBatch } from './domain/dna-batch.js';
import type { DnaSearch } from './domain/dna-search.js';

/** What was asked, in proto names and in alphabetical order: the digest of the profile, never the profile. */
export const auditSearch = ({ kind, ownReference, profile, memberStates, maxMatches }: DnaSearch): JsonObject => ({
  kind: kind.toUpperCase(),
  loci: designatedLoci(profile.pairs).length,
  max_matches: maxMatches,
  ...(memberStates !== undefined && { member_states: [...memberStates] }),
  ...(ownReference !== undefined && { own_reference: ownReference }),
  profile_sha256: profileDigest(profile),
});

/** The same of a batch: each question with its number, and the digest of its profile. */
export const auditBatch = ({ probes, memberState, maxMatches }: DnaBatch): JsonObject => ({
  max_matches: maxMatches,
  member_states: [memberState],
  probes: probes.map(({ number, kind, ownReference, profile }) => ({
    kind: kind.toUpperCase(),
    number,
    own_reference: ownReference,
    profile_sha256: profileDigest(profile),
  })),
});

/**
 * SHA-256 in hex of a profile, by which one and the same can be recognised without being kept: lines "VWA=16,17", sorted
 * by locus, values in their order; the sex marker is the line "Amelogenin=X,Y".
 */
export function profileDigest({ pairs, sex }: Pick<DnaProfile, 'pairs' | 'sex'>): string {
  const lines = Array.from(pairs, ([locus, pair]) => `${locus}=${pair.map(printAllele).join(',')}`);
  if (sex !== undefined) lines.push(`Amelogenin=${sex}`);
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}
