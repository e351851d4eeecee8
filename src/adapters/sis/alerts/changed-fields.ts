/** What differs between two versions of an alert, by the names that the contract gives to its fields. */
import type { Alert, AlertContent, ObjectAlert, PersonAlert } from '../domain/alert.js';

type ContentKey = Exclude<
  keyof PersonAlert | keyof ObjectAlert,
  | 'reference'
  | 'issuingState'
  | 'createdBy'
  | 'enteredOn'
  | 'expiresOn'
  | 'version'
  | 'flaggedFor'
  | 'extendedOn'
  | 'category'
  | 'subject'
  | 'printSubject'
>;

const NAMES: Readonly<Record<ContentKey, string>> = {
  reason: 'reason',
  terrorism: 'terrorism',
  identities: 'identities',
  documents: 'documents',
  warningMarkers: 'warning_markers',
  object: 'object',
  offenceType: 'offence_type',
  caseType: 'case_type',
  decisionReference: 'decision_reference',
  immediateReporting: 'immediate_reporting',
  circumstance: 'circumstance',
  biometrics: 'biometrics',
  attachments: 'attachments',
  refusalBasis: 'refusal_basis',
  freeMovement: 'free_movement',
  returnDecision: 'return_decision',
  informationProposal: 'information_proposal',
  victim: 'victim',
  physicalCharacteristics: 'physical_characteristics',
  nationalRegistrationNumber: 'national_registration_number',
  evidence: 'evidence',
  locates: 'locates',
};

/** Names of the fields that differ, in the order of the contract. */
export const changedFields = (before: Alert, after: AlertContent): readonly string[] =>
  Object.entries(NAMES)
    .filter(([key]) => !isEqual(valueOf(before, key), valueOf(after, key)))
    .map(([, name]) => name);

/** Names of the fields that are given. */
export const givenFields = (content: AlertContent): readonly string[] =>
  Object.entries(NAMES)
    .filter(([key]) => {
      const value = valueOf(content, key);
      return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '';
    })
    .map(([, name]) => name);

const valueOf = (alert: Alert | AlertContent, key: string): unknown =>
  (alert as unknown as Readonly<Record<string, unknown>>)[key];

/** What the store gives back may have its keys in another order. */
function isEqual(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === others.length &&
    keys.every((key) => isEqual((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
