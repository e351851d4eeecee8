import { expect } from 'chai';
import { NameSearch, type NameQuery, type SearchableName } from '../../../src/matching/candidates/name-search.js';
import { hasWords } from '../../../src/matching/candidates/name-words.js';
import { scoreIdentities, THRESHOLDS, type ScoredIdentity } from '../../../src/matching/identity/score-identities.js';
import { compareNames, names } from '../../../src/matching/names/compare-names.js';
import { prepareName } from '../../../src/matching/names/prepare-name.js';
import { generatePopulation } from '../../../src/world/population.js';
import { createRandom } from '../../../src/world/random.js';
import { VARIATION_NAMES, vary, type WrittenName } from './variations.js';

const ALL = new Uint8Array(8).fill(1);
const NOTHING_ELSE = { gender: undefined, nationalities: [] } as const;

const person = (name: string, owner: number, more: Partial<SearchableName> = {}): SearchableName => {
  const [given = '', family = ''] = name.split('|');
  return { given, family, dateOfBirth: undefined, ...NOTHING_ELSE, group: 0, owner, ...more };
};

function holding(...people: readonly SearchableName[]): NameSearch {
  const search = new NameSearch();
  for (const one of people) search.add(one);
  return search;
}

const ask = (search: NameSearch, name: string, more: Partial<NameQuery> = {}) =>
  search.search({
    name: prepareName(name),
    dateOfBirth: undefined,
    ...NOTHING_ELSE,
    visible: ALL,
    leastScore: THRESHOLDS.review,
    limit: 20,
    ...more,
  });

const owners = (found: readonly { readonly owner: number }[]): number[] => found.map(({ owner }) => owner);

describe('NameSearch', () => {
  it('finds a name in another script, order and spelling, and says how well it corresponds', () => {
    const search = holding(person('Юлия|Щербакова', 1), person('Jürgen|Müller', 2));
    const { found, truncated } = ask(search, 'SHCHERBAKOVA, Iuliia');
    expect(owners(found)).to.deep.equal([1]);
    expect(found[0]?.score).to.equal(1);
    expect(truncated).to.equal(false);
    expect(owners(ask(search, 'Juergen Mueller').found)).to.deep.equal([2]);
  });

  it('counts date of birth, gender and nationality as the names engine does', () => {
    const known = { dateOfBirth: '1980-04-05', gender: 'female', nationalities: ['XA', 'XB'] } as const;
    const search = holding(person('Eva|Kovacs', 1, known));
    for (const asked of [
      known,
      { ...known, dateOfBirth: '1961-01-09' },
      { ...known, gender: 'male' as const, nationalities: ['XC'] },
    ]) {
      const expected = scoreIdentities(
        { ...asked, names: [prepareName('Eva Kovacs')] },
        { ...known, names: [prepareName({ given: 'Eva', family: 'Kovacs' })] },
      );
      expect(ask(search, 'Eva Kovacs', { ...asked, leastScore: 0 }).found[0]?.score).to.equal(expected);
    }
  });

  it('explains an entry by the score that it was found with', () => {
    const known = { dateOfBirth: '1980-05-04', gender: 'female', nationalities: ['XA'] } as const;
    const search = holding(person('Юлия|Щербакова', 1, known));
    const asked = { name: prepareName('SHCHERBAKOVA, Iuliia'), ...known, dateOfBirth: '1980-04-05' };
    const [found] = ask(search, '', asked).found;
    const { score, reasons } = search.explain(found!.entry, asked);
    expect(score).to.equal(found!.score);
    expect(reasons.slice(2)).to.deep.equal([
      'date of birth: day and month swapped',
      'gender: equal',
      'nationality: equal',
    ]);
  });

  it('tells which names it looks for', () => {
    for (const name of ['Kovacs', 'E. Kovacs', 'Li', '王', 'Ковач'])
      expect(hasWords(prepareName(name)), name).to.equal(true);
    for (const name of ['', 'E. K.', 'É', '-']) expect(hasWords(prepareName(name)), name).to.equal(false);
  });

  it('keeps apart who corresponds and who has less in common', () => {
    const search = holding(person('Eva|Kovacs', 1), person('Eva|Novak', 2), person('Ludovic|Quint', 3));
    const { found, further } = ask(search, 'Eva Kovacs');
    expect(owners(found)).to.deep.equal([1]);
    expect(owners(further)).to.deep.equal([2]);
  });

  it('lists somebody with several names once, by the one that is most like', () => {
    const search = new NameSearch();
    search.add(person('Eva|Kovats', 7));
    const own = search.add(person('Eva|Kovacs', 7));
    const { found, further } = ask(search, 'Eva Kovacs');
    expect(found).to.deep.equal([{ owner: 7, entry: own, score: 1 }]);
    expect(further).to.deep.equal([]);
  });

  it('says when more correspond than it may list', () => {
    const search = holding(...Array.from({ length: 30 }, (_, owner) => person('Eva|Kovacs', owner)));
    expect(ask(search, 'Eva Kovacs', { limit: 30 }).truncated).to.equal(false);
    const cut = ask(search, 'Eva Kovacs', { limit: 29 });
    expect(cut.truncated).to.equal(true);
    expect(owners(cut.found)).to.deep.equal(Array.from({ length: 29 }, (_, owner) => owner));
  });

  it('forgets who was removed, and gives their place to somebody else', () => {
    const search = new NameSearch();
    const entry = search.add(person('Ева|Ковач', 1));
    search.remove(entry);
    expect(search.size).to.equal(0);
    expect(ask(search, 'Eva Kovach').found).to.deep.equal([]);
    expect(search.add(person('Li|Wu', 2))).to.equal(entry);
    expect(owners(ask(search, 'Li Wu').found)).to.deep.equal([2]);
  });

  for (const [what, name] of [
    ['a name longer than any', `${'A'.repeat(3_000)}|Zedler`],
    ['half of a surrogate pair', 'Anna|Zed\ud800ler'],
  ] as const) {
    it(`finds ${what}, and shows nobody in its place once it is removed`, () => {
      const search = new NameSearch();
      const entry = search.add(person(name, 1));
      expect(owners(ask(search, 'Zedler', { leastScore: 0.01 }).found)).to.deep.equal([1]);
      search.remove(entry);
      search.add(person('Bruno|Kovacs', 2));
      expect(ask(search, 'Zedler')).to.deep.equal({ found: [], further: [], truncated: false });
    });
  }

  it('does not mind what no name should hold', () => {
    const strange = ['\0|\0', '|', ' | ', '‮|evaK', `${'A'.repeat(10_000)}|B`, '\ud800|\udfff', '¿?|!', '12|34'];
    const search = new NameSearch();
    const entries = strange.map((name, owner) => search.add(person(name, owner)));
    for (const name of strange) expect(() => ask(search, name.replace('|', ' '))).to.not.throw();
    for (const entry of entries) search.remove(entry);
    expect(search.size).to.equal(0);
  });

  it('shows nobody of a group that may not be seen, and counts none', () => {
    const search = holding(
      person('Eva|Kovacs', 1, { group: 1 }),
      ...Array.from({ length: 400 }, (_, at) => person('Eva|Kovacs', 10 + at, { group: 2 })),
    );
    const { found, further, truncated } = ask(search, 'Eva Kovacs', { visible: Uint8Array.from([0, 1, 0]) });
    expect({ found: owners(found), further, truncated }).to.deep.equal({ found: [1], further: [], truncated: false });
  });
});

