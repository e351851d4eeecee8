/**
 * What it costs to turn one letter into another, in hundredths of an edit. Vowels change most between transliterations,
 * doubled letters and H come and go, digits never change by chance. Pairs are of this project.
 */

/** A–Z are 0 to 25, 0–9 are 26 to 35. */
export const ALPHABET = 36;

export const FULL_EDIT = 100;
const VOWEL_FOR_VOWEL = 60;
const ALIKE = 65;
const WITH_DIGIT = 150;
const LOOKS_ALIKE = 70;
const DOUBLED = 35;
const SILENT_H = 60;
const VOWEL = 85;
export const TRANSPOSED = 90;

const VOWELS = 'AEIOUY';
/** Letters that one language writes for what another writes otherwise, or that sound alike at the end of a word. */
const SOUNDS_ALIKE = [
  'CK',
  'CS',
  'KQ',
  'VW',
  'SZ',
  'IJ',
  'JY',
  'FV',
  'DT',
  'GK',
  'BP',
  'MN',
  'KX',
  'GJ',
  'UV',
  'UW',
  'CZ',
];
/** Letters and digits that look alike. */
const LOOK_ALIKE = ['0O', '1I', '1L', '9G', '9Q', '6B', '5S', '8B'];

/** Code of a character of A–Z and 0–9. */
export const codeOf = (charCode: number): number => (charCode >= 65 ? charCode - 65 : charCode - 22);

const code = (character: string): number => codeOf(character.charCodeAt(0));

/** Cost of a substitution at [from * ALPHABET + to]; symmetric. */
export const SUBSTITUTION: Uint8Array = (() => {
  const costs = new Uint8Array(ALPHABET * ALPHABET).fill(FULL_EDIT);
  const set = (a: string, b: string, cost: number) => {
    costs[code(a) * ALPHABET + code(b)] = cost;
    costs[code(b) * ALPHABET + code(a)] = cost;
  };
  for (let a = 0; a < ALPHABET; a++) {
    for (let digit = 26; digit < ALPHABET; digit++) {
      costs[a * ALPHABET + digit] = WITH_DIGIT;
      costs[digit * ALPHABET + a] = WITH_DIGIT;
    }
  }
  for (const a of VOWELS) for (const b of VOWELS) set(a, b, VOWEL_FOR_VOWEL);
  for (const pair of SOUNDS_ALIKE) set(pair.charAt(0), pair.charAt(1), ALIKE);
  for (const pair of LOOK_ALIKE) set(pair.charAt(0), pair.charAt(1), LOOKS_ALIKE);
  for (let a = 0; a < ALPHABET; a++) costs[a * ALPHABET + a] = 0;
  return costs;
})();

/** Cost of a letter that one side lacks, at [letter]. */
const INSERTION: Uint8Array = (() => {
  const costs = new Uint8Array(ALPHABET).fill(FULL_EDIT);
  for (const vowel of VOWELS) costs[code(vowel)] = VOWEL;
  costs[code('H')] = SILENT_H;
  costs.fill(WITH_DIGIT, 26);
  return costs;
})();

/** Cost of a letter that one side lacks, which stands there after another one. */
export const insertionCost = (letter: number, before: number): number =>
  letter === before && letter < 26 ? DOUBLED : (INSERTION[letter] ?? FULL_EDIT);
