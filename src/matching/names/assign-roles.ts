import { genderStem } from './gender-stem.js';
import { classesOf, type NameClasses } from './name-classes.js';
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

const generationOf = (text: string): number | undefined =>
  digitsValue(text) ?? romanValue(text) ?? GENERATIONS.get(text);

function personTokens(words: readonly Word[]): readonly NameToken[] {
  let last = words.length - 1;
  while (last > 0 && isAppendix(words[last]?.text ?? '')) last--;
  const family = familyFirst(words, last) ? 0 : last;
  return words.map((word, at) => personToken(word, at, last, family, words));
}

/**
 * True if a name without a comma begins with the family name, as in Russian, Hungarian and East Asian usage: a patronymic
 * or a well-known given name stands last, and no well-known given name first.
 */
function familyFirst(words: readonly Word[], last: number): boolean {
  const [first, end] = [words[0], words[last]];
  if (first === undefined || end === undefined || last === 0 || first.stated !== undefined) return false;
  return first.text.length > 1 && !isGivenName(first) && (isGivenName(end) || (last > 1 && isPatronymic(end.text)));
}

const isGivenName = ({ spellings }: Word): boolean =>
  spellings.some((spelling) => classesOf(spelling).classes.length > 0);

/** An initial, a generation or a legal form behind the family name. */
const isAppendix = (text: string): boolean =>
  text.length === 1 || generationOf(text) !== undefined || (text.length > 2 && LEGAL_FORMS.has(text));

function personToken(word: Word, at: number, last: number, family: number, words: readonly Word[]): NameToken {
  const { text, stated } = word;
  const inside = at > 0 && (at < last || family === 0);
  if (text.length === 1) return sign(word, text === 'Y' && inside ? 'particle' : 'initial');
  const generation = at === 0 ? undefined : generationOf(text);
  if (generation !== undefined) return sign(word, 'numeral', text, generation);
  if (at > last) return legalToken(word, text);
  // In last place of all words, or of those of a field, a particle is a name: Le, Do, Ben.
  const leads = at < last && (stated === undefined || words[at + 1]?.stated === stated);
  const particle = leads ? PARTICLES.get(text) : undefined;
  if (particle !== undefined && (at > 0 || !isKnown(text))) return sign(word, 'particle', particle);
  if (inside || (stated === 'given' && at > 0)) {
    if (isPatronymic(text) || (at < last && DESCENT.has(words[at - 1]?.text ?? '')))
      return fullToken(word, 'patronymic', true);
  }
  if (stated !== undefined) return fullToken(word, stated, false);
  if (words.length === 1) return fullToken(word, 'unknown', true);
  return fullToken(word, at === family ? 'family' : 'given', true);
}

/** A given name, too: Ben, Al. */
function isKnown(text: string): boolean {
  const { classes, shortFor } = classesOf(text);
  return classes.length + shortFor.length > 0;
}

const isPatronymic = (text: string): boolean =>
  text.length > 6 && PATRONYMIC_ENDINGS.some((ending) => text.endsWith(ending));

function bodyTokens(words: readonly Word[]): readonly NameToken[] {
  const texts = words.map(({ text }) => text);
  const bare = words.map(({ spellings, text }) => spellings[1] ?? text);
  const tokens: NameToken[] = [];
  for (let at = 0; at < words.length;) {
    const word = words[at];
    if (word === undefined) break;
    const form = formAt(texts, at) ?? formAt(bare, at);
    const number = form === undefined ? numberInWords(texts, at) : undefined;
    if (form !== undefined) tokens.push(legalToken(word, form.text));
    else if (number !== undefined) tokens.push(sign(word, 'numeral', String(number.value), number.value));
    else tokens.push(bodyToken(word, at, words.length));
    at += form?.length ?? number?.length ?? 1;
  }
  return tokens;
}

function bodyToken(word: Word, at: number, length: number): NameToken {
  const { text } = word;
  const roman = at > 0 ? romanValue(text) : undefined;
  if (roman !== undefined) return sign(word, 'numeral', String(roman), roman);
  const generic = GENERIC_WORDS.get(text);
  if (generic !== undefined) return { ...fullToken(word, 'generic', false), base: generic };
  if (EMPTY_WORDS.has(text) && length > 1) return sign(word, 'particle');
  return fullToken(word, 'unknown', false);
}

/**
 * The longest legal form that begins at a word. Forms of three letters and fewer only at either end of a name, where they
 * are no words; a name is never a legal form alone.
 */
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
  const form = LEGAL_FORMS.get(text)?.form ?? 0;
  return { ...sign(word, 'legal_form', `FORM ${form}`, form), text, spellings: [text] };
}

const NO_CLASSES: readonly number[] = [];

/** A word that is compared as a whole or not at all. */
function sign({ written, text, spellings, script }: Word, role: TokenRole, base = text, value?: number): NameToken {
  return {
    written,
    text,
    spellings,
    base,
    sound: text,
    stem: text,
    role,
    guessed: false,
    classes: NO_CLASSES,
    shortFor: NO_CLASSES,
    value,
    script,
    letters: lettersOf(text),
  };
}

/** A word that may be misspelt. */
function fullToken({ written, text, spellings, script }: Word, role: TokenRole, guessed: boolean): NameToken {
  const named = role === 'given' || role === 'family' || role === 'unknown';
  const known = named ? knownAs(spellings) : undefined;
  return {
    written,
    text,
    spellings,
    base: text,
    sound: soundKey(text),
    // What is said to be a given name has no ending of a family name.
    stem: named && (guessed || role !== 'given') ? genderStem(text) : text,
    role,
    guessed,
    classes: known?.classes ?? NO_CLASSES,
    shortFor: known?.shortFor ?? NO_CLASSES,
    value: undefined,
    script,
    letters: lettersOf(text),
  };
}

/** Names to which any transliteration belongs. */
function knownAs(spellings: readonly string[]): NameClasses | undefined {
  let found: NameClasses | undefined;
  for (const spelling of spellings) {
    const known = classesOf(spelling);
    if (known.classes.length + known.shortFor.length === 0 || known === found) continue;
    found =
      found === undefined
        ? known
        : { classes: union(found.classes, known.classes), shortFor: union(found.shortFor, known.shortFor) };
  }
  return found;
}

const union = (a: readonly number[], b: readonly number[]): readonly number[] =>
  [...new Set([...a, ...b])].sort((one, other) => one - other);

function lettersOf(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at) - 65;
    letters |= 1 << (code >= 0 ? code : 26);
  }
  return letters;
}
