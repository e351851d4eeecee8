/**
 * Cuts interchanges into segments: ISO 9735 as carriers, gateways and mail programs really send it. The input may come
 * in pieces of any size; text before, between and after interchanges is passed over; nothing in it makes this throw.
 */
import type { EdifactDiagnostic, EdifactFault } from './diagnostic.js';
import { endOfData, hasData, isTag, Kind, trimTag, unframe } from './segment-bytes.js';
import { MAX_COMPONENTS, Segment } from './segment.js';
import {
  DEFAULT_CHARACTERS,
  isFraming,
  readUna,
  type ServiceCharacters,
  skipBlanks,
  skipFraming,
} from './service-characters.js';
import { isUsed, LOOK_AHEAD, UNB_NEAR, unbNear } from './una.js';

/** Longest segment, in bytes. */
const MAX_SEGMENT = 65_536;

/** Bytes that are gathered before they are looked at: what has no end yet is looked at again with each new piece. */
const GATHERED = 4_096;

/** Bytes within which the letters of a UNB and the separator behind it lie, line ends and blanks between them. */
const UNB_SPREAD = 64;

/** Who is told. */
export interface TokenHandler {
  /** The view is good until this returns. */
  segment(segment: Segment): void;
  diagnostic(diagnostic: EdifactDiagnostic): void;
}

const U = 85;
const N = 78;
const A = 65;
const B = 66;

/** See above. Push the pieces, then call end. */
export class EdifactTokenizer {
  readonly #handler: TokenHandler;
  readonly #segment = new Segment();
  readonly #kinds = new Uint8Array(256);
  #characters = DEFAULT_CHARACTERS;
  /** Bytes that were not dealt with yet, and where they lie in the input. */
  #held: Buffer = Buffer.alloc(0);
  /** Pieces too small to be looked at by themselves. */
  #gathered: Buffer[] = [];
  #gatheredBytes = 0;
  #heldAt = 0;
  #inside = false;
  #number = 0;
  #found = false;
  /** A segment too long is being passed over. */
  #skipping = false;

  constructor(handler: TokenHandler) {
    this.#handler = handler;
    this.#use(DEFAULT_CHARACTERS);
  }

  /** Takes the next piece of the input. The bytes may be reused when this returns. */
  push(piece: Uint8Array): void {
    if (this.#gatheredBytes === 0 && piece.length >= GATHERED) {
      this.#look(Buffer.from(piece.buffer, piece.byteOffset, piece.length));
      return;
    }
    this.#gathered.push(Buffer.from(piece));
    this.#gatheredBytes += piece.length;
    if (this.#gatheredBytes >= GATHERED) this.#lookAtGathered();
  }

  /** The input has ended. */
  end(): void {
    this.#lookAtGathered();
    const rest = this.#run(this.#held, true);
    if (this.#inside && !this.#skipping && hasData(this.#held, rest)) {
      // What is left has no terminator, and is a segment all the same.
      this.#handler.diagnostic({ fault: 'TRUNCATED', segment: this.#number + 1, offset: this.#heldAt + rest });
      const end = endOfData(this.#held, rest, this.#kinds);
      this.#cut(Buffer.concat([this.#held.subarray(0, end), Uint8Array.of(this.#characters.terminator)]), rest, true);
    }
    if (!this.#found) this.#handler.diagnostic({ fault: 'NO_INTERCHANGE', segment: 0, offset: 0 });
    this.#heldAt += this.#held.length;
    this.#held = Buffer.alloc(0);
    this.#inside = false;
  }

  #lookAtGathered(): void {
    const piece = Buffer.concat(this.#gathered.splice(0), this.#gatheredBytes);
    this.#gatheredBytes = 0;
    this.#look(piece);
  }

  #look(piece: Buffer): void {
    const bytes = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]);
    const rest = this.#run(bytes, false);
    this.#heldAt += rest;
    this.#held = Buffer.from(bytes.subarray(rest));
  }

