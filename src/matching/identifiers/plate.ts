import { isOneEditApart } from '../names/edits.js';
import { canonicalIdentifier } from './canonical-identifier.js';
import { confusionKey, withLatinLookAlikes } from './confusable.js';

/** Characters of a plate that are looked at; no plate in use has more than ten. */
export const MAX_PLATE_LENGTH = 16;

/** A licence plate, ready to be stored under its keys or compared. */
export interface PlateForm {
  /**
   * Upper case, letters and digits only, Cyrillic and Greek letters that look like Latin ones as Latin. Letters with
   * marks stay (ÖHR7). Cut at MAX_PLATE_LENGTH; empty if nothing is left.
   */
  readonly canonical: string;
  /** The canonical form first, then how a keyboard without the marks writes it (OHR7, OEHR7); no repetitions. */
  readonly variants: readonly string[];
  /** Equal for plates whose letters differ in confusable characters and marks only. */
  readonly confusionKey: string;
}

/**
 * How a plate asked for corresponds to one on record. Only equal is exact; whatever else answers a question must be
 * marked inexact. variant: equal but for how marked letters are written. confusable: equal but for confusable
 * characters. one_edit: one character inserted, deleted or substituted.
 */
export type PlateCorrespondence = 'equal' | 'variant' | 'confusable' | 'one_edit';

/** Prepares a plate. Never throws; linear in the length. */
export function plateForm(text: string): PlateForm {
  const canonical = Array.from(withLatinLookAlikes(canonicalIdentifier(text.slice(0, MAX_INPUT_LENGTH))))
    .slice(0, MAX_PLATE_LENGTH)
    .join('');
  const bare = withoutMarks(canonical);
  return {
    canonical,
    variants: [...new Set([canonical, bare, spelledOut(canonical)])],
    confusionKey: confusionKey(bare),
  };
}

/** Compares two plates; undefined for different, and for two of which nothing is left. Symmetric. */
export function comparePlates(asked: PlateForm, stored: PlateForm): PlateCorrespondence | undefined {
  if (asked.canonical === '' || stored.canonical === '') return undefined;
  if (asked.canonical === stored.canonical) return 'equal';
  if (asked.variants.some((variant) => stored.variants.includes(variant))) return 'variant';
  if (asked.confusionKey === stored.confusionKey) return 'confusable';
  return isOneEditApart(asked.canonical, stored.canonical) ? 'one_edit' : undefined;
}

/** Room for separators and marks that fall away. */
const MAX_INPUT_LENGTH = 4 * MAX_PLATE_LENGTH;

const SPELLED: ReadonlyMap<string, string> = new Map([
  ['Ä', 'AE'],
  ['Ö', 'OE'],
  ['Ü', 'UE'],
  ['Å', 'AA'],
  ['Ø', 'OE'],
  ['Æ', 'AE'],
]);

const spelledOut = (plate: string): string =>
  withoutMarks(Array.from(plate, (letter) => SPELLED.get(letter) ?? letter).join(''));

/** Letters that Unicode does not take apart into a letter and a mark. */
const BARE: ReadonlyMap<string, string> = new Map([
  ['Ø', 'O'],
  ['Æ', 'A'],
  ['Đ', 'D'],
  ['Ł', 'L'],
]);

/** Letters without the marks over, under and through them; every other character stays. */
export const withoutMarks = (plate: string): string =>
  Array.from(plate.normalize('NFD').replace(/\p{M}+/gu, ''), (letter) => BARE.get(letter) ?? letter).join('');
