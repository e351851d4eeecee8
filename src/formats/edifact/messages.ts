/** Messages of an interchange that may come in pieces of any size: their headers, segments and ends, one after the other. */
import type { EdifactFault } from './diagnostic.js';
import { Envelope, type EnvelopeFault, type MessageHeader, type MessageTrailer } from './envelope.js';
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
  /**
   * The message has ended, with a trailer or without: told when what follows begins, and before what is wrong with the
   * trailer.
   */
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
  /** What looks like the trailer of the open message; what follows says whether it is. */
  #trailer: (MessageTrailer & EdifactPlace) | undefined;

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
    this.#close();
    this.#envelope.end();
  }

  #take(segment: Segment): void {
    this.#here = { segment: segment.number, offset: segment.offset };
    const { tag } = segment;
    if (!ENVELOPE.has(tag)) {
      this.#goOn();
      if (this.#open) this.#handler.segment(segment);
      return;
    }
    if (tag === 'UNT') {
      if (!segment.released) this.#takeTrailer(segment);
      else this.#takeOddTrailer(segment);
      return;
    }
    this.#close();
    const header = this.#envelope.take(segment);
    if (header === undefined) return;
    this.#open = true;
    this.#handler.begin(header);
  }

  #takeTrailer(segment: Segment): void {
    this.#goOn();
    if (!this.#open) return;
    const [count, reference] = [segment.text(0), segment.text(1).trim()];
    this.#trailer = { segment: segment.number, offset: segment.offset, count, reference };
  }

  /** Number and reference need no release character: what follows one may be the beginning of the next segment. */
  #takeOddTrailer(segment: Segment): void {
    this.#goOn();
    if (!this.#open) return;
    this.#handler.fault('UNT_STRAY', this.#here);
    this.#handler.segment(segment);
  }

  /** The message goes on behind what looked like its trailer: it was text that nobody released. */
  #goOn(): void {
    const trailer = this.#trailer;
    if (trailer === undefined) return;
    this.#trailer = undefined;
    this.#handler.fault('UNT_STRAY', { segment: trailer.segment, offset: trailer.offset });
  }

  #close(): void {
    if (!this.#open) return;
    const trailer = this.#trailer;
    const after = this.#here;
    if (trailer !== undefined) this.#here = { segment: trailer.segment, offset: trailer.offset };
    this.#open = false;
    this.#trailer = undefined;
    this.#handler.end();
    if (trailer === undefined) this.#handler.fault('UNT_MISSING', this.#here);
    else this.#envelope.endMessage(trailer);
    this.#here = after;
  }
}
