/** Interchanges as ISO 9735 text: segments with their separators, released where data hold them, and trailers that count right. */

/** A data element: one component, or several. */
export type Element = string | readonly string[];

/** The announcement of the separators: the default ones. */
export const UNA = "UNA:+.? '";

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

/** What the header and the trailer of an interchange with one message say. */
export interface InterchangeFrame {
  /** Syntax identifier and version, e.g. ["IATA", "1"]. */
  readonly syntax: readonly [string, string];
  readonly sender: string;
  readonly recipient: string;
  /** YYMMDD and HHMM. */
  readonly preparedAt: readonly [string, string];
  /** Interchange control reference (0020): of this interchange alone. */
  readonly reference: string;
  /** Of the group (UNG) that the message is put in; left out for none. */
  readonly group?: { readonly agency: string } | undefined;
  /** Type, version, release, agency. */
  readonly type: readonly [string, string, string, string];
  /** Common access reference (0068). */
  readonly accessReference: string;
  /** Number of the part and its indicator (S010); left out for a message in one piece. */
  readonly part?: readonly [string, string] | undefined;
}

/** An interchange of one message; the segments are those between its header and trailer. */
export function writeInterchange(frame: InterchangeFrame, segments: readonly string[]): string {
  const { sender, recipient, preparedAt, reference, group, type } = frame;
  const [name, version, release] = type;
  return [
    UNA,
    writeSegment('UNB', frame.syntax, sender, recipient, preparedAt, reference, '', name),
    ...(group === undefined
      ? []
      : [writeSegment('UNG', name, sender, recipient, preparedAt, reference, group.agency, [version, release])]),
    writeSegment('UNH', '1', type, frame.accessReference, frame.part ?? ''),
    ...segments,
    writeSegment('UNT', String(segments.length + 2), '1'),
    ...(group === undefined ? [] : [writeSegment('UNE', '1', reference)]),
    writeSegment('UNZ', '1', reference),
  ].join('');
}
