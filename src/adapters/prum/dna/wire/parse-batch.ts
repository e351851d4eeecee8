import { ulid } from 'ulid';
import type { CompareDnaRequest } from '../../../../gen/ostiary/prum/v1/dna.js';
import type { FieldViolation } from '../../../../shared/refusal.js';
import type { BatchProbe, DnaBatch } from '../domain/dna-batch.js';
import { DEFAULT_MAX_MATCHES, isIdentified } from '../domain/dna-search.js';
import { parseProbe, unusable } from './parse-search.js';

/** Legal basis on which unidentified profiles alone are compared: Decision 2008/615/JHA Art. 4(1). */
const UNIDENTIFIED_ALONE = 'PRUM1-4';

/** Reads a batch at a time in milliseconds since the epoch. Throws a Refusal that names every fault in it. */
export function parseBatch({ access, probes, memberState, maxMatches }: CompareDnaRequest, nowMs: number): DnaBatch {
  // The contract has asked for it.
  if (access === undefined) throw new TypeError('a comparison without an access context');
  const violations: FieldViolation[] = [];
  const references = new Set<string>();
  const read: BatchProbe[] = [];
  for (const [at, probe] of probes.entries()) {
    const field = `probes[${at}]`;
    const { ownReference } = probe;
    if (ownReference === '') {
      violations.push({
        field: `${field}.own_reference`,
        rule: 'required',
        description: 'must be given: a match is told by it',
      });
    } else if (references.has(ownReference)) {
      violations.push({ field: `${field}.own_reference`, rule: 'unique', description: 'names another profile, too' });
    }
    references.add(ownReference);
    const asked = parseProbe(probe, access.purpose, field, violations);
    if (asked === undefined) continue;
    if (access.legalBasisId === UNIDENTIFIED_ALONE && isIdentified(asked.kind)) {
      const description = 'must not be of an identified person (Decision 2008/615/JHA Art. 4(1))';
      violations.push({ field: `${field}.kind`, rule: 'unidentified', description });
    }
    read.push({ ...asked, ownReference, number: ulid(nowMs) });
  }
  if (violations.length > 0) throw unusable('The profiles cannot be compared', violations);
  return { probes: read, memberState, maxMatches: maxMatches || DEFAULT_MAX_MATCHES };
}
