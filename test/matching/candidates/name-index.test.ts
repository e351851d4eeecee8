import { expect } from 'chai';
import fc from 'fast-check';
import { NameIndex, type IndexedName, type NameCandidates } from '../../../src/matching/candidates/name-index.js';

const ALL = new Uint8Array(8).fill(1);

const named = (name: string, owner: number, more: Partial<IndexedName> = {}): IndexedName => ({
  words: name.split(' ').map((word) => [word]),
  dateOfBirth: undefined,
  group: 0,
  owner,
  ...more,
});

function indexOf(...entries: readonly IndexedName[]): NameIndex {
  const index = new NameIndex();
  for (const entry of entries) index.add(entry);
  return index;
}

const ask = (
  index: NameIndex,
  name: string,
  more: { dateOfBirth?: string; visible?: Uint8Array; limit?: number } = {},
) => index.find({ words: named(name, 0).words, dateOfBirth: undefined, visible: ALL, limit: 100, ...more });

const owners = ({ candidates }: NameCandidates): number[] => candidates.map(({ owner }) => owner);

/** A name of a small world: much of it occurs more than once, as names do. */
const name = fc
  .array(
    fc.constantFrom(
      'ANNA',
      'ANNE',
      'MARIA',
      'JON',
      'JOHN',
      'SMITH',
      'SMYTH',
      'ANNAMARIA',
      'LI',
      'KOVACS',
      'KOVACSNE',
      'B',
    ),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((words) => words.join(' '));
const date = fc.option(fc.constantFrom('1980-04-05', '1980-05-04', '1981-04-05', '1980', '1990-12-31'), {
  nil: undefined,
});

describe('NameIndex', () => {
  const gallery = indexOf(
    named('JOHN SMITH', 1),
    named('ANNA MARIA KOVACS', 2),
    named('VANDERBILT', 3),
    named('KARCAN SEVEN', 4),
    named('MARIN', 5),
    named('HEATHER NANCY WALKER', 6),
  );
  const finds: readonly [string, string, number][] = [
    ['the very name', 'JOHN SMITH', 1],
    ['one error in each word', 'JOHM SMIHT', 1],
    ['another order', 'SMITH JOHN', 1],
    ['a name left out', 'ANNA KOVACS', 2],
    ['words without spaces', 'ANNAMARIAKOVACS', 2],
    ['words without spaces, and an error', 'KARCANDEVEN', 4],
    ['one word written as three', 'VAN DER BILT', 3],
    ['two letters exchanged far apart', 'MIRAN', 5],
    ['an initial', 'H WALKER', 6],
  ];
  for (const [what, asked, owner] of finds) {
    it(`finds ${what}`, () => {
      expect(owners(ask(gallery, asked))[0]).to.equal(owner);
    });
  }

  it('finds nobody by an empty name, or by one that has nothing in common with any', () => {
    expect(ask(gallery, '').candidates).to.deep.equal([]);
    expect(ask(gallery, 'QQQQQ').candidates).to.deep.equal([]);
    expect(gallery.find({ words: [], dateOfBirth: '1980-01-01', visible: ALL, limit: 10 })).to.deep.equal({
      candidates: [],
      truncated: false,
    });
  });

  it('puts the date of birth asked for before a similar one, and that before another', () => {
    const index = indexOf(
      named('JOHN SMITH', 1, { dateOfBirth: '1950-01-31' }),
      named('JOHN SMITH', 2, { dateOfBirth: '1980-05-04' }),
      named('JOHN SMITH', 3, { dateOfBirth: '1980-04-05' }),
    );
    expect(owners(ask(index, 'JOHN SMITH', { dateOfBirth: '1980-04-05' }))).to.deep.equal([3, 2, 1]);
  });

  it('puts the name with the initial asked for first', () => {
    const index = indexOf(named('ANNA WALKER', 1), named('HEATHER WALKER', 2));
    expect(owners(ask(index, 'H WALKER'))).to.deep.equal([2, 1]);
  });

  it('of equals puts the lower owner first, in whatever order they came', () => {
    const index = indexOf(named('JOHN SMITH', 9), named('JOHN SMITH', 4), named('JOHN SMITH', 7));
    expect(owners(ask(index, 'JOHN SMITH'))).to.deep.equal([4, 7, 9]);
  });

  it('says when it left out a name that may correspond, and not otherwise', () => {
    const many = indexOf(...Array.from({ length: 20 }, (_, owner) => named('JOHN SMITH', owner)));
    expect(ask(many, 'JOHN SMITH', { limit: 20 }).truncated).to.equal(false);
    expect(ask(many, 'JOHN SMITH', { limit: 19 }).truncated).to.equal(true);
    // All that is left out here shares one word of four.
    expect(ask(many, 'JOHN ALPHA BETA GAMMA', { limit: 5 }).truncated).to.equal(false);
  });

  it('finds somebody by a word that very many bear if they bear another one, or if nothing else is asked for', () => {
    const crowd = Array.from({ length: 6_000 }, (_, at) => named(`MARIA N${at.toString(36).toUpperCase()}X`, at));
    const index = indexOf(...crowd, named('MARIA KOVACS', 9_999));
    expect(owners(ask(index, 'MARIA KOVACS', { limit: 1 }))).to.deep.equal([9_999]);
    expect(ask(index, 'MARIA', { limit: 50 }).candidates).to.have.lengthOf(50);
    expect(ask(index, 'MARIA', { limit: 50 }).truncated).to.equal(true);
  });

  it('answers as if entries of groups that may not be seen were not there', () => {
    const entry = fc.record({ name, date, group: fc.nat(3) });
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 60 }),
        name,
        date,
        fc.uint8Array({ minLength: 4, maxLength: 4, max: 1 }),
        fc.integer({ min: 1, max: 8 }),
        (entries, asked, dateOfBirth, visible, limit) => {
          const all = entries.map(({ name, date, group }, owner) => named(name, owner, { dateOfBirth: date, group }));
          const seen = all.filter(({ group }) => visible[group]);
          const question = { visible, limit, ...(dateOfBirth !== undefined && { dateOfBirth }) };
          const withHidden = ask(indexOf(...all), asked, question);
          const without = ask(indexOf(...seen), asked, question);
          expect(withHidden.truncated).to.equal(without.truncated);
          expect(withHidden.candidates.map(({ owner, rank }) => ({ owner, rank }))).to.deep.equal(
            without.candidates.map(({ owner, rank }) => ({ owner, rank })),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('answers as if what was removed had never been added', () => {
    const entry = fc.record({ name, date, remove: fc.boolean() });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), name, (entries, asked) => {
        const index = new NameIndex();
        const kept: IndexedName[] = [];
        const leaving: [number, IndexedName][] = [];
        entries.forEach(({ name, date, remove }, owner) => {
          const one = named(name, owner, { dateOfBirth: date });
          const number = index.add(one);
          if (remove) leaving.push([number, one]);
          else kept.push(one);
          // Some leave while others still come.
          const [gone] = owner % 3 === 0 ? leaving.splice(0, 1) : [];
          if (gone !== undefined) index.remove(gone[0], gone[1].words);
        });
        for (const [number, one] of leaving) index.remove(number, one.words);
        expect(index.size).to.equal(kept.length);
        expect(owners(ask(index, asked))).to.deep.equal(owners(ask(indexOf(...kept), asked)));
      }),
    );
  });

  it('refuses a group that no mask can name', () => {
    expect(() => indexOf(named('JOHN', 1, { group: 65_536 }))).to.throw(RangeError, 'group');
  });
});
