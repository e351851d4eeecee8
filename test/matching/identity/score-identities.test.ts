import { expect } from 'chai';
import fc from 'fast-check';
import {
  explainIdentities,
  scoreIdentities,
  type ScoredIdentity,
} from '../../../src/matching/identity/score-identities.js';
import { prepareName } from '../../../src/matching/names/prepare-name.js';

const person = (names: readonly string[], changes: Partial<ScoredIdentity> = {}): ScoredIdentity => ({
  names: names.map((name) => prepareName(name)),
  dateOfBirth: undefined,
  gender: undefined,
  nationalities: [],
  ...changes,
});

describe('scoreIdentities', () => {
  it('takes the best pair of names', () => {
    const stored = person(['Anna Novak', 'Anna Kovacs', 'Eva Horvath']);
    expect(scoreIdentities(person(['Anna Kovacs']), stored)).to.equal(1);
    expect(scoreIdentities(person([]), stored)).to.equal(0);
  });

  const born = (dateOfBirth: string) => person(['Anna Kovacs'], { dateOfBirth });
  const effectOf = (a: string, b: string) => explainIdentities(born(a), born(b)).qualifiers[0]!;

  // From the values that docs/matching-names.md states.
  for (const [a, b, effect, reason] of [
    ['1980-04-05', '1980-04-05', 0, 'equal'],
    ['1980-04-05', '1980-05-04', 0, 'day and month swapped'],
    ['1980-04-05', '1980-04-08', 0, 'one digit differs'],
    ['1979-02-11', '1357-11-22', 0, 'the same day in another calendar'],
    ['1980-00-00', '1980-04-05', 0, 'day or month not known'],
    ['1979-12-31', '1980-12-31', -0.08, 'one year apart'],
    ['1980-04-05', '1980-04-17', -0.08, 'same year and month, another day'],
    ['1980-04-05', '1980-11-23', -0.15, 'same year, another day'],
    ['1980-04-05', '1963-11-23', -0.25, 'different'],
    ['1980-00-00', '1963-00-00', -0.25, 'different'],
  ] as const) {
    it(`adds ${effect} for ${a} and ${b}: ${reason}`, () => {
      expect(effectOf(a, b)).to.deep.equal({ of: 'date_of_birth', effect, reason });
    });
  }

  it('lets an equal date of birth take away a quarter of what the name lacks, but not lift a name that is none', () => {
    const score = (name: string, stored: string, dateOfBirth?: string) =>
      scoreIdentities(person([name], { dateOfBirth }), person([stored], { dateOfBirth }));
    const bare = score('Bob Kovacs', 'Robert Kovacs');
    expect(score('Bob Kovacs', 'Robert Kovacs', '1980-04-05')).to.be.closeTo(bare + (1 - bare) / 4, 1e-9);
    expect(score('Bob Kovacs', 'Robert Kovacs', '1980-00-00')).to.equal(bare);
    expect(score('Eva Novak', 'Robert Kovacs', '1980-04-05')).to.equal(0);
  });

  it('minds genders and nationalities that differ, not those that are not known', () => {
    const a = person(['Anna Kovacs'], { gender: 'female', nationalities: ['XA', 'XB'] });
    expect(scoreIdentities(a, person(['Anna Kovacs']))).to.equal(1);
    expect(scoreIdentities(a, { ...a, gender: 'male' })).to.equal(0.8);
    expect(scoreIdentities(a, { ...a, nationalities: ['XC'] })).to.equal(0.85);
    expect(scoreIdentities(a, { ...a, nationalities: ['XB', 'XC'] })).to.equal(1);
  });

  it('names every reason', () => {
    const asked = person(['Bob Müller'], { dateOfBirth: '1980-04-05', gender: 'male' });
    const stored = person(['MUELLER, Robert'], { dateOfBirth: '1980-05-04', gender: 'male' });
    expect(explainIdentities(asked, stored).reasons).to.deep.equal([
      'given name: nickname',
      'family name: transliteration variant',
      'date of birth: day and month swapped',
      'gender: equal',
    ]);
  });

  const identity = fc.record({
    names: fc.array(
      fc
        .string({ unit: fc.constantFrom(...Array.from('abcdeilnorst ')), maxLength: 16 })
        .map((name) => prepareName(name)),
      { maxLength: 3 },
    ),
    dateOfBirth: fc.constantFrom(undefined, '1980-04-05', '1980-05-04', '1980-04-00', '1979-04-05', '1963-11-23'),
    gender: fc.constantFrom(undefined, 'female' as const, 'male' as const),
    nationalities: fc.array(fc.constantFrom('XA', 'XB'), { maxLength: 2 }),
  });

  it('is between 0 and 1, what the explanation says, and never higher for a worse date or another gender', () => {
    fc.assert(
      fc.property(identity, identity, (a, b) => {
        const score = scoreIdentities(a, b);
        expect(score).to.be.within(0, 1);
        expect(explainIdentities(a, b).score).to.be.closeTo(score, 1e-12);
        const of = (dateOfBirth: string) => scoreIdentities({ ...a, dateOfBirth: '1980-04-05' }, { ...b, dateOfBirth });
        const falling = ['1980-04-05', '1980-05-04', '1979-04-17', '1963-11-23'].map(of);
        expect(falling).to.deep.equal([...falling].sort((one, other) => other - one));
        const male = scoreIdentities({ ...a, gender: 'female' }, { ...b, gender: 'male' });
        expect(male).to.be.at.most(scoreIdentities({ ...a, gender: 'female' }, { ...b, gender: 'female' }));
      }),
    );
  });
});
