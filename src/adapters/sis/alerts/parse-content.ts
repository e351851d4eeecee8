/** AlertContent on the wire → what an alert says. The contract's rules hold already; what contradicts itself is refused. */
import type { AlertContent as WireContent, ObjectEntry } from '../../../gen/ostiary/sis/v1/alerts.js';
import type { FieldViolation } from '../../../shared/refusal.js';
import type { AlertContent } from '../domain/alert.js';
import type { AlertCategory } from '../domain/category.js';
import { faultsOf } from '../domain/entry-rules.js';
import { followsDecision } from '../domain/life-cycle.js';
import { categoryFromWire } from '../wire/enums.js';
import { circumstanceFromWire, refusalBasisFromWire, warningFromWire } from './enums.js';
import {
  parseAttachment,
  parseBiometrics,
  parseDay,
  parseDocument,
  parseEntry,
  parseIdentity,
  parseReturnDecision,
  parseVictim,
  violation,
} from './parse-parts.js';

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

/** What an alert may say, and of which subject. Of an unknown person it says nothing but biometrics. */
const FIELDS: readonly (readonly [keyof WireContent, string, 'person' | 'object' | 'both'])[] = [
  ['reason', 'reason', 'both'],
  ['identities', 'identities', 'person'],
  ['documents', 'documents', 'person'],
  ['warningMarkers', 'warning_markers', 'person'],
  ['object', 'object', 'both'],
  ['offenceType', 'offence_type', 'person'],
  ['caseType', 'case_type', 'person'],
  ['decisionReference', 'decision_reference', 'both'],
  ['immediateReporting', 'immediate_reporting', 'both'],
  ['circumstance', 'circumstance', 'both'],
  ['attachments', 'attachments', 'person'],
  ['refusalBasis', 'refusal_basis', 'person'],
  ['freeMovement', 'free_movement', 'person'],
  ['returnDecision', 'return_decision', 'person'],
  ['informationProposal', 'information_proposal', 'person'],
  ['victim', 'victim', 'person'],
  ['physicalCharacteristics', 'physical_characteristics', 'person'],
  ['nationalRegistrationNumber', 'national_registration_number', 'person'],
  ['evidence', 'evidence', 'object'],
  ['locates', 'locates', 'object'],
  ['biometrics', 'biometrics', 'person'],
];

const isGiven = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '' && value !== 0 && value !== false;

const moreThanPrints = (wire: WireContent): readonly FieldViolation[] =>
  FIELDS.filter(([property]) => property !== 'biometrics' && isGiven(wire[property])).map(([, field]) =>
    violation(field, 'prints_only', 'must not be given: an alert on an unknown person holds prints alone (Art. 40)'),
  );

/** What belongs to the other kind of subject. */
const misplaced = (wire: WireContent, other: 'person' | 'object', words: string): readonly FieldViolation[] =>
  FIELDS.filter(([property, , whose]) => whose === other && isGiven(wire[property])).map(([, field]) =>
    violation(field, 'subject', `must not be given in an alert on ${words}`),
  );

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
  violations.push(...misplaced(wire, 'object', 'a person'));
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
  violations.push(...misplaced(wire, 'person', 'an object'));
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
