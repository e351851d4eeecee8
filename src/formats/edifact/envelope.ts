/** Headers and trailers of interchanges, groups and messages, and whether the trailers count right: told, never a reason to reject. */
import type { Segment } from './segment.js';

/** What may be wrong with an envelope. */
export type EnvelopeFault =
  /** The trailer of a message counts other segments than there are. */
  | 'UNT_COUNT'
  /** The trailer of a message has another reference than its header. */
  | 'UNT_REFERENCE'
  /** The trailer of a group counts other messages than there are, or has another reference. */
  | 'UNE_COUNT'
  | 'UNE_REFERENCE'
  /** The trailer of an interchange counts other messages or groups than there are, or has another reference. */
  | 'UNZ_COUNT'
  | 'UNZ_REFERENCE'
  /** What looks like the trailer of a message stands within one. */
  | 'UNT_STRAY'
  /** A message ends without a trailer. */
  | 'UNT_MISSING'
  /** An interchange ends without a trailer behind messages that have theirs: others may be missing. */
  | 'UNZ_MISSING';

/** What the header of a message says (UNH), with that of its interchange and group. */
export interface MessageHeader {
  readonly type: string;
  /** E.g. "13:1". */
  readonly version: string;
  /** "IA" for messages of PADIS, "UN" for those of the United Nations directory. */
  readonly agency: string;
  readonly reference: string;
  /** Common access reference (0068). */
  readonly accessReference: string;
  readonly part: { readonly number: number; readonly last: boolean };
  readonly sender: string;
  readonly recipient: string;
  /** When the interchange was prepared (S004), as it came: YYMMDD or CCYYMMDD, and HHMM. */
  readonly preparedOn: string;
  readonly preparedTime: string;
}

/** What the trailer of a message says (UNT). */
export interface MessageTrailer {
  /** Number of its segment. */
  readonly segment: number;
  readonly count: string;
  readonly reference: string;
}

const NOTHING = { type: '', version: '', agency: '', reference: '', accessReference: '' };

/** Follows them. */
export class Envelope {
  readonly #tell: (fault: EnvelopeFault) => void;
  #interchange = { reference: '', sender: '', recipient: '', preparedOn: '', preparedTime: '', messages: 0, groups: 0 };
  #group: { readonly reference: string; messages: number } | undefined;
  #message: { readonly reference: string; readonly from: number } | undefined;
  /** Nothing but the trailer of the interchange is due. */
  #complete = false;

  constructor(tell: (fault: EnvelopeFault) => void) {
    this.#tell = tell;
  }

  /** Takes a segment of the envelope, but for UNT. Returns a header at UNH. */
  take(segment: Segment): MessageHeader | undefined {
    switch (segment.tag) {
      case 'UNB':
        this.end();
        this.#interchange = {
          sender: segment.text(1).trim(),
          recipient: segment.text(2).trim(),
          preparedOn: segment.text(3, 0).trim(),
          preparedTime: segment.text(3, 1).trim(),
          reference: segment.text(4).trim(),
          messages: 0,
          groups: 0,
        };
        this.#group = undefined;
        this.#message = undefined;
        return undefined;
      case 'UNG':
        this.#interchange.groups += 1;
        this.#group = { reference: segment.text(4).trim(), messages: 0 };
        return undefined;
      case 'UNH':
        return this.#begin(segment);
      case 'UNE':
        this.#endGroup(segment);
        return undefined;
      default:
        this.#endInterchange(segment);
        return undefined;
    }
  }

  #begin(segment: Segment): MessageHeader {
    const reference = segment.text(0).trim();
    this.#interchange.messages += 1;
    if (this.#group !== undefined) this.#group.messages += 1;
    this.#message = { reference, from: segment.number };
    this.#complete = false;
    const { sender, recipient, preparedOn, preparedTime } = this.#interchange;
    return {
      ...NOTHING,
      ...typeOf(segment),
      reference,
      accessReference: segment.text(2).trim(),
      part: partOf(segment.text(3, 0).trim(), segment.text(3, 1).trim()),
      sender,
      recipient,
      preparedOn,
      preparedTime,
    };
  }

  /** The message has ended with this trailer. */
  endMessage({ segment, count, reference }: MessageTrailer): void {
    const message = this.#message;
    this.#message = undefined;
    if (message === undefined) return;
    this.#complete = true;
    if (Number(count) !== segment - message.from + 1) this.#tell('UNT_COUNT');
    if (reference !== message.reference) this.#tell('UNT_REFERENCE');
  }

  /** The interchange has ended: its trailer, the header of another one, or the end of the input. */
  end(): void {
    if (this.#complete) this.#tell('UNZ_MISSING');
    this.#complete = false;
  }

  #endGroup(segment: Segment): void {
    const group = this.#group;
    this.#group = undefined;
    if (group === undefined) return;
    if (Number(segment.text(0)) !== group.messages) this.#tell('UNE_COUNT');
    if (segment.text(1).trim() !== group.reference) this.#tell('UNE_REFERENCE');
  }

  /** UNZ counts groups where there are any, else messages. */
  #endInterchange(segment: Segment): void {
    const { messages, groups, reference } = this.#interchange;
    this.#complete = false;
    if (Number(segment.text(0)) !== (groups > 0 ? groups : messages)) this.#tell('UNZ_COUNT');
    if (segment.text(1).trim() !== reference) this.#tell('UNZ_REFERENCE');
  }
}

/** S009: type:version:release:agency; some senders put the agency of another directory first. */
function typeOf(segment: Segment): Pick<MessageHeader, 'type' | 'version' | 'agency'> {
  const [type, second, third, fourth] = [0, 1, 2, 3].map((component) => segment.text(1, component).trim());
  const shifted = second === 'UN' || second === 'IA';
  return {
    type: type ?? '',
    version: shifted ? `${third}:${fourth}` : `${second}:${third}`,
    agency: (shifted ? second : fourth) ?? '',
  };
}

/** S010: number of a part, and C for the first, F for the last. Without it there is one part. */
const partOf = (number: string, indicator: string): MessageHeader['part'] =>
  number === '' ? { number: 1, last: true } : { number: partNumber(number), last: indicator === 'F' };

/** A part's number of up to six digits (0070 has two); what is none stands for the first part. */
export const partNumber = (text: string): number => (/^\d{1,6}$/.test(text) ? Math.max(1, Number(text)) : 1);
