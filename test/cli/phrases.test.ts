import { expect } from 'chai';
import { counted, printable, spaced } from '../../src/cli/phrases.js';

describe('phrases of lines for a person', () => {
  it('hold nothing that a terminal obeys or that turns text about', () => {
    expect(printable('A\u001b[31mB\u0007\u009bC')).to.equal('A·[31mB··C');
    expect(printable('A\u202eB\u2066C\u2069\u200f\u061c\u2028D')).to.equal('A·B·C····D');
    expect(printable('Łódź – Ωmega «a b»')).to.equal('Łódź – Ωmega «a b»');
  });

  it('have the noun in the number of what is counted', () => {
    expect(counted(1, 'person', 'people')).to.equal('1 person');
    expect(counted(0, 'person', 'people')).to.equal('0 people');
    expect(counted(2, 'finding')).to.equal('2 findings');
  });

  it('have one blank where something is not told', () => {
    expect(spaced('P', '', '330102546')).to.equal('P 330102546');
    expect(spaced('', 'AUT', undefined)).to.equal('AUT');
  });
});
