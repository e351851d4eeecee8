import { addDays, addYears } from '../../../world/calendar.js';
import { OBJECT_REVIEW_YEARS, rulesOf, type AlertCategory } from '../domain/category.js';
import type { Alert } from '../domain/alert.js';

/** What every alert on the subject has. */
export type Frame = Pick<
  Alert,
  'reference' | 'issuingState' | 'category' | 'createdBy' | 'enteredOn' | 'expiresOn' | 'reason'
>;

/** What makes one frame differ from the next. */
export interface FrameFacts {
  readonly category: AlertCategory;
  readonly onObject: boolean;
  readonly issuingState: string;
  /** ULID. */
  readonly id: string;
  readonly enteredOn: string;
}

/** Reasons, in the words of the articles. */
const REASONS: Readonly<Record<AlertCategory, string>> = {
  RET: 'Subject of a return decision',
  REF: 'Threat to public policy or public security',
  RSM: 'Subject of a restrictive measure',
  ARR: 'Wanted for arrest',
  'MIS-P': 'Missing, in need of protection',
  'MIS-N': 'Missing',
  'CHI-ABD': 'At risk of abduction by a parent or family member',
  'CHI-TRV': 'At risk if taken abroad',
  'VUL-TRV': 'At risk of trafficking if taken abroad',
  JPR: 'Sought as a witness or to be served with a document',
  DSC: 'Clear indication of a serious offence, Art. 36(3)(a)',
  INQ: 'Overall assessment of past offences, Art. 36(3)(c)',
  SPC: 'Clear indication of a serious offence, Art. 36(3)(a)',
  INF: 'Information alert on a proposal of Europol',
  OBJ: 'Sought for seizure or use as evidence',
  // Art. 40: nothing but prints may be present.
  UNK: '',
};

/** Frame of an alert whose term is that of its category. */
export function makeFrame({ category, onObject, issuingState, id, enteredOn }: FrameFacts): Frame {
  return {
    reference: `SIM-${issuingState}-${id}`,
    issuingState,
    category,
    createdBy: `${issuingState} Central Police Bureau (simulated)`,
    enteredOn,
    expiresOn: addYears(enteredOn, termYears(category, onObject)),
    reason: REASONS[category],
  };
}

/** Years after which an alert is deleted unless extended. */
export const termYears = (category: AlertCategory, onObject: boolean): number =>
  onObject ? OBJECT_REVIEW_YEARS : rulesOf(category).reviewYears;

/** A day of entry that leaves the alert in force, or, for an expired one, brings its term to yesterday. */
export const entryDay = (
  today: string,
  category: AlertCategory,
  onObject: boolean,
  fraction: number | 'expired',
): string =>
  fraction === 'expired'
    ? addYears(addDays(today, -1), -termYears(category, onObject))
    : addDays(today, -Math.floor(fraction * (termYears(category, onObject) * 365 - 2)));
