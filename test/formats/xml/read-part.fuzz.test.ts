/** The reader of cut-out elements against the parser of whole documents: both read the same, or refuse the same. */
import { expect } from 'chai';
import fc from 'fast-check';
import { XmlPartReader } from '../../../src/formats/xml/read-part.js';
import { readXmlText } from '../../../src/formats/xml/read-xml.js';
import { XmlFault, type XmlPart } from '../../../src/formats/xml/xml.js';
import { fuzzRounds } from '../../helpers/fuzz.js';

const LIMITS = { depth: 4, elements: 12 };
const ATTRIBUTES = ['a', 'b', 'é', 'c.1'];
const nameOf = (name: string): string => name.toLowerCase();
const parts = new XmlPartReader(LIMITS, nameOf);

/** A tree as text, or that there is none. */
function outcomeOf(read: () => XmlPart): string {
  const told = ({ name, attributes, children, text }: XmlPart): unknown => [
    name,
    ATTRIBUTES.map((one) => attributes.get(one)),
    text,
    children.map(told),
  ];
  try {
    return JSON.stringify(told(read()));
  } catch (error) {
    if (error instanceof XmlFault) return 'refused';
    throw error;
  }
}

const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom(
      'x',
      ' ',
      '\n',
      '\r',
      '\t',
      '&amp;',
      '&#233;',
      '&#xA;',
      '&#0;',
      '&b;',
      '&',
      ';',
      ']',
      '>',
      'é',
      '\u0001',
    ),
  }),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const quoted = fc
  .tuple(text, fc.constantFrom('"', "'"))
  .map(([value, quote]) => `${quote}${value.replaceAll(quote, '')}${quote}`);
const attribute = fc
  .tuple(
    fc.constantFrom(' ', '\n ', '  '),
    fc.constantFrom('a', 'A', 'b', 'é', 'c.1', '1', 'xmlns'),
    fc.constantFrom('=', ' = '),
    quoted,
  )
  .map((all) => all.join(''));
const { element } = fc.letrec<{ element: string; content: string }>((tie) => ({
  element: fc
    .tuple(
      fc.constantFrom('r', 'R', 'p-1', 'ñ'),
      fc.array(attribute, { maxLength: 3 }),
      tie('content'),
      fc.constantFrom('', ' ', '\r\n'),
    )
    .map(([name, attributes, content, blank]) =>
      content === ''
        ? `<${name}${attributes.join('')}${blank}/>`
        : `<${name}${attributes.join('')}>${content}</${name}${blank}>`,
    ),
  content: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(''),
    text.map((value) => value.replaceAll('<', '')),
    fc.array(tie('element'), { maxLength: 4 }).map((all) => all.join('\n')),
    text.map((value) => `<![CDATA[${value}]]>`),
    fc.tuple(text, tie('element')).map(([value, one]) => `<!--${value}-->${one}`),
  ),
}));
const MARKS = [
  '<',
  '>',
  '/',
  '&',
  ';',
  '!',
  '?',
  '[',
  ']',
  '"',
  '=',
  'a',
  ' ',
  '-',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '</r>',
  '<r>',
  '<?x?>',
  '<!DOCTYPE r>',
];

describe('an element that was cut out of a document', () => {
  const agree = (source: string): void => {
    // The declaration of XML belongs to documents, and no bytes are decoded to half a character.
    fc.pre(!source.startsWith('<?xml') && !/\p{Surrogate}/u.test(source));
    expect(
      outcomeOf(() => parts.read(source)),
      JSON.stringify(source),
    ).to.equal(outcomeOf(() => readXmlText(source, LIMITS, { nameOf })));
  };

  it('is read as in a document', () => {
    fc.assert(fc.property(element, agree), fuzzRounds(2_000));
  });

  it('is refused as in a document, whatever is put into it', () => {
    const damaged = fc
      .tuple(element, fc.nat(), fc.nat(3), fc.constantFrom(...MARKS))
      .map(([one, at, out, mark]) => one.slice(0, at % one.length) + mark + one.slice((at % one.length) + out));
    fc.assert(fc.property(damaged, agree), fuzzRounds(2_000));
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...MARKS) }), agree), fuzzRounds(1_000));
  });

  it('may have as many attributes as it likes, each once, and names as they are called', () => {
    const many = Array.from({ length: 100 }, (_, at) => ` A${at}="${at}"`).join('');
    expect(parts.read(`<r${many}/>`).attributes.get('a99')).to.equal('99');
    expect(() => parts.read(`<r${many} A7=""/>`)).to.throw(XmlFault);
    // Two names that are called alike: the last one counts.
    expect(parts.read('<r a="1" A="2"/>').attributes.get('a')).to.equal('2');
    expect(parts.read(`<r${many} a7="x"/>`).attributes.get('a7')).to.equal('x');
    expect(parts.read('<p:r p:a="1" xmlns:p="urn:x"/>').attributes.get('a')).to.equal('1');
  });

  it('is told by its line where it is refused', () => {
    expect(() => parts.read('<r>\n<r>\n</a></r>'))
      .to.throw(XmlFault)
      .with.property('line', 3);
  });
});
