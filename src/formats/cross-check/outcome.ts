/** How a field of one statement corresponds to the same field of another, and by which rule. */
import type { DateRule } from '../../matching/dates/birth-date.js';
import type { NameRule } from '../../matching/names/compare-names.js';
import type { StateRule } from '../mrz/compare-states.js';

/**
 * same: equal, or written in another way that means the same. transliteration: another spelling of the same letters.
 * truncated: one is a beginning of the other, or leaves out what the other has. similar: a slip, or characters that look
 * alike. missing: one side says nothing, or neither does.
 */
export type FieldOutcome = 'same' | 'transliteration' | 'truncated' | 'similar' | 'differs' | 'missing';

/** Fields that are compared, in the order in which they are told. */
export type ComparedField =
  | 'surname'
  | 'given_names'
  | 'date_of_birth'
  | 'sex'
  | 'nationality'
  | 'document_type'
  | 'document_number'
  | 'issuer'
  | 'date_of_expiry';

/** Why it is not simply the same. */
export type FieldRule =
  | NameRule
  | DateRule
  | StateRule
  /** Words are written together that the other side divides. */
  | 'joined'
  /** The other side has further names. */
  | 'fewer_names'
  /** A first letter stands for a name. */
  | 'initial'
  /** The zone ends inside the name. */
  | 'zone_full'
  /** A passport is P, or P and the letter of its kind (Doc 9303-4, Amendment 2); likewise for cards. */
  | 'kind_of_document'
  /** O for 0, I for 1 and the like. */
  | 'confusable'
  /** The check digit of the zone was taken for a part of the number. */
  | 'check_digit_appended'
  /** The number is the beginning of the other one. */
  | 'cut_off';

/** Which number the check digit of the zone fits: a wrong one may fit as well, a right one must. */
export type CheckDigitFits = 'first' | 'second' | 'both' | 'neither';

/** One field. */
export interface FieldComparison {
  readonly field: ComparedField;
  readonly outcome: FieldOutcome;
  readonly rules: readonly FieldRule[];
  /** What each side says; empty if nothing. */
  readonly first: string;
  readonly second: string;
  /** For numbers that are not the same, where one side has the check digit. */
  readonly checkDigitFits?: CheckDigitFits;
}

/** An outcome before it is told with its field. */
export interface Judged {
  readonly outcome: FieldOutcome;
  readonly rules: readonly FieldRule[];
}

export const SAME: Judged = { outcome: 'same', rules: [] };
export const DIFFERS: Judged = { outcome: 'differs', rules: [] };
export const MISSING: Judged = { outcome: 'missing', rules: [] };
