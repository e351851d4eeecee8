/** Parts of what an alert says, on the wire → as the domain has them. Every fault is added to the list, none is thrown. */
import type {
  AlertContent as WireContent,
  AttachmentEntry,
  DocumentEntry,
  IdentityEntry,
  ObjectEntry,
  ReturnDecisionEntry,
  VictimEntry,
} from '../../../gen/ostiary/sis/v1/alerts.js';
import { DeparturePeriod } from '../../../gen/ostiary/sis/v1/sis.js';
import { canonicalIdentifier } from '../../../matching/identifiers/canonical-identifier.js';
import { names } from '../../../matching/names/compare-names.js';
import type { FieldViolation } from '../../../shared/refusal.js';
import {
  NO_DEPARTURE_PERIOD,
  type Attachment,
  type BiometricType,
  type ReturnDecision,
  type Victim,
  type VictimField,
} from '../domain/alert-parts.js';
import type { Identity, IdentityDocument } from '../domain/identity.js';
import type { AlertObject } from '../domain/object-category.js';
import { parseObject } from '../wire/alert-object.js';
import { genderFromWire } from '../wire/enums.js';
import { attachmentFromWire, biometricFromWire, identityStatusFromWire, victimFieldFromWire } from './enums.js';

/** A broken rule of a field of the alert. */
export const violation = (field: string, rule: string, description: string): FieldViolation => ({
  field: `alert.${field}`,
  rule,
  description,
});

/** Kinds of biometrics that there are, each once. */
export function parseBiometrics(wire: WireContent, violations: FieldViolation[]): readonly BiometricType[] {
  const types = wire.biometrics.flatMap((type) => biometricFromWire(type) ?? []);
  types.forEach((type, at) => {
    if (types.indexOf(type) !== at) violations.push(violation(`biometrics[${at}]`, 'unique', 'stands there already'));
  });
  return types;
}

/** One identity; each name that is given must hold something to search by. */
export function parseIdentity(wire: IdentityEntry, at: number, violations: FieldViolation[]): Identity {
  const both = names(wire.surname, wire.forename);
  for (const field of ['surname', 'forename'] as const) {
    if (wire[field] !== '' && (both[field]?.canonical ?? '') === '') {
      violations.push(violation(`identities[${at}].${field}`, 'letters', 'must hold a letter or digit'));
    }
  }
  const gender = genderFromWire(wire.gender);
  return {
    // The contract has checked that it is given and declared.
    status: identityStatusFromWire(wire.status) ?? 'not_confirmed',
    surname: wire.surname,
    forename: wire.forename,
    dateOfBirth: wire.dateOfBirth,
    ...(gender !== undefined && { gender }),
    nationalities: [...new Set(wire.nationalities)],
    ...(wire.placeOfBirth !== '' && { placeOfBirth: wire.placeOfBirth }),
  };
}

/** One identity document, at this path below the alert. */
export function parseDocument(wire: DocumentEntry, path: string, violations: FieldViolation[]): IdentityDocument {
  checkLength(`${path}.number`, wire.number, 3, violations);
  return {
    kind: wire.kind,
    number: wire.number,
    issuingCountry: wire.issuingCountry,
    issuedOn: parseDay(wire.issuedOn, `${path}.issued_on`, violations) ?? '',
  };
}

/** What is told of an attachment, which itself stays with its issuer. */
export function parseAttachment(wire: AttachmentEntry, at: number, violations: FieldViolation[]): Attachment {
  return {
    kind: attachmentFromWire(wire.kind) ?? 'translation',
    reference: wire.reference,
    language: wire.language,
    issuedOn: parseDay(wire.issuedOn, `attachments[${at}].issued_on`, violations) ?? '',
    sha256: Buffer.from(wire.sha256).toString('hex'),
  };
}

/** A return decision: a day of departure is given if a period was granted, and only then. */
export function parseReturnDecision(wire: ReturnDecisionEntry, violations: FieldViolation[]): ReturnDecision {
  const isGranted = wire.departurePeriod === DeparturePeriod.GRANTED;
  const until = parseDay(wire.departureUntil, 'return_decision.departure_until', violations);
  if (isGranted !== (wire.departureUntil !== '')) {
    violations.push(
      violation(
        'return_decision.departure_until',
        'departure_period',
        isGranted ? 'must be given: a period was granted' : 'must not be given: no period was granted',
      ),
    );
  }
  return {
    departureUntil: isGranted ? (until ?? '') : NO_DEPARTURE_PERIOD,
    suspended: wire.suspended,
    entryBan: wire.entryBan,
    threat: wire.threat,
  };
}

/** The victim of a misused identity, and to what of their data they consented (Art. 62). */
export function parseVictim(wire: VictimEntry, violations: FieldViolation[]): Victim {
  const consents: Partial<Record<VictimField, string>> = {};
  wire.consents.forEach(({ data, reference }, at) => {
    const field = victimFieldFromWire(data);
    if (field === undefined) return;
    if (consents[field] !== undefined) {
      violations.push(violation(`victim.consents[${at}].data`, 'unique', 'stands there already'));
    }
    consents[field] = reference;
  });
  const gender = genderFromWire(wire.gender);
  const text = (
    field:
      | 'surname'
      | 'forename'
      | 'namesAtBirth'
      | 'physicalCharacteristics'
      | 'placeOfBirth'
      | 'dateOfBirth'
      | 'address'
      | 'fatherName'
      | 'motherName',
  ) => (wire[field] === '' ? {} : { [field]: wire[field] });
  return {
    consents,
    ...text('surname'),
    ...text('forename'),
    ...text('namesAtBirth'),
    ...text('physicalCharacteristics'),
    ...text('placeOfBirth'),
    ...text('dateOfBirth'),
    ...text('address'),
    ...text('fatherName'),
    ...text('motherName'),
    ...(wire.previousNames.length > 0 && { previousNames: wire.previousNames }),
    ...(gender !== undefined && { gender }),
    ...(wire.nationalities.length > 0 && { nationalities: wire.nationalities }),
    ...(wire.documents.length > 0 && {
      documents: wire.documents.map((document, at) => parseDocument(document, `victim.documents[${at}]`, violations)),
    }),
    ...(wire.photographs && { photographs: true }),
    ...(wire.prints && { prints: true }),
  };
}

/** Undefined for an object of no category, of which nothing else can be judged. */
export function parseEntry(wire: ObjectEntry, violations: FieldViolation[]): AlertObject | undefined {
  const parsed = parseObject(wire, 'alert.object', violations);
  return parsed && { ...parsed, ...(wire.cloneSuspected && { cloneSuspected: true }) };
}

/** Letters and digits that must be left of an identifier without its separators: else nobody could search for it. */
function checkLength(field: string, text: string, least: number, violations: FieldViolation[]): void {
  if (text === '' || canonicalIdentifier(text).length >= least) return;
  violations.push(violation(field, 'min_len', `must hold at least ${least} letters and digits, separators apart`));
}

/** A day that exists; undefined if it is not given, or does not. */
export function parseDay(
  text: string,
  field: string,
  violations: FieldViolation[],
  prefix = 'alert.',
): string | undefined {
  if (text === '') return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  // 2026-02-30 would be read as the second of March.
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text;
  violations.push({ field: `${prefix}${field}`, rule: 'calendar', description: 'must be a day that exists' });
  return undefined;
}
