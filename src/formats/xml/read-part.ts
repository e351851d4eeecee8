/**
 * Reads one element that was cut out of an XML document, many times a second. The same XML as read-xml reads, without the
 * tables that a parser of whole documents needs: elements, attributes, text, comments and CDATA sections, the five entities of
 * XML itself and references to characters (XML 1.0, fifth edition). No document type, no processing instruction.
 */
import { trimBlanks, XmlFault, type XmlLimits, type XmlNamed, type XmlPart } from './xml.js';

/** Letters and signs of names (XML 1.0, 2.3). */
const NAME_START =
  ':A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}' +
  '\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const NAME = new RegExp(`^[${NAME_START}][\\u{300}-\\u{36F}\\u{203F}-\\u{2040}\\u{B7}0-9.${NAME_START}-]*$`, 'u');

/** What no text of XML holds (2.2), surrogates without their other half among it. */
const NO_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Names that are kept: messages have some dozens. */
const MAX_NAMES = 1_024;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Names and values by turns: a Map for each of a hundred elements would keep the garbage collector busy. */
class FewAttributes implements XmlNamed {
  readonly #all: readonly string[];

  constructor(all: readonly string[]) {
    this.#all = all;
  }

  /** Of several values of a name, which are called alike, the last one. */
  get(name: string): string | undefined {
    const all = this.#all;
    for (let at = all.length - 2; at >= 0; at -= 2) if (all[at] === name) return all[at + 1];
    return undefined;
  }
}

const attributesOf = (all: readonly string[]): XmlNamed =>
  all.length <= 2 * FEW
    ? new FewAttributes(all)
    : new Map(Array.from({ length: all.length / 2 }, (_, at) => [all[2 * at] ?? '', all[2 * at + 1] ?? '']));

const NO_ATTRIBUTES: XmlNamed = new FewAttributes([]);

/** Never changed: most elements have none. */
const NO_CHILDREN: XmlPart[] = [];

/** Attributes of an element among which one is looked for one by one. */
const FEW = 16;

/** An element whose end is still to come. */
interface OpenPart extends XmlPart {
  children: XmlPart[];
  text: string;
}

const [TAB, LINE_FEED, BLANK, QUOTE, AMPERSAND, APOSTROPHE, SLASH, LESS, EQUALS, GREATER] = [
  0x09, 0x0a, 0x20, 0x22, 0x26, 0x27, 0x2f, 0x3c, 0x3d, 0x3e,
] as const;

const isBlank = (code: number): boolean => code === BLANK || code === LINE_FEED || code === TAB;

/** See above. `nameOf` makes of local names of elements and attributes what they are called in the tree. */
export class XmlPartReader {
  readonly #limits: Omit<XmlLimits, 'bytes'>;
  readonly #nameOf: (name: string) => string;
  readonly #names = new Map<string, string>();
  #source = '';
  #at = 0;
  #elements = 0;
  #open: OpenPart[] = [];
  /** Names of those, as they stand in the text. */
  #raws: string[] = [];
  /** Names of the attributes of the tag under the reader's hand, likewise. */
  readonly #keys: string[] = [];
  #root: XmlPart | undefined;

  constructor(limits: Omit<XmlLimits, 'bytes'>, nameOf: (name: string) => string) {
    this.#limits = limits;
    this.#nameOf = nameOf;
  }

