/**
 * Greek by ELOT 743 (ISO 843 type 2). Doc 9303-3 has no normative Greek table, so what comes from here is a
 * transliteration, never an exact correspondence with Latin text.
 */

const LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Α: 'A',
    Β: 'V',
    Γ: 'G',
    Δ: 'D',
    Ε: 'E',
    Ζ: 'Z',
    Η: 'I',
    Θ: 'TH',
    Ι: 'I',
    Κ: 'K',
    Λ: 'L',
    Μ: 'M',
    Ν: 'N',
    Ξ: 'X',
    Ο: 'O',
    Π: 'P',
    Ρ: 'R',
    Σ: 'S',
    Τ: 'T',
    Υ: 'Y',
    Φ: 'F',
    Χ: 'CH',
    Ψ: 'PS',
    Ω: 'O',
  }),
);

/** Letters before which ΑΥ, ΕΥ and ΗΥ end in F. The end of the word counts as one of them. */
const VOICELESS = 'ΘΚΞΠΣΤΦΧΨ';
const ACCENT = '\u0301';
const DIAERESIS = '\u0308';
const MARK = /\p{M}/u;

/** True if the text holds a Greek letter. */
export const hasGreek = (text: string): boolean => /\p{Script=Greek}/u.test(text);

/** Replaces the Greek words of an upper-case text; everything else stays. */
export const transliterateGreek = (text: string): string =>
  text.replace(/\p{Script=Greek}[\p{Script=Greek}\p{M}]*/gu, transliterateWord);

/** An accent on the first vowel, or a diaeresis on the second, keeps two vowels from being read together. */
function transliterateWord(word: string): string {
  const letters = Array.from(word.normalize('NFD')).filter((c) => c === ACCENT || c === DIAERESIS || !MARK.test(c));
  let latin = '';
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at] ?? '';
    if (MARK.test(letter)) continue;
    const pair = readPair(letters, at);
    latin += pair ?? LETTERS.get(letter) ?? letter;
    if (pair !== undefined) at++;
  }
  return latin;
}

/** Latin of two letters that are read together, or undefined if they are not. */
function readPair(letters: readonly string[], at: number): string | undefined {
  const letter = letters[at] ?? '';
  if (letters[at + 2] === DIAERESIS) return undefined;
  const after = letters.slice(at + 2, at + 4).find((c) => !MARK.test(c));
  switch (letter + (letters[at + 1] ?? '')) {
    case 'ΟΥ':
      return 'OU';
    case 'ΑΥ':
    case 'ΕΥ':
    case 'ΗΥ':
      return (LETTERS.get(letter) ?? '') + (after === undefined || VOICELESS.includes(after) ? 'F' : 'V');
    case 'ΓΓ':
      return 'NG';
    case 'ΓΞ':
      return 'NX';
    case 'ΓΧ':
      return 'NCH';
    case 'ΜΠ':
      return at === 0 || after === undefined ? 'B' : 'MP';
    default:
      return undefined;
  }
}
