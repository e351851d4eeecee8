/**
 * Endings of family names that differ for men and women, longest first: each woman's ending with what a man has in its
 * place. Slavic, Lithuanian, Latvian and Greek usage.
 */
const ENDINGS: readonly (readonly [string, string])[] = [
  ['CKAITE', 'CKAS'],
  ['AVICIENE', 'AVICIUS'],
  ['SKAYA', 'SKIY'],
  ['SKAIA', 'SKII'],
  ['SKAJA', 'SKIJ'],
  ['TSKA', 'TSKI'],
  ['OVA', 'OV'],
  ['EVA', 'EV'],
  ['YEVA', 'YEV'],
  ['INA', 'IN'],
  ['SKA', 'SKI'],
  ['CKA', 'CKI'],
  ['DZKA', 'DZKI'],
  ['OVNA', 'OVICH'],
  ['EVNA', 'EVICH'],
  ['AITE', 'AS'],
  ['IENE', 'AS'],
  ['POULOU', 'POULOS'],
  ['IDOU', 'IDIS'],
  ['AKI', 'AKIS'],
];

/** Shorter words have endings by chance. */
const MIN_LENGTH = 5;

/** What a family name has in common for men and women: the man's form in its shortest spelling. */
export function genderStem(word: string): string {
  if (word.length < MIN_LENGTH) return word;
  for (const [woman, man] of ENDINGS) {
    if (word.endsWith(woman) && word.length > woman.length + 1) return manStem(word.slice(0, -woman.length) + man);
  }
  return manStem(word);
}

/** -skiy, -skij, -skyi and -sky are one ending; a Latvian -ovs is -ov. */
const manStem = (word: string): string =>
  /[SC]K(?:II|IY|IJ|YI|YJ|Y|I)$/.test(word)
    ? word.replace(/(?:II|IY|IJ|YI|YJ|Y|I)$/, 'I')
    : /[OE]VS$/.test(word)
      ? word.slice(0, -1)
      : word;
