import { GIVEN_NAMES } from './tables/given-names.js';

/** Names to which a word belongs, by number. */
export interface NameClasses {
  /** Names of which it is a spelling; sorted. */
  readonly classes: readonly number[];
  /** Names of which it is a short or pet form, and of which it is not a spelling; sorted. */
  readonly shortFor: readonly number[];
}

const NONE: NameClasses = { classes: [], shortFor: [] };

const CLASSES: ReadonlyMap<string, NameClasses> = readTable(GIVEN_NAMES);

/** Names to which a word of A–Z belongs. */
export const classesOf = (word: string): NameClasses => CLASSES.get(word) ?? NONE;

/** Names that the table knows. */
export const CLASS_COUNT = GIVEN_NAMES.trim().split('\n').length;

function readTable(table: string): ReadonlyMap<string, NameClasses> {
  const classes = new Map<string, { classes: number[]; shortFor: number[] }>();
  const entry = (word: string) => {
    const known = classes.get(word) ?? { classes: [], shortFor: [] };
    classes.set(word, known);
    return known;
  };
  for (const [number, line] of table.trim().toUpperCase().split('\n').entries()) {
    const [spellings = '', shortForms = ''] = line.split('|').map((words) => words.trim());
    for (const word of words(spellings)) entry(word).classes.push(number);
    for (const word of words(shortForms)) {
      const known = entry(word);
      if (!known.classes.includes(number)) known.shortFor.push(number);
    }
  }
  return classes;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' ').filter((word) => word !== ''));
}
