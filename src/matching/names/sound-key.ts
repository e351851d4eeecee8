/**
 * A key that is the same for many spellings of one sound across the languages of Europe and the usual romanisations of
 * Cyrillic and Arabic: Yussuf and Jusuf, Schukow and Zhukov, Chaled and Khalid. Coarser than a spelling, finer than
 * Soundex: vowels stay, in four classes. Own rules; a choice of this project.
 */

/** Letter groups that are read as one sound; of those that begin alike the longest counts. */
const GROUPS =
  'AE:E AI:E AY:E AU:AO CHR:KR CH:X CK:K CZ:X CE:SE CI:SE CY:SE DSCH:E DZH:E DJ:E DH:D DT:T EI:E EY:E EE:E EU:EO GH:G IE:E KH:X OU:O OO:O OE:O PH:F PF:F QU:KV RH:R SCHTSCH:X SHCH:X SCH:X SH:X SZ:X TSCH:X TCH:X TH:T TS:S TZ:S UE:O WH:V ZH:X';

/** Letters that are read alike: E I J Y, O U, V W, S Z, K C Q. H is not heard. */
const LETTERS = 'C:K H: I:E J:E Q:K U:O W:V X:KS Y:E Z:S';

const pairs = (text: string): readonly (readonly [string, string])[] =>
  text.split(' ').map((pair) => {
    const [letters = '', sound = ''] = pair.split(':');
    return [letters, sound] as const;
  });

/** Groups by the code of their first letter, the longest first. */
const GROUPS_OF: readonly (readonly (readonly [string, string])[])[] = Array.from({ length: 128 }, (_, code) =>
  pairs(GROUPS)
    .filter(([letters]) => letters.charCodeAt(0) === code)
    .sort(([a], [b]) => b.length - a.length),
);

const SOUND_OF: readonly string[] = (() => {
  const letters = new Map(pairs(LETTERS));
  return Array.from({ length: 128 }, (_, code) => letters.get(String.fromCharCode(code)) ?? String.fromCharCode(code));
})();

/** Key of a word of A–Z; digits stay. Linear; a word of a single sound may have an empty key. */
export function soundKey(word: string): string {
  let key = '';
  for (let at = 0; at < word.length;) {
    const code = word.charCodeAt(at);
    const group = groupAt(word, at, GROUPS_OF[code]);
    const sound = group === undefined ? (SOUND_OF[code] ?? '') : group[1];
    at += group === undefined ? 1 : group[0].length;
    // A sound that is there already was written twice.
    if (sound !== '' && !key.endsWith(sound)) key += sound;
  }
  return key;
}

function groupAt(
  word: string,
  at: number,
  groups: readonly (readonly [string, string])[] | undefined,
): readonly [string, string] | undefined {
  if (groups === undefined) return undefined;
  for (const group of groups) if (word.startsWith(group[0], at)) return group;
  return undefined;
}
