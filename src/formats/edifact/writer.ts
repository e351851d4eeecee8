/** Segments as ISO 9735 text, with the default separators, released where data hold them. */

/** A data element: one component, or several. */
export type Element = string | readonly string[];

/** One segment with its terminator. Empty elements and components at the end are left out. */
export function writeSegment(tag: string, ...elements: readonly Element[]): string {
  const texts = elements.map((element) =>
    typeof element === 'string' ? release(element) : withoutEmptyEnd(element.map(release)).join(':'),
  );
  return `${[tag, ...withoutEmptyEnd(texts)].join('+')}'`;
}

/** Control characters become blanks: readers take those of lines and frames out wherever they stand. */
const release = (text: string): string =>
  SPECIAL.test(text) ? text.replace(/\p{Cc}+/gu, ' ').replace(/[?+:']/g, '?$&') : text;

/** What most texts have nothing of. */
const SPECIAL = /[?+:'\p{Cc}]/u;

function withoutEmptyEnd(texts: readonly string[]): readonly string[] {
  let end = texts.length;
  while (end > 0 && texts[end - 1] === '') end -= 1;
  return texts.slice(0, end);
}

/** Text cut at blanks into pieces of so many characters at most, which read together again with a blank between them. */
export function fold(text: string, most: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > most) {
    const at = lastBlank(rest, most);
    if (at === 0) break;
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  return [...pieces, rest];
}

/** Where a text is cut, 0 for nowhere. A blank beside another stays within a piece: blanks at its ends are not read. */
function lastBlank(text: string, most: number): number {
  let at = most;
  while (at > 0 && (text[at] !== ' ' || text[at - 1] === ' ' || text[at + 1] === ' ')) at -= 1;
  return at;
}
