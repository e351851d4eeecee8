/** Reads pushes of passenger name records in whichever encoding they come: PNRGOV in EDIFACT or in XML. */
import type { PnrHandler } from './handler.js';
import { PnrgovReader } from './pnrgov/pnrgov-reader.js';
import { PnrgovXmlReader } from './xml/pnrgov-xml-reader.js';

/** A document in XML begins with this. */
const LESS_THAN = 0x3c;

/** A byte order mark and blanks may stand before it. */
const PASSED_OVER = new Set([0xef, 0xbb, 0xbf, 0x20, 0x09, 0x0a, 0x0d]);

/** Takes the input in pieces of any size, and never throws for what is in it. */
export class PnrReader {
  readonly #handler: PnrHandler;
  readonly #today: string;
  #reader: PnrgovReader | PnrgovXmlReader | undefined;
  /** Bytes that were passed over. */
  #before = 0;

  /** `today` (YYYY-MM-DD) settles centuries where the day of the flight is not told. */
  constructor(handler: PnrHandler, today: string) {
    this.#handler = handler;
    this.#today = today;
  }

  /** Takes the next piece; its bytes may be reused when this returns. */
  write(piece: Uint8Array): void {
    if (this.#reader !== undefined) {
      this.#reader.write(piece);
      return;
    }
    const first = piece.findIndex((byte) => !PASSED_OVER.has(byte));
    this.#before += first < 0 ? piece.length : first;
    if (first < 0) return;
    this.#reader = this.#open(piece[first] === LESS_THAN ? PnrgovXmlReader : PnrgovReader);
    this.#reader.write(piece.subarray(first));
  }

  /** The input has ended. */
  end(): void {
    (this.#reader ?? this.#open(PnrgovReader)).end();
  }

  #open(Reader: typeof PnrgovReader | typeof PnrgovXmlReader): PnrgovReader | PnrgovXmlReader {
    const handler = this.#handler;
    return new Reader(
      {
        push: (push) => handler.push(push),
        record: (pnr) => handler.record(pnr),
        diagnostic: (one) => handler.diagnostic({ ...one, offset: one.offset + this.#before }),
      },
      this.#today,
    );
  }
}
