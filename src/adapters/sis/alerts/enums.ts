/** Enumerations of the contract for the values of the domain, and back. */
import {
  AlertActKind,
  DeletionReason as WireDeletionReason,
  PalmPrintsGround as WirePalmPrintsGround,
  VictimData,
} from '../../../gen/ostiary/sis/v1/alerts.js';
import { NoticeKind as WireNoticeKind, NoticeState as WireNoticeState } from '../../../gen/ostiary/sis/v1/notices.js';
import type { WarningMarker } from '../domain/alert.js';
import type { Attachment, BiometricType, CheckCircumstance, RefusalBasis, VictimField } from '../domain/alert-parts.js';
import type { IdentityStatus } from '../domain/identity.js';
import { DELETION_REASONS, type DeletionReason } from '../domain/life-cycle.js';
import type { NoticeKind, NoticeState } from '../domain/notice.js';
import type { PalmPrintsGround } from '../domain/palm-prints.js';
import type { Act } from '../store/write-alerts.js';
import {
  ATTACHMENT_TO_WIRE,
  BIOMETRIC_TO_WIRE,
  CIRCUMSTANCE_TO_WIRE,
  IDENTITY_STATUS_TO_WIRE,
  REFUSAL_BASIS_TO_WIRE,
  WARNING_TO_WIRE,
} from '../wire/enums.js';

const VICTIM_DATA_TO_WIRE = {
  surname: VictimData.SURNAME,
  forename: VictimData.FORENAME,
  namesAtBirth: VictimData.NAMES_AT_BIRTH,
  previousNames: VictimData.PREVIOUS_NAMES,
  physicalCharacteristics: VictimData.PHYSICAL_CHARACTERISTICS,
  placeOfBirth: VictimData.PLACE_OF_BIRTH,
  dateOfBirth: VictimData.DATE_OF_BIRTH,
  gender: VictimData.GENDER,
  nationalities: VictimData.NATIONALITIES,
  documents: VictimData.DOCUMENTS,
  address: VictimData.ADDRESS,
  fatherName: VictimData.FATHER_NAME,
  motherName: VictimData.MOTHER_NAME,
  photographs: VictimData.PHOTOGRAPHS,
  prints: VictimData.PRINTS,
} as const satisfies Readonly<Record<VictimField, VictimData>>;

export const ACT_TO_WIRE = {
  entered: AlertActKind.ENTERED,
  updated: AlertActKind.UPDATED,
  extended: AlertActKind.EXTENDED,
  deleted: AlertActKind.DELETED,
  flagged: AlertActKind.FLAGGED,
  flag_removed: AlertActKind.FLAG_REMOVED,
  made_unavailable: AlertActKind.MADE_UNAVAILABLE,
  made_available: AlertActKind.MADE_AVAILABLE,
  linked: AlertActKind.LINKED,
  unlinked: AlertActKind.UNLINKED,
} as const satisfies Readonly<Record<Act, AlertActKind>>;

export const NOTICE_KIND_TO_WIRE = {
  expiry: WireNoticeKind.EXPIRY,
  expired: WireNoticeKind.EXPIRED,
  majority: WireNoticeKind.MAJORITY,
  departure_over: WireNoticeKind.DEPARTURE_OVER,
  same_identity: WireNoticeKind.SAME_IDENTITY,
  incompatible: WireNoticeKind.INCOMPATIBLE,
  arrest_alert: WireNoticeKind.ARREST_ALERT,
  national_security: WireNoticeKind.NATIONAL_SECURITY,
  unavailable: WireNoticeKind.UNAVAILABLE,
  locator_deleted: WireNoticeKind.LOCATOR_DELETED,
} as const satisfies Readonly<Record<NoticeKind, WireNoticeKind>>;

export const NOTICE_STATE_TO_WIRE = {
  open: WireNoticeState.OPEN,
  handled: WireNoticeState.HANDLED,
  ended: WireNoticeState.ENDED,
} as const satisfies Readonly<Record<NoticeState, WireNoticeState>>;

/** Reasons have the same names on both sides. */
const DELETION_TO_WIRE: Readonly<Record<DeletionReason, WireDeletionReason>> = WireDeletionReason;
const DELETIONS = new Map<string, WireDeletionReason>(DELETION_REASONS.map((name) => [name, DELETION_TO_WIRE[name]]));

/** Reason of a deletion in a history; unspecified for other acts, and for what time alone deleted. */
export const deletionReasonToWire = (reason: string | undefined): WireDeletionReason =>
  DELETIONS.get(reason ?? '') ?? WireDeletionReason.UNSPECIFIED;

const inverse = <Value extends string>(
  toWire: Readonly<Record<Value, number>>,
): ((wire: number) => Value | undefined) => {
  const values = new Map(Object.entries<number>(toWire).map(([value, wire]) => [wire, value as Value]));
  return (wire) => values.get(wire);
};

/** Each gives the value of a number in the contract; undefined if it names none. */
export const circumstanceFromWire = inverse<CheckCircumstance>(CIRCUMSTANCE_TO_WIRE);
export const biometricFromWire = inverse<BiometricType>(BIOMETRIC_TO_WIRE);
export const attachmentFromWire = inverse<Attachment['kind']>(ATTACHMENT_TO_WIRE);
export const refusalBasisFromWire = inverse<RefusalBasis>(REFUSAL_BASIS_TO_WIRE);
export const victimFieldFromWire = inverse<VictimField>(VICTIM_DATA_TO_WIRE);
export const warningFromWire = inverse<WarningMarker>(WARNING_TO_WIRE);
export const palmPrintsGroundFromWire = inverse<PalmPrintsGround>({
  fingerprints_impossible: WirePalmPrintsGround.FINGERPRINTS_IMPOSSIBLE,
  criminal_sanction: WirePalmPrintsGround.CRIMINAL_SANCTION,
  offence_in_issuing_state: WirePalmPrintsGround.OFFENCE_IN_ISSUING_STATE,
});
export const identityStatusFromWire = inverse<IdentityStatus>(IDENTITY_STATUS_TO_WIRE);

export const noticeKindFromWire = inverse<NoticeKind>(NOTICE_KIND_TO_WIRE);

/** Reason of a number in the contract; undefined if it names none. */
export const deletionReasonFromWire = inverse<DeletionReason>(
  Object.fromEntries(DELETION_REASONS.map((name) => [name, DELETION_TO_WIRE[name]])) as Record<DeletionReason, number>,
);
