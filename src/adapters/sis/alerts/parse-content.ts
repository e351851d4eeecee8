/** AlertContent on the wire → what an alert says. The contract's rules hold already; what contradicts itself is refused. */
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
import type { AlertContent } from '../domain/alert.js';
import {
  NO_DEPARTURE_PERIOD,
  type Attachment,
  type BiometricType,
  type ReturnDecision,
  type Victim,
  type VictimField,
} from '../domain/alert-parts.js';
import type { AlertCategory } from '../domain/category.js';
import { faultsOf } from '../domain/entry-rules.js';
import type { Identity, IdentityDocument } from '../domain/identity.js';
import { followsDecision } from '../domain/life-cycle.js';
import type { AlertObject } from '../domain/object-category.js';
import { parseObject } from '../wire/alert-object.js';
import { categoryFromWire, genderFromWire } from '../wire/enums.js';
import {
  attachmentFromWire,
  biometricFromWire,
  circumstanceFromWire,
  identityStatusFromWire,
  refusalBasisFromWire,
  victimFieldFromWire,
  warningFromWire,
} from './enums.js';

/** What a message says, and what is wrong with it; there is nothing to say of it when its category is none. */
export interface ParsedContent {
  readonly content: AlertContent | undefined;
  readonly decisionValidUntil: string | undefined;
  readonly violations: readonly FieldViolation[];
}

/** Reads what an alert is to say on that day. */
export function parseContent(wire: WireContent, today: string): ParsedContent {
  const violations: FieldViolation[] = [];
  const category = categoryFromWire(wire.category);
  if (category === undefined) {
    violations.push(violation('category', 'defined_only', 'must be a category of the contract'));
    return { content: undefined, decisionValidUntil: undefined, violations };
  }
  const decisionValidUntil = parseDay(wire.decisionValidUntil, 'decision_valid_until', violations);
  if (decisionValidUntil !== undefined && !followsDecision(category)) {
    violations.push(violation('decision_valid_until', 'category', `must not be given in an alert of ${category}`));
  }
  if (category === 'UNK') violations.push(...moreThanPrints(wire));
  const content =
    category === 'UNK'
      ? unknownPerson(wire, violations)
      : wire.object === undefined
        ? person(category, wire, violations)
        : object(category, wire.object, wire, violations);
  if (content !== undefined) violations.push(...faultsOf(content, today));
  return { content, decisionValidUntil, violations };
}

const violation = (field: string, rule: string, description: string): FieldViolation => ({
  field: `alert.${field}`,
  rule,
  description,
});

/** What of an alert on an unknown person is not prints. */
const FIELDS: readonly (readonly [keyof WireContent, string])[] = [
  ['reason', 'reason'],
  ['identities', 'identities'],
  ['documents', 'documents'],
  ['warningMarkers', 'warning_markers'],
  ['object', 'object'],
  ['offenceType', 'offence_type'],
  ['caseType', 'case_type'],
  ['decisionReference', 'decision_reference'],
  ['immediateReporting', 'immediate_reporting'],
  ['circumstance', 'circumstance'],
  ['attachments', 'attachments'],
  ['refusalBasis', 'refusal_basis'],
  ['freeMovement', 'free_movement'],
  ['returnDecision', 'return_decision'],
  ['informationProposal', 'information_proposal'],
  ['victim', 'victim'],
  ['physicalCharacteristics', 'physical_characteristics'],
  ['nationalRegistrationNumber', 'national_registration_number'],
  ['evidence', 'evidence'],
  ['locates', 'locates'],
];

/** What only persons have. */
const OF_PERSONS: ReadonlySet<string> = new Set([
  'identities',
  'documents',
  'warning_markers',
  'offence_type',
  'case_type',
  'biometrics',
  'attachments',
  'refusal_basis',
  'free_movement',
  'return_decision',
  'information_proposal',
  'victim',
  'physical_characteristics',
  'national_registration_number',
]);

/** What only objects have. */
const OF_OBJECTS: ReadonlySet<string> = new Set(['evidence', 'locates']);

const isGiven = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '' && value !== 0 && value !== false;

const moreThanPrints = (wire: WireContent): readonly FieldViolation[] =>
  FIELDS.filter(([property]) => isGiven(wire[property])).map(([, field]) =>
    violation(field, 'prints_only', 'must not be given: an alert on an unknown person holds prints alone (Art. 40)'),
  );

const misplaced = (wire: WireContent, names_: ReadonlySet<string>, words: string): readonly FieldViolation[] =>
  [...FIELDS, ['biometrics', 'biometrics'] as const]
    .filter(([property, field]) => names_.has(field) && isGiven(wire[property]))
    .map(([, field]) => violation(field, 'subject', `must not be given in an alert on ${words}`));

