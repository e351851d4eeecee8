import { expect } from 'chai';
import fc from 'fast-check';
import { compareNames, names } from '../../../src/matching/names/compare-names.js';
import { isOneEditApart, isOneSwapApart } from '../../../src/matching/names/edits.js';

/** "forename|surname" */
const person = (text: string) => {
  const [forename = '', surname = ''] = text.split('|');
  return names(surname, forename);
};

describe('compareNames', () => {
  const similar: readonly [string, string, string, string][] = [
    ['John|Smith', 'John|Smieth', 'inexact', 'one_edit'],
    ['Eva|Müller', 'Eva|Mueller', 'exact', 'transliteration'],
    ['Eva|Müller', 'Eva|Muller', 'transliterated', 'transliteration'],
    ['Anna Maria|Kovacs', 'Maria Anna|Kovacs', 'inexact', 'word_order'],
    ['Peter|Nagy', 'Nagy|Peter', 'inexact', 'inversion'],
    ['Ivan|Petrov', 'Ivan|Petorv', 'inexact', 'letters_swapped'],
    ['Ion|Marin', 'Ion|Miran', 'inexact', 'letters_swapped'],
    ['Luc|Saint-Clair', 'Luc|Saint Clair', 'exact', 'punctuation'],
    ['Nikos|Papadopoulos', 'Nikos|Papadopou', 'inexact', 'truncation'],
    ['Ana|De Souza', '|Ana De Souza', 'inexact', 'regrouped'],
    ['Νίκος|Παπαδόπουλος', 'Nikos|Papadopoulos', 'transliterated', 'transliteration'],
    ['Anna|Kovacs', 'Anna Maria|Kovacs', 'inexact', 'truncation'],
    ['Anna|Kovacs', '|Kovacs', 'inexact', 'truncation'],
  ];
  for (const [a, b, level, rule] of similar) {
    it(`finds ${a} and ${b} ${level} by ${rule}`, () => {
      expect(compareNames(person(a), person(b))).to.deep.equal({ level, rules: [rule] });
    });
  }

  const different: readonly [string, string][] = [
    ['John|Smith', 'John|Johnsson'],
    ['John|Smith', 'Jon|Smyth'],
    ['John|Smith', 'Mary|Smith'],
    ['Bo|Li', 'Bo|Wu'],
    ['An|Kovacs', 'Anna Maria|Kovacs'],
    ['Anna Maria|Kovacs', 'Eva Maria|Kovacs'],
  ];
  for (const [a, b] of different) {
    it(`tells ${a} from ${b}`, () => {
      expect(compareNames(person(a), person(b))).to.equal(undefined);
      expect(compareNames(person(b), person(a))).to.equal(undefined);
    });
  }

  it('combines two rules, but never two edits', () => {
    expect(compareNames(person('Peter|Nagy'), person('Nagi|Peter'))?.rules).to.have.members(['inversion', 'one_edit']);
    expect(compareNames(person('Anna Maria|Kovacs'), person('Marja Anna|Kovacs'))?.rules).to.have.members([
      'word_order',
      'one_edit',
    ]);
    expect(compareNames(person('Petar|Nagy'), person('Nagi|Peter'))).to.equal(undefined);
  });

  it('counts a rule once, however many fields it applies to', () => {
    const inverted = compareNames(person('Jürgen|Müller'), person('Muller|Jurgen'));
    expect(inverted).to.deep.equal({ level: 'inexact', rules: ['inversion', 'transliteration'] });
    const edited = compareNames(person('Jürgen|Müller'), person('Jurgn|Muller'));
    expect(edited).to.deep.equal({ level: 'inexact', rules: ['transliteration', 'one_edit'] });
    // One edit in each field is two edits, not one rule.
    expect(compareNames(person('Jürgen|Müller'), person('Jurgn|Mullr'))).to.equal(undefined);
  });

  it('does not compare a forename that was not asked for', () => {
    expect(compareNames(person('|Smith'), person('John|Smith'))).to.deep.equal({ level: 'exact', rules: [] });
  });

  const anyName = fc.string({ unit: fc.constantFrom(...Array.from('aábcÄüßĽшΩ -’')), minLength: 1, maxLength: 12 });

  it('finds every name equal to itself, and answers alike from both sides', () => {
    fc.assert(
      fc.property(anyName, anyName, anyName, anyName, (s1, f1, s2, f2) => {
        const [a, b] = [names(s1, `x${f1}`), names(s2, `x${f2}`)];
        expect(compareNames(a, a)).to.deep.equal({ level: 'exact', rules: [] });
        expect(compareNames(a, b)?.level).to.equal(compareNames(b, a)?.level);
      }),
    );
  });
});

describe('edits', () => {
  it('count one insertion, deletion or substitution', () => {
    for (const [a, b] of [
      ['SMITH', 'SMIETH'],
      ['SMIETH', 'SMITH'],
      ['SMITH', 'SMYTH'],
      ['A', 'AB'],
      ['AAB', 'AAAB'],
    ] as const) {
      expect(isOneEditApart(a, b), `${a} ${b}`).to.equal(true);
    }
    for (const [a, b] of [
      ['SMITH', 'SMITH'],
      ['SMITH', 'SMIETHS'],
      ['', 'A'],
      ['AB', 'BA'],
      ['ABCD', 'ABDE'],
    ] as const) {
      expect(isOneEditApart(a, b), `${a} ${b}`).to.equal(false);
    }
  });

  it('count one exchange of two different letters', () => {
    expect(isOneSwapApart('PETROV', 'PETORV')).to.equal(true);
    expect(isOneSwapApart('MARIN', 'MIRAN')).to.equal(true);
    for (const [a, b] of [
      ['AB', 'AB'],
      ['AB', 'CA'],
      ['ABC', 'BCA'],
      ['AB', 'BAB'],
    ] as const) {
      expect(isOneSwapApart(a, b), `${a} ${b}`).to.equal(false);
    }
  });
});
