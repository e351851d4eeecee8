/** Terms of alerts, and what ends them. */
import { addYears, dayOf } from '../../../world/calendar.js';
import type { Alert, AlertContent } from './alert.js';
import { OBJECT_REVIEW_YEARS, rulesOf, type AlertCategory } from './category.js';

/** Years of an alert whose decision is valid for longer than three (Regulation (EU) 2018/1861 Art. 39; 2018/1860 Art. 19). */
const LONG_DECISION_YEARS = 5;
const LONGER_THAN_YEARS = 3;
const BY_DECISION: ReadonlySet<AlertCategory> = new Set(['RET', 'REF', 'RSM']);

/** What the term of an alert depends on. */
export interface TermFacts {
  readonly category: AlertCategory;
  readonly onObject: boolean;
  /** Last day on which the decision behind the alert is valid, YYYY-MM-DD; undefined if it states none. */
  readonly decisionValidUntil: string | undefined;
}

/** Whether the term of alerts of a category depends on how long a decision is valid. */
export const followsDecision = (category: AlertCategory): boolean => BY_DECISION.has(category);

/** Last day on which an alert entered or kept on that day may be deleted: YYYY-MM-DD. */
export function latestTerm(day: string, { category, onObject, decisionValidUntil }: TermFacts): string {
  if (onObject) return addYears(day, isLocatorCategory(category) ? rulesOf(category).reviewYears : OBJECT_REVIEW_YEARS);
  const isLong =
    followsDecision(category) &&
    decisionValidUntil !== undefined &&
    decisionValidUntil > addYears(day, LONGER_THAN_YEARS);
  return addYears(day, isLong ? LONG_DECISION_YEARS : rulesOf(category).reviewYears);
}

/** An object that is to help find a person is sought no longer than the person. */
const isLocatorCategory = (category: AlertCategory): boolean => rulesOf(category).locators !== '';

/** Months before the term at which the issuing state is warned. */
export const WARNING_MONTHS = 4;

/** Age of majority, at which alerts on children are reviewed (Art. 32(7)): taken as 18 everywhere. */
export const MAJORITY_YEARS = 18;

/** Categories that may concern a child who comes of age. */
export const CHILD_CATEGORIES: readonly AlertCategory[] = ['MIS-P', 'MIS-N', 'CHI-ABD', 'CHI-TRV'];

/** Day on which the subject comes of age; undefined if the alert is not about a child on the day, or the birthday is unknown. */
export function majorityDay(alert: Alert | AlertContent, day: string): string | undefined {
  if (alert.subject !== 'person' || !CHILD_CATEGORIES.includes(alert.category)) return undefined;
  const { dateOfBirth } = alert.identities[0];
  if (dateOfBirth.endsWith('-00')) return undefined;
  const comesOfAge = addYears(dateOfBirth, MAJORITY_YEARS);
  return comesOfAge > day ? comesOfAge : undefined;
}

/** Whether somebody is under age on a day who was born on a date of which month and day, if not known, are taken for these. */
export function isUnderAge(dateOfBirth: string, month: string, day: string, today: string): boolean {
  const known = `${dateOfBirth.slice(0, 4)}-${dateOfBirth.slice(5, 7).replace('00', month)}-${dateOfBirth.slice(8).replace('00', day)}`;
  // Compared as texts: the 31st of a month that has none comes after its last day.
  return `${Number(known.slice(0, 4)) + MAJORITY_YEARS}${known.slice(4)}` > today;
}

/** Whether an alert shows that its person is a child on the day: every identity in it does, whatever is not known of a date. */
export const isOfMinor = (alert: Alert, day: string): boolean =>
  alert.subject === 'person' && alert.identities.every(({ dateOfBirth }) => isUnderAge(dateOfBirth, '01', '01', day));

/** The same day so many months later, or the day after the month where it has no such day. */
function addMonths(day: string, months: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return dayOf(date.getTime());
}

/** Something that draws near. */
export interface Nearing {
  readonly kind: 'expiry' | 'majority';
  /** YYYY-MM-DD. */
  readonly day: string;
}

/** What is near already on the day on which an alert is entered or kept: the clock gives notice of the rest. */
export function nearing(alert: Alert, day: string): readonly Nearing[] {
  const near: Nearing[] = [];
  const soon = addMonths(day, WARNING_MONTHS);
  if (alert.expiresOn <= soon) near.push({ kind: 'expiry', day: alert.expiresOn });
  const majority = majorityDay(alert, day);
  if (majority !== undefined && majority <= soon) near.push({ kind: 'majority', day: majority });
  return near;
}

/** Why an alert is deleted. */
export const DELETION_REASONS = [
  'SURRENDERED',
  'DECISION_REVOKED',
  'PURPOSE_ACHIEVED',
  'WHEREABOUTS_COMMUNICATED',
  'OBJECT_SEIZED',
  'PERSON_IDENTIFIED',
  'RETURN_CONFIRMED',
  'PERMIT_GRANTED',
  'CITIZENSHIP',
  'FREE_MOVEMENT',
  'CONSULTATION_OUTCOME',
  'MEASURE_ENDED',
  'ENTERED_UNLAWFULLY',
  'NOT_NEEDED',
] as const;
export type DeletionReason = (typeof DELETION_REASONS)[number];

/** Reasons that hold for every alert: data may always prove wrong, or not needed. */
const ALWAYS: readonly DeletionReason[] = ['ENTERED_UNLAWFULLY', 'NOT_NEEDED'];

const MISSING: readonly DeletionReason[] = ['PURPOSE_ACHIEVED', 'DECISION_REVOKED'];
const CHECK: readonly DeletionReason[] = ['PURPOSE_ACHIEVED', 'DECISION_REVOKED'];
const REFUSAL: readonly DeletionReason[] = [
  'DECISION_REVOKED',
  'CONSULTATION_OUTCOME',
  'PERMIT_GRANTED',
  'CITIZENSHIP',
  'FREE_MOVEMENT',
];

/** The closed list of each category (1862 Art. 55; 1861 Art. 40; 1860 Arts. 6, 8, 14). */
const REASONS: Readonly<Record<AlertCategory, readonly DeletionReason[]>> = {
  ARR: ['SURRENDERED', 'DECISION_REVOKED'],
  'MIS-P': MISSING,
  'MIS-N': MISSING,
  'CHI-ABD': MISSING,
  'CHI-TRV': MISSING,
  'VUL-TRV': MISSING,
  JPR: ['WHEREABOUTS_COMMUNICATED', 'DECISION_REVOKED'],
  DSC: CHECK,
  INQ: CHECK,
  SPC: CHECK,
  INF: CHECK,
  OBJ: ['OBJECT_SEIZED', 'DECISION_REVOKED'],
  UNK: ['PERSON_IDENTIFIED'],
  RET: ['RETURN_CONFIRMED', 'PERMIT_GRANTED', 'DECISION_REVOKED', 'CITIZENSHIP'],
  REF: REFUSAL,
  RSM: [...REFUSAL, 'MEASURE_ENDED'],
};

/** Whether a reason ends alerts of a category. */
export const endsAlert = (category: AlertCategory, reason: DeletionReason): boolean =>
  ALWAYS.includes(reason) || REASONS[category].includes(reason);

/** Reasons that end alerts of a category. */
export const reasonsToEnd = (category: AlertCategory): readonly DeletionReason[] => [...REASONS[category], ...ALWAYS];
