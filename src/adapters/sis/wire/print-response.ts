import { Purpose } from '../../../gen/ostiary/common/v1/access.js';
import { type Handling, HandlingCode } from '../../../gen/ostiary/common/v1/handling.js';
import { OutcomeStatus } from '../../../gen/ostiary/common/v1/outcome.js';
import {
  CheckCircumstance,
  Gender,
  RefusalBasis,
  type Alert as WireAlert,
  type GetAlertResponse,
  type ObjectMatch,
  type PersonIdentity,
  type PersonMatch,
  type SearchObjectsResponse,
  type SearchPersonsResponse,
} from '../../../gen/ostiary/sis/v1/sis.js';
import { demandsOf, versionOf, type Alert, type Demands } from '../domain/alert.js';
import { actionIn } from '../domain/action.js';
import { citationOf } from '../domain/category.js';
import { isFlaggedFor } from '../domain/flags.js';
import type { Identity } from '../domain/identity.js';
import type { LinkedAlert } from '../store/linked-alerts.js';
import type { ObjectHit, PersonHit, SearchResult, SearchWarning } from '../domain/search.js';
import { printObject } from './alert-object.js';
import {
  BIOMETRIC_TO_WIRE,
  CATEGORY_TO_WIRE,
  CIRCUMSTANCE_TO_WIRE,
  GENDER_TO_WIRE,
  IDENTITY_STATUS_TO_WIRE,
  MATCH_KIND_TO_WIRE,
  REFUSAL_BASIS_TO_WIRE,
  WARNING_TO_WIRE,
} from './enums.js';
import { printAttachment, printReturnDecision, printVictim } from './print-parts.js';

/** Outcome of a question. */
export type Status = 'HIT' | 'NO_HIT';

/** Response to a search for persons; memberState is the caller's. */
export const printPersons = (
  { hits, truncated }: SearchResult<PersonHit>,
  status: Status,
  memberState: string,
  warnings: readonly SearchWarning[] = [],
): SearchPersonsResponse => ({
  receipt: undefined,
  outcome: printOutcome(status),
  matches: hits.map((hit) => printPersonMatch(hit, memberState)),
  truncated,
  warnings: warnings.map((warning) => ({ ...warning })),
});

/** Response to a search for objects; memberState is the caller's. */
export const printObjects = (
  { hits, truncated }: SearchResult<ObjectHit>,
  status: Status,
  memberState: string,
  warnings: readonly SearchWarning[] = [],
): SearchObjectsResponse => ({
  receipt: undefined,
  outcome: printOutcome(status),
  matches: hits.map((hit) => printObjectMatch(hit, memberState)),
  truncated,
  warnings: warnings.map((warning) => ({ ...warning })),
});

/** Response to the reading of an alert; memberState is the caller's, links those that the caller may see. */
export const printAlertResponse = (
  alert: Alert,
  memberState: string,
  links: readonly LinkedAlert[] = [],
): GetAlertResponse => ({
  receipt: undefined,
  outcome: printOutcome('HIT'),
  alert: printAlert(alert, memberState, links),
});

/** Outcome of a question. */
export const printOutcome = (status: Status) => ({ system: 'SIS', status: OutcomeStatus[status] });

const printFrame = (alert: Alert, memberState: string) => ({
  alertReference: alert.reference,
  issuingState: alert.issuingState,
  category: CATEGORY_TO_WIRE[alert.category],
  action: actionIn(memberState, alert),
  ownState: alert.issuingState === memberState,
});

const printMatch = ({ match }: PersonHit | ObjectHit) => ({
  kind: MATCH_KIND_TO_WIRE[match.kind],
  score: match.score,
  rules: [...match.rules],
});

/** What the alert itself demands; the gateway adds what the law demands, and the purpose. */
function printHandling({
  hiddenFromSubject,
  contactSirene,
  concernsVictim,
  confirmBeforeUse = false,
}: Demands & { readonly confirmBeforeUse?: boolean }): Handling | undefined {
  const codes: HandlingCode[] = [];
  if (hiddenFromSubject) codes.push(HandlingCode.DO_NOT_DISCLOSE_TO_SUBJECT);
  if (contactSirene) codes.push(HandlingCode.CONTACT_SIRENE);
  if (concernsVictim) codes.push(HandlingCode.DISTINGUISH_VICTIM_ONLY);
  if (confirmBeforeUse) codes.push(HandlingCode.CONFIRM_BEFORE_USE);
  if (codes.length === 0) return undefined;
  return { codes, purpose: Purpose.UNSPECIFIED, legalBasisId: '', furtherPurposes: [], otherUses: [] };
}

