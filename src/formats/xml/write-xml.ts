/** A tree as XML 1.0 text. */

/** Attributes to be written; undefined stands for one that is left out. */
export type XmlAttributes = Readonly<Record<string, string | undefined>>;

/** An element to be written: with children, or with text. Undefined stands for one that is left out. */
export type XmlNode = readonly [
  name: string,
  content: string | readonly (XmlNode | undefined)[],
  attributes?: XmlAttributes,
];

/** Characters that XML 1.0 can hold at all. */
const WRITABLE = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u;

/** White space at an end of a text, which readers take for layout. */
const BLANK_AT_END = /^[ \t\n\r]|[ \t\n\r]$/;

/**
 * Writes a document in UTF-8. Throws a RangeError for text with a character that XML cannot hold, and for text with white
 * space around it: it would not be read as it was written.
 */
export const writeXml = (root: XmlNode): string => `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, '')}\n`;

function write([name, content, attributes = {}]: XmlNode, indent: string): string {
  const tag = name + writeAttributes(attributes);
  if (typeof content === 'string') {
    return content === '' ? `${indent}<${tag}/>` : `${indent}<${tag}>${elementText(content)}</${name}>`;
  }
  const children = content.filter((child) => child !== undefined).map((child) => write(child, `${indent}  `));
  return children.length === 0
    ? `${indent}<${tag}/>`
    : `${indent}<${tag}>\n${children.join('\n')}\n${indent}</${name}>`;
}

const writeAttributes = (attributes: XmlAttributes): string =>
  Object.entries(attributes)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escapeText(value).replace(/["\t\n]/g, escape)}"`))
    .join('');

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

const escape = (character: string): string => ESCAPES[character] ?? character;

function elementText(text: string): string {
  if (BLANK_AT_END.test(text)) throw new RangeError('text has white space around it');
  return escapeText(text);
}

function escapeText(text: string): string {
  if (!WRITABLE.test(text)) throw new RangeError('XML cannot hold such a character');
  return text.replace(/[&<>\r]/g, escape);
}
