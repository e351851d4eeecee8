import { expect } from 'chai';
import { rulesOf, type AlertCategory } from '../../../../src/adapters/sis/domain/category.js';
import type { Identity } from '../../../../src/adapters/sis/domain/identity.js';
import { AlertEntries } from '../../../../src/adapters/sis/ranked/alert-entries.js';
import { AlertGroups } from '../../../../src/adapters/sis/ranked/alert-groups.js';
import { AlertNames, type NamedAlert } from '../../../../src/adapters/sis/ranked/alert-names.js';
import type { RankedQuestion } from '../../../../src/adapters/sis/ranked/messages.js';
import { TODAY } from '../simulated-sis.js';
import { identity, questionFor } from './named.js';

const DAY = Date.parse(TODAY) / 86_400_000;
const KOVACS = [identity('Kovács', 'Éva')];

const named = (alertNo: number, identities: readonly Identity[], more: Partial<NamedAlert> = {}): NamedAlert => ({
  ...{ alertNo, version: 1, category: rulesOf('ARR').number, hiddenFrom: null, expiresOn: DAY + 100, identities },
  ...more,
});

function holding(...alerts: readonly NamedAlert[]): AlertNames {
  const names = new AlertNames();
  for (const alert of alerts) names.put(alert);
  return names;
}

const found = (names: AlertNames, question: RankedQuestion) =>
  names.search(question)?.candidates.map(({ alertNo }) => alertNo);

describe('names of alerts', () => {
  it('tells score, reasons, version and identity', () => {
    const names = holding(named(7, KOVACS, { version: 3 }));
    expect(names.search(questionFor('Kovacs', 'Eva'))).to.deep.equal({
      candidates: [
        {
          alertNo: 7,
          version: 3,
          identity: 0,
          score: 1,
          reasons: [
            'given name: transliteration variant',
            'family name: transliteration variant',
            'date of birth: equal',
          ],
        },
      ],
      truncated: false,
    });
  });

  it('knows an alert under each of its names, aliases and misused ones, and lists it once, by the best', () => {
    const names = holding(
      named(1, [
        identity('Novak', 'Ludmila'),
        identity('Kovacz', 'Eva', { status: 'alias' }),
        identity('Kovács', 'Éva', { status: 'misused' }),
        identity('Kovács', 'Éva', { status: 'alias' }),
      ]),
    );
    expect(names.search(questionFor('Kovacs', 'Eva'))?.candidates).to.have.length(1);
    expect(names.search(questionFor('Kovacs', 'Eva'))?.candidates[0]).to.include({ alertNo: 1, identity: 2 });
    expect(names.search(questionFor('Novak', 'Ludmila'))?.candidates[0]).to.include({ alertNo: 1, identity: 0 });
  });

  it('leaves out who scores too little to be looked at', () => {
    const names = holding(named(1, KOVACS), named(2, [identity('Nagy', 'Éva')]));
    expect(found(names, questionFor('Kovacs', 'Eva'))).to.deep.equal([1]);
  });

  it('weighs date of birth, gender and nationality', () => {
    const other = { dateOfBirth: '1961-01-09', gender: 'male', nationalities: ['XD'] } as const;
    const names = holding(named(1, [identity('Kovács', 'Éva', other)]), named(2, KOVACS));
    const question = questionFor('Kovacs', 'Eva', { gender: 'female', nationality: 'XB' });
    expect(found(names, question)).to.deep.equal([2]);
    expect(names.search({ ...question, ...other, nationality: 'XD' })?.candidates[0]).to.include({
      alertNo: 1,
      score: 1,
    });
  });

  it('puts a version in the place of the one before, and forgets what is removed', () => {
    const names = holding(named(1, [...KOVACS, identity('Novak', 'Ludmila')]));
    names.put(named(1, [identity('Szabó', 'Éva')], { version: 2 }));
    expect(found(names, questionFor('Kovacs', 'Eva'))).to.deep.equal([]);
    expect(found(names, questionFor('Novak', 'Ludmila'))).to.deep.equal([]);
    expect(found(names, questionFor('Szabo', 'Eva'))).to.deep.equal([1]);
    expect(names.size).to.equal(1);
    names.remove(1);
    names.remove(1);
    expect([names.size, found(names, questionFor('Szabo', 'Eva'))]).to.deep.equal([0, []]);
  });

  it('shows an alert of a hidden category, or hidden from the end-users of the state, to nobody but who may see it', () => {
    const names = holding(
      named(1, KOVACS, { category: rulesOf('DSC').number }),
      named(2, KOVACS, { hiddenFrom: ['XA', 'XB'] }),
    );
    const ask = (more: Parameters<typeof questionFor>[2]) => found(names, questionFor('Kovacs', 'Eva', more));
    expect(ask({})).to.deep.equal([1]);
    expect(ask({ hidden: ['DSC'] })).to.deep.equal([]);
    expect(ask({ state: 'XC' })).to.deep.equal([1, 2]);
    // A SIRENE Bureau keeps access (Art. 26(4)).
    expect(ask({ endUsersOf: '' })).to.deep.equal([1, 2]);
    names.put(named(2, KOVACS, { hiddenFrom: null }));
    expect(ask({ hidden: ['DSC'] })).to.deep.equal([2]);
  });

  it('answers as if hidden alerts did not exist, however many there are', () => {
    const shown = [named(1, KOVACS), named(2, [identity('Kovácsné', 'Éva')]), named(3, [identity('Kovacs', 'E.')])];
    const question = questionFor('Kovacs', 'Eva', { hidden: ['DSC'] });
    const expected = holding(...shown).search(question);
    const crowd = Array.from({ length: 600 }, (_, at) =>
      named(100 + at, KOVACS, at % 2 === 0 ? { category: rulesOf('DSC').number } : { hiddenFrom: ['XA'] }),
    );
    expect(holding(...crowd, ...shown).search(question)).to.deep.equal(expected);
    expect(expected?.candidates.length).to.be.greaterThan(1);
    expect(holding(...crowd, ...shown).search(questionFor('Kovacs', 'Eva', { state: 'XC' }))?.truncated).to.equal(true);
  });

  it('holds no alert from the day of its term on, and says when it is asked for a day before', () => {
    const crowd = Array.from({ length: 300 }, (_, at) => named(10 + at, KOVACS, { expiresOn: DAY + 1 }));
    const names = holding(...crowd, named(1, KOVACS), named(2, KOVACS, { expiresOn: DAY }));
    expect(names.search(questionFor('Kovacs', 'Eva'))?.truncated).to.equal(true);
    expect(names.size).to.equal(301);
    const tomorrow = questionFor('Kovacs', 'Eva', {
      today: new Date((DAY + 1) * 86_400_000).toISOString().slice(0, 10),
    });
    expect(names.search(tomorrow)).to.deep.include({ truncated: false });
    expect(found(names, tomorrow)).to.deep.equal([1]);
    names.put(named(3, KOVACS, { expiresOn: DAY + 1 }));
    expect(found(names, tomorrow)).to.deep.equal([1]);
    expect(names.search(questionFor('Kovacs', 'Eva'))).to.equal(undefined);
  });
});

