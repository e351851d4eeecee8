/**
 * What each simulated system answers about the test persons and objects: the catalogue that docs/test-persons.md is
 * made from, `ostiary world test-persons` prints and a test walks through a running gateway.
 */
import { TEST_DOCUMENTS, TEST_PERSONS, TEST_VEHICLES } from './test-persons.js';

/** What is asked. */
export type TestQuestion =
  | {
      readonly kind: 'person';
      readonly surname: string;
      readonly forename?: string;
      /** YYYY-MM-DD. */
      readonly dateOfBirth: string;
      readonly inexact?: true;
    }
  | { readonly kind: 'document'; readonly number: string }
  | { readonly kind: 'vin'; readonly vin: string }
  | { readonly kind: 'plate'; readonly plate: string; readonly state?: string }
  | { readonly kind: 'object document'; readonly number: string }
  | { readonly kind: 'alert'; readonly reference: string };

/** Authorities of the development PKI that ask, and the legal basis on which they do if a case names no other. */
export const ASKERS = {
  'XA-POLICE': { name: 'police of XA', basis: 'SIS62-44-1-B' },
  'XB-BORDER': { name: 'border guard of XB', basis: 'SIS62-44-1-A' },
  'XC-VEHICLES': { name: 'vehicle registration of XC', basis: 'SIS62-45-1' },
} as const;

/** An authority that asks. */
export type Asker = keyof typeof ASKERS;

/** What the SIS answers. */
export type SisAnswer =
  | { readonly status: 'no hit'; readonly because?: string }
  | {
      readonly status: 'hit' | 'own alert';
      readonly alert: string;
      readonly category: string;
      readonly issuingState: string;
      /** Of an answer to a person search. */
      readonly found?: 'exact' | 'transliterated' | 'inexact';
      readonly identity?: 'misused';
      readonly letter?: string;
      readonly warnings?: readonly string[];
      readonly doNotDisclose?: true;
      readonly contactSirene?: true;
    }
  /** The second step: a whole alert, or the answer to what does not exist. */
  | { readonly status: 'read'; readonly alert: string; readonly category: string }
  | { readonly status: 'not found' };

/** A question and its answers. */
export interface TestCase {
  readonly ask: TestQuestion;
  /** Police of XA if absent. */
  readonly by?: Asker;
  /** Row of data/policy/legal-basis.csv, if not the asker's usual one. */
  readonly basis?: string;
  readonly sis: SisAnswer;
  /** What it is there to show. */
  readonly shows: string;
}

type Subject = keyof typeof TEST_PERSONS;
type Inexact = { readonly inexact?: true };

const person = (who: Subject, changes: Partial<Named> & Inexact = {}): TestQuestion => {
  const { surname, forename, dateOfBirth } = TEST_PERSONS[who];
  return { kind: 'person', surname, forename, dateOfBirth, ...changes };
};

interface Named {
  readonly surname: string;
  readonly forename: string;
  readonly dateOfBirth: string;
}

/** Reference of the alert that a state has as the so-and-so-manieth on a test person or object. */
const alertNumber = (state: string, number: number): string =>
  `SIM-${state}-00000000000000000TEST${String(number).padStart(5, '0')}`;

const hit = (
  state: string,
  number: number,
  category: string,
  more: Partial<Extract<SisAnswer, { status: 'hit' | 'own alert' }>> = {},
): SisAnswer => ({ status: 'hit', alert: alertNumber(state, number), category, issuingState: state, ...more });

const WANTED = { warnings: ['armed', 'violent'] } as const;
const CHECKED = { doNotDisclose: true } as const;
const NO_HIT = { status: 'no hit' } as const;