function unknownPerson(wire: WireContent, violations: FieldViolation[]): AlertContent {
  return {
    subject: 'unknown-person',
    category: 'UNK',
    reason: '',
    biometrics: parseBiometrics(wire, violations),
    ...(wire.terrorism && { terrorism: true }),
  };
}

function person(category: AlertCategory, wire: WireContent, violations: FieldViolation[]): AlertContent | undefined {
  violations.push(...misplaced(wire, OF_OBJECTS, 'a person'));
  const identities = wire.identities.map((identity, at) => parseIdentity(identity, at, violations));
  const [main, ...others] = identities;
  if (main === undefined) {
    violations.push(
      violation('identities', 'min_items', 'must hold the main identity, or the alert must be on an object'),
    );
    return undefined;
  }
  const biometrics = parseBiometrics(wire, violations);
  const attachments = wire.attachments.map((attachment, at) => parseAttachment(attachment, at, violations));
  const refusalBasis = refusalBasisFromWire(wire.refusalBasis);
  const { informationProposal: proposal } = wire;
  return {
    subject: 'person',
    category,
    ...common(wire),
    identities: [main, ...others],
    documents: wire.documents.map((document, at) => parseDocument(document, `documents[${at}]`, violations)),
    warningMarkers: [...new Set(wire.warningMarkers.flatMap((marker) => warningFromWire(marker) ?? []))],
    ...(wire.offenceType !== '' && { offenceType: wire.offenceType }),
    ...(wire.caseType !== '' && { caseType: wire.caseType }),
    ...(biometrics.length > 0 && { biometrics }),
    ...(attachments.length > 0 && { attachments }),
    ...(refusalBasis !== undefined && { refusalBasis }),
    ...(wire.freeMovement && { freeMovement: true }),
    ...(wire.returnDecision !== undefined && {
      returnDecision: parseReturnDecision(wire.returnDecision, violations),
    }),
    ...(proposal !== undefined && {
      informationProposal: { europolReference: proposal.europolReference, suspectedOf: proposal.suspectedOf },
    }),
    ...(wire.victim !== undefined && { victim: parseVictim(wire.victim, violations) }),
    ...(wire.physicalCharacteristics !== '' && { physicalCharacteristics: wire.physicalCharacteristics }),
    ...(wire.nationalRegistrationNumber !== '' && { nationalRegistrationNumber: wire.nationalRegistrationNumber }),
  };
}

function object(
  category: AlertCategory,
  entry: ObjectEntry,
  wire: WireContent,
  violations: FieldViolation[],
): AlertContent | undefined {
  violations.push(...misplaced(wire, OF_PERSONS, 'an object'));
  const sought = parseEntry(entry, violations);
  if (sought === undefined) return undefined;
  return {
    subject: 'object',
    category,
    ...common(wire),
    object: sought,
    ...(wire.evidence && { evidence: true }),
    ...(wire.locates !== '' && { locates: wire.locates }),
  };
}

function common(wire: WireContent) {
  const circumstance = circumstanceFromWire(wire.circumstance);
  return {
    reason: wire.reason,
    ...(wire.terrorism && { terrorism: true }),
    ...(wire.immediateReporting && { immediateReporting: true }),
    ...(circumstance !== undefined && { circumstance }),
    ...(wire.decisionReference !== '' && { decisionReference: wire.decisionReference }),
  };
}

function parseBiometrics(wire: WireContent, violations: FieldViolation[]): readonly BiometricType[] {
  const types = wire.biometrics.flatMap((type) => biometricFromWire(type) ?? []);
  types.forEach((type, at) => {
    if (types.indexOf(type) !== at) violations.push(violation(`biometrics[${at}]`, 'unique', 'stands there already'));
  });
  return types;
}

function parseIdentity(wire: IdentityEntry, at: number, violations: FieldViolation[]): Identity {
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

function parseDocument(wire: DocumentEntry, path: string, violations: FieldViolation[]): IdentityDocument {
  checkLength(`${path}.number`, wire.number, 3, violations);
  return {
    kind: wire.kind,
    number: wire.number,
    issuingCountry: wire.issuingCountry,
    issuedOn: parseDay(wire.issuedOn, `${path}.issued_on`, violations) ?? '',
  };
}

function parseAttachment(wire: AttachmentEntry, at: number, violations: FieldViolation[]): Attachment {
  return {
    kind: attachmentFromWire(wire.kind) ?? 'translation',
    reference: wire.reference,
    language: wire.language,
    issuedOn: parseDay(wire.issuedOn, `attachments[${at}].issued_on`, violations) ?? '',
    sha256: Buffer.from(wire.sha256).toString('hex'),
  };
}

function parseReturnDecision(wire: ReturnDecisionEntry, violations: FieldViolation[]): ReturnDecision {
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

function parseVictim(wire: VictimEntry, violations: FieldViolation[]): Victim {
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
function parseEntry(wire: ObjectEntry, violations: FieldViolation[]): AlertObject | undefined {
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