  /** The element that a text is. Throws an XmlFault that quotes nothing of it. */
  read(source: string): XmlPart {
    // Ends of lines are one character (2.11).
    this.#source = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
    this.#at = 0;
    this.#elements = 0;
    this.#open = [];
    this.#raws = [];
    this.#root = undefined;
    if (NO_CHARACTER.test(this.#source)) this.#refuse('has a character that XML cannot hold');
    while (this.#at < this.#source.length) this.#next();
    return this.#end();
  }

  #end(): XmlPart {
    return this.#root === undefined || this.#open.length > 0 ? this.#refuse('does not end') : this.#root;
  }

  #next(): void {
    const source = this.#source;
    const mark = source.indexOf('<', this.#at);
    const end = mark < 0 ? source.length : mark;
    if (end > this.#at) this.#takeText(this.#at, end);
    this.#at = end;
    if (mark < 0) return;
    if (source.charCodeAt(mark + 1) === SLASH) this.#takeEnd(mark + 2);
    else if (source.startsWith('<!--', mark)) this.#takeComment(mark + 4);
    else if (source.startsWith('<![CDATA[', mark)) this.#takeSection(mark + 9);
    else this.#takeStart(mark + 1);
  }

  #takeText(from: number, to: number): void {
    const within = this.#open.at(-1);
    let at = from;
    while (at < to && isBlank(this.#source.charCodeAt(at))) at += 1;
    if (at === to && (within === undefined || within.text === '')) return;
    if (within === undefined) this.#refuse('has text beside its element');
    else {
      const text = this.#source.slice(from, to);
      if (text.includes(']]>')) this.#refuse('is not well-formed XML');
      within.text += text.includes('&') ? this.#resolve(text) : text;
    }
  }

  #takeComment(from: number): void {
    const end = this.#source.indexOf('--', from);
    if (end < 0 || this.#source.charCodeAt(end + 2) !== GREATER) this.#refuse('is not well-formed XML');
    this.#at = end + 3;
  }

  #takeSection(from: number): void {
    const end = this.#source.indexOf(']]>', from);
    const within = this.#open.at(-1);
    if (end < 0 || within === undefined) this.#refuse('is not well-formed XML');
    else within.text += this.#source.slice(from, end);
    this.#at = end + 3;
  }

  #takeEnd(from: number): void {
    const closed = this.#open.pop();
    const raw = this.#raws.pop();
    if (closed === undefined || raw === undefined || !this.#source.startsWith(raw, from))
      return this.#refuse('is not well-formed XML');
    const end = this.#skipBlanks(from + raw.length);
    if (this.#source.charCodeAt(end) !== GREATER) this.#refuse('is not well-formed XML');
    this.#at = end + 1;
    this.#close(closed);
  }

  #takeStart(from: number): void {
    let at = this.#endOfName(from);
    const raw = this.#source.slice(from, at);
    const name = this.#called(raw);
    this.#elements += 1;
    if (this.#root !== undefined) this.#refuse('has more than one element');
    if (this.#elements > this.#limits.elements) this.#refuse(`has more than ${this.#limits.elements} elements`);
    if (this.#open.length >= this.#limits.depth) this.#refuse(`is nested more than ${this.#limits.depth} deep`);
    let all: string[] | undefined;
    let seen: Set<string> | undefined;
    const keys = this.#keys;
    keys.length = 0;
    for (;;) {
      const begin = this.#skipBlanks(at);
      const code = this.#source.charCodeAt(begin);
      if (code === GREATER || code === SLASH) {
        at = begin;
        break;
      }
      if (begin === at) this.#refuse('is not well-formed XML');
      const end = this.#endOfName(begin);
      const key = this.#source.slice(begin, end);
      // A name twice is refused as it stands, not as it is called.
      if (seen?.has(key) ?? keys.includes(key)) this.#refuse('has an attribute twice');
      keys.push(key);
      if (keys.length > FEW) seen = (seen ?? new Set(keys)).add(key);
      const called = key.startsWith('xmlns') && (key.length === 5 || key.startsWith(':', 5)) ? '' : this.#called(key);
      const value = this.#takeValue(end);
      at = this.#at;
      if (called === '') continue;
      if (all === undefined) all = [called, value];
      else all.push(called, value);
    }
    const attributes = all === undefined ? NO_ATTRIBUTES : attributesOf(all);
    const part: OpenPart = { name, attributes, children: NO_CHILDREN, text: '' };
    if (this.#source.charCodeAt(at) === GREATER) {
      this.#open.push(part);
      this.#raws.push(raw);
      this.#at = at + 1;
    } else {
      if (this.#source.charCodeAt(at + 1) !== GREATER) this.#refuse('is not well-formed XML');
      this.#at = at + 2;
      this.#close(part);
    }
  }

  /** The value behind the name of an attribute; goes on behind it. */
  #takeValue(from: number): string {
    const source = this.#source;
    const equals = this.#skipBlanks(from);
    const quoted = this.#skipBlanks(equals + 1);
    const quote = source.charCodeAt(quoted);
    if (source.charCodeAt(equals) !== EQUALS || (quote !== QUOTE && quote !== APOSTROPHE))
      this.#refuse('is not well-formed XML');
    let at = quoted + 1;
    let isPlain = true;
    for (; at < source.length; at++) {
      const code = source.charCodeAt(at);
      if (code === quote) break;
      if (code === LESS) this.#refuse('is not well-formed XML');
      if (code === AMPERSAND || code === LINE_FEED || code === TAB) isPlain = false;
    }
    if (at >= source.length) this.#refuse('does not end');
    this.#at = at + 1;
    const value = source.slice(quoted + 1, at);
    // Ends of lines and tabs are blanks there (3.3.3), unless they are references.
    return isPlain ? value : this.#resolve(value.replace(/[\n\t]/g, ' '));
  }

  #close(part: OpenPart): void {
    part.text = trimBlanks(part.text);
    if (part.text !== '' && part.children.length > 0) this.#refuse('has text beside elements');
    const within = this.#open.at(-1);
    if (within === undefined) this.#root = part;
    else if (within.children === NO_CHILDREN) within.children = [part];
    else within.children.push(part);
  }

  #skipBlanks(from: number): number {
    let at = from;
    while (isBlank(this.#source.charCodeAt(at))) at += 1;
    return at;
  }

  #endOfName(from: number): number {
    const source = this.#source;
    for (let at = from; at < source.length; at++) {
      const code = source.charCodeAt(at);
      if (isBlank(code) || code === EQUALS || code === GREATER || code === SLASH) return at;
    }
    return source.length;
  }

  #called(raw: string): string {
    const known = this.#names.get(raw);
    if (known !== undefined) return known;
    if (!NAME.test(raw)) this.#refuse('is not well-formed XML');
    const called = this.#nameOf(raw.slice(raw.indexOf(':') + 1));
    if (this.#names.size < MAX_NAMES) this.#names.set(raw, called);
    return called;
  }

  /** References to characters and entities. */
  #resolve(text: string): string {
    return text.replace(/&([^;&]{0,32};?)/g, (_, reference: string) => {
      const character = reference.endsWith(';') ? characterOf(reference.slice(0, -1)) : undefined;
      return character ?? this.#refuse('is not well-formed XML');
    });
  }

  #refuse(message: string): never {
    throw new XmlFault(this.#source.slice(0, this.#at).split('\n').length, message);
  }
}

function characterOf(reference: string): string | undefined {
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}))$/.exec(reference) ?? [];
  if (hexadecimal === undefined && decimal === undefined) return ENTITIES.get(reference);
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  if (code > 0x10_ffff) return undefined;
  const character = String.fromCodePoint(code);
  return NO_CHARACTER.test(character) ? undefined : character;
}