/** Persons. */
export const PERSON_CASES: readonly TestCase[] = [
  {
    ask: person('wanted'),
    sis: hit('XB', 1, 'ARR', { found: 'exact', ...WANTED }),
    shows: 'a person wanted for arrest, with warnings',
  },
  {
    ask: person('wanted', { surname: 'MUELLER BEISPIEL', forename: 'JUERGEN' }),
    sis: hit('XB', 1, 'ARR', { found: 'exact', ...WANTED }),
    shows: 'the spelling of the machine-readable zone is the same name',
  },
  {
    ask: person('wanted', { surname: 'Muller Beispiel', forename: 'Jurgen' }),
    sis: hit('XB', 1, 'ARR', { found: 'transliterated', ...WANTED }),
    shows: 'an alternative transliteration',
  },
  {
    ask: person('wanted', { surname: 'Muellerr Beispiel', forename: 'Juergen', inexact: true }),
    sis: hit('XB', 1, 'ARR', { found: 'inexact', ...WANTED }),
    shows: 'one letter too many, if similar names are asked for',
  },
  {
    ask: person('wanted', { surname: 'Muellerr Beispiel', forename: 'Juergen' }),
    sis: NO_HIT,
    shows: 'the same without asking for similar names',
  },
  {
    ask: { kind: 'document', number: TEST_PERSONS.wanted.document.number },
    sis: hit('XB', 1, 'ARR', WANTED),
    shows: 'a search by document',
  },
  { ask: person('summoned'), sis: hit('XC', 2, 'JPR', { found: 'exact' }), shows: 'a name in Cyrillic' },
  {
    ask: person('summoned', { surname: 'SHCHERBAKOV PROBNYI', forename: 'IULII' }),
    sis: hit('XC', 2, 'JPR', { found: 'exact' }),
    shows: 'its Russian transliteration',
  },
  {
    ask: person('summoned', { surname: 'SHTERBAKOV PROBNYI', forename: 'IULII' }),
    sis: hit('XC', 2, 'JPR', { found: 'transliterated' }),
    shows: 'its Bulgarian transliteration',
  },
  { ask: person('missingAdult'), sis: hit('XD', 3, 'MIS-N', { found: 'exact' }), shows: 'a name in Greek' },
  {
    ask: person('missingAdult', { surname: 'DOKIMOPOULOS', forename: 'EVANGELOS' }),
    sis: hit('XD', 3, 'MIS-N', { found: 'transliterated' }),
    shows: 'its Latin spelling, for which there is no normative table',
  },
  {
    ask: person('missingChild'),
    sis: hit('XB', 4, 'MIS-P', { found: 'exact' }),
    shows: 'a missing child to be placed under protection',
  },
  {
    ask: person('discreetlyChecked'),
    sis: hit('XC', 5, 'DSC', { found: 'exact', ...CHECKED, contactSirene: true }),
    shows: 'a discreet check with immediate reporting: the person must not learn of it',
  },
  {
    ask: { kind: 'document', number: TEST_PERSONS.discreetlyChecked.document.number },
    sis: hit('XC', 5, 'DSC', { ...CHECKED, contactSirene: true }),
    shows: 'the same by document',
  },
  {
    ask: person('refusedEntry'),
    basis: 'SIS61-34-1-B',
    sis: hit('XD', 6, 'REF', { found: 'exact' }),
    shows: 'a refusal of entry and stay, which another Regulation opens to the police',
  },
  {
    ask: person('refusedEntry'),
    sis: { ...NO_HIT, because: 'the legal basis does not reach Regulation (EU) 2018/1861' },
    shows: 'what the legal basis does not reach looks like nothing',
  },
  {
    ask: person('returned'),
    basis: 'SIS60-17-1',
    sis: hit('XB', 7, 'RET', { found: 'exact' }),
    shows: 'a return decision; only the year of birth is known',
  },
  {
    ask: person('returned', { dateOfBirth: '1988-05-17', inexact: true }),
    basis: 'SIS60-17-1',
    sis: hit('XB', 7, 'RET', { found: 'inexact' }),
    shows: 'any full date of that year, if similar ones are asked for',
  },
  {
    ask: person('returned', { dateOfBirth: '1988-05-17' }),
    basis: 'SIS60-17-1',
    sis: NO_HIT,
    shows: 'the same without asking for similar ones',
  },
  {
    ask: person('wantedByOwnState'),
    sis: { ...hit('XA', 8, 'ARR', { found: 'exact' }), status: 'own alert' } as SisAnswer,
    shows: 'an alert of the own state is a national matter, not a hit (Art. 3(6))',
  },
  {
    ask: person('wantedByOwnState'),
    by: 'XB-BORDER',
    sis: hit('XA', 8, 'ARR', { found: 'exact' }),
    shows: 'and a hit for any other state',
  },
  {
    ask: person('formerlyWanted'),
    sis: { ...NO_HIT, because: 'the alert has reached its term' },
    shows: 'an alert that has reached its term does not answer',
  },
  {
    ask: person('impersonated'),
    sis: hit('XC', 10, 'ARR', { found: 'exact', identity: 'misused', contactSirene: true }),
    shows: 'somebody else goes by this identity: contact the SIRENE Bureau first',
  },
  { ask: person('unknownToAll'), sis: NO_HIT, shows: 'a person known nowhere' },
  {
    ask: { kind: 'alert', reference: alertNumber('XB', 11) },
    sis: { status: 'read', alert: alertNumber('XB', 11), category: 'UNK' },
    shows: 'an unknown wanted person: no name finds the alert, and it has none',
  },
  {
    ask: { kind: 'alert', reference: alertNumber('XB', 9) },
    sis: { status: 'not found' },
    shows: 'what has reached its term is read no more',
  },
  {
    ask: { kind: 'alert', reference: alertNumber('XB', 99_999) },
    sis: { status: 'not found' },
    shows: 'and what never was answers the same',
  },
];

