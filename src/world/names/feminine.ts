/** Forms of a surname that women bear, from the form that men bear. */

/** Czech: -ý becomes -á; a last vowel and the e of -ek and -ec go before -ová, unless consonants would pile up. */
export function czechFeminine(surname: string): string {
  if (surname.endsWith('ý')) return `${surname.slice(0, -1)}á`;
  if (/[íůú]$/.test(surname)) return surname;
  const stem = surname.replace(/[aeěoi]$/, '').replace(/něk$/, 'ňk');
  return `${/(dl|šv)ec$/i.test(stem) ? stem : stem.replace(/e([ck])$/, '$1')}ová`;
}

/** Slovak: as Czech, but the e of -ek stays unless the word is one that drops it. */
export const slovakFeminine = (surname: string): string =>
  /(ý|ny)$/.test(surname)
    ? surname.replace(/ý$/, 'á').replace(/y$/, 'a')
    : `${surname.replace(/[aeoy]$/, '').replace(/e(c)$/, '$1')}ová`;

/** East and South Slavic, in Cyrillic: -ов, -ев, -ин take -а; adjectives change their ending; others stay. */
export function slavicFeminine(surname: string): string {
  if (/[оеёє]в$|[иіїы]н$/.test(surname)) return `${surname}а`;
  return surname
    .replace(/(с|ц|з)ький$/, '$1ька')
    .replace(/([нр])ій$/, '$1я')
    .replace(/([бвгджзклмнпрстфхцчшщ])ий$/, (_, last: string) => `${last}${/[кгх]/.test(last) ? 'ая' : 'а'}`)
    .replace(/(ой|ый)$/, 'ая')
    .replace(/ски$/, 'ска');
}

const ACCENTED = 'άέήίόύώ';
const PLAIN = 'αεηιουω';

/** Greek: the genitive of the masculine. -ος becomes -ου, and its accent moves to the syllable before. */
export function greekFeminine(surname: string): string {
  if (surname.endsWith('ός')) return `${surname.slice(0, -2)}ού`;
  if (surname.endsWith('ος')) return `${accentedAtTheEnd(surname.slice(0, -2))}ου`;
  return surname.replace(/([^ο])ς$/, '$1');
}

/** Moves the accent to the last vowel. */
function accentedAtTheEnd(stem: string): string {
  const plain = Array.from(stem, (letter) => PLAIN[ACCENTED.indexOf(letter)] ?? letter);
  const last = plain.findLastIndex((letter) => PLAIN.includes(letter));
  return plain.map((letter, at) => (at === last ? (ACCENTED[PLAIN.indexOf(letter)] ?? letter) : letter)).join('');
}
