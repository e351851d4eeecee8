/** PNRGOV in XML (IATA_PNRGOV_NotifRQ): what carriers push about a flight, record by record, into the model of PNRGOV in EDIFACT. */
import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { readXmlText } from '../../xml/read-xml.js';
import { XmlFault, type XmlPart } from '../../xml/xml.js';
import type { PnrFault } from '../diagnostic.js';
import type { PnrHandler } from '../handler.js';
import type { PnrPush } from '../pnr.js';
import { find, nameOf } from './fields.js';
import { type ControlAttributes, CONTROL, readPush } from './read-push.js';
import { readRecord } from './read-record.js';
import { RecordCutter } from './record-cutter.js';

/** Of what stands before the records, and of each record. */
const LIMITS = { depth: 32, elements: 50_000 };

/** Encodings of one byte that a document may name beside UTF-8: those of alphabets of Europe. */
const ENCODING = /^[^>]{0,100}encoding=["'](iso-8859-(?:[1-9]|1[0-6])|windows-125[0-8])["']/i;

/** Anything but elements, text, comments and CDATA: what could make a parser read more than it was given. */
const REFUSED = /<!DOCTYPE|<!ENTITY|<\?(?!xml[\s?])/i;

/**
 * Takes a document in pieces of any size, holds no more than one record, and never throws for what is in it: a record
 * that is no XML costs itself alone. A document with a type or a processing instruction is not read at all.
 */
export class PnrgovXmlReader {
  readonly #handler: PnrHandler;
  readonly #today: string;
  readonly #control: ControlAttributes;
  readonly #cutter: RecordCutter;
  #decoder: TextDecoder | undefined;
  #push: PnrPush | undefined;
  #told = false;
  #records = 0;
  #isOpen = false;

  /**
   * `today` (YYYY-MM-DD) settles centuries where the day of the flight is not told; `control` names the attributes of the
   * root that divide a transmission into parts, which no public example shows.
   */
  constructor(handler: PnrHandler, today: string, control: ControlAttributes = CONTROL) {
    this.#handler = handler;
    this.#today = today;
    this.#control = control;
    this.#cutter = new RecordCutter({
      head: (bytes) => this.#takeHead(bytes),
      record: (bytes, offset) => this.#takeRecord(bytes, offset),
      tooLarge: (offset) => this.#passOver('RECORD_TOO_LARGE', offset),
      unended: (offset) => this.#passOver('XML_INVALID', offset),
    });
  }

  /** Takes the next piece; its bytes may be reused when this returns. */
  write(piece: Uint8Array): void {
    this.#cutter.write(piece);
  }

  /** The input has ended. */
  end(): void {
    this.#cutter.end();
    if (this.#push === undefined) return;
    this.#tellPush(this.#push);
    const { part, declaredRecords } = this.#push;
    if (part.number === 1 && part.last && declaredRecords !== undefined && declaredRecords !== this.#records)
      this.#tell('RECORD_COUNT', 0);
  }

  /** False if nothing of the document is to be read. */
  #takeHead(bytes: Buffer): boolean {
    const text = bytes.toString('latin1');
    this.#decoder = decoderOf(ENCODING.exec(text)?.[1]);
    if (REFUSED.test(text)) return this.#refuse('XML_REFUSED');
    const root = this.#read(bytes, 0, 'beginning');
    const message = root && find(root, (name) => name.includes('pnrgov'));
    if (message === undefined && (root !== undefined || !text.includes('PNRGOV')))
      return this.#refuse(root === undefined ? 'NO_INTERCHANGE' : 'NOT_PNRGOV');
    this.#push = readPush(message, this.#control, (fault) => this.#tell(fault, 0));
    return true;
  }

  #refuse(fault: PnrFault): false {
    this.#tell(fault, 0);
    return false;
  }

  #takeRecord(bytes: Buffer, offset: number): void {
    this.#begin();
    const tell = (fault: PnrFault): void => this.#tell(fault, offset);
    const element = this.#read(bytes, offset, 'fragment');
    if (element !== undefined) {
      const day = this.#push?.flight?.departure?.day ?? this.#today;
      this.#handler.record(readRecord(element, this.#records, day, tell));
    }
    this.#isOpen = false;
  }

  #passOver(fault: PnrFault, offset: number): void {
    this.#begin();
    this.#tell(fault, offset);
    this.#isOpen = false;
  }

  #begin(): void {
    if (this.#push !== undefined) this.#tellPush(this.#push);
    this.#records += 1;
    this.#isOpen = true;
  }

  #tellPush(push: PnrPush): void {
    if (!this.#told) this.#handler.push(push);
    this.#told = true;
  }

  #read(bytes: Buffer, offset: number, what: 'beginning' | 'fragment'): XmlPart | undefined {
    try {
      return readXmlText(this.#textOf(bytes), LIMITS, { nameOf, [what]: true });
    } catch (error) {
      if (!(error instanceof XmlFault)) throw error;
      this.#tell('XML_INVALID', offset);
      return undefined;
    }
  }

  /** As the document says, else UTF-8, or else ISO 8859-1, of which every byte is a character. */
  #textOf(bytes: Buffer): string {
    // As a stream: at once, Node.js 20 decodes windows-1252 as if it were ISO 8859-1. One byte is one character, so none is held.
    if (this.#decoder !== undefined) return this.#decoder.decode(bytes, { stream: true });
    return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
  }

  #tell(fault: PnrFault, offset: number): void {
    this.#handler.diagnostic({ fault, segment: 0, offset, record: this.#isOpen ? this.#records : undefined });
  }
}

/** Undefined for none, and for one that this runtime lacks. */
function decoderOf(encoding: string | undefined): TextDecoder | undefined {
  if (encoding === undefined) return undefined;
  try {
    return new TextDecoder(encoding);
  } catch (error) {
    // ISO 8859-12 was never made.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
