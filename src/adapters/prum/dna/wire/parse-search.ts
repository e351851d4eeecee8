import { type AccessContext, Purpose } from '../../../../gen/ostiary/common/v1/access.js';
import type { DnaProbe } from '../../../../gen/ostiary/prum/v1/dna.js';
import { readProfile, type Rejection } from '../../../../matching/dna/profile.js';
import { type FieldViolation, Refusal } from '../../../../shared/refusal.js';
import {
  type AskedProfile,
  DEFAULT_MAX_MATCHES,
  type DnaSearch,
  isIdentified,
  type ProbeKind,
} from '../domain/dna-search.js';
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
  // The contract has asked for them.
  if (access === undefined || probe === undefined) throw new TypeError('a search without a probe');
  const violations: FieldViolation[] = [];
  const asked = parseProbe(probe, access.purpose, 'probe', violations);
  if (asked === undefined) throw unusable('The profile cannot be searched for', violations);
  return {
    ...asked,
    memberStates: memberStates.length === 0 ? undefined : new Set(memberStates),
    maxMatches: maxMatches || DEFAULT_MAX_MATCHES,
  };
}

/** What a request says of a profile. Undefined, and its faults noted under the field, when it cannot be searched for. */
export function parseProbe(
  probe: DnaProbe,
  purpose: Purpose,
  field: string,
  violations: FieldViolation[],
): AskedProfile | undefined {
  const kind = PROBE_KINDS.get(probe.kind);
  if (kind === undefined) throw new TypeError('a probe without a kind');
  const faults = kindViolations(kind, purpose, field);
  const reading = readProfile({
    id: probe.ownReference,
    kind: isIdentified(kind) ? 'reference' : 'unidentified',
    loci: probe.loci.map(({ name, alleles }) => ({ name, values: alleles })),
  });
  if (!('profile' in reading)) faults.push(...reading.rejections.map((one) => violationOf(one, probe, field)));
  violations.push(...faults);
  if (faults.length > 0 || !('profile' in reading)) return undefined;
  return {
    kind,
    ownReference: probe.ownReference === '' ? undefined : probe.ownReference,
    profile: reading.profile,
  };
}

/** The refusal of what names profiles that cannot be searched for, or compared. */
export const unusable = (message: string, violations: readonly FieldViolation[]): Refusal =>
  new Refusal('REQUEST_INVALID', message, {
    violations,
    metadata: { article: 'Decision 2008/616/JHA, Annex, chapter 1' },
  });

/** Profiles of missing persons and remains are searched for that purpose alone, and for it no others (Art. 29). */
function kindViolations(kind: ProbeKind, purpose: Purpose, field: string): FieldViolation[] {
  const isMissing = kind === 'missing_person' || kind === 'remains';
  if (isMissing === (purpose === Purpose.MISSING_PERSON)) return [];
  const description = isMissing
    ? 'is of a missing person or of remains, which is searched for the purpose MISSING_PERSON alone'
    : 'must be of a missing person or of remains for the purpose MISSING_PERSON';
  return [{ field: `${field}.kind`, rule: 'purpose', description }];
}

/** Where a profile is rejected, and why; without any value of it. */
function violationOf({ code, locus, message }: Rejection, { loci }: DnaProbe, field: string): FieldViolation {
  // Of a locus that is given twice the second is one too many.
  const at = locus === undefined ? -1 : loci.findLastIndex(({ name }) => name === locus);
  return { field: at < 0 ? `${field}.loci` : `${field}.loci[${at}]`, rule: code, description: message };
}