const printPersonMatch = (hit: PersonHit, memberState: string): PersonMatch => ({
  ...printFrame(hit.alert, memberState),
  match: printMatch(hit),
  identity: printIdentity(hit.identity),
  warningMarkers: hit.alert.warningMarkers.map((marker) => WARNING_TO_WIRE[marker]),
  handling: printHandling({
    ...demandsOf(hit.alert, memberState, [hit.identity], hit.identity),
    confirmBeforeUse: hit.match.kind === 'ranked',
  }),
});

/** A match by prints: whoever confirms it is an expert, not the system. Of an unknown person there is no identity. */
export function printPrintMatch(alert: Alert, memberState: string): PersonMatch {
  const person = alert.subject === 'person' ? alert : undefined;
  const shown = person === undefined ? [] : [person.identities[0]];
  return {
    ...printFrame(alert, memberState),
    match: {
      kind: MATCH_KIND_TO_WIRE.biometric,
      score: 1,
      rules: ['fingerprints: simulated comparison, to be confirmed by an expert'],
    },
    identity: person && printIdentity(person.identities[0]),
    warningMarkers: person?.warningMarkers.map((marker) => WARNING_TO_WIRE[marker]) ?? [],
    handling: printHandling({ ...demandsOf(alert, memberState, shown), confirmBeforeUse: true }),
  };
}

const printObjectMatch = (hit: ObjectHit, memberState: string): ObjectMatch => ({
  ...printFrame(hit.alert, memberState),
  match: printMatch(hit),
  object: printObject(hit.alert.object),
  handling: printHandling(demandsOf(hit.alert, memberState, [])),
});

const printIdentity = (identity: Identity): PersonIdentity => ({
  status: IDENTITY_STATUS_TO_WIRE[identity.status],
  surname: identity.surname,
  forename: identity.forename,
  dateOfBirth: identity.dateOfBirth,
  gender: identity.gender === undefined ? Gender.UNSPECIFIED : GENDER_TO_WIRE[identity.gender],
  nationalities: [...identity.nationalities],
  placeOfBirth: identity.placeOfBirth ?? '',
});

/** An alert in full; memberState is the caller's. */
export function printAlert(alert: Alert, memberState: string, links: readonly LinkedAlert[] = []): WireAlert {
  const person = alert.subject === 'person' ? alert : undefined;
  return {
    ...printFrame(alert, memberState),
    article: citationOf(alert.category),
    createdBy: alert.createdBy,
    reason: alert.reason,
    offenceType: person?.offenceType ?? '',
    caseType: person?.caseType ?? '',
    decisionReference: alert.decisionReference ?? '',
    identities: person?.identities.map(printIdentity) ?? [],
    documents: person?.documents.map((document) => ({ ...document })) ?? [],
    object: alert.subject === 'object' ? printObject(alert.object) : undefined,
    warningMarkers: person?.warningMarkers.map((marker) => WARNING_TO_WIRE[marker]) ?? [],
    enteredOn: alert.enteredOn,
    expiresOn: alert.expiresOn,
    handling: printHandling(demandsOf(alert, memberState, person?.identities ?? [])),
    version: versionOf(alert),
    flaggedForMe: isFlaggedFor(alert, memberState),
    immediateReporting: alert.immediateReporting === true,
    evidence: alert.subject === 'object' && alert.evidence === true,
    links: links.map(({ reference, category }) => ({
      alertReference: reference,
      category: CATEGORY_TO_WIRE[category],
    })),
    victim: person?.victim && printVictim(person.victim),
    biometrics: (alert.subject === 'object' ? [] : (alert.biometrics ?? [])).map((type) => BIOMETRIC_TO_WIRE[type]),
    physicalCharacteristics: person?.physicalCharacteristics ?? '',
    nationalRegistrationNumber: person?.nationalRegistrationNumber ?? '',
    circumstance:
      alert.circumstance === undefined ? CheckCircumstance.UNSPECIFIED : CIRCUMSTANCE_TO_WIRE[alert.circumstance],
    terrorism: alert.terrorism === true,
    informationProposal: person?.informationProposal && { ...person.informationProposal },
    attachments: person?.attachments?.map(printAttachment) ?? [],
    refusalBasis:
      person?.refusalBasis === undefined ? RefusalBasis.UNSPECIFIED : REFUSAL_BASIS_TO_WIRE[person.refusalBasis],
    freeMovement: person?.freeMovement === true,
    returnDecision: person?.returnDecision && printReturnDecision(person.returnDecision),
    extendedOn: alert.extendedOn ?? '',
  };
}
