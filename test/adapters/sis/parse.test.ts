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
  const { searchPersons, searchObjects, getAlert } = createSisAdapter({ sql, clock: { now: () => 0 } }).operations;
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
    ['objects alone in a search for persons', { ...person, categories: [AlertCategory.OBJ] }, ['categories persons']],
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

  it('accepts UNK in a search by name, and objects beside persons', () => {
    expect(violations(() => searchPersons.parse({ ...person, categories: [AlertCategory.UNK] }))).to.deep.equal([]);
    expect(
      violations(() => searchPersons.parse({ ...person, categories: [AlertCategory.OBJ, AlertCategory.ARR] })),
    ).to.deep.equal([]);
  });

  const objects: readonly [string, Partial<SearchObjectsRequest>, string[]][] = [
    ['a state without a plate', { vin: 'ZZXTEST0000000001', plateState: 'XA' }, ['plate_state requires_plate']],
    [
      'identifiers of separators',
      { vin: 'Z - -', plate: '--', documentNumber: 'A..' },
      ['vin min_len', 'plate min_len', 'document_number min_len'],
    ],
  ];
  for (const [what, fields, expected] of objects) {
    it(`refuses ${what}`, () => {
      expect(violations(() => searchObjects.parse(byObject(fields)))).to.deep.equal(expected);
    });
  }

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
