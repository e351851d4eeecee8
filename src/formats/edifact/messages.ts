/** Messages of an interchange that may come in pieces of any size: their headers, segments and ends, one after the other. */
import type { EdifactFault } from './diagnostic.js';
import { Envelope, type EnvelopeFault, type MessageHeader } from './envelope.js';
import type { Segment } from './segment.js';
import { EdifactTokenizer } from './tokenizer.js';

/** Where something is. */
export interface EdifactPlace {
  /** Number of the segment in its interchange, the UNB being the first; 0 outside any. */
  readonly segment: number;
  /** Offset in bytes from the beginning of the input. */
  readonly offset: number;
}

/** Who is told. */
export interface MessageHandler {
  begin(header: MessageHeader): void;
  /** A segment between the header and the trailer of a message. The view is good until this returns. */
  segment(segment: Segment): void;
  /** The message has ended, with a trailer or without. Told before what is wrong with the trailer. */
  end(): void;
  fault(fault: EdifactFault | EnvelopeFault, place: EdifactPlace): void;
}

const ENVELOPE = new Set(['UNB', 'UNG', 'UNH', 'UNT', 'UNE', 'UNZ']);

/** See above. Nothing in the input makes it throw. */
export class EdifactMessages {
  readonly #handler: MessageHandler;
  readonly #envelope: Envelope;
  readonly #tokenizer: EdifactTokenizer;
  #here: EdifactPlace = { segment: 0, offset: 0 };
  #open = false;

  constructor(handler: MessageHandler) {
    this.#handler = handler;
    this.#envelope = new Envelope((fault) => handler.fault(fault, this.here));
    this.#tokenizer = new EdifactTokenizer({
      segment: (segment) => this.#take(segment),
      diagnostic: ({ fault, segment, offset }) => handler.fault(fault, { segment, offset }),
    });
  }

  /** The segment under the reader's hand. */
  get here(): EdifactPlace {
    return this.#here;
  }

  /** Takes the next piece; its bytes may be reused when this returns. */
  write(piece: Uint8Array): void {
    this.#tokenizer.push(piece);
  }

  /** The input has ended. */
  end(): void {
    this.#tokenizer.end();
    this.#close(false);
  }

  #take(segment: Segment): void {
    this.#here = { segment: segment.number, offset: segment.offset };
    const { tag } = segment;
    if (!ENVELOPE.has(tag)) {
      if (this.#open) this.#handler.segment(segment);
      return;
    }
    this.#close(tag === 'UNT');
    const header = this.#envelope.take(segment);
    if (header === undefined) return;
    this.#open = true;
    this.#handler.begin(header);
  }

  #close(trailer: boolean): void {
    if (!this.#open) return;
    this.#open = false;
    this.#handler.end();
    if (!trailer) this.#handler.fault('UNT_MISSING', this.#here);
  }
}
