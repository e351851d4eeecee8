/**
 * What a word of a name is. particle: de, van, al, bin. initial: one letter. numeral: II, 44, forty-four. legal_form: Ltd,
 * GmbH. generic: a word that many organisations share, such as bank or trading.
 */
export type TokenRole =
  'given' | 'family' | 'patronymic' | 'particle' | 'initial' | 'numeral' | 'legal_form' | 'generic' | 'unknown';

/** What a name is the name of, where somebody knows. */
export type NameKind = 'person' | 'organisation' | 'vessel' | 'unknown';

/**
 * How a script writes sounds. consonants: it leaves short vowels out (Arabic, Hebrew). characters: one sign for a syllable
 * or a word (Han, kana, Hangul), where other signs may sound alike. alphabet: any other.
 */
export type ScriptKind = 'alphabet' | 'consonants' | 'characters';

/** One word of a name in every form in which it is compared. */
export interface NameToken {
  /** Upper case, in its own script. */
  readonly written: string;
  /** Recommended transliteration, A–Z and 0–9. */
  readonly text: string;
  /** Every transliteration, `text` first; at most MAX_SPELLINGS. */
  readonly spellings: readonly string[];
  /** What stands for a particle, legal form or generic word in all its spellings; `text` for any other. */
  readonly base: string;
  /** The same for many spellings of one sound (Yussuf, Jusuf); evidence for candidates, weak evidence of sameness. */
  readonly sound: string;
  /** Without an ending that only tells men from women (Petrova, Petrov); `text` if there is none. */
  readonly stem: string;
  readonly role: TokenRole;
  /** True if the role was concluded from position or ending and not stated. */
  readonly guessed: boolean;
  /** Names of which this is a spelling (Aleksandr, Oleksandr), by number; sorted. */
  readonly classes: readonly number[];
  /** Names of which this is a short or pet form (Sasha), by number; sorted. */
  readonly shortFor: readonly number[];
  /** Value of a numeral, number of a legal form; undefined for other roles. */
  readonly value: number | undefined;
  readonly script: ScriptKind;
  /** Letters that occur, one bit each; 26 for a digit. */
  readonly letters: number;
}

/** Transliterations kept of one word. */
export const MAX_SPELLINGS = 6;

/** Words of a name that are looked at. */
export const MAX_TOKENS = 16;

/** A name, ready to be compared, indexed or shown. Immutable and independent of any other name. */
export interface PreparedName {
  readonly kind: NameKind;
  /** In the order written, without honorifics; at most MAX_TOKENS. */
  readonly tokens: readonly NameToken[];
  /** Honorifics and titles that were left out. */
  readonly dropped: readonly string[];
  /**
   * The words in alphabetical order, one space between them: equal for names that differ in order only. Words of
   * characters as written, since what they sound like is not enough.
   */
  readonly sorted: string;
  /** Words that are neither particles nor legal forms. */
  readonly fullWords: number;
  /** True if it was said which words are given and which are family names. */
  readonly stated: boolean;
}
