import { genderStem } from './gender-stem.js';
import { classesOf } from './name-classes.js';
import type { NameKind, NameToken, TokenRole } from './name-token.js';
import { digitsValue, numberInWords, romanValue } from './numerals.js';
import { soundKey } from './sound-key.js';
import type { Word } from './split-name.js';
import { EMPTY_WORDS, GENERIC_WORDS } from './tables/generic-words.js';
import { LEGAL_FORMS, MAX_FORM_WORDS } from './tables/legal-forms.js';
import { DESCENT, PARTICLES, PATRONYMIC_ENDINGS } from './tables/particles.js';

/**
 * Gives each word its role and every form in which it is compared. A name of unknown kind is that of an organisation if
 * it has a legal form or a word that organisations share.
 */
export function assignRoles(words: readonly Word[], kind: NameKind): readonly NameToken[] {
  if (kind === 'person') return personTokens(words);
  if (kind === 'unknown' && !words.some(isBodyWord)) return personTokens(words);
  return bodyTokens(words);
}

const isBodyWord = ({ text }: Word): boolean => text.length > 2 && (LEGAL_FORMS.has(text) || GENERIC_WORDS.has(text));

/** What follows the name of a son who is called like his father, as the second of that name, and the father's. */
const GENERATIONS: ReadonlyMap<string, number> = new Map([
  ['SR', 1],
  ['SENIOR', 1],
  ['JR', 2],
  ['JUNIOR', 2],
]);

function personTokens(words: readonly Word[]): readonly NameToken[] {
  const texts = words.map(({ text }) => text);
  const last = texts.findLastIndex((text) => text.length > 1 && generationOf(text) === undefined);
  return words.map((word, at) => {
    const { text, stated } = word;
    const inside = at > 0 && at < words.length - 1;
    if (text.length === 1)
      return text === 'Y' && inside ? token(word, 'particle', true) : token(word, 'initial', false);
    const number = at === 0 ? undefined : generationOf(text);
    if (number !== undefined) return token(word, 'numeral', false, text, number);
    // In last place of all words, or of the given names, a particle is a name: Le, Do, Ben.
    const leads = at < last && (stated === undefined || words[at + 1]?.stated === stated);
    const particle = leads ? PARTICLES.get(text) : undefined;
    if (particle !== undefined) return token(word, 'particle', false, particle);
    if (at > 0 && at === last && text.length > 2 && LEGAL_FORMS.has(text)) return legalToken(word, text);
    if (inside || (stated === 'given' && at > 0)) {
      if (isPatronymic(text) || (DESCENT.has(texts[at - 1] ?? '') && at < last)) return token(word, 'patronymic', true);
    }
    if (stated !== undefined) return token(word, stated, false);
    if (words.length === 1) return token(word, 'unknown', true);
    return token(word, at === last ? 'family' : 'given', true);
  });
}

const generationOf = (text: string): number | undefined =>
  digitsValue(text) ?? romanValue(text) ?? GENERATIONS.get(text);

const isPatronymic = (text: string): boolean =>
  text.length > 6 && PATRONYMIC_ENDINGS.some((ending) => text.endsWith(ending));

/** Legal forms of two letters and fewer, and words that are part of many names, are forms only at either end. */
function bodyTokens(words: readonly Word[]): readonly NameToken[] {
  const texts = words.map(({ text }) => text);
  const tokens: NameToken[] = [];
  let at = 0;
  while (at < words.length) {
    const [word, text] = [words[at], texts[at]];
    if (word === undefined || text === undefined) break;
    const form = formAt(texts, at);
    if (form !== undefined) {
      tokens.push(legalToken(word, form.text));
      at += form.length;
      continue;
    }
    const number = numberInWords(texts, at);
    if (number !== undefined) {
      tokens.push(token(word, 'numeral', false, String(number.value), number.value));
      at += number.length;
      continue;
    }
    const generic = GENERIC_WORDS.get(text);
    const roman = at > 0 ? romanValue(text) : undefined;
    if (roman !== undefined) tokens.push(token(word, 'numeral', true, String(roman), roman));
    else if (generic !== undefined) tokens.push(token(word, 'generic', false, generic));
    else if (EMPTY_WORDS.has(text) && words.length > 1) tokens.push(token(word, 'particle', false));
    else tokens.push(token(word, text.length === 1 ? 'initial' : 'unknown', false));
    at++;
  }
  return tokens;
}

/** The longest legal form that begins at a word; a name is never a legal form alone. */
function formAt(texts: readonly string[], at: number): { readonly text: string; readonly length: number } | undefined {
  for (let length = Math.min(MAX_FORM_WORDS, texts.length - at); length > 0; length--) {
    if (length === texts.length) continue;
    const text = length === 1 ? (texts[at] ?? '') : texts.slice(at, at + length).join(' ');
    const atAnEnd = at === 0 || at + length === texts.length;
    if (LEGAL_FORMS.has(text) && (atAnEnd || text.length > 3)) return { text, length };
  }
  return undefined;
}

function legalToken(word: Word, text: string): NameToken {
  const form = LEGAL_FORMS.get(text);
  return { ...token(word, 'legal_form', false, text, form?.form), text, spellings: [text] };
}

const NO_CLASSES: readonly number[] = [];

function token(word: Word, role: TokenRole, guessed: boolean, base = word.text, value?: number): NameToken {
  const { text, spellings, consonantal } = word;
  const named = role === 'given' || role === 'family' || role === 'unknown';
  const known = named ? spellings.map(classesOf) : [];
  return {
    text,
    spellings,
    base,
    sound: named || role === 'patronymic' ? soundKey(text) : text,
    stem: named && !(role === 'given' && !guessed) ? genderStem(text) : text,
    role,
    guessed,
    classes: known.length === 0 ? NO_CLASSES : union(known.map(({ classes }) => classes)),
    shortFor: known.length === 0 ? NO_CLASSES : union(known.map(({ shortFor }) => shortFor)),
    value,
    consonantal,
    letters: lettersOf(text),
  };
}

/** Almost always one list, which is sorted already. */
function union(lists: readonly (readonly number[])[]): readonly number[] {
  const [first = NO_CLASSES, ...others] = lists.filter((list) => list.length > 0);
  return others.length === 0 ? first : [...new Set([first, ...others].flat())].sort((a, b) => a - b);
}

function lettersOf(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at) - 65;
    letters |= 1 << (code >= 0 ? code : 26);
  }
  return letters;
}
