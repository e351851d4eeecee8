import { editBudget, editCost, TOO_MANY } from './edit-cost.js';
import type { NameToken } from './name-token.js';
import { WEIGHTS } from './weights.js';

/** Why two words count as corresponding. */
export type PairReason =
  | 'equal'
  | 'transliteration'
  | 'same_name'
  | 'short_form'
  | 'gender'
  | 'sound'
  | 'spelling'
  | 'consonants'
  | 'initial'
  | 'legal_form'
  | 'joined';

/** Result of a comparison, filled in by compareTokens; a caller reuses one. */
export interface TokenRelation {
  /** 0 to 1; 0 for words that do not correspond. */
  score: number;
  reason: PairReason;
}

/** Compares two words. Symmetric. */
export function compareTokens(a: NameToken, b: NameToken, result: TokenRelation): void {
  result.score = 0;
  if (a.text === b.text || a.base === b.base) {
    settle(result, 1, 'equal');
    return;
  }
  // Signs that sound different are different words.
  if (a.script === 'characters' && b.script === 'characters') return;
  if (isSign(a) || isSign(b)) {
    compareSigns(a, b, result);
    return;
  }
  if (a.spellings.length + b.spellings.length > 2 && share(a.spellings, b.spellings)) {
    settle(result, WEIGHTS.transliteration, 'transliteration');
    return;
  }
  const known = a.classes.length > 0 && b.classes.length > 0;
  if (known && shareNumber(a.classes, b.classes)) {
    settle(result, WEIGHTS.sameName, 'same_name');
    return;
  }
  if (a.shortFor.length > 0 || b.shortFor.length > 0) {
    if (shareNumber(a.shortFor, b.classes) || shareNumber(a.classes, b.shortFor)) {
      settle(result, WEIGHTS.shortForm, 'short_form');
      return;
    }
    if (shareNumber(a.shortFor, b.shortFor)) {
      settle(result, WEIGHTS.bothShortForms, 'short_form');
      return;
    }
  }
  if (!known && a.stem === b.stem) {
    settle(result, WEIGHTS.gender, 'gender');
    return;
  }
  compareLetters(a, b, known, result);
}

/** Score of two words whose transliterations are equal: signs that sound alike need not be the same. */
export const equalScore = (a: NameToken, b: NameToken): number => (areHomophones(a, b) ? WEIGHTS.homophones : 1);

/** Why they are. */
export function equalReason(a: NameToken, b: NameToken): PairReason {
  if (areHomophones(a, b)) return 'sound';
  return a.written === b.written || a.text !== b.text ? 'equal' : 'transliteration';
}

const areHomophones = (a: NameToken, b: NameToken): boolean =>
  a.script === 'characters' && b.script === 'characters' && a.written !== b.written;

function compareLetters(a: NameToken, b: NameToken, known: boolean, result: TokenRelation): void {
  if (a.sound === b.sound && a.sound.length >= 3) settle(result, WEIGHTS.sound, 'sound');
  const spelling = spellingSimilarity(a, b);
  if (spelling > result.score) settle(result, spelling, 'spelling');
  if ((a.script === 'consonants') !== (b.script === 'consonants') && consonantsOf(a.text) === consonantsOf(b.text)) {
    settle(result, Math.max(result.score, WEIGHTS.consonants), 'consonants');
  }
  if (known) result.score *= WEIGHTS.differentNames;
  if (result.score < WEIGHTS.leastSimilarity) result.score = 0;
}

/** Numbers, particles, initials and legal forms: equal, or of the same kind, and never misspelt. */
function compareSigns(a: NameToken, b: NameToken, result: TokenRelation): void {
  if (a.role === 'legal_form' && b.role === 'legal_form') {
    if (kindOf(a) === kindOf(b)) settle(result, WEIGHTS.otherLegalForm, 'legal_form');
  } else if (a.role === 'initial' || b.role === 'initial') {
    const [initial, full] = a.role === 'initial' ? [a, b] : [b, a];
    if (isSign(full) || full.role === 'generic' || !startsAlike(initial, full)) return;
    settle(result, full.role === 'family' && !full.guessed ? WEIGHTS.initialOfFamily : WEIGHTS.initial, 'initial');
  }
}

const isSign = ({ role }: NameToken): boolean =>
  role === 'initial' || role === 'particle' || role === 'numeral' || role === 'legal_form';

/** Legal forms are numbered by the hundred for each kind. */
const kindOf = ({ value }: NameToken): number => Math.floor((value ?? 0) / 100);

const startsAlike = (initial: NameToken, full: NameToken): boolean =>
  full.spellings.some((spelling) => spelling.startsWith(initial.text));

/** 0 to 1 by the letters that differ, over all transliterations; 0 if they are more than the length allows. */
function spellingSimilarity(a: NameToken, b: NameToken): number {
  if (a.spellings.length === 1 && b.spellings.length === 1) {
    return tooDifferent(a, b) ? 0 : wordSimilarity(a.text, b.text);
  }
  const single = a.spellings.length === 1 || b.spellings.length === 1;
  return single ? bestOfAll(a.spellings, b.spellings) : bestOfEqualSchemes(a.spellings, b.spellings);
}

function bestOfAll(a: readonly string[], b: readonly string[]): number {
  let best = 0;
  for (const one of a) {
    for (const other of b) best = Math.max(best, wordSimilarity(one, other));
  }
  return best;
}

/** Two words that both have alternatives are compared scheme by scheme: mixing schemes adds work and no likeness. */
function bestOfEqualSchemes(a: readonly string[], b: readonly string[]): number {
  let best = 0;
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    best = Math.max(best, wordSimilarity(a[at] ?? '', b[at] ?? ''));
  }
  return best;
}

/** Similarity of two words by their letters: 0 to 1. */
export function wordSimilarity(a: string, b: string): number {
  const budget = editBudget(Math.max(a.length, b.length));
  if (budget === 0) return 0;
  const cost = editCost(a, b, budget);
  return cost === TOO_MANY ? 0 : 1 - (WEIGHTS.editSlope * cost) / (50 * (a.length + b.length));
}

/** Letters that one word alone has cost at least 60 hundredths each, so their number rules most pairs out. */
function tooDifferent(a: NameToken, b: NameToken): boolean {
  const budget = editBudget(Math.max(a.text.length, b.text.length));
  return 60 * Math.max(bits(a.letters & ~b.letters), bits(b.letters & ~a.letters)) > budget;
}

function bits(set: number): number {
  let left = set;
  let count = 0;
  while (left !== 0) {
    left &= left - 1;
    count++;
  }
  return count;
}

/** What is left of a word in a script that writes no short vowels: W and Y are letters at the beginning only. */
export function consonantsOf(word: string): string {
  const consonants = word.replace(/(?!^)[WY]|[AEIOU]/g, '').replace(/(.)\1+/g, '$1');
  return consonants.length >= 2 ? consonants : word;
}

function settle(result: TokenRelation, score: number, reason: PairReason): void {
  result.score = score;
  result.reason = reason;
}

function share(a: readonly string[], b: readonly string[]): boolean {
  for (const one of a) if (b.includes(one)) return true;
  return false;
}

/** Lists are sorted and have one or two entries. */
function shareNumber(a: readonly number[], b: readonly number[]): boolean {
  for (const one of a) if (b.includes(one)) return true;
  return false;
}
