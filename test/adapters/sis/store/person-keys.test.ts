import { expect } from 'chai';
import fc from 'fast-check';
import type { PersonAlert } from '../../../../src/adapters/sis/domain/alert.js';
import { personMatcher } from '../../../../src/adapters/sis/domain/match-person.js';
import type { MatchMode, PersonSearch } from '../../../../src/adapters/sis/domain/search.js';
import { documentProbe, nameProbes, personKeysOf } from '../../../../src/adapters/sis/store/person-keys.js';
import { similarBirthDates } from '../../../../src/matching/dates/birth-date.js';
import { names } from '../../../../src/matching/names/compare-names.js';

interface Known {
  readonly surname: string;
  readonly forename: string;
  readonly dateOfBirth: string;
}

const alertOn = (...identities: Known[]): PersonAlert => ({
  subject: 'person',
  reference: 'SIM-XB-00000000000000000000000001',
  issuingState: 'XB',
  category: 'ARR',
  createdBy: '',
  enteredOn: '2026-01-01',
  expiresOn: '2030-01-01',
  reason: '',
  identities: identities.map((known) => ({ ...known, status: 'confirmed', nationalities: [] })) as never,
  documents: [],
  warningMarkers: [],
});

const searchFor = ({ surname, forename, dateOfBirth }: Known, mode: MatchMode): PersonSearch => ({
  name: {
    surname,
    forename: forename === '' ? undefined : forename,
    names: names(surname, forename),
    dateOfBirth,
    gender: undefined,
    nationality: undefined,
    placeOfBirth: undefined,
  },
  document: undefined,
  mode,
  maxCandidates: 30,
  categories: undefined,
});

/** Whether the store would propose the alert: the statement does nothing but this comparison. */
function proposes(search: PersonSearch, alert: PersonAlert): boolean {
  const probes = nameProbes(search.name!, search.mode);
  return personKeysOf(alert).some(({ word, day }) =>
    probes.some((probe) => probe.word === word && probe.from <= day && day <= probe.to),
  );
}

const isAccepted = (search: PersonSearch, alert: PersonAlert): boolean => personMatcher(search)(alert) !== undefined;

/** Words of any length, in scripts with one transliteration and with several. */
const word = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from('ABCDE')), minLength: 1, maxLength: 9 }),
  fc.string({ unit: fc.constantFrom(...Array.from('AÜÖÑØßŁ')), minLength: 1, maxLength: 7 }),
  fc.string({ unit: fc.constantFrom(...Array.from('ЩЮХЁГИЦ')), minLength: 1, maxLength: 6 }),
  fc.constantFrom(
    "O'Neill",
    'Saint-Clair',
    'Παπαδόπουλος',
    'Papadopoulos',
    'Al',
    'Müller',
    'Щербаков',
    'Nguyễn',
    '志成',
  ),
);
const field = (least: number) =>
  fc
    .array(word, { minLength: least, maxLength: 3 })
    .chain((words) => fc.constantFrom(' ', '-', ', ').map((between) => words.join(between)));
