/** Palm prints in alerts on return: Regulation (EU) 2018/1860 Art. 4(3). */
import type { FieldViolation } from '../../../shared/refusal.js';
import type { AlertContent } from './alert.js';
import type { BiometricType } from './alert-parts.js';

/** Grounds on which a return alert may hold them. */
export type PalmPrintsGround = 'fingerprints_impossible' | 'criminal_sanction' | 'offence_in_issuing_state';

/** What is wrong with the palm prints of an alert on the ground that is stated; `before` is the version that stands, if any. */
export function palmPrintFaults(
  content: AlertContent,
  ground: PalmPrintsGround | undefined,
  before?: AlertContent,
): readonly FieldViolation[] {
  const fault = (rule: string, description: string): readonly FieldViolation[] => [
    { field: 'palm_prints_ground', rule, description },
  ];
  if (content.category !== 'RET' || !holds(content, 'palm_prints')) {
    return ground === undefined
      ? []
      : fault('category', 'must be left out: a return alert with palm prints has a ground');
  }
  if (ground === 'fingerprints_impossible' && holds(content, 'fingerprints')) {
    return fault('fingerprints', 'must be another one: the alert has fingerprints, so they could be collected');
  }
  // The ground is no part of the alert, and was judged with the prints that it was stated for.
  const isNew = (type: BiometricType): boolean =>
    holds(content, type) && (before === undefined || !holds(before, type));
  if (ground === undefined && (isNew('palm_prints') || isNew('fingerprints'))) {
    return fault(
      'required',
      'must be given: a return alert holds palm prints where fingerprints cannot be collected, where return is a criminal law ' +
        'sanction, or after an offence in the issuing state (Reg. (EU) 2018/1860 Art. 4(3))',
    );
  }
  return [];
}

const holds = (content: AlertContent, type: BiometricType): boolean =>
  content.subject !== 'object' && (content.biometrics ?? []).includes(type);
