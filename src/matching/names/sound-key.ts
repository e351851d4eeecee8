/**
 * A key that is the same for many spellings of one sound across the languages of Europe and the usual romanisations of
 * Cyrillic and Arabic: Yousef and Jusuf, Schukow and Zhukov, Chaled and Khalid. Coarser than a spelling, finer than
 * Soundex: vowels stay, in three classes. Own rules; a choice of this project.
 */

/** Letter groups that are read as one sound, longest first at each letter. */
const GROUPS: ReadonlyMap<string, readonly (readonly [string, string])[]> = new Map(
  Object.entries({
    A: [
      ['AE', 'E'],
      ['AI', 'E'],
      ['AY', 'E'],
      ['AU', 'AU'],
    ],
    C: [
      ['CHR', 'KR'],
      ['CH', 'X'],
      ['CK', 'K'],
      ['CZ', 'X'],
      ['CE', 'SE'],
      ['CI', 'SE'],
      ['CY', 'SE'],
    ],
    D: [
      ['DSCH', 'E'],
      ['DZH', 'E'],
      ['DJ', 'E'],
      ['DH', 'D'],
      ['DT', 'T'],
    ],
    E: [
      ['EI', 'E'],
      ['EY', 'E'],
      ['EE', 'E'],
      ['EU', 'EU'],
    ],
    G: [['GH', 'G']],
    I: [['IE', 'E']],
    K: [
      ['KH', 'X'],
      ['KS', 'KS'],
    ],
    O: [
      ['OU', 'O'],
      ['OO', 'O'],
      ['OE', 'O'],
    ],
    P: [
      ['PH', 'F'],
      ['PF', 'F'],
    ],
    Q: [['QU', 'KV']],
    R: [['RH', 'R']],
    S: [
      ['SCHTSCH', 'X'],
      ['SHCH', 'X'],
      ['SCH', 'X'],
      ['SH', 'X'],
      ['SZ', 'X'],
      ['SS', 'S'],
    ],
    T: [
      ['TSCH', 'X'],
      ['TCH', 'X'],
      ['TH', 'T'],
      ['TS', 'S'],
      ['TZ', 'S'],
    ],
    U: [['UE', 'O']],
    W: [['WH', 'V']],
    Z: [['ZH', 'X']],
  } satisfies Record<string, readonly (readonly [string, string])[]>),
);

/** Letters that are read alike: E I J Y, O U, V W, S Z, K C Q. H is not heard. */
const LETTERS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Array.from('ABDEFGKLMNOPRSTX', (letter) => [letter, letter])),
  C: 'K',
  H: '',
  I: 'E',
  J: 'E',
  Q: 'K',
  U: 'O',
  V: 'V',
  W: 'V',
  X: 'KS',
  Y: 'E',
  Z: 'S',
};

/** Key of a word of A–Z; digits stay. Linear; a word of a single sound may have an empty key. */
export function soundKey(word: string): string {
  let key = '';
  let at = 0;
  while (at < word.length) {
    const letter = word.charAt(at);
    const group = GROUPS.get(letter)?.find(([letters]) => word.startsWith(letters, at));
    const sound = group?.[1] ?? LETTERS[letter] ?? letter;
    at += group?.[0].length ?? 1;
    // A sound at the end of what is there already is one that was written twice.
    if (sound !== '' && !key.endsWith(sound)) key += sound;
  }
  return key;
}
