/**
 * XML 1.0 as messages of other systems use it, read into a tree: elements and text, nothing else. No document type, and so
 * no entities but those of XML itself; no processing instructions; limits on size, depth and number of elements.
 */
import { createRequire } from 'node:module';
import { trimBlanks, XmlFault, type XmlLimits, type XmlPart } from './xml.js';

/** The part of the parser that is used. Its own declarations do not compile under exactOptionalPropertyTypes. */
interface SaxesParser {
  /** Where it stands, from 1. */
  readonly line: number;
  on(event: 'error', handler: (error: Error) => void): void;
  on(event: 'xmldecl', handler: (declaration: { readonly encoding?: string }) => void): void;
  on(event: 'doctype' | 'processinginstruction' | 'closetag', handler: () => void): void;
  on(event: 'opentag', handler: (tag: OpenTag) => void): void;
  on(event: 'text' | 'cdata', handler: (text: string) => void): void;
  write(text: string): this;
  close(): void;
}

/** With namespaces attributes are objects, without them texts. */
interface OpenTag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | { readonly value: string }>>;
}

const { SaxesParser } = createRequire(import.meta.url)('saxes') as {
  SaxesParser: new (options: { readonly xmlns: boolean; readonly position: true }) => SaxesParser;
};

/** An element, and where it stands. */
export interface XmlElement extends XmlPart {
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Line of its start tag, from 1. */
  readonly line: number;
}

/** How a text is read. */
export interface XmlReading {
  /** Makes of local names of elements and attributes what they are called in the tree; as they are without it. */
  readonly nameOf?: ((name: string) => string) | undefined;
  /** The text is cut out of a document: prefixes of namespaces may be declared elsewhere. */
  readonly fragment?: boolean | undefined;
  /** The text is the beginning of a document: what is open at its end counts as closed there. */
  readonly beginning?: boolean | undefined;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
  readonly line: number;
}

/** Reads a document. Throws an XmlFault that quotes nothing of it. */
export function readXml(bytes: Uint8Array, limits: XmlLimits): XmlElement {
  if (bytes.length > limits.bytes) throw new XmlFault(0, `has more than ${limits.bytes} bytes`);
  return readXmlText(textOf(bytes), limits);
}

/** Reads a text, whatever encoding its declaration names if it is a fragment or a beginning. Throws like readXml. */
export function readXmlText(
  text: string,
  limits: Omit<XmlLimits, 'bytes'>,
  { nameOf = (name) => name, fragment = false, beginning = false }: XmlReading = {},
): XmlElement {
  const parser = new SaxesParser({ xmlns: !fragment, position: true });
  const open: OpenElement[] = [];
  let elements = 0;
  let root: XmlElement | undefined;
  const refuse = (message: string): never => {
    throw new XmlFault(parser.line, message);
  };
  // The parser's own words may quote the text.
  parser.on('error', () => refuse('is not well-formed XML'));
  parser.on('xmldecl', ({ encoding }) => {
    if (!beginning && encoding !== undefined && encoding.toUpperCase() !== 'UTF-8') refuse('is not in UTF-8');
  });
  parser.on('doctype', () => refuse('has a document type, which is not read'));
  parser.on('processinginstruction', () => refuse('has a processing instruction, which is not read'));
  parser.on('opentag', ({ name, attributes }) => {
    elements += 1;
    if (elements > limits.elements) refuse(`has more than ${limits.elements} elements`);
    if (open.length >= limits.depth) refuse(`is nested more than ${limits.depth} deep`);
    open.push({
      name: nameOf(localName(name)),
      attributes: new Map(
        Object.entries(attributes)
          .filter(([key]) => !/^xmlns(?::|$)/.test(key))
          .map(([key, value]) => [nameOf(localName(key)), typeof value === 'string' ? value : value.value]),
      ),
      children: [],
      text: '',
      line: parser.line,
    });
  });
  const take = (data: string): void => {
    const within = open.at(-1);
    if (within !== undefined) within.text += data;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  const close = (): void => {
    const closed = open.pop();
    if (closed === undefined) return;
    const element: XmlElement = { ...closed, text: trimBlanks(closed.text) };
    if (element.text !== '' && element.children.length > 0) refuse('has text beside elements');
    const within = open.at(-1);
    if (within === undefined) root = element;
    else within.children.push(element);
  };
  parser.on('closetag', close);
  parser.write(text);
  if (beginning) while (open.length > 0) close();
  else parser.close();
  return root ?? refuse('has no element');
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new XmlFault(0, 'is not in UTF-8');
  }
}
