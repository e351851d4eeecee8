/**
 * Endings of family names that differ for men and women: each woman's ending with what a man has in its place, the
 * longest first. Slavic, Lithuanian, Latvian and Greek usage; where a woman's name may stand for several endings of men
 * (-ienė, -aitė), the most frequent.
 */
const WOMEN: readonly (readonly [string, string])[] = [
  ['SKAYA', 'SKI'],
  ['SKAIA', 'SKI'],
  ['SKAJA', 'SKI'],
  ['POULOU', 'POULOS'],
  ['OVNA', 'OVICH'],
  ['EVNA', 'EVICH'],
  ['AITE', 'AS'],
  ['IENE', 'AS'],
  ['IDOU', 'IDIS'],
  ['OVA', 'OV'],
  ['EVA', 'EV'],
  ['INA', 'IN'],
  ['SKA', 'SKI'],
  ['CKA', 'CKI'],
  ['ZKA', 'ZKI'],
  ['AKI', 'AKIS'],
];

/** Spellings of -skij and -cki, and the Latvian -ovs and -evs, in the shortest form. */
const MEN: readonly (readonly [string, string])[] = [
  ...['IY', 'II', 'IJ', 'YI', 'YJ', 'YY', 'Y'].flatMap((ending) =>
    ['SK', 'CK', 'ZK'].map((stem) => [stem + ending, `${stem}I`] as const),
  ),
  ['OVS', 'OV'],
  ['EVS', 'EV'],
];

const ENDINGS = [...WOMEN, ...MEN];

/** Last letters of the endings: few words end in another pair. */
const LAST_LETTERS: ReadonlySet<number> = new Set(ENDINGS.map(([ending]) => ending.charCodeAt(ending.length - 1)));

/** Shorter words have endings by chance. */
const MIN_LENGTH = 5;

/** What a family name has in common for men and women: the man's form in its shortest spelling. */
export function genderStem(word: string): string {
  if (word.length < MIN_LENGTH || !LAST_LETTERS.has(word.charCodeAt(word.length - 1))) return word;
  for (const [ending, stem] of ENDINGS) {
    if (word.length > ending.length + 1 && word.endsWith(ending)) return word.slice(0, -ending.length) + stem;
  }
  return word;
}
