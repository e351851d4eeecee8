import {
  AlertCategory as WireCategory,
  AttachmentKind as WireAttachmentKind,
  BiometricType as WireBiometricType,
  CheckCircumstance as WireCircumstance,
  Gender as WireGender,
  IdentityStatus as WireIdentityStatus,
  MatchKind as WireMatchKind,
  RefusalBasis as WireRefusalBasis,
  WarningMarker as WireWarningMarker,
} from '../../../gen/ostiary/sis/v1/sis.js';
import type { WarningMarker } from '../domain/alert.js';
import type { Attachment, BiometricType, CheckCircumstance, RefusalBasis } from '../domain/alert-parts.js';
import { ALERT_CATEGORIES, type AlertCategory } from '../domain/category.js';
import type { Gender, IdentityStatus } from '../domain/identity.js';
import type { Match } from '../domain/search.js';

/** Enumerations of the contract for the values of the domain. */
export const CATEGORY_TO_WIRE = {
  RET: WireCategory.RET,
  REF: WireCategory.REF,
  RSM: WireCategory.RSM,
  ARR: WireCategory.ARR,
  'MIS-P': WireCategory.MIS_P,
  'MIS-N': WireCategory.MIS_N,
  'CHI-ABD': WireCategory.CHI_ABD,
  'CHI-TRV': WireCategory.CHI_TRV,
  'VUL-TRV': WireCategory.VUL_TRV,
  JPR: WireCategory.JPR,
  DSC: WireCategory.DSC,
  INQ: WireCategory.INQ,
  SPC: WireCategory.SPC,
  INF: WireCategory.INF,
  OBJ: WireCategory.OBJ,
  UNK: WireCategory.UNK,
} as const satisfies Readonly<Record<AlertCategory, WireCategory>>;

export const GENDER_TO_WIRE = {
  female: WireGender.FEMALE,
  male: WireGender.MALE,
  other: WireGender.OTHER,
} as const satisfies Readonly<Record<Gender, WireGender>>;

export const IDENTITY_STATUS_TO_WIRE = {
  confirmed: WireIdentityStatus.CONFIRMED,
  not_confirmed: WireIdentityStatus.NOT_CONFIRMED,
  alias: WireIdentityStatus.ALIAS,
  misused: WireIdentityStatus.MISUSED,
} as const satisfies Readonly<Record<IdentityStatus, WireIdentityStatus>>;

export const MATCH_KIND_TO_WIRE = {
  exact: WireMatchKind.EXACT,
  transliterated: WireMatchKind.TRANSLITERATED,
  inexact: WireMatchKind.INEXACT,
  ranked: WireMatchKind.RANKED,
  biometric: WireMatchKind.BIOMETRIC,
} as const satisfies Readonly<Record<Match['kind'] | 'biometric', WireMatchKind>>;

export const WARNING_TO_WIRE = {
  armed: WireWarningMarker.ARMED,
  violent: WireWarningMarker.VIOLENT,
  absconded_or_escaped: WireWarningMarker.ABSCONDED_OR_ESCAPED,
  suicide_risk: WireWarningMarker.SUICIDE_RISK,
  public_health_threat: WireWarningMarker.PUBLIC_HEALTH_THREAT,
  terrorism_activity: WireWarningMarker.TERRORISM_ACTIVITY,
} as const satisfies Readonly<Record<WarningMarker, WireWarningMarker>>;

export const CIRCUMSTANCE_TO_WIRE = {
  '36-3-a': WireCircumstance.INDICATION,
  '36-3-b': WireCircumstance.SENTENCE,
  '36-3-c': WireCircumstance.OVERALL_ASSESSMENT,
  '36-4': WireCircumstance.NATIONAL_SECURITY,
} as const satisfies Readonly<Record<CheckCircumstance, WireCircumstance>>;

export const BIOMETRIC_TO_WIRE = {
  photograph: WireBiometricType.PHOTOGRAPH,
  facial_image: WireBiometricType.FACIAL_IMAGE,
  fingerprints: WireBiometricType.FINGERPRINTS,
  palm_prints: WireBiometricType.PALM_PRINTS,
  latent_fingerprints: WireBiometricType.LATENT_FINGERPRINTS,
  latent_palm_prints: WireBiometricType.LATENT_PALM_PRINTS,
  dna_profile: WireBiometricType.DNA_PROFILE,
} as const satisfies Readonly<Record<BiometricType, WireBiometricType>>;

export const ATTACHMENT_TO_WIRE = {
  european_arrest_warrant: WireAttachmentKind.EUROPEAN_ARREST_WARRANT,
  translation: WireAttachmentKind.TRANSLATION,
  extradition_request: WireAttachmentKind.EXTRADITION_REQUEST,
} as const satisfies Readonly<Record<Attachment['kind'], WireAttachmentKind>>;

export const REFUSAL_BASIS_TO_WIRE = {
  conviction: WireRefusalBasis.CONVICTION,
  serious_threat: WireRefusalBasis.SERIOUS_THREAT,
  circumvention: WireRefusalBasis.CIRCUMVENTION,
  entry_ban: WireRefusalBasis.ENTRY_BAN,
  restrictive_measure: WireRefusalBasis.RESTRICTIVE_MEASURE,
} as const satisfies Readonly<Record<RefusalBasis, WireRefusalBasis>>;

const CATEGORY_FROM_WIRE: ReadonlyMap<number, AlertCategory> = new Map(
  ALERT_CATEGORIES.map((category) => [CATEGORY_TO_WIRE[category], category]),
);

/** Category of a number in the contract; undefined if it names none. */
export const categoryFromWire = (value: number): AlertCategory | undefined => CATEGORY_FROM_WIRE.get(value);

const GENDER_FROM_WIRE: ReadonlyMap<number, Gender> = new Map([
  [WireGender.FEMALE, 'female'],
  [WireGender.MALE, 'male'],
  [WireGender.OTHER, 'other'],
]);

/** Gender of a number in the contract; undefined if not stated or not known. */
export const genderFromWire = (value: number): Gender | undefined => GENDER_FROM_WIRE.get(value);
