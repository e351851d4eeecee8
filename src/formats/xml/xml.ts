/** What readers of XML give and refuse. */

/** An element. It has children, or text, or neither; what has both is refused. */
export interface XmlPart {
  /** Local name: prefixes of namespaces say nothing here. */
  readonly name: string;
  readonly attributes: XmlNamed;
  readonly children: readonly XmlPart[];
  /** Without the white space of XML around it: blanks, tabs and ends of lines. */
  readonly text: string;
}

/** Attributes by their names. */
export interface XmlNamed {
  get(name: string): string | undefined;
}

/** How much is read. */
export interface XmlLimits {
  readonly bytes: number;
  readonly depth: number;
  readonly elements: number;
}

/** Why a text is not read. */
export class XmlFault extends Error {
  override readonly name = 'XmlFault';
  /** From 1; 0 for the text as a whole. */
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** String.trim would take more: XML knows four characters of white space (XML 1.0, 2.3). */
export function trimBlanks(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && isBlank(text.charCodeAt(from))) from += 1;
  while (from < to && isBlank(text.charCodeAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
