import { type AccessContext, Purpose } from '../../../../gen/ostiary/common/v1/access.js';
import type { DnaProbe } from '../../../../gen/ostiary/prum/v1/dna.js';
import { readProfile, type Rejection } from '../../../../matching/dna/profile.js';
import { type FieldViolation, Refusal } from '../../../../shared/refusal.js';
import { DEFAULT_MAX_MATCHES, type DnaSearch, isIdentified, type ProbeKind } from '../domain/dna-search.js';
import { PROBE_KINDS } from './enums.js';

/** What every search asks, whatever way it is answered. */
export interface SearchRequest {
  readonly access?: AccessContext | undefined;
  readonly probe?: DnaProbe | undefined;
  readonly memberStates: readonly string[];
  readonly maxMatches: number;
}

/** Reads a search. Throws a Refusal that names every fault in it. */
export function parseSearch({ access, probe, memberStates, maxMatches }: SearchRequest): DnaSearch {
  const kind = probe && PROBE_KINDS.get(probe.kind);
  // The contract has asked for them.
  if (access === undefined || probe === undefined || kind === undefined)
    throw new TypeError('a search without a probe');
  const violations: FieldViolation[] = kindViolations(kind, access.purpose);
  const reading = readProfile({
    id: probe.ownReference,
    kind: isIdentified(kind) ? 'reference' : 'unidentified',
    loci: probe.loci.map(({ name, alleles }) => ({ name, values: alleles })),
  });
  if (!('profile' in reading)) violations.push(...reading.rejections.map((rejection) => violationOf(rejection, probe)));
  if (violations.length > 0 || !('profile' in reading)) {
    throw new Refusal('REQUEST_INVALID', 'The profile cannot be searched for', {
      violations,
      metadata: { article: 'Decision 2008/616/JHA, Annex, chapter 1' },
    });
  }
  return {
    kind,
    ownReference: probe.ownReference === '' ? undefined : probe.ownReference,
    profile: reading.profile,
    memberStates: memberStates.length === 0 ? undefined : new Set(memberStates),
    maxMatches: maxMatches || DEFAULT_MAX_MATCHES,
  };
}

/** Profiles of missing persons and remains are searched for that purpose alone, and for it no others (Art. 29). */
function kindViolations(kind: ProbeKind, purpose: Purpose): FieldViolation[] {
  const isMissing = kind === 'missing_person' || kind === 'remains';
  if (isMissing === (purpose === Purpose.MISSING_PERSON)) return [];
  const description = isMissing
    ? 'is of a missing person or of remains, which is searched for the purpose MISSING_PERSON alone'
    : 'must be of a missing person or of remains for the purpose MISSING_PERSON';
  return [{ field: 'probe.kind', rule: 'purpose', description }];
}

/** Where a profile is rejected, and why; without any value of it. */
function violationOf({ code, locus, message }: Rejection, { loci }: DnaProbe): FieldViolation {
  // Of a locus that is given twice the second is one too many.
  const at = locus === undefined ? -1 : loci.findLastIndex(({ name }) => name === locus);
  return { field: at < 0 ? 'probe.loci' : `probe.loci[${at}]`, rule: code, description: message };
}
