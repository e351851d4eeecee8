import { expect } from 'chai';
import fc from 'fast-check';
import { readXml, type XmlElement } from '../../../src/formats/xml/read-xml.js';
import { writeXml } from '../../../src/formats/xml/write-xml.js';
import { XmlFault } from '../../../src/formats/xml/xml.js';

const LIMITS = { bytes: 10_000, depth: 4, elements: 20 };
const read = (text: string): XmlElement => readXml(Buffer.from(text), LIMITS);
const faultOf = (text: string | Buffer): string => {
  try {
    readXml(Buffer.from(text), LIMITS);
    return 'none';
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    return `${error.line}: ${error.message}`;
  }
};

describe('reading XML', () => {
  it('gives elements, attributes and text', () => {
    const root = read(
      '<?xml version="1.0" encoding="utf-8"?>\n<p:a xmlns:p="urn:x" n="1">\n <b> x &amp; <![CDATA[<y>]]> </b><c/><!-- no --></p:a>',
    );
    expect(root.name).to.equal('a');
    expect([...root.attributes]).to.deep.equal([['n', '1']]);
    expect(root.children.map(({ name, text, line }) => [name, text, line])).to.deep.equal([
      ['b', 'x & <y>', 3],
      ['c', '', 3],
    ]);
  });

  for (const [what, text, fault] of [
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', '1: has a document type, which is not read'],
    [
      'entities that grow',
      '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
      '1: has a document type, which is not read',
    ],
    ['an external entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', '1: has a document type, which is not read'],
    ['an unknown entity', '<a>&b;</a>', '1: is not well-formed XML'],
    ['a processing instruction', '<a><?php x?></a>', '1: has a processing instruction, which is not read'],
    ['another encoding', '<?xml version="1.0" encoding="UTF-16"?><a/>', '1: is not in UTF-8'],
    ['tags that do not match', '<a>\n<b></a>', '2: is not well-formed XML'],
    ['an attribute twice', '<a b="1" b="2"/>', '1: is not well-formed XML'],
    ['two roots', '<a/><b/>', '1: is not well-formed XML'],
    ['text beside elements', '<a>x<b/></a>', '1: has text beside elements'],
    ['nothing', '', '1: is not well-formed XML'],
    ['elements too deep', '<a><a><a><a><a/></a></a></a></a>', '1: is nested more than 4 deep'],
    ['too many elements', `<a>${'<b/>'.repeat(20)}</a>`, '1: has more than 20 elements'],
    ['too many bytes', `<a>${'x'.repeat(10_000)}</a>`, '0: has more than 10000 bytes'],
  ] as const) {
    it(`refuses ${what}`, () => expect(faultOf(text)).to.equal(fault));
  }

  it('refuses what is not UTF-8', () => {
    expect(faultOf(Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]))).to.equal('0: is not in UTF-8');
  });

  it('answers for any bytes with a tree or a fault', () => {
    const mark = fc.constantFrom('<', '>', '/', '&', ';', '!', '?', '[', ']', '"', '=', 'a', 'b', ' ', '-');
    const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: mark }));
    fc.assert(
      fc.property(anyText, (text) => {
        expect(faultOf(text)).to.match(/^(none|\d+: .+)$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('writing XML', () => {
  it('escapes, and reads back what it wrote', () => {
    const name = fc.constantFrom('a', 'b', 'c_1');
    const text = fc
      .string({ unit: 'grapheme' })
      .map((value) => value.replace(/[^\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ''))
      .map((value) => value.replace(/^ +| +$/g, ''));
    const leaf = fc.tuple(name, text);
    fc.assert(
      fc.property(fc.array(leaf, { maxLength: 10 }), (leaves) => {
        const root = read(writeXml(['root', leaves]));
        expect(root.children.map((child) => [child.name, child.text])).to.deep.equal(leaves);
      }),
    );
  });

  it('refuses blanks around a text, which would not be read again, and keeps all others', () => {
    for (const text of [' a', 'a ', ' ', '\ta', 'a\n', 'a\r']) {
      expect(() => writeXml(['root', [['a', text]]]), JSON.stringify(text)).to.throw(RangeError);
    }
    for (const text of ['a b', 'a\nb', 'a\rb', '\u00a0a\u00a0', '\ufeff', '\u2003']) {
      expect(read(writeXml(['root', [['a', text]]])).children[0]?.text, JSON.stringify(text)).to.equal(text);
    }
  });

  it('refuses what XML cannot hold', () => {
    expect(() => writeXml(['a', '\u0000'])).to.throw(RangeError);
  });
});