describe('groups of alerts', () => {
  const arrest = { category: rulesOf('ARR').number, hiddenFrom: null };
  const everything = { categories: -1, endUsersOf: 'XA' };

  it('have a number as long as they have members, which is then given out again', () => {
    const groups = new AlertGroups();
    const hidden = groups.enter({ ...arrest, hiddenFrom: ['XA'] });
    expect(groups.enter({ ...arrest, hiddenFrom: ['XA'] })).to.equal(hidden);
    const open = groups.enter(arrest);
    expect(open).not.to.equal(hidden);
    expect([...groups.visibleTo(everything)]).to.deep.equal([0, 1]);
    groups.leave(hidden);
    expect(groups.enter({ ...arrest, hiddenFrom: ['XB'] })).not.to.equal(hidden);
    groups.leave(hidden);
    expect(groups.enter({ ...arrest, hiddenFrom: ['XC'] })).to.equal(hidden);
    expect([...groups.visibleTo(everything)]).to.deep.equal([1, 1, 1]);
  });

  it('may be as many as the index tells apart, and no more', () => {
    const groups = new AlertGroups();
    const state = (n: number) => `${n}`;
    for (let n = 0; n < 65_536; n++) groups.enter({ ...arrest, hiddenFrom: [state(n)] });
    expect(() => groups.enter(arrest)).to.throw(RangeError);
    groups.leave(40_000);
    expect(groups.enter(arrest)).to.equal(40_000);
  });

  for (const category of ['ARR', 'DSC', 'RET'] satisfies AlertCategory[]) {
    it(`are seen by the bit of their category: ${category}`, () => {
      const groups = new AlertGroups();
      const { number } = rulesOf(category);
      groups.enter({ category: number, hiddenFrom: null });
      expect([...groups.visibleTo({ categories: 1 << number, endUsersOf: 'XA' })]).to.deep.equal([1]);
      expect([...groups.visibleTo({ categories: ~(1 << number), endUsersOf: 'XA' })]).to.deep.equal([0]);
    });
  }
});

describe('entries by the number of their alert', () => {
  const entry = (alertNo: number, place: number) => ({
    alertNo,
    version: 1,
    expiresOn: DAY,
    group: 9,
    identity: place,
  });

  it('are found among many, in the order of identities, and not after they were removed', () => {
    const entries = new AlertEntries();
    for (let n = 0; n < 20_000; n++) entries.add(n, entry(1_000_000 + (n >> 1), 1 - (n & 1)));
    expect(entries.of(1_000_007)).to.deep.equal([15, 14]);
    for (let n = 0; n < 20_000; n += 2) entries.remove(n);
    expect(entries.of(1_000_007)).to.deep.equal([15]);
    expect(entries.of(999_999)).to.deep.equal([]);
    for (let n = 0; n < 20_000; n += 2) entries.add(n, entry(2_000_000 + n, 0));
    expect(entries.of(2_000_014)).to.deep.equal([14]);
    expect(entries.read(14)).to.deep.equal(entry(2_000_014, 0));
    expect(entries.expiredOn(DAY - 1).size).to.equal(0);
    expect(entries.expiredOn(DAY).size).to.equal(20_000);
  });
});