describe('NameSearch against comparing everybody', () => {
  const PERSONS = 1_500;
  const SOUGHT = 25;
  const people = [...generatePopulation({ seed: 3, persons: PERSONS })];
  const fields = people.map(({ surname, forename }) => names(surname, forename));
  const identities = people.map(({ surname, forename, dateOfBirth }): ScoredIdentity => ({
    names: [prepareName({ given: forename, family: surname })],
    dateOfBirth,
    ...NOTHING_ELSE,
  }));
  const search = holding(
    ...people.map(({ surname, forename, dateOfBirth }, owner) =>
      person(`${forename}|${surname}`, owner, { dateOfBirth }),
    ),
  );

  function* questions(): Generator<{ readonly name: WrittenName; readonly dateOfBirth: string }> {
    const random = createRandom(9, 'variations');
    for (let nth = 0; nth < SOUGHT; nth++) {
      const sought = people[random.below(PERSONS)]!;
      for (const variation of VARIATION_NAMES) {
        const name = vary(variation, sought, random);
        if (name !== undefined) yield { name, dateOfBirth: sought.dateOfBirth };
      }
    }
  }

  it('finds everybody whose names the rules of the Regulation call similar', function () {
    this.timeout(120_000);
    const missed: string[] = [];
    let similar = 0;
    for (const { name } of questions()) {
      const asked = names(name.surname, name.forename);
      const { found, further } = ask(search, '', {
        name: prepareName({ given: name.forename, family: name.surname }),
        limit: PERSONS,
      });
      const met = new Set(owners([...found, ...further]));
      fields.forEach((stored, owner) => {
        if (compareNames(asked, stored) === undefined) return;
        similar++;
        if (!met.has(owner))
          missed.push(`${name.forename}|${name.surname} ~ ${people[owner]?.forename}|${people[owner]?.surname}`);
      });
    }
    expect(similar).to.be.greaterThan(250);
    expect(missed).to.deep.equal([]);
  });

  it('finds everybody who scores enough for a review, with and without a date of birth', function () {
    this.timeout(120_000);
    const missed: string[] = [];
    let worthIt = 0;
    for (const { name, dateOfBirth } of questions()) {
      const prepared = prepareName({ given: name.forename, family: name.surname });
      for (const date of [dateOfBirth, undefined]) {
        const met = new Set(owners(ask(search, '', { name: prepared, dateOfBirth: date, limit: PERSONS }).found));
        const asked = { names: [prepared], dateOfBirth: date, ...NOTHING_ELSE };
        identities.forEach((stored, owner) => {
          if (scoreIdentities(asked, stored) < THRESHOLDS.review) return;
          worthIt++;
          if (!met.has(owner))
            missed.push(`${name.forename}|${name.surname} ~ ${people[owner]?.forename}|${people[owner]?.surname}`);
        });
      }
    }
    expect(worthIt).to.be.greaterThan(400);
    expect(missed).to.deep.equal([]);
  });
});
