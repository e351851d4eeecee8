/**
 * How the registration numbers of a state are compared. All are compared in upper case, without what separates letters and
 * digits, and with Cyrillic and Greek letters that look like Latin ones taken for these: a number in other characters has to
 * be repeated in capital Latin ones (Convention on Road Traffic, Vienna 1968, Annex 2, paragraph 1). States differ in which
 * letters with marks their numbers have. Where they have none of a kind, whoever writes it means the bare letter, for the
 * register has no other; where they have it, it is another letter: FÜ is not FU.
 */
import { withLatinLookAlikes } from '../../../../matching/identifiers/confusable.js';
import { plateForm, withoutMarks } from '../../../../matching/identifiers/plate.js';

/** What is known of the numbers of a state. */
export interface PlateRule {
  /** Letters beyond A to Z that its numbers have; undefined where that is not known: then every letter stays as it is. */
  readonly markedLetters: ReadonlySet<string> | undefined;
  /** Where that is from. */
  readonly source: string;
}

/** Of states that are not in the table, the synthetic ones among them. */
export const DEFAULT_PLATE_RULE: PlateRule = {
  markedLetters: undefined,
  source: 'Choice of this project: a number that keeps its marks may be missed, but is never another',
};

/** States of which something is known. */
export const PLATE_RULES: ReadonlyMap<string, PlateRule> = new Map([
  [
    'BG',
    {
      markedLetters: new Set<string>(),
      source: 'Ordinance I-45 of 24 March 2000: the twelve Cyrillic letters that look like Latin ones [from memory]',
    },
  ],
  [
    'DE',
    {
      markedLetters: new Set(['Ä', 'Ö', 'Ü']),
      source: 'FZV, Annex 1: signs of districts such as SÄK, GÖ, FÜ [from memory]',
    },
  ],
  [
    'GR',
    {
      markedLetters: new Set<string>(),
      source: 'The fourteen letters that the Greek and the Latin script share, none with a mark [from memory]',
    },
  ],
  [
    'HR',
    {
      markedLetters: new Set(['Č', 'Š', 'Ž']),
      source: 'Ordinance on the registration and marking of vehicles: signs of areas such as ČK, ŠI, ŽU [from memory]',
    },
  ],
]);

/** What a number of the state is compared by. Never throws; empty if nothing is left. */
export function plateKey(memberState: string, number: string): string {
  const { canonical } = plateForm(number);
  const { markedLetters } = PLATE_RULES.get(memberState) ?? DEFAULT_PLATE_RULE;
  if (markedLetters === undefined) return canonical;
  const bare = Array.from(canonical, (letter) => (markedLetters.has(letter) ? letter : withoutMarks(letter))).join('');
  // Without its mark a Greek or Cyrillic letter may look like a Latin one.
  return withLatinLookAlikes(bare.normalize('NFC'));
}
