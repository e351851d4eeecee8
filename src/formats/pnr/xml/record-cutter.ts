/**
 * Cuts a document into what stands before the records and the records, so that each is read by itself: one that is damaged
 * costs no other, and no more than one is held. Comments and CDATA sections are passed over as a whole. What divides a
 * document is ASCII, so that bytes are looked at as characters of ISO 8859-1, whatever they are.
 */

/** Bytes that a record, and what stands before the first one, may have. */
export const MAX_RECORD = 1_048_576;
const MAX_HEAD = 65_536;

/** Bytes that a comment or a CDATA section may have. */
const MAX_PASSED = 65_536;

/** Bytes that are gathered before they are looked at: what has no end yet is looked at again with each new piece. */
const GATHERED = 4_096;

/** Characters within which everything that is looked for lies. */
const LONGEST_MARK = 64;

/** Who is told, with places in bytes from the beginning of the input. */
export interface RecordCuts {
  /** What stands before the first record, as far as it is read. False stops the reading. */
  head(bytes: Buffer): boolean;
  record(bytes: Buffer, offset: number): void;
  /** A record too large to be read; it is passed over. */
  tooLarge(offset: number): void;
  /** A record that does not end before the next one begins, or the input does. */
  unended(offset: number): void;
}

/** Where records begin and end, under any prefix of a namespace and in any capitals; comments and CDATA sections. */
const MARK = /<!--|<!\[CDATA\[|<(?:[\w.-]{1,32}:)?[Pp][Nn][Rr](?=[\s/>])|<\/(?:[\w.-]{1,32}:)?[Pp][Nn][Rr]\s{0,16}>/g;

/** See above. */
export class RecordCutter {
  readonly #cuts: RecordCuts;
  /** What was not dealt with yet, and where it lies in the input, in bytes. */
  #text = '';
  #offset = 0;
  /** Where to look on in it. */
  #from = 0;
  /** It begins with a record that is open. */
  #record = false;
  #skipping = false;
  /** The comment or section that is open: what ends it, where it begins, and up to where its end is not. */
  #passed: { readonly until: '-->' | ']]>'; at: number } | undefined;
  /** Up to where in the input no such end is: what was looked through once is not again. */
  readonly #endless = { '-->': 0, ']]>': 0 };
  /** Pieces too small to be looked at by themselves. */
  #gathered = '';
  #headTold = false;
  #stopped = false;

  constructor(cuts: RecordCuts) {
    this.#cuts = cuts;
  }

  /** Takes the next piece. */
  write(piece: Uint8Array): void {
    if (this.#stopped) return;
    this.#gathered += Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('latin1');
    if (this.#gathered.length >= GATHERED) this.#lookAtGathered(false);
  }

  /** The input has ended. */
  end(): void {
    if (!this.#stopped) this.#lookAtGathered(true);
    if (!this.#headTold) this.#tellHead(this.#text.length);
    if (this.#record && !this.#skipping) this.#cuts.unended(this.#offset);
  }

  #lookAtGathered(last: boolean): void {
    this.#text += this.#gathered;
    this.#gathered = '';
    this.#look(last);
  }

  #look(last: boolean): void {
    while (!this.#stopped && this.#pass(last)) {
      MARK.lastIndex = this.#from;
      const mark = MARK.exec(this.#text);
      if (mark === null) break;
      if (!this.#take(mark[0], mark.index, last)) return;
    }
    if (!this.#stopped) this.#drop();
  }

  /**
   * Passes over the comment or section that is open. False if it does not end yet. One that ends nowhere near is none: it was
   * put there by damage, and would cost every record behind it.
   */
  #pass(last: boolean): boolean {
    const passed = this.#passed;
    if (passed === undefined) return true;
    const { until, at } = passed;
    const found = this.#text.indexOf(until, Math.max(this.#from, this.#endless[until] - this.#offset));
    const end = found < 0 ? Math.max(at, this.#text.length - until.length + 1) : found;
    this.#endless[until] = this.#offset + end;
    if (found < 0 && !last && end - at <= MAX_PASSED) return false;
    if (found >= 0 && end - at <= MAX_PASSED) this.#from = end + until.length;
    this.#passed = undefined;
    return true;
  }

  /** Deals with a mark. False if more must come before that can be done. */
  #take(mark: string, at: number, last: boolean): boolean {
    this.#from = at + mark.length;
    if (mark.startsWith('<!')) this.#passed = { until: mark === '<!--' ? '-->' : ']]>', at: this.#from };
    else if (mark.startsWith('</')) this.#endRecord(this.#from);
    else return this.#beginRecord(at, mark.length, last);
    return true;
  }

  #beginRecord(at: number, length: number, last: boolean): boolean {
    if (!this.#headTold) this.#tellHead(at);
    if (this.#stopped) return false;
    if (this.#record && !this.#skipping) this.#cuts.unended(this.#offset);
    this.#dropTo(at);
    this.#record = true;
    this.#skipping = false;
    const end = endOfTag(this.#text, length);
    if (end === undefined && !last && this.#text.length < MAX_HEAD) {
      // Looked at again when more of the tag has come.
      this.#record = false;
      this.#from = 0;
      return false;
    }
    this.#from = end ?? length;
    if (end !== undefined && this.#text.slice(0, end).endsWith('/>')) this.#endRecord(end);
    return true;
  }

  #endRecord(end: number): void {
    if (!this.#record) return;
    if (!this.#skipping) {
      if (end > MAX_RECORD) this.#cuts.tooLarge(this.#offset);
      else this.#cuts.record(this.#bytesTo(end), this.#offset);
    }
    this.#dropTo(end);
    this.#record = false;
    this.#skipping = false;
  }

  #tellHead(end: number): void {
    this.#headTold = true;
    this.#stopped = !this.#cuts.head(this.#bytesTo(Math.min(end, MAX_HEAD)));
    if (this.#stopped) this.#text = '';
  }

  /** Everything that is there was looked at: what will not be needed is dropped. */
  #drop(): void {
    // Within a comment nothing is dropped: if it is none, what it holds is looked at.
    if (this.#passed === undefined) this.#from = Math.max(this.#from, this.#text.length - LONGEST_MARK);
    if (!this.#headTold) {
      if (this.#from > MAX_HEAD) this.#tellHead(this.#from);
      return;
    }
    if (this.#record && !this.#skipping) {
      if (this.#text.length <= MAX_RECORD) return;
      this.#cuts.tooLarge(this.#offset);
      this.#skipping = true;
    }
    this.#dropTo(this.#from);
  }

  #bytesTo(end: number): Buffer {
    return Buffer.from(this.#text.slice(0, end), 'latin1');
  }

  #dropTo(at: number): void {
    this.#offset += at;
    this.#text = this.#text.slice(at);
    this.#from = Math.max(0, this.#from - at);
    if (this.#passed !== undefined) this.#passed.at -= at;
  }
}

/** Behind the end of a start tag; undefined for one whose end is still to come. */
function endOfTag(text: string, from: number): number | undefined {
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? '';
    // No attribute holds a "<": a tag that is broken does not swallow what follows.
    if (character === '<') return at;
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at + 1;
  }
  return undefined;
}
