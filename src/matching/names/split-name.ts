import { cleanName, MAX_NAME_LENGTH } from './clean-text.js';
import { MAX_TOKENS, type NameKind } from './name-token.js';
import { romanValue } from './numerals.js';
import { spellingsOf, type Spellings } from './spellings.js';
import { LEGAL_FORMS, MAX_FORM_WORDS } from './tables/legal-forms.js';
import { TITLES, TITLES_OR_NAMES } from './tables/titles.js';

/** A word of a name before it has a role. */
export interface Word extends Spellings {
  /** Upper case, in its own script. */
  readonly written: string;
  /** Its recommended transliteration. */
  readonly text: string;
  /** What was said of it, by the order "Family, Given", by a field or by capitals. */
  readonly stated: 'given' | 'family' | undefined;
}

/** The words of a name: given names first where it is known which they are, else in the order written. */
export interface SplitName {
  readonly words: readonly Word[];
  /** Titles that were left out. */
  readonly dropped: readonly string[];
}

const ASCII_WORD = /[A-Z0-9]+/g;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const ASCII = /^[\0-\x7f]*$/;
/** Letters with full stops between them: S.A.R.L., but also the initials of a person. */
const DOTTED = /(?<![\p{L}\p{M}])(?:\p{L}\.){2,}\p{L}?(?![\p{L}\p{M}])/gu;
/** What may stand behind a comma without being given names. */
const SUFFIXES: ReadonlySet<string> = new Set('JR SR JUNIOR SENIOR II III IV ESQ PHD MBA MD'.split(' '));

/**
 * Reads a name in one piece: "Given Family", "Family, Given", "Given FAMILY", a name in an East Asian script without
 * spaces, or the name of an organisation or ship.
 */
export function splitFreeText(text: string, kind: NameKind): SplitName {
  const clean = cleanName(text);
  if (kind === 'organisation' || kind === 'vessel') return { words: wordsOf(clean, kind, undefined), dropped: [] };
  const comma = nameComma(clean);
  if (comma >= 0) {
    const family = wordsOf(clean.slice(0, comma), kind, 'family');
    return withoutTitles([...wordsOf(clean.slice(comma + 1), kind, 'given'), ...family]);
  }
  const words = splitEastAsian(clean) ?? wordsOf(clean, kind, undefined);
  return withoutTitles(kind === 'person' ? withCapitals(words, text) : words);
}

/** Reads names in the fields of a document. */
export function splitFields(given: string, family: string): SplitName {
  return withoutTitles([
    ...wordsOf(cleanName(given), 'person', 'given'),
    ...wordsOf(cleanName(family), 'person', 'family'),
  ]);
}

/** Where a comma parts family names from given names; -1 if nowhere. */
function nameComma(clean: string): number {
  const comma = clean.indexOf(',');
  if (comma <= 0) return -1;
  const after = clean.slice(comma + 1).match(WORD) ?? [];
  const isName =
    !after.every((word) => SUFFIXES.has(word)) && !LEGAL_FORMS.has(after.slice(0, MAX_FORM_WORDS).join(' '));
  return after.length > 0 && isName ? comma : -1;
}

function wordsOf(clean: string, kind: NameKind, stated: Word['stated']): readonly Word[] {
  const joined =
    kind !== 'person' && clean.includes('.') ? clean.replace(DOTTED, (run) => run.replaceAll('.', '')) : clean;
  const texts = joined.match(ASCII.test(joined) ? ASCII_WORD : WORD) ?? [];
  const words: Word[] = [];
  for (const written of texts) {
    if (words.length === MAX_TOKENS) break;
    const { spellings, script } = spellingsOf(written);
    const text = spellings[0];
    if (text !== undefined) words.push({ written, text, spellings, script, stated });
  }
  return words;
}

/** Leaves out titles at the front, and anywhere those that are never names; a name of titles alone stays. */
function withoutTitles(words: readonly Word[]): SplitName {
  if (!words.some(({ text }) => TITLES.has(text))) return { words: limited(words), dropped: [] };
  const kept: Word[] = [];
  const dropped: string[] = [];
  for (const [at, word] of words.entries()) {
    const ambiguous = TITLES_OR_NAMES.has(word.text);
    if (TITLES.has(word.text) && (!ambiguous || (kept.length === 0 && words.length - at > 2))) dropped.push(word.text);
    else kept.push(word);
  }
  return kept.length === 0 ? { words: limited(words), dropped: [] } : { words: limited(kept), dropped };
}

const limited = (words: readonly Word[]): readonly Word[] =>
  words.length > MAX_TOKENS ? words.slice(0, MAX_TOKENS) : words;

const TWO_CAPITALS = /\p{Lu}{2}/u;
const SMALL = /\p{Ll}/u;

/** Family names written in capitals among others that are not, as French and international usage has them. */
function withCapitals(words: readonly Word[], text: string): readonly Word[] {
  if (words.length < 2 || text.length > MAX_NAME_LENGTH || !TWO_CAPITALS.test(text) || !SMALL.test(text)) return words;
  const written = text.match(WORD) ?? [];
  if (written.length !== words.length) return words;
  const capitals = written.map((word) => !SMALL.test(word) && TWO_CAPITALS.test(word) && !isAppendix(word));
  return capitals.every(Boolean) || !capitals.some(Boolean)
    ? words
    : words.map((word, at) => ({ ...word, stated: capitals[at] === true ? 'family' : 'given' }));
}

/** Written in capitals by everybody. */
const isAppendix = (word: string): boolean =>
  SUFFIXES.has(word) || romanValue(word) !== undefined || LEGAL_FORMS.has(word);

const EAST_ASIAN = /^(?:\p{Script=Han}{2,4}|\p{Script=Hangul}{2,4})$/u;
/** Family names of two characters; all others have one. */
const TWO_CHARACTERS: ReadonlySet<string> = new Set(
  '欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 夏侯 皇甫 尉迟 公孙 公孫 慕容 司徒 司空 令狐 남궁 황보 제갈 사공 선우 독고'.split(
    ' ',
  ),
);

/** A Chinese or Korean name without spaces: the family name stands first. */
function splitEastAsian(clean: string): readonly Word[] | undefined {
  if (clean.length > 4 || !EAST_ASIAN.test(clean)) return undefined;
  const length = clean.length > 2 && TWO_CHARACTERS.has(clean.slice(0, 2)) ? 2 : 1;
  return [...wordsOf(clean.slice(length), 'person', 'given'), ...wordsOf(clean.slice(0, length), 'person', 'family')];
}
