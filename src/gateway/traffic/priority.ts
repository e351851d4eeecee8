/** Which questions go first when not all can be answered. */
import type { AccessGrounds, Purpose } from '../policy/request.js';

/**
 * Classes of questions, the most urgent first. EMERGENCY: danger to life. CHECK: somebody stands before the officer, at a
 * border or on the road. CASE: ordinary work on a case. BULK: work that can wait.
 */
export const PRIORITIES = ['EMERGENCY', 'CHECK', 'CASE', 'BULK'] as const;

/** A class. */
export type Priority = (typeof PRIORITIES)[number];

/** Purposes whose questions are put while a person waits. */
const CHECKS: ReadonlySet<Purpose> = new Set(['BORDER_CONTROL', 'POLICE_CUSTOMS_CHECK']);

/** Purposes that may claim that a person waits; for others the claim changes nothing. */
const MAY_BE_LIVE: ReadonlySet<Purpose> = new Set([
  ...CHECKS,
  'ENTRY_STAY_RETURN',
  'IDENTITY_VERIFICATION',
  'POLICE_IDENTIFICATION',
  'ASYLUM_SECURITY_CHECK',
  'SUPPLEMENTARY_INFORMATION',
  'CARRIER',
]);

/**
 * Class of a question. Urgency is the caller's claim: it is in the log, and repeated claims are found by a detector.
 * Bulk work never gets ahead, whatever its purpose.
 */
export function priorityOf({
  urgency,
  purpose,
  emergency,
}: Pick<AccessGrounds, 'urgency' | 'purpose' | 'emergency'>): Priority {
  if (emergency !== undefined || urgency === 'IMMINENT_DANGER') return 'EMERGENCY';
  if (urgency === 'BULK') return 'BULK';
  if (CHECKS.has(purpose)) return 'CHECK';
  return urgency === 'LIVE_CHECK' && MAY_BE_LIVE.has(purpose) ? 'CHECK' : 'CASE';
}
