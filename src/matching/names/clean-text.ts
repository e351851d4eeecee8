/** Code points of a name that are looked at; whatever follows is as if it had not been written. */
export const MAX_NAME_LENGTH = 200;

/** Letters, spaces and signs of plain names: nothing in them needs to be normalised. */
const PLAIN = /^[A-Za-z0-9 .,'-]*$/;
const SPACES = /\s+/gu;
/** Control, formatting (zero-width, direction), halves of surrogate pairs, private use. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]+/gu;
const APOSTROPHES = /['’‘‛ʼʻʹʽ′`´＇]/gu;
/** Marks beyond these on one letter are no language's. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

/**
 * A name as it is written, without what nobody sees: compatibility forms resolved (NFKC), control, direction and
 * zero-width characters gone, apostrophes removed, upper case, one space for each run of them. At most MAX_NAME_LENGTH
 * code points. Linear in the length of what is looked at; never throws, also on halves of surrogate pairs.
 */
export function cleanName(text: string): string {
  if (text.length <= MAX_NAME_LENGTH && PLAIN.test(text)) {
    const upper = text.toUpperCase().trim();
    const spaced = upper.includes('  ') ? upper.replace(SPACES, ' ') : upper;
    return spaced.includes("'") ? spaced.replaceAll("'", '') : spaced;
  }
  const looked = text.slice(0, 4 * MAX_NAME_LENGTH).replace(STACKED_MARKS, '$1');
  const clean = cut(looked.normalize('NFKC'))
    .replace(SPACES, ' ')
    .replace(INVISIBLE, '')
    .replace(APOSTROPHES, '')
    .toUpperCase()
    .normalize('NFC');
  return cut(clean).trim();
}

function cut(text: string): string {
  return text.length <= MAX_NAME_LENGTH ? text : Array.from(text).slice(0, MAX_NAME_LENGTH).join('');
}
