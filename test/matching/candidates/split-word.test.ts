import { expect } from 'chai';
import { splitWord } from '../../../src/matching/candidates/split-word.js';

const split = (word: string, ...tokens: readonly string[]): string[] =>
  splitWord(word, (text) => tokens.includes(text)).map(({ text, kind }) => `${text} ${kind}`);

describe('splitWord', () => {
  it('reads a word as a row of known tokens', () => {
    expect(split('ANNAMARIAKOVACS', 'ANNA', 'MARIA', 'KOVACS')).to.have.members([
      'KOVACS whole',
      'MARIA whole',
      'ANNA whole',
    ]);
  });

  it('finds every row, the longest tokens first', () => {
    expect(split('ANNAMARIA', 'ANNA', 'MARIA', 'ANN', 'AMARIA')).to.deep.equal([
      'AMARIA whole',
      'MARIA whole',
      'ANNA whole',
      'ANN whole',
    ]);
  });

  it('tells what is left beside a known token at either end', () => {
    expect(split('KARCANDEVEN', 'KARCAN', 'SEVEN')).to.deep.equal(['KARCAN known', 'DEVEN rest']);
    expect(split('JONHSMITH', 'SMITH')).to.deep.equal(['SMITH known', 'JONH rest']);
  });

  it('places pieces by their share of the word', () => {
    const pieces = splitWord('JOHNSMITH', (text) => text === 'JOHN' || text === 'SMITH');
    expect(pieces.map(({ text, from, to }) => [text, from, to])).to.deep.equal([
      ['SMITH', 4 / 9, 1],
      ['JOHN', 0, 4 / 9],
    ]);
  });

  it('does not take tokens in the middle, short ones beside nothing known, or the word itself', () => {
    expect(split('XXANNAXX', 'ANNA')).to.deep.equal([]);
    expect(split('LIXXXXXX', 'LI')).to.deep.equal([]);
    expect(split('KOVACS', 'KOVACS')).to.deep.equal([]);
    expect(split('ANNA', 'AN', 'NA')).to.deep.equal([]);
  });

  it('looks at no more of a very long word than it can', () => {
    expect(splitWord('AB'.repeat(5_000), (text) => text === 'AB' || text === 'ABAB').length).to.be.lessThan(100);
  });
});
