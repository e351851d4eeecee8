/**
 * What a legal basis covers of an alert, beyond category and operation, which the policy knows: rows of the legal-basis
 * table that are for one part of an alert or for one ground.
 */
import type { FieldViolation } from '../../../shared/refusal.js';
import { versionOf, type Alert, type AlertContent } from '../domain/alert.js';
import { changedFields } from './changed-fields.js';

/** Data about the victim of a misused identity (Art. 62). */
const VICTIM_BASIS = 'SIS62-62';
/** DNA profile of a missing person, and of relatives (Art. 42(3)). */
const DNA_BASES: ReadonlySet<string> = new Set(['SIS62-42-3', 'SIS62-42-3-KIN']);
/** Alert at the request of authorities responsible for national security (Art. 36(4)). */
const NATIONAL_SECURITY_BASIS = 'SIS62-36-4';
/** Alert for arrest made unavailable for a time (Art. 26(4)). */
export const UNAVAILABILITY_BASIS = 'SIS62-26-4';

/** Bases on which an alert is changed in one field only. */
const ONLY_FIELD: ReadonlyMap<string, string> = new Map([
  [VICTIM_BASIS, 'victim'],
  ...[...DNA_BASES].map((basis) => [basis, 'biometrics'] as const),
]);

/**
 * Faults of a basis that is for one part of an alert, or for one act, where the alert as a whole is acted on. The policy lets
 * it pass, since the operation is the same.
 */
export function wholeAlertFaults(basis: string, also: readonly string[] = []): readonly FieldViolation[] {
  const isForPart = ONLY_FIELD.has(basis) || basis === UNAVAILABILITY_BASIS;
  if (!isForPart || also.includes(basis)) return [];
  const description = `must be the legal basis of the category: ${basis} is for something else`;
  return [{ field: 'access.legal_basis_id', rule: 'legal_basis', description }];
}

const hasDna = (content: AlertContent): boolean =>
  content.subject === 'person' && (content.biometrics ?? []).includes('dna_profile');

/** What an alert says that the basis is not for; `before` is the version that stands, if any. */
export function basisFaults(
  basis: string,
  content: AlertContent,
  before: Alert | undefined,
): readonly FieldViolation[] {
  const faults: FieldViolation[] = [];
  const fault = (field: string, description: string) => faults.push({ field, rule: 'legal_basis', description });
  const only = ONLY_FIELD.get(basis);
  if (basis === UNAVAILABILITY_BASIS) {
    fault('access.legal_basis_id', `${basis} is for SetAvailability`);
  }
  if (only !== undefined && before !== undefined) {
    for (const field of changedFields(before, content)) {
      if (field !== only)
        fault(`alert.${field}`, `must stay as it is in version ${versionOf(before)}: ${basis} is for ${only}`);
    }
  }
  const addsDna = hasDna(content) && (before === undefined || !hasDna(before));
  if (addsDna && !DNA_BASES.has(basis)) {
    fault('alert.biometrics', `a DNA profile is added on ${[...DNA_BASES].join(' or ')} (UpdateAlert)`);
  }
  if ((content.circumstance === '36-4') !== (basis === NATIONAL_SECURITY_BASIS) && only === undefined) {
    if (content.circumstance !== undefined) {
      fault('alert.circumstance', `national security is the ground of ${NATIONAL_SECURITY_BASIS}, and of no other`);
    }
  }
  return faults;
}
