import { expect } from 'chai';
import fc from 'fast-check';
import { compareIdentities, type RuledIdentity } from '../../../src/matching/identity/compare-identities.js';

/** "forename|surname" */
const person = (text: string, changes: Partial<RuledIdentity> = {}): RuledIdentity => {
  const [forename = '', surname = ''] = text.split('|');
  return {
    surnames: surname === '' ? [] : [surname],
    forenames: forename === '' ? [] : [forename],
    dateOfBirth: '1980-04-05',
    gender: 'female',
    nationalities: ['XA'],
    placeOfBirth: 'Musterstadt',
    ...changes,
  };
};

/** A person with all names in the surname field. */
const single = (name: string) => person('', { surnames: [name] });

describe('compareIdentities', () => {
  it('finds the same identity where all four categories are equal', () => {
    expect(compareIdentities(person('Eva|Kovacs'), person('EVA|KOVACS'))).to.deep.equal({
      verdict: 'same',
      names: { verdict: 'same', rules: [] },
      dateOfBirth: { verdict: 'same', rules: [] },
      gender: { verdict: 'same', rules: [] },
      origin: { verdict: 'same', rules: [] },
    });
  });

  // Annex II, names, letters a to h; the Commission's glossary gives Smith/Smieth and Smith/Johnsson.
  const names: readonly [string, RuledIdentity, RuledIdentity, string | undefined][] = [
    ['John Smith, John Smieth', person('John|Smith'), person('John|Smieth'), 'one_edit'],
    ['John Smith, John Johnsson', person('John|Smith'), person('John|Johnsson'), undefined],
    ['Eva Müller, Eva Mueller', person('Eva|Müller'), person('Eva|Mueller'), 'transliteration'],
    ['Anna Maria, Maria Anna', person('Anna Maria|Kovacs'), person('Maria Anna|Kovacs'), 'word_order'],
    ['Peter Nagy, Nagy Peter', person('Peter|Nagy'), person('Nagy|Peter'), 'inversion'],
    ['Petrov, Petorv', person('Ivan|Petrov'), person('Ivan|Petorv'), 'letters_swapped'],
    ['Marin, Miran', person('Ion|Marin'), person('Ion|Miran'), 'letters_swapped'],
    ['Saint-Clair, Saint Clair', person('Luc|Saint-Clair'), person('Luc|Saint Clair'), 'punctuation'],
    ['Papadopoulos, Papadopou', person('Nikos|Papadopoulos'), person('Nikos|Papadopou'), 'truncation'],
    ['Ana|De Souza, Ana De Souza', person('Ana|De Souza'), single('Ana De Souza'), 'regrouped'],
    ['John Smith, Jon Smyth', person('John|Smith'), person('Jon|Smyth'), undefined],
    ['John Smith, Smith', person('John|Smith'), single('Smith'), undefined],
  ];
  for (const [label, a, b, rule] of names) {
    it(`takes ${label} for ${rule === undefined ? 'different' : `similar by ${rule}`}`, () => {
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        const result = compareIdentities(one, other);
        expect(result.verdict).to.equal(rule === undefined ? 'different' : 'similar');
        expect(result.names.rules).to.deep.equal(rule === undefined ? [] : [rule]);
      }
    });
  }

  // Annex II, date of birth, letters a, b and c.
  const dates: readonly [string, string, string | undefined][] = [
    ['1980-04-05', '1980-05-04', 'day_month_inverted'],
    ['1980-04-05', '1981-04-05', 'one_digit'],
    ['1980-11-30', '1980-12-30', 'one_digit'],
    ['1979-02-11', '1357-11-22', 'calendar'],
    ['1980-04-05', '1991-04-06', undefined],
    ['1980-04-05', '1980-00-00', undefined],
    ['1980-00-00', '1980-00-00', undefined],
  ];
  for (const [a, b, rule] of dates) {
    it(`takes ${a} and ${b} for ${rule === undefined ? 'different' : `similar by ${rule}`}`, () => {
      const result = compareIdentities(
        person('Eva|Kovacs', { dateOfBirth: a }),
        person('Eva|Kovacs', { dateOfBirth: b }),
      );
      expect(result.verdict).to.equal(rule === undefined ? 'different' : 'similar');
      expect(result.dateOfBirth.rules).to.deep.equal(rule === undefined ? [] : [rule]);
    });
  }

  it('knows no rule by which genders are similar', () => {
    const result = compareIdentities(person('Eva|Kovacs'), person('Eva|Kovacs', { gender: 'male' }));
    expect([result.verdict, result.gender.verdict]).to.deep.equal(['different', 'different']);
  });

  // Annex I, point 4, and Annex II, nationality and place of birth, letters a, b and c.
  const origins: readonly [string, Partial<RuledIdentity>, Partial<RuledIdentity>, string, string | undefined][] = [
    ['one nationality in common', { nationalities: ['XA', 'XB'] }, { nationalities: ['xb'] }, 'same', undefined],
    ['a state that fell apart', { nationalities: ['SUN'] }, { nationalities: ['LVA'] }, 'similar', 'renamed'],
    [
      'two states that came of one',
      { nationalities: ['RUS'], placeOfBirth: undefined },
      { nationalities: ['LVA'] },
      'different',
      undefined,
    ],
    [
      'a city by its former name',
      { nationalities: ['XA'], placeOfBirth: 'Leningrad' },
      { nationalities: ['XB'], placeOfBirth: 'Санкт-Петербург' },
      'similar',
      'renamed',
    ],
    [
      'a town in another transliteration',
      { nationalities: ['XA'], placeOfBirth: 'Nürnberg' },
      { nationalities: ['XB'], placeOfBirth: 'Nuernberg' },
      'similar',
      'transliteration',
    ],
    [
      'a town with one letter changed',
      { nationalities: ['XA'], placeOfBirth: 'Graz' },
      { nationalities: ['XB'], placeOfBirth: 'Gratz' },
      'similar',
      'one_edit',
    ],
    [
      'nothing in common',
      { nationalities: ['XA'], placeOfBirth: 'Graz' },
      { nationalities: ['XB'], placeOfBirth: 'Porto' },
      'different',
      undefined,
    ],
  ];
  for (const [label, a, b, verdict, rule] of origins) {
    it(`takes ${label} for ${verdict}`, () => {
      const result = compareIdentities(person('Eva|Kovacs', a), person('Eva|Kovacs', b));
      expect(result.origin).to.deep.equal({ verdict, rules: rule === undefined ? [] : [rule] });
      expect(result.verdict).to.equal(verdict);
    });
  }

  it('compares names at birth and previous names as well', () => {
    const a = person('Eva|', { surnames: ['Novak', 'Kovacs'], forenames: ['Eva', 'Ewa'] });
    expect(compareIdentities(a, person('Ewa|Kovacs')).verdict).to.equal('same');
  });

  it('never takes missing data for equal', () => {
    const whole = person('Eva|Kovacs');
    for (const change of [
      { dateOfBirth: undefined },
      { gender: undefined },
      { nationalities: [] },
      { surnames: [] },
    ] satisfies Partial<RuledIdentity>[]) {
      const part = person('Eva|Kovacs', change);
      expect(compareIdentities(whole, part).verdict).to.equal('different');
      expect(compareIdentities(part, part).verdict).to.equal('different');
    }
  });

  const name = fc.string({ unit: fc.constantFrom(...Array.from('aäbcÜшΩ -’')), minLength: 1, maxLength: 10 });
  const identity: fc.Arbitrary<RuledIdentity> = fc.record({
    surnames: fc.array(name, { maxLength: 3 }),
    forenames: fc.array(name, { maxLength: 3 }),
    dateOfBirth: fc.constantFrom(undefined, '1980-04-05', '1980-05-04', '1980-00-00'),
    gender: fc.constantFrom(undefined, 'female', 'male'),
    nationalities: fc.array(fc.constantFrom('XA', 'SUN', 'RUS'), { maxLength: 2 }),
    placeOfBirth: fc.option(name, { nil: undefined }),
  });

  it('gives both sides the same answer', () => {
    fc.assert(
      fc.property(identity, identity, (a, b) => {
        const [one, other] = [compareIdentities(a, b), compareIdentities(b, a)];
        expect(one.verdict).to.equal(other.verdict);
        expect(one.names.verdict).to.equal(other.names.verdict);
        expect(one.origin).to.deep.equal(other.origin);
      }),
    );
  });
});