const pad = (number: number) => String(number).padStart(2, '0');
const date = fc
  .tuple(fc.integer({ min: 1960, max: 1999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .chain(([year, month, day]) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(`${year}-${pad(month)}-${pad(day)}`) },
      { weight: 1, arbitrary: fc.constant(`${year}-${pad(month)}-00`) },
      { weight: 1, arbitrary: fc.constant(`${year}-00-00`) },
    ),
  );
const known = fc.record({ surname: field(1), forename: field(0), dateOfBirth: date });

type Change = (known: Known, pick: (limit: number) => number) => Known;

const inField =
  (change: (text: string, pick: (limit: number) => number) => string): Change =>
  (known, pick) => {
    const name = pick(2) === 0 || known.forename === '' ? 'surname' : 'forename';
    return { ...known, [name]: change(known[name], pick) };
  };
const replaceAt = (text: string, at: number, count: number, by: string) =>
  text.slice(0, at) + by + text.slice(at + count);

/** One for each letter of Annex II of Delegated Regulation (EU) 2023/333, and what an officer leaves out. */
const CHANGES: Readonly<Record<string, Change>> = {
  'a transliteration': inField((text) => names(text, '').surname.variants.at(-1) ?? text),
  'a transliteration of each': (known) => ({
    ...known,
    surname: names(known.surname, '').surname.canonical,
    forename: names(known.forename, '').surname.canonical,
  }),
  'b inversion': (known) =>
    known.forename === '' ? known : { ...known, surname: known.forename, forename: known.surname },
  'c regrouped': (known) => ({ ...known, surname: `${known.surname} ${known.forename}`.trim(), forename: '' }),
  'c regrouped, forenames first': (known) => ({
    ...known,
    surname: `${known.forename} ${known.surname}`.trim(),
    forename: '',
  }),
  'd order of words': inField((text) => text.split(/[ -]/).reverse().join(' ')),
  'e letters swapped': inField((text, pick) => {
    const [i, j] = [pick(text.length), pick(text.length)].sort((a, b) => a - b) as [number, number];
    return i === j ? text : replaceAt(replaceAt(text, i, 1, text[j]!), j, 1, text[i]!);
  }),
  'f inserted': inField((text, pick) => replaceAt(text, pick(text.length + 1), 0, 'ABCDE '[pick(6)]!)),
  'f deleted': inField((text, pick) => (text.length < 2 ? text : replaceAt(text, pick(text.length), 1, ''))),
  'f substituted': inField((text, pick) => replaceAt(text, pick(text.length), 1, 'ABCDE '[pick(6)]!)),
  'g punctuation': inField((text) => text.replace(/[ ,'-]+/g, '-')),
  'h truncation': inField((text, pick) => text.slice(0, 1 + pick(text.length))),
  'no forename': (known) => ({ ...known, forename: '' }),
  'a similar date': (known, pick) => {
    const similar = similarBirthDates(known.dateOfBirth);
    return { ...known, dateOfBirth: similar[pick(similar.length)]! };
  },
  'the year alone': (known) => ({ ...known, dateOfBirth: `${known.dateOfBirth.slice(0, 4)}-00-00` }),
  'the month alone': (known) => ({ ...known, dateOfBirth: `${known.dateOfBirth.slice(0, 7)}-00` }),
};
const KINDS = Object.keys(CHANGES);

const changed = fc
  .tuple(known, fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 3 }), fc.infiniteStream(fc.nat()))
  .map(([original, kinds, numbers]) => {
    const pick = (limit: number) => numbers.next().value % limit;
    const other = kinds.reduce<Known>((soFar, kind) => CHANGES[kind]!(soFar, pick), original);
    return { original, other, kinds };
  })
  .filter(({ other }) => names(other.surname, '').surname.canonical !== '');

describe('keys of persons', () => {
  it('propose every alert that the rules accept, whichever of the two was asked (property)', function () {
    this.timeout(120_000);
    const accepted = new Map(KINDS.map((kind) => [kind, 0]));
    fc.assert(
      fc.property(changed, fc.constantFrom<MatchMode>('exact', 'inexact'), ({ original, other, kinds }, mode) => {
        for (const [asked, stored] of [
          [original, other],
          [other, original],
        ] as const) {
          const [search, alert] = [searchFor(asked, mode), alertOn(stored)];
          if (!isAccepted(search, alert)) continue;
          for (const kind of kinds) accepted.set(kind, accepted.get(kind)! + 1);
          expect(proposes(search, alert)).to.equal(true);
        }
      }),
      { numRuns: 5_000 },
    );
    // Every rule was put to the test, and not only by questions that it refuses.
    for (const [kind, count] of accepted) expect(count, kind).to.be.above(15);
  });

  it('propose for pairs of unrelated names, too, whatever the rules accept (property)', () => {
    const short = fc.record({
      surname: fc
        .string({ unit: fc.constantFrom(...Array.from('AB ')), minLength: 1, maxLength: 4 })
        .filter((text) => /[AB]/.test(text)),
      forename: fc.string({ unit: fc.constantFrom(...Array.from('AB ')), maxLength: 3 }),
      dateOfBirth: fc.constantFrom('1980-01-02', '1980-02-01', '1981-01-02', '1980-00-00'),
    });
    let accepted = 0;
    fc.assert(
      fc.property(short, short, (asked, stored) => {
        const [search, alert] = [searchFor(asked, 'inexact'), alertOn(stored)];
        if (!isAccepted(search, alert)) return;
        accepted += 1;
        expect(proposes(search, alert)).to.equal(true);
      }),
      { numRuns: 8_000 },
    );
    expect(accepted).to.be.above(500);
  });

  it('are those of every identity, each once, and bear the category', () => {
    const main = { surname: 'Anna Anna', forename: 'Anna', dateOfBirth: '1980-01-02' };
    const alias = { surname: 'Berta', forename: '', dateOfBirth: '1981-00-00' };
    const keys = personKeysOf(alertOn(main, main, alias));
    expect(new Set(keys.map(({ word, day }) => `${word} ${day}`)).size).to.equal(keys.length);
    // Arrest has number 4.
    for (const { day } of keys) expect(day % 32).to.equal(4);
    for (const identity of [main, alias]) {
      expect(proposes(searchFor(identity, 'exact'), alertOn(main, alias))).to.equal(true);
      expect(proposes(searchFor(identity, 'exact'), alertOn(main))).to.equal(identity === main);
    }
  });

  it('are few', () => {
    const one = { surname: 'MUELLER', forename: 'JUERGEN', dateOfBirth: '1980-01-02' };
    // Two words, two beginnings of six letters, two halves and the letters of the surname.
    expect(personKeysOf(alertOn(one))).to.have.length(7);
  });

  it('do not propose who shares neither a word nor most letters nor a date', () => {
    const asked = searchFor({ surname: 'Mueller', forename: 'Juergen', dateOfBirth: '1980-01-02' }, 'inexact');
    for (const stored of [
      { surname: 'Schmidt', forename: 'Anna', dateOfBirth: '1980-01-02' },
      { surname: 'Mueller', forename: 'Juergen', dateOfBirth: '1990-03-05' },
    ]) {
      expect(proposes(asked, alertOn(stored))).to.equal(false);
    }
  });

  it('find a document however it is written, and one that looks alike', () => {
    const alert = {
      ...alertOn({ surname: 'A', forename: '', dateOfBirth: '1980-01-02' }),
      documents: [{ kind: 'passport', number: 'TO-1234I', issuingCountry: 'XB', issuedOn: '2020-01-01' }],
    };
    const isFound = (number: string) => {
      const probe = documentProbe(number);
      return personKeysOf(alert).some(({ word, day }) => word === probe.word && probe.from <= day && day <= probe.to);
    };
    for (const number of ['TO1234I', 't o 1234 i', 'T012341']) expect(isFound(number), number).to.equal(true);
    expect(isFound('T112341')).to.equal(false);
  });
});
