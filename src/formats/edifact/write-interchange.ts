/** Writes interchanges (ISO 9735, batch): headers, and trailers that count right. */
import { type Element, writeSegment } from './writer.js';

/** What stands around messages. */
export interface WrittenEnvelope {
  /**
   * Syntax identifier and version, e.g. ['IATA', '1']. Left out, it is version 4 at level A, as carriers write whatever is
   * ASCII, or UNOW, which announces UTF-8 (ISO 9735-1, code list 0001), for any other letter.
   */
  readonly syntax?: readonly [identifier: string, version: string];
  /** Identification, and its qualifier if there is one. */
  readonly sender: Element;
  readonly recipient: Element;
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
  /** As writeSegment writes them. */
  readonly segments: readonly string[];
}

/** The announcement of the separators: the default ones. */
const UNA = "UNA:+.? '";

/** An interchange of these messages. Throws a RangeError for a day of another century, which two digits of a year cannot tell. */
export function writeInterchange(envelope: WrittenEnvelope, messages: readonly WrittenMessage[]): string {
  const { sender, recipient, reference, application = '', group } = envelope;
  if (!/^20\d\d-\d\d-\d\d$/.test(envelope.day)) throw new RangeError('day: of this century, YYYY-MM-DD');
  const made = [envelope.day.replaceAll('-', '').slice(2), envelope.time.replace(':', '')];
  const [first] = messages;
  const inGroup = group !== undefined && first !== undefined;
  const segments: string[] = [];
  if (inGroup) {
    const [type, version, release, agency] = first.type;
    segments.push(writeSegment('UNG', type, sender, recipient, made, group, agency, [version, release]));
  }
  for (const message of messages) segments.push(...withHeaderAndTrailer(message));
  if (inGroup) segments.push(writeSegment('UNE', String(messages.length), group));
  segments.push(writeSegment('UNZ', String(inGroup ? 1 : messages.length), reference));
  const rest = segments.join('');
  const beginning = (syntax: readonly string[]): string =>
    writeSegment('UNB', syntax, sender, recipient, made, reference, '', application);
  const ascii = beginning(envelope.syntax ?? ['UNOA', '4']) + rest;
  const text = envelope.syntax !== undefined || /^[ -~]*$/.test(ascii) ? ascii : beginning(['UNOW', '4']) + rest;
  return UNA + text;
}

/** UNT counts itself and the UNH. */
function withHeaderAndTrailer({ reference, type, accessReference = '', part, segments }: WrittenMessage) {
  const header = type.map((text) => text ?? '');
  return [
    writeSegment('UNH', reference, header, accessReference, part === undefined ? '' : partText(part)),
    ...segments,
    writeSegment('UNT', String(segments.length + 2), reference),
  ];
}

/** S010: C marks the first of several parts, F the last; between them there is no mark. */
const partText = ({ number, last }: { readonly number: number; readonly last: boolean }): readonly string[] => [
  String(number).padStart(2, '0'),
  last ? 'F' : number === 1 ? 'C' : '',
];