  /** Deals with as much as it can. Returns where what is left begins. */
  #run(bytes: Buffer, last: boolean): number {
    let at = 0;
    for (;;) {
      const inside = this.#inside;
      const next = inside ? this.#cut(bytes, at, last) : this.#seek(bytes, at, last);
      if (next === at && inside === this.#inside) return at;
      at = next;
    }
  }

  /** Looks for a UNA or UNB outside interchanges. Returns where it stands, or where to go on when there is more. */
  #seek(bytes: Uint8Array, from: number, last: boolean): number {
    for (let at = from; at < bytes.length; at++) {
      if (bytes[at] !== U) continue;
      const limit = at + UNB_SPREAD;
      const n = skipFraming(bytes, at + 1, limit);
      const third = skipFraming(bytes, n + 1, limit);
      if (third >= bytes.length) return last ? bytes.length : at;
      if (bytes[n] !== N) continue;
      if (bytes[third] === A && third === at + 2) {
        const begun = this.#begin(bytes, at, last);
        if (begun === at) return at;
        if (begun > at) return begun;
      } else if (bytes[third] === B) {
        const separator = skipBlanks(bytes, third + 1, limit);
        if (separator >= bytes.length) return last ? bytes.length : at;
        if (bytes[separator] === DEFAULT_CHARACTERS.element) {
          this.#open(DEFAULT_CHARACTERS);
          return at;
        }
      }
    }
    return bytes.length;
  }

  /**
   * Takes the characters of a UNA if a UNB follows that uses them. Returns where the UNB begins; the place of the UNA
   * if more must come before that can be said; -1 if it is no UNA.
   */
  #begin(bytes: Uint8Array, at: number, last: boolean): number {
    if (bytes.length < at + UNB_NEAR + LOOK_AHEAD && !last) return at;
    const announced = readUna(bytes, at);
    const unb = unbNear(bytes, at);
    if (unb === undefined) return -1;
    if (announced !== undefined && isUsed(bytes, unb, announced)) this.#open(announced);
    else if (isUsed(bytes, unb, DEFAULT_CHARACTERS)) {
      this.#open(DEFAULT_CHARACTERS);
      this.#tell('UNA_INVALID', at);
    } else if (announced !== undefined && bytes[unb + 3] === announced.element) this.#open(announced);
    else return -1;
    return unb;
  }

  #open(characters: ServiceCharacters): void {
    this.#found = true;
    this.#inside = true;
    this.#number = 0;
    this.#skipping = false;
    this.#use(characters);
  }

  #use(characters: ServiceCharacters): void {
    this.#characters = characters;
    this.#kinds.fill(Kind.Data, 0, 128).fill(Kind.NotAscii, 128);
    for (let byte = 0; byte < 32; byte++) if (isFraming(byte)) this.#kinds[byte] = Kind.Framing;
    this.#kinds[characters.component] = Kind.Component;
    this.#kinds[characters.element] = Kind.Element;
    this.#kinds[characters.release] = Kind.Release;
    this.#kinds[characters.terminator] = Kind.Terminator;
    this.#segment.release = characters.release;
    this.#segment.terminator = characters.terminator;
  }

  /** Cuts segments until the interchange ends or the bytes do. Returns where the next one begins. */
  #cut(bytes: Buffer, from: number, last: boolean): number {
    const kinds = this.#kinds;
    const segment = this.#segment;
    let { starts, ends, elements } = segment;
    let begin = from;
    while (this.#inside) {
      // A new UNA in place of a segment: the interchange before was not ended.
      while (begin < bytes.length && (kinds[bytes[begin] ?? 0] === Kind.Framing || bytes[begin] === 32)) begin += 1;
      if (bytes[begin] === U && bytes[begin + 1] === N && bytes[begin + 2] === A) {
        if (bytes.length < begin + UNB_NEAR && !last) return begin;
        if (unbNear(bytes, begin) !== undefined) {
          this.#inside = false;
          return begin;
        }
      } else if (bytes[begin] === U && bytes[begin + 1] === N && bytes[begin + 2] === B && this.#number > 0) {
        if (!this.#beginAgain(bytes, begin, last)) return begin;
      }
      let at = begin;
      let count = 0;
      let elementCount = 1;
      let framed = false;
      let released = false;
      let ascii = true;
      let tagged = true;
      let releasedAt = -1;
      let wide = false;
      starts[0] = begin;
      elements[0] = 0;
      let terminated = false;
      for (; at < bytes.length; at++) {
        const kind = kinds[bytes[at] ?? 0];
        if (kind === Kind.Data) continue;
        if (kind === Kind.Component || kind === Kind.Element) {
          if (count >= MAX_COMPONENTS - 1) {
            wide = true;
            continue;
          }
          if (count === 0) tagged = this.#skipping || isTag(bytes, begin, at);
          ends[count] = at;
          count += 1;
          // The last element ends at a component more.
          if (count + 2 >= starts.length) {
            segment.widen();
            ({ starts, ends, elements } = segment);
          }
          starts[count] = at + 1;
          if (kind === Kind.Element) {
            elements[elementCount] = count;
            elementCount += 1;
          }
        } else if (kind === Kind.Release) {
          // Text without a tag is no segment: a release character in it, or in place of one, swallows none.
          if ((count === 0 && !this.#skipping) || !tagged) continue;
          released = true;
          releasedAt = at;
          // What is released may stand on the next line.
          at += 1;
          for (; kinds[bytes[at] ?? 0] === Kind.Framing && at < bytes.length; at++) framed = true;
          if ((bytes[at] ?? 0) > 127) ascii = false;
        } else if (kind === Kind.Terminator) {
          terminated = true;
          break;
        } else if (kind === Kind.NotAscii) ascii = false;
        else framed = true;
      }
      if (!terminated) {
        // A release character whose byte is still to come is looked at again.
        const seen = at > bytes.length && !last ? releasedAt : bytes.length;
        return this.#wait(bytes, begin, seen, last);
      }
      if (this.#skipping) {
        this.#skipping = false;
        begin = at + 1;
        continue;
      }
      this.#number += 1;
      if (wide || at - begin > MAX_SEGMENT) {
        this.#tell(wide ? 'SEGMENT_TOO_WIDE' : 'SEGMENT_TOO_LONG', begin);
        begin = at + 1;
        continue;
      }
      ends[count] = at;
      segment.bytes = bytes;
      segment.count = count + 1;
      elements[elementCount] = count + 1;
      segment.elementCount = elementCount;
      segment.released = released;
      segment.ascii = ascii;
      segment.number = this.#number;
      segment.offset = this.#heldAt + begin;
      segment.end = this.#heldAt + at + 1;
      if (framed) unframe(segment, kinds);
      begin = at + 1;
      if (trimTag(segment)) this.#handler.segment(segment);
      else this.#tell('TAG_INVALID', segment.offset - this.#heldAt);
      if (segment.is('UNZ')) this.#inside = false;
    }
    return begin;
  }

  /**
   * A UNB in place of a segment: the interchange before was not ended, and its characters hold no longer. False if more must
   * come before that can be said.
   */
  #beginAgain(bytes: Buffer, unb: number, last: boolean): boolean {
    if (this.#characters !== DEFAULT_CHARACTERS) {
      if (bytes.length < unb + LOOK_AHEAD && !last) return false;
      if (isUsed(bytes, unb, DEFAULT_CHARACTERS)) this.#use(DEFAULT_CHARACTERS);
    }
    this.#number = 0;
    return true;
  }

  /**
   * There is no terminator yet, as far as `seen`. A segment longer than any may be is dropped as it comes, so that memory is
   * bounded.
   */
  #wait(bytes: Buffer, begin: number, seen: number, last: boolean): number {
    if (!this.#skipping) {
      if (last || bytes.length - begin <= MAX_SEGMENT) return begin;
      this.#skipping = true;
      this.#number += 1;
      this.#tell('SEGMENT_TOO_LONG', begin);
    }
    return seen;
  }

  #tell(fault: EdifactFault, at: number): void {
    this.#handler.diagnostic({ fault, segment: this.#inside ? this.#number : 0, offset: this.#heldAt + at });
  }
}
