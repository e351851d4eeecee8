/** Writes interchanges (ISO 9735, syntax version 4, batch): envelopes whose trailers count right, release characters where they must be. */

/** A data element: one component, or several. */
export type WrittenElement = string | readonly string[];

/** A segment: its tag, then its elements. Components and elements that are empty at the end are left out. */
export type WrittenSegment = readonly [tag: string, ...elements: WrittenElement[]];

/** What stands around messages. */
export interface WrittenEnvelope {
  /**
   * Syntax identifier and version, e.g. ['IATA', '1']. Left out, it is version 4 at level A, as carriers write whatever is
   * ASCII, or UNOW, which announces UTF-8 (ISO 9735-1, code list 0001), for any other letter.
   */
  readonly syntax?: readonly [identifier: string, version: string];
  /** Identification, and its qualifier if there is one. */
  readonly sender: WrittenElement;
  readonly recipient: WrittenElement;
  /** When it was made: YYYY-MM-DD and HH:MM. Written with two digits of the year, as everybody does, though version 4 has four. */
  readonly day: string;
  readonly time: string;
  /** Interchange control reference (0020). */
  readonly reference: string;
  /** Application reference (0026), e.g. "APIS". */
  readonly application?: string;
  /** Reference of the group (0048) that holds all messages; without it there is no group. */
  readonly group?: string;
}

/** A message, without its header and trailer. */
export interface WrittenMessage {
  /** Message reference (0062). */
  readonly reference: string;
  /** S009: type, version, release, agency and, if there is one, association code. */
  readonly type: readonly [type: string, version: string, release: string, agency: string, association?: string];
  /** Common access reference (0068). */
  readonly accessReference?: string;
  /** S010; left out for a message in one piece. */
  readonly part?: { readonly number: number; readonly last: boolean };
  readonly segments: readonly WrittenSegment[];
}

/** Components that have a meaning of their own and so are released. */
const SERVICE = /[:+?']/g;
/** What frames and lines are made of; no reader could tell it from them. */
// eslint-disable-next-line no-control-regex -- this is what the expression is for
const CONTROL = /[\u0000-\u001f\u007f]/;

/** An interchange with default service characters. Throws a RangeError for text that no interchange can hold. */
export function writeInterchange(envelope: WrittenEnvelope, messages: readonly WrittenMessage[]): string {
  const { sender, recipient, reference, application = '', group } = envelope;
  const made = [envelope.day.replaceAll('-', '').slice(2), envelope.time.replace(':', '')];
  const [first] = messages;
  const inGroup = group !== undefined && first !== undefined;
  const segments: WrittenSegment[] = [];
  if (inGroup) {
    const [type, version, release, agency] = first.type;
    segments.push(['UNG', type, sender, recipient, made, group, agency, [version, release]]);
  }
  for (const message of messages) segments.push(...withHeaderAndTrailer(message));
  if (inGroup) segments.push(['UNE', String(messages.length), group]);
  segments.push(['UNZ', String(inGroup ? 1 : messages.length), reference]);
  const rest = segments.map(writeSegment).join('');
  const beginning = (syntax: readonly string[]): string =>
    writeSegment(['UNB', syntax, sender, recipient, made, reference, '', application]);
  const ascii = beginning(envelope.syntax ?? ['UNOA', '4']) + rest;
  const text = envelope.syntax !== undefined || /^[ -~]*$/.test(ascii) ? ascii : beginning(['UNOW', '4']) + rest;
  return `UNA:+.? '${text}`;
}

/** UNT counts itself and the UNH. */
function withHeaderAndTrailer({ reference, type, accessReference = '', part, segments }: WrittenMessage) {
  const parts = part === undefined ? '' : partText(part);
  const header: WrittenSegment = ['UNH', reference, type.map((text) => text ?? ''), accessReference, parts];
  const trailer: WrittenSegment = ['UNT', String(segments.length + 2), reference];
  return [header, ...segments, trailer];
}

/** S010: C marks the first of several parts, F the last; between them there is no mark. */
function partText({ number, last }: { readonly number: number; readonly last: boolean }): readonly string[] {
  return [String(number).padStart(2, '0'), last ? 'F' : number === 1 ? 'C' : ''];
}

function writeSegment([tag, ...elements]: WrittenSegment): string {
  const written = elements.map((element) =>
    trimEnd((typeof element === 'string' ? [element] : element).map((text) => release(text, tag))).join(':'),
  );
  return `${[tag, ...trimEnd(written)].join('+')}'`;
}

function release(text: string, tag: string): string {
  if (CONTROL.test(text)) throw new RangeError(`${tag}: no control characters`);
  return text.replace(SERVICE, '?$&');
}

function trimEnd(texts: readonly string[]): readonly string[] {
  let { length } = texts;
  while (length > 0 && texts[length - 1] === '') length -= 1;
  return texts.slice(0, length);
}
