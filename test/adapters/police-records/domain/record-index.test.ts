import { expect } from 'chai';
import fc from 'fast-check';
import { correspondence } from '../../../../src/adapters/police-records/domain/correspondence.js';
import type { Person } from '../../../../src/adapters/police-records/domain/person.js';
import { pseudonymise } from '../../../../src/adapters/police-records/domain/pseudonymised.js';
import { RecordIndexBuilder } from '../../../../src/adapters/police-records/domain/record-index.js';
import { PSEUDONYMIZER } from '../persons.js';

/** Few and similar names and dates, so that much corresponds, nearly or not at all. */
const familyNames = fc.constantFrom(
  'Müller',
  'Mueller',
  'Miller',
  'Kowalski',
  'Kowalska',
  'García Lopez',
  'Garcia',
  'Ng',
);
const firstNames = fc.constantFrom('Anna', 'Hanna', 'Johann', 'Johannes', 'Jan', 'Maria José', 'Jo');
const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(values, { nil: undefined, freq: 4 });
const names = fc
  .record({ firstNames: maybe(firstNames), familyNames: maybe(familyNames) })
  .filter(({ firstNames: first, familyNames: family }) => first !== undefined || family !== undefined);
const persons: fc.Arbitrary<Person> = fc.record({
  names: fc.tuple(names, fc.array(names, { maxLength: 2 })).map(([own, others]): Person['names'] => [own, ...others]),
  dateOfBirth: maybe(fc.constantFrom('1975-03-14', '1975-03-00', '1975-00-00', '1975-04-14', '1976-03-14')),
  nationalities: fc.subarray(['DE', 'PL']),
  countryOfBirth: maybe(fc.constantFrom('DE', 'PL')),
  gender: maybe(fc.constantFrom('female', 'male')),
});

describe('an index of police records', () => {
  it('finds what the rule finds, record by record, best first', () => {
    fc.assert(
      fc.property(fc.array(persons, { maxLength: 30 }), persons, fc.integer({ min: 1, max: 5 }), (all, asked, most) => {
        const entries = all.map((one, at) => ({
          reference: `R${String(at).padStart(2, '0')}`,
          person: pseudonymise(one, PSEUDONYMIZER),
        }));
        const question = pseudonymise(asked, PSEUDONYMIZER);
        const expected = entries
          .flatMap(({ reference, person }) => {
            const likeness = correspondence(question, person);
            return likeness === undefined ? [] : [{ reference, likeness }];
          })
          .sort((a, b) => b.likeness - a.likeness || a.reference.localeCompare(b.reference));
        const builder = new RecordIndexBuilder();
        for (const entry of entries) builder.add(entry);
        const found = builder.build().search(question, most);
        expect(found.matchCount).to.equal(expected.length);
        expect(found.matches).to.deep.equal(expected.slice(0, most));
      }),
      { numRuns: 300 },
    );
  });

  it('finds nothing in an empty index', () => {
    const asked = pseudonymise(
      {
        names: [{ firstNames: 'Anna', familyNames: 'Müller' }],
        dateOfBirth: '1975-03-14',
        nationalities: [],
        countryOfBirth: undefined,
        gender: undefined,
      },
      PSEUDONYMIZER,
    );
    expect(new RecordIndexBuilder().build().search(asked, 10)).to.deep.equal({ matchCount: 0, matches: [] });
  });

  it('holds more than fits into its first arrays', () => {
    const builder = new RecordIndexBuilder();
    for (let at = 0; at < 3_000; at++) {
      const person = pseudonymise(
        {
          names: [{ firstNames: 'Anna', familyNames: at === 2_999 ? 'Zwölf' : 'Müller' }],
          dateOfBirth: undefined,
          nationalities: [],
          countryOfBirth: undefined,
          gender: undefined,
        },
        PSEUDONYMIZER,
      );
      builder.add({ reference: `R${at}`, person });
    }
    const index = builder.build();
    expect(index.size).to.equal(3_000);
    const asked = pseudonymise(
      {
        names: [{ firstNames: 'Anna', familyNames: 'Zwolf' }],
        dateOfBirth: undefined,
        nationalities: [],
        countryOfBirth: undefined,
        gender: undefined,
      },
      PSEUDONYMIZER,
    );
    expect(index.search(asked, 10)).to.deep.equal({ matchCount: 1, matches: [{ reference: 'R2999', likeness: 1 }] });
  });
});
