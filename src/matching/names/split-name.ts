import { cleanName } from './clean-text.js';
import { MAX_TOKENS, type NameKind } from './name-token.js';
import { spellingsOf, type Spellings } from './spellings.js';
import { MAX_FORM_WORDS, LEGAL_FORMS } from './tables/legal-forms.js';
import { TITLES, TITLES_OR_NAMES } from './tables/titles.js';

/** A word of a name before it has a role. */
export interface Word extends Spellings {
  /** Its recommended transliteration. */
  readonly text: string;
  /** Stated by the order "Family, Given", by a field, or by capitals. */
  readonly stated: 'given' | 'family' | undefined;
}

/** The words of a name in the order written. */
export interface SplitName {
  readonly words: readonly Word[];
  readonly dropped: readonly string[];
}

const ASCII_WORD = /[A-Z0-9]+/g;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const ASCII = /^[\0-\x7f]*$/;
/** Letters with full stops between them: S.A.R.L., but also the initials of a person. */
const DOTTED = /(?<![\p{L}\p{M}])(?:\p{L}\.){2,}\p{L}?(?![\p{L}\p{M}])/gu;
/** What may stand behind a comma without being given names. */
const SUFFIXES: ReadonlySet<string> = new Set([
  'JR',
  'SR',
  'JUNIOR',
  'SENIOR',
  'II',
  'III',
  'IV',
  'ESQ',
  'PHD',
  'MBA',
  'MD',
]);

/**
 * Reads a name in one piece: "Given Family", "Family, Given", "Given FAMILY", a name in an East Asian script without
 * spaces, or the name of an organisation.
 */
export function splitFreeText(text: string, kind: NameKind): SplitName {
  const clean = cleanName(text);
  const comma = kind === 'organisation' || kind === 'vessel' ? -1 : nameComma(clean);
  if (comma >= 0) {
    const family = wordsOf(clean.slice(0, comma), kind, 'family');
    const given = wordsOf(clean.slice(comma + 1), kind, 'given');
    return withoutTitles([...given, ...family]);
  }
  const east = kind === 'person' || kind === 'unknown' ? splitEastAsian(clean) : undefined;
  if (east !== undefined) return { words: east, dropped: [] };
  const words = wordsOf(clean, kind, undefined);
  return kind === 'person' || kind === 'unknown'
    ? withoutTitles(kind === 'person' ? withCapitals(words, text) : words)
    : { words, dropped: [] };
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
  return after.length === 0 || after.every((word) => SUFFIXES.has(word)) || LEGAL_FORMS.has(formText(after))
    ? -1
    : comma;
}

const formText = (words: readonly string[]): string => words.slice(0, MAX_FORM_WORDS).join(' ');

function wordsOf(clean: string, kind: NameKind, stated: Word['stated']): Word[] {
  const joined =
    kind !== 'person' && clean.includes('.') ? clean.replace(DOTTED, (run) => run.replaceAll('.', '')) : clean;
  const texts = joined.match(ASCII.test(joined) ? ASCII_WORD : WORD) ?? [];
  const words: Word[] = [];
  for (const text of texts) {
    if (words.length === MAX_TOKENS) break;
    const { spellings, consonantal } = spellingsOf(text);
    const first = spellings[0];
    if (first !== undefined) words.push({ text: first, spellings, consonantal, stated });
  }
  return words;
}

/** Titles at the front, and those that are never names anywhere; a name of titles alone stays. */
function withoutTitles(words: readonly Word[]): SplitName {
  const kept: Word[] = [];
  const dropped: string[] = [];
  for (const [at, word] of words.entries()) {
    const title =
      TITLES.has(word.text) && (!TITLES_OR_NAMES.has(word.text) || (kept.length === 0 && words.length - at > 2));
    if (title) dropped.push(word.text);
    else kept.push(word);
  }
  return kept.length === 0 ? { words, dropped: [] } : { words: kept.slice(0, MAX_TOKENS), dropped };
}

/** Family names that are written in capitals among others that are not, as French and official usage has them. */
function withCapitals(words: readonly Word[], text: string): readonly Word[] {
  const written = text.length > 200 ? [] : (text.match(WORD) ?? []);
  if (written.length !== words.length || words.length < 2) return words;
  const capitals = written.map((word) => word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase());
  const small = written.some((word) => word !== word.toUpperCase());
  if (!small || !capitals.some(Boolean)) return words;
  return words.map((word, at) => ({ ...word, stated: capitals[at] === true ? 'family' : 'given' }));
}

const EAST_ASIAN = /^(?:\p{Script=Han}{2,4}|\p{Script=Hangul}{2,4})$/u;
/** Family names of two characters; all others have one. */
const TWO_CHARACTERS: ReadonlySet<string> = new Set(
  '欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 夏侯 皇甫 尉迟 公孙 公孫 慕容 司徒 司空 令狐 남궁 황보 제갈 사공 선우 독고'.split(
    ' ',
  ),
);

/** A Chinese or Korean name without spaces: the family name stands first. */
function splitEastAsian(clean: string): readonly Word[] | undefined {
  if (!EAST_ASIAN.test(clean)) return undefined;
  const characters = Array.from(clean);
  const length = characters.length > 2 && TWO_CHARACTERS.has(characters.slice(0, 2).join('')) ? 2 : 1;
  return [
    ...wordsOf(characters.slice(length).join(''), 'person', 'given'),
    ...wordsOf(characters.slice(0, length).join(''), 'person', 'family'),
  ];
}
