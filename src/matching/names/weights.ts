import type { TokenRole } from './name-token.js';

/**
 * Every number on which a score depends. They are choices of this project: the shape follows what is published of
 * comparable scorers, the values were chosen on one half of data/names/pairs.csv at a time and checked on the other
 * (docs/matching-names.md).
 */
export const WEIGHTS = {
  /** How much a word counts, by what it is. */
  role: {
    given: 1,
    family: 1.3,
    patronymic: 0.8,
    particle: 0.2,
    initial: 0.5,
    numeral: 1.3,
    legal_form: 0.35,
    generic: 0.7,
    unknown: 1,
  } satisfies Record<TokenRole, number> as Readonly<Record<TokenRole, number>>,

  /** Scores of two words that correspond by something other than their letters. */
  transliteration: 0.98,
  sameName: 0.94,
  shortForm: 0.75,
  bothShortForms: 0.6,
  gender: 0.88,
  sound: 0.9,
  homophones: 0.5,
  consonants: 0.85,
  initial: 0.9,
  initialOfFamily: 0.6,
  otherLegalForm: 0.8,

  /** What of the share of changed letters is taken from a score. */
  editSlope: 0.85,
  /** Two words that are known to be different names are not a misspelling of each other. */
  differentNames: 0.5,
  /** Words that agree less are different. */
  leastSimilarity: 0.55,

  /** Share of its weight with which a word counts against that only one side has: the asked one, the stored one. */
  onlyAsked: 0.35,
  onlyStored: 0.2,
  /** A word in whose place the other side has a different one counts so much more. */
  conflict: 1.2,
  /** And takes this share of what is left. */
  conflictPenalty: 0.25,
  /** A name of one word that is found in one of several. */
  singleWord: 0.8,
  /** Given and family name exchanged, where both sides say which is which. */
  inverted: 0.95,
};
