import { expect } from 'chai';
import { createSisAdapter } from '../../../src/adapters/sis/service.js';
import {
  AlertCategory,
  MatchMode,
  type Gender,
  type SearchObjectsRequest,
  type SearchPersonsRequest,
} from '../../../src/gen/ostiary/sis/v1/sis.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { byDocument, byName, byObject, byReference } from './simulated-sis.js';

describe('parsing a question', () => {
  // Nothing is asked, so nothing ever connects.
  const sql = connectDatabase('postgres://localhost:1/none', { applicationName: 'parse', max: 1 });
  const clock = { now: () => 0 };
  const { searchPersons, searchObjects, getAlert } = createSisAdapter({ sql, clock }).operations;
  const nameIndex = { search: () => Promise.reject(new Error('nothing is asked')) };
  const withIndex = createSisAdapter({ sql, clock, nameIndex }).operations;
  after(() => sql.end());

  const violations = (parse: () => unknown): string[] => {
    try {
      parse();
    } catch (error) {
      expect(error).to.be.instanceOf(Refusal);
      expect((error as Refusal).reason).to.equal('REQUEST_INVALID');
      return (error as Refusal).violations.map(({ field, rule }) => `${field} ${rule}`);
    }
    return [];
  };

  const person = byName('Müller', 'Jürgen', '1975-03-14');

  it('states the legal operations that it needs, and no more', () => {
    expect(searchPersons.parse(person).legalOperations).to.deep.equal(['SEARCH_ALPHA']);
    expect(searchPersons.parse(byDocument('TB1234567')).legalOperations).to.deep.equal(['SEARCH_DOC']);
    const both = { ...person, document: byDocument('TB1234567').document };
    expect(searchPersons.parse(both).legalOperations).to.deep.equal(['SEARCH_ALPHA', 'SEARCH_DOC']);
    expect(searchObjects.parse(byObject({ plate: 'AB' })).legalOperations).to.deep.equal(['SEARCH_OBJ']);
    expect(getAlert.parse(byReference('SIM-XB-00000000000000000000000000')).legalOperations).to.deep.equal(['READ']);
  });

  it('keeps for the log what was asked, as asked', () => {
    expect(
      searchPersons.parse({ ...person, categories: [AlertCategory.ARR, AlertCategory.MIS_P] }).audit,
    ).to.deep.equal({
      name: { surname: 'Müller', forename: 'Jürgen', date_of_birth: '1975-03-14' },
      match_mode: 'exact',
      max_candidates: 30,
      categories: ['ARR', 'MIS-P'],
    });
    expect(searchPersons.parse(byDocument('tb 12-34', 'XB')).audit).to.deep.equal({
      document: { number: 'tb 12-34', issuing_country: 'XB' },
      match_mode: 'exact',
      max_candidates: 30,
    });
    expect(
      searchObjects.parse(
        byObject({ plate: 'ab 12', plateState: 'XA', matchMode: MatchMode.INEXACT, maxCandidates: 5 }),
      ).audit,
    ).to.deep.equal({ plate: 'ab 12', plate_state: 'XA', match_mode: 'inexact', max_candidates: 5 });
    expect(getAlert.parse(byReference('SIM-XB-00000000000000000000000000')).audit).to.deep.equal({
      alert_reference: 'SIM-XB-00000000000000000000000000',
    });
  });

  const persons: readonly [string, SearchPersonsRequest, string[]][] = [
    ['a surname without letters', byName('--', '', '1975-03-14'), ['name.surname letters']],
    ['forenames without letters', byName('Müller', "'", '1975-03-14'), ['name.forename letters']],
    ['a document number of separators', byDocument('A-.-'), ['document.number min_len']],
    ['objects in a search for persons', { ...person, categories: [AlertCategory.OBJ] }, ['categories[0] persons']],
    [
      'unknown persons in a search by name or document, who have neither',
      { ...person, categories: [AlertCategory.ARR, AlertCategory.UNK, AlertCategory.OBJ] },
      ['categories[1] by_prints_alone', 'categories[2] persons'],
    ],
    [
      'a national of a Member State in alerts on third-country nationals alone',
      byName('Müller', '', '1975-03-14', { nationality: 'DE', categories: [AlertCategory.REF, AlertCategory.RET] }),
      ['name.nationality third_country'],
    ],
    [
      'a grown person in alerts on children alone',
      byName('Müller', '', '1950-00-00', { categories: [AlertCategory.CHI_ABD, AlertCategory.CHI_TRV] }),
      ['name.date_of_birth of_age'],
    ],
    [
      'a child in alerts on persons of age alone',
      byName('Müller', '', '1960-03-14', { categories: [AlertCategory.VUL_TRV] }),
      ['name.date_of_birth under_age'],
    ],
    [
      'a place of birth without letters',
      byName('Müller', '', '1975-03-14', { placeOfBirth: '-' }),
      ['name.place_of_birth letters'],
    ],
    [
      'numbers that the contract does not define',
      {
        ...byName('Müller', '', '1975-03-14', { gender: 9 as Gender }),
        matchMode: 7 as MatchMode,
        categories: [0, 99 as AlertCategory],
      },
      [
        'name.gender defined_only',
        'match_mode defined_only',
        'categories[0] defined_only',
        'categories[1] defined_only',
      ],
    ],
  ];
  for (const [what, request, expected] of persons) {
    it(`refuses ${what}`, () => {
      expect(violations(() => searchPersons.parse(request))).to.deep.equal(expected);
    });
  }

  it('accepts filters that some alert can satisfy', () => {
    for (const narrow of [
      { nationality: 'DE', categories: [AlertCategory.REF, AlertCategory.ARR] },
      { nationality: 'US', categories: [AlertCategory.REF] },
      { categories: [AlertCategory.CHI_ABD, AlertCategory.MIS_P] },
    ]) {
      expect(violations(() => searchPersons.parse(byName('Müller', '', '1950-03-14', narrow)))).to.deep.equal([]);
    }
    // The clock stands at 1970: nineteen years in whole, and on either side of the birthday.
    for (const date of ['1951-00-00', '1952-03-14']) {
      const child = byName('Müller', '', date, { categories: [AlertCategory.CHI_ABD] });
      expect(violations(() => searchPersons.parse(child))).to.deep.equal([]);
    }
  });

  const objects: readonly [string, Partial<SearchObjectsRequest>, string[]][] = [
    ['a state without a plate', { vin: 'ZZXTEST0000000001', plateState: 'XA' }, ['plate_state requires_plate']],
    [
      'identifiers of separators',
      { vin: 'Z - -', plate: '--', documentNumber: 'A..' },
      ['vin min_len', 'plate min_len', 'document_number min_len'],
    ],
    [
      'ends of ranges without a beginning',
      { plate: 'AB12', documentNumberTo: 'AB0001499', serialNumberTo: 'X0001' },
      ['document_number_to requires_document_number', 'serial_number_to requires_serial_number'],
    ],
    [
      'a range that runs backwards, and a series of two kinds',
      {
        documentNumber: 'AB0001499',
        documentNumberTo: 'AB0001000',
        serialNumber: 'X0001000',
        serialNumberTo: 'Y0001000',
      },
      ['document_number_to range', 'serial_number_to range'],
    ],
    ['letters that are none', { plate: 'AB12', objectCategories: ['a', 's'] }, ['object_categories[1] defined_only']],
    [
      'what nothing of the categories asked for has',
      { vin: 'ZZXTEST0000000001', imei: '490154203237518', calibre: '9 mm', currency: 'EUR', objectCategories: ['a'] },
      ['imei not_of_category', 'calibre not_of_category', 'currency not_of_category'],
    ],
    [
      'a range of things that are sought one by one',
      { documentNumber: 'AB0001000', documentNumberTo: 'AB0001499', objectCategories: ['l'] },
      ['document_number_to not_of_category'],
    ],
  ];
  for (const [what, fields, expected] of objects) {
    it(`refuses ${what}`, () => {
      expect(violations(() => searchObjects.parse(byObject(fields)))).to.deep.equal(expected);
    });
  }

  const rankedBy = (surname: string, forename: string, rest: Parameters<typeof byName>[3] = {}) =>
    byName(surname, forename, '1975-03-14', { matchMode: MatchMode.RANKED, ...rest });

  const ranked: readonly [string, SearchPersonsRequest, string[]][] = [
    [
      'without a name',
      { ...byDocument('TB1234567'), matchMode: MatchMode.RANKED },
      ['name required', 'document not_ranked'],
    ],
    [
      'with filters that it has no use for, and for more than anybody can look at',
      {
        ...rankedBy('Müller', '', { placeOfBirth: 'Köln', maxCandidates: 51 }),
        document: byDocument('TB1234567').document,
      },
      ['document not_ranked', 'name.place_of_birth not_ranked', 'max_candidates max'],
    ],
    ['by initials alone', rankedBy('M', 'J.'), ['name.surname words']],
    [
      'that contradicts itself as any other',
      rankedBy('-', '', { nationality: 'DE', categories: [AlertCategory.REF, AlertCategory.UNK] }),
      ['name.surname letters', 'categories[1] by_prints_alone', 'name.nationality third_country', 'name.surname words'],
    ],
  ];
  for (const [what, request, expected] of ranked) {
    it(`refuses a ranked search ${what}`, () => {
      expect(violations(() => withIndex.searchPersons.parse(request))).to.deep.equal(expected);
    });
  }

  it('takes a ranked search by name, in any script, and names the mode for the log', () => {
    const { legalOperations, audit, terms } = withIndex.searchPersons.parse(rankedBy('Müller', 'J.'));
    expect(legalOperations).to.deep.equal(['SEARCH_ALPHA']);
    expect(audit).to.deep.equal({
      name: { surname: 'Müller', forename: 'J.', date_of_birth: '1975-03-14' },
      match_mode: 'ranked',
      max_candidates: 10,
    });
    expect(terms).to.deep.equal(searchPersons.parse(byName('Müller', 'J.', '1975-03-14')).terms);
    for (const surname of ['王', 'Ó Briain', 'Ковач', 'كوفاتش']) {
      expect(violations(() => withIndex.searchPersons.parse(rankedBy(surname, '')))).to.deep.equal([]);
    }
  });

  it('refuses a ranked search where no index of names is kept, and says so', () => {
    expect(violations(() => searchPersons.parse(rankedBy('Müller', 'Jürgen')))).to.deep.equal([
      'match_mode not_offered',
    ]);
    try {
      searchPersons.parse(rankedBy('Müller', 'Jürgen'));
    } catch (error) {
      expect((error as Refusal).violations[0]?.description).to.contain('OSTIARY_SIS_NAME_INDEX');
    }
  });

  it('ranks no objects', () => {
    const request = byObject({ plate: 'AB12', matchMode: MatchMode.RANKED });
    expect(violations(() => withIndex.searchObjects.parse(request))).to.deep.equal(['match_mode persons']);
  });

  it('never repeats a value in what it says', () => {
    try {
      searchPersons.parse(byDocument('Q-'));
    } catch (error) {
      const { message, violations } = error as Refusal;
      expect(JSON.stringify({ message, violations })).to.not.include('Q-');
      return;
    }
    expect.fail('it was accepted');
  });
});