/** Objects. */
export const OBJECT_CASES: readonly TestCase[] = [
  {
    ask: { kind: 'vin', vin: TEST_VEHICLES.stolen.vin },
    sis: hit('XB', 12, 'OBJ', { letter: 'a' }),
    shows: 'a stolen vehicle by its identification number',
  },
  {
    ask: { kind: 'plate', plate: TEST_VEHICLES.stolen.plate, state: TEST_VEHICLES.stolen.plateState },
    sis: hit('XB', 12, 'OBJ', { letter: 'a' }),
    shows: 'the same by its plate',
  },
  {
    ask: { kind: 'vin', vin: TEST_VEHICLES.discreetlyChecked.vin },
    sis: hit('XC', 13, 'DSC', { letter: 'a', ...CHECKED }),
    shows: 'a vehicle under a discreet check',
  },
  {
    ask: { kind: 'vin', vin: TEST_VEHICLES.discreetlyChecked.vin },
    by: 'XC-VEHICLES',
    sis: { ...NO_HIT, because: 'not for registration services (Art. 45)' },
    shows: 'which a registration service does not see',
  },
  {
    ask: { kind: 'plate', plate: TEST_VEHICLES.discreetlyChecked.plate },
    sis: hit('XC', 13, 'DSC', { letter: 'a', ...CHECKED }),
    shows: 'a plate without its state',
  },
  {
    ask: { kind: 'vin', vin: TEST_VEHICLES.cloned.vin },
    sis: hit('XD', 14, 'OBJ', { letter: 'a', contactSirene: true }),
    shows: 'suspicion of clone: contact the SIRENE Bureau before seizing',
  },
  {
    ask: { kind: 'object document', number: TEST_DOCUMENTS.stolen.number },
    sis: hit('XB', 15, 'OBJ', { letter: 'l' }),
    shows: 'a stolen passport',
  },
  { ask: { kind: 'vin', vin: TEST_VEHICLES.unknownToAll.vin }, sis: NO_HIT, shows: 'a vehicle known nowhere' },
  {
    ask: { kind: 'plate', plate: TEST_VEHICLES.unknownToAll.plate, state: TEST_VEHICLES.unknownToAll.plateState },
    sis: NO_HIT,
    shows: 'and its plate',
  },
];
