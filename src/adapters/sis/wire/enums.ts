import {
  AlertCategory as WireCategory,
  Gender as WireGender,
  IdentityStatus as WireIdentityStatus,
  MatchKind as WireMatchKind,
  WarningMarker as WireWarningMarker,
} from '../../../gen/ostiary/sis/v1/sis.js';
import type { WarningMarker } from '../domain/alert.js';
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
} as const satisfies Readonly<Record<Match['kind'], WireMatchKind>>;

export const WARNING_TO_WIRE = {
  armed: WireWarningMarker.ARMED,
  violent: WireWarningMarker.VIOLENT,
  absconded_or_escaped: WireWarningMarker.ABSCONDED_OR_ESCAPED,
  suicide_risk: WireWarningMarker.SUICIDE_RISK,
  public_health_threat: WireWarningMarker.PUBLIC_HEALTH_THREAT,
  terrorism_activity: WireWarningMarker.TERRORISM_ACTIVITY,
} as const satisfies Readonly<Record<WarningMarker, WireWarningMarker>>;

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
