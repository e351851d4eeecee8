import { expect } from 'chai';
import { codePoints, textFault } from '../../../src/gateway/contract/text.js';

describe('text in requests', () => {
  const fine = [
    ['nothing', ''],
    ['plain letters', 'Anna Specimen'],
    ['Greek, Cyrillic, Arabic, Chinese', 'Παπαδόπουλος Иванов محمد 王小明'],
    ['combining marks', 'Mu\u0308ller'],
    ['a character beyond the basic plane', '\u{20bb7}野家'],
    ['a no-break space and a soft hyphen', 'a\u00a0b\u00adc'],
    ['a right-to-left mark, which orders but does not hide', 'a\u200fb'],
  ] as const;
  for (const [name, text] of fine) {
    it(`takes ${name}`, () => expect(textFault(text)).to.equal(undefined));
  }

  const faulty = [
    ['a replacement character', 'a\ufffdb', 'utf8'],
    ['a high surrogate alone', 'a\ud842b', 'utf8'],
    ['a low surrogate alone', 'a\udfb7b', 'utf8'],
    ['surrogates in the wrong order', '\udfb7\ud842', 'utf8'],
    ['a null', 'a\u0000', 'control'],
    ['a line feed', 'a\nb', 'control'],
    ['a delete', 'a\u007f', 'control'],
    ['the last C1 control', 'a\u009f', 'control'],
    ['a right-to-left override', 'a\u202eb', 'bidi'],
    ['an embedding', '\u202ab', 'bidi'],
    ['an isolate', '\u2066b', 'bidi'],
    ['a pop of an isolate', '\u2069b', 'bidi'],
  ] as const;
  for (const [name, text, rule] of faulty) {
    it(`refuses ${name}`, () => expect(textFault(text)?.rule).to.equal(rule));
  }

  it('counts code points, not UTF-16 units or bytes', () => {
    expect(codePoints('')).to.equal(0);
    expect(codePoints('Zoë')).to.equal(3);
    expect(codePoints('\u{20bb7}\u{1f600}a')).to.equal(3);
  });
});
