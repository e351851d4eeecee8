import { expect } from 'chai';
import { type PolicyFile, PolicyTablesError, parsePolicyTables } from '../../../../src/gateway/policy/tables/load.js';
import {
  APPROVE,
  CHECK,
  FLAGS,
  IDENTIFY,
  LOGS,
  PRINTS,
  faultsOf,
  lineOf,
  smallTables,
  toFiles,
  type SmallTables,
  type TableRow,
} from './small-tables.js';

/** One way to spoil sound tables, and the one fault that must be named. */
interface Spoilt {
  readonly what: string;
  readonly file: PolicyFile;
  readonly spoil: (tables: SmallTables) => void;
  readonly line: number;
  readonly column: string;
  readonly problem: RegExp;
}

const change =
  (file: PolicyFile, position: number, cells: TableRow) =>
  (tables: SmallTables): void => {
    Object.assign(tables[file][position]!, cells);
  };
const repeat =
  (file: PolicyFile, position: number, cells: TableRow) =>
  (tables: SmallTables): void => {
    tables[file].push({ ...tables[file][position]!, ...cells });
  };
const bases = (what: string, position: number, cells: TableRow, column: string, problem: RegExp): Spoilt => ({
  what,
  file: 'legal-basis.csv',
  spoil: change('legal-basis.csv', position, cells),
  line: lineOf(position),
  column,
  problem,
});
const NEXT_BASIS = lineOf(6);

const UNKNOWN: Spoilt[] = [
  bases('a system that does not exist', CHECK, { system: 'SISS' }, 'system', /"SISS" is not known/),
  bases('a regime that does not exist', CHECK, { regime: 'NEVER' }, 'regime', /"NEVER" is not known/),
  bases('a purpose that does not exist', CHECK, { purposes: 'CURIOSITY' }, 'purposes', /"CURIOSITY" is not known/),
  bases('a kind that does not exist', CHECK, { authority_kinds: 'POL|POLL' }, 'authority_kinds', /"POLL" is not known/),
  bases('an operation that does not exist', CHECK, { operations: 'SEARCH' }, 'operations', /"SEARCH" is not known/),
  bases('a category of another system', CHECK, { categories: 'FILE' }, 'categories', /"FILE" is not known/),
  bases('a list of offences that does not exist', IDENTIFY, { offence_list: 'ABC' }, 'offence_list', /"ABC"/),
  bases('a person category that does not exist', CHECK, { person_categories: 'CHILD' }, 'person_categories', /"CHILD"/),
  bases('a precondition that does not exist', CHECK, { preconditions: 'LUCK' }, 'preconditions', /"LUCK" is not known/),
  bases('an approver that does not exist', IDENTIFY, { approvers: 'CAP|GOD' }, 'approvers', /"GOD" is not known/),
  bases('a name twice in a list', CHECK, { authority_kinds: 'POL|POL' }, 'authority_kinds', /"POL" stands twice/),
  bases('neither yes nor no', CHECK, { terrorist: 'maybe' }, 'terrorist', /"maybe" is not known/),
  bases('an empty emergency column', CHECK, { break_glass: '' }, 'break_glass', /must not be empty/),
  bases('a penalty that is no number', IDENTIFY, { penalty_months: '3 years' }, 'penalty_months', /whole number/),
  bases('a penalty beyond 100 years', IDENTIFY, { penalty_months: '1201' }, 'penalty_months', /whole number/),
  bases('no article', CHECK, { article: ' ' }, 'article', /must not be empty/),
  bases('an id with small letters', CHECK, { id: 'check' }, 'id', /must be capital letters/),
  bases('a line break in a cell', CHECK, { notes: 'one\ntwo' }, 'notes', /control character or a line break/),
  bases('an endless cell', CHECK, { notes: 'x'.repeat(2_001) }, 'notes', /longer than 2000/),
];

const DOUBLE: Spoilt[] = [
  {
    what: 'an id that stands twice',
    file: 'legal-basis.csv',
    spoil: repeat('legal-basis.csv', CHECK, { article: '44(1)(c)' }),
    line: NEXT_BASIS,
    column: 'id',
    problem: /stands twice/,
  },
  {
    what: 'a regime that stands twice',
    file: 'regimes.csv',
    spoil: repeat('regimes.csv', 0, {}),
    line: lineOf(2),
    column: 'id',
    problem: /stands twice/,
  },
  {
    what: 'a kind that stands twice',
    file: 'authority-kinds.csv',
    spoil: repeat('authority-kinds.csv', 0, {}),
    line: lineOf(8),
    column: 'kind',
    problem: /stands twice/,
  },
  {
    what: 'a category that stands twice',
    file: 'categories.csv',
    spoil: repeat('categories.csv', 0, {}),
    line: lineOf(9),
    column: 'code',
    problem: /stands twice in SIS/,
  },
  {
    what: 'a second line of the matrix for the same kind',
    file: 'access-matrix.csv',
    spoil: repeat('access-matrix.csv', 0, {}),
    line: lineOf(6),
    column: 'authority_kind',
    problem: /second line for POL in SIS/,
  },
];

const WRONG_DAYS: [what: string, cells: TableRow, column: string, problem: RegExp][] = [
  ['a day that does not exist', { operational_from: '2023-02-29' }, 'operational_from', /YYYY-MM-DD/],
  ['an end before the start', { operational_until: '2019-12-31' }, 'operational_until', /before the start/],
  ['an end without a start', { operational_from: '', operational_until: '2021-01-01' }, 'operational_until', /without/],
  ['no source', { source: '' }, 'source', /must not be empty/],
  ['a successor that does not exist', { replaced_by: 'LATER' }, 'replaced_by', /another regime/],
  ['itself as successor', { replaced_by: 'NEW' }, 'replaced_by', /another regime/],
];
const DAYS = WRONG_DAYS.map(([what, cells, column, problem]): Spoilt => ({
  what: `a regime with ${what}`,
  file: 'regimes.csv',
  spoil: change('regimes.csv', 0, cells),
  line: lineOf(0),
  column,
  problem,
}));
const SUCCESSION: Spoilt[] = [
  {
    what: 'old rules that go on beside the new ones',
    file: 'regimes.csv',
    spoil: change('regimes.csv', 1, { operational_until: '2020-01-01' }),
    line: lineOf(1),
    column: 'operational_until',
    problem: /still in force when NEW replaces it on 2020-01-01/,
  },
  {
    what: 'old rules that begin after the new ones',
    file: 'regimes.csv',
    spoil: change('regimes.csv', 1, { operational_from: '2020-01-01' }),
    line: lineOf(1),
    column: 'operational_from',
    problem: /not before NEW replaces it/,
  },
];

const CONTRADICTIONS: Spoilt[] = [
  bases(
    'an approval that nobody is named to give',
    IDENTIFY,
    { approvers: '' },
    'approvers',
    /none can meet CAP_APPROVAL/,
  ),
  bases('an approver of the wrong kind', IDENTIFY, { approvers: 'JUD' }, 'approvers', /none can meet CAP_APPROVAL/),
  bases('an approver without anything to approve', CHECK, { approvers: 'CAP' }, 'approvers', /CAP has no precondition/),
  bases('an emergency with no approval to come before', CHECK, { break_glass: 'yes' }, 'break_glass', /no approval/),
  bases(
    'person categories that need not be stated',
    CHECK,
    { person_categories: 'SUSPECT' },
    'person_categories',
    /PERSON_CATEGORY/,
  ),
  bases(
    'log reading mixed with searching',
    LOGS,
    { operations: 'LOG_READ|READ' },
    'operations',
    /LOG_READ stands alone/,
  ),
  bases('objects without a letter', CHECK, { categories: 'ARR|OBJ' }, 'categories', /OBJ is never seen without/),
  bases(
    'a letter without objects',
    CHECK,
    { categories: 'ARR|OBJ:a' },
    'categories',
    /OBJ:a is never seen without OBJ/,
  ),
  {
    what: 'another threshold on the same article',
    file: 'legal-basis.csv',
    spoil: repeat('legal-basis.csv', IDENTIFY, { id: 'AGAIN', penalty_months: '12', offence_list: '' }),
    line: NEXT_BASIS,
    column: 'penalty_months',
    problem: /says otherwise than IDENTIFY about the same article/,
  },
  {
    what: 'other preconditions on the same article, neither wider',
    file: 'legal-basis.csv',
    spoil: (tables) => {
      repeat('legal-basis.csv', IDENTIFY, { id: 'AGAIN', preconditions: 'CAP_APPROVAL|AIM' })(tables);
    },
    line: NEXT_BASIS,
    column: 'preconditions',
    problem: /says otherwise than IDENTIFY/,
  },
];

const PROHIBITED: Spoilt[] = [
  bases(
    'a non-government registration service that searches',
    CHECK,
    { authority_kinds: 'POL|VRS_PRIV' },
    'authority_kinds',
    /VRS_PRIV may not SEARCH_ALPHA: non-government registration services never ask themselves/,
  ),
  bases(
    'vehicle registrars who see persons',
    CHECK,
    { authority_kinds: 'VRS_GOV' },
    'authority_kinds',
    /VRS_GOV may not SEARCH_ALPHA: registration services see no persons/,
  ),
  bases('DNA as a key to SIS', CHECK, { operations: 'SEARCH_DNA' }, 'authority_kinds', /DNA is never a search key/),
  bases('a police officer who reads logs', LOGS, { authority_kinds: 'POL' }, 'authority_kinds', /POL may not LOG_READ/),
  bases(
    'a data protection officer who searches',
    LOGS,
    { operations: 'SEARCH_ALPHA' },
    'authority_kinds',
    /DPO may not/,
  ),
  bases(
    'an operating unit that asks the EES itself',
    IDENTIFY,
    { authority_kinds: 'LEA_UNIT' },
    'authority_kinds',
    /never the system/,
  ),
  {
    what: 'a line of the matrix that shows registrars persons',
    file: 'access-matrix.csv',
    spoil: change('access-matrix.csv', 0, { authority_kind: 'VRS_GOV' }),
    line: lineOf(0),
    column: 'categories',
    problem: /VRS_GOV may not see all of it: registration services see no persons/,
  },
];

const UNREACHABLE: Spoilt[] = [
  bases('a kind that sees nothing', CHECK, { authority_kinds: 'POL|BOR' }, 'authority_kinds', /shows BOR none/),
  bases('a category that nobody sees', CHECK, { categories: 'ARR|VEHICLES|LOG' }, 'categories', /shows LOG to no kind/),
  bases(
    'an operation that no purpose serves',
    CHECK,
    { operations: 'SEARCH_ALPHA|DELETE' },
    'operations',
    /DELETE can serve/,
  ),
  bases(
    'a purpose that no operation serves',
    CHECK,
    { purposes: 'POLICE_CUSTOMS_CHECK|RECORD_KEEPING' },
    'purposes',
    /RECORD_KEEPING/,
  ),
  bases(
    'a flag of a system that the CIR does not hold',
    PRINTS,
    { preconditions: 'CIR_FLAG', regime: 'NEW' },
    'preconditions',
    /holds no data of PRUM_FINGERPRINT/,
  ),
  bases(
    "Europol's own search by a police officer",
    CHECK,
    { preconditions: 'EUROPOL_SEARCH' },
    'preconditions',
    /only Europol/,
  ),
  bases(
    'an earlier EES search that no row allows',
    CHECK,
    { preconditions: 'EES_SEARCH' },
    'preconditions',
    /no row lets anybody search the EES/,
  ),
  bases(
    'an earlier Prüm search under rules that have ended',
    IDENTIFY,
    { preconditions: 'SPECIFIC_CASE|CAP_APPROVAL|PRUM_SEARCH' },
    'preconditions',
    /on 2020-01-01 no row in force lets anybody search prints/,
  ),
  {
    what: 'an approval that no row lets anybody give',
    file: 'legal-basis.csv',
    spoil: change('legal-basis.csv', APPROVE, { operations: 'REVIEW' }),
    line: lineOf(IDENTIFY),
    column: 'approvers',
    problem: /no row of system APPROVALS lets CAP approve questions to EES/,
  },
  {
    what: 'an approval under rules that have ended',
    file: 'legal-basis.csv',
    spoil: change('legal-basis.csv', APPROVE, { regime: 'OLD' }),
    line: lineOf(IDENTIFY),
    column: 'approvers',
    problem: /on 2020-01-01 no row in force of system APPROVALS/,
  },
  {
    what: 'a flag that no row lets anybody ask for',
    file: 'legal-basis.csv',
    spoil: (tables) => {
      change('legal-basis.csv', IDENTIFY, { preconditions: 'CAP_APPROVAL|CIR_FLAG' })(tables);
      change('legal-basis.csv', FLAGS, { regime: 'OLD' })(tables);
    },
    line: lineOf(IDENTIFY),
    column: 'preconditions',
    problem: /on 2020-01-01 no row in force lets anybody ask the CIR for flags/,
  },
  {
    what: 'a row that another allows already',
    file: 'legal-basis.csv',
    spoil: repeat('legal-basis.csv', CHECK, { id: 'NARROW', categories: 'ARR', preconditions: 'SPECIFIC_CASE' }),
    line: NEXT_BASIS,
    column: 'id',
    problem: /CHECK allows all of it already/,
  },
  {
    what: 'a row that a later one allows already',
    file: 'legal-basis.csv',
    spoil: (tables) => {
      tables['legal-basis.csv'].unshift({ ...tables['legal-basis.csv'][CHECK]!, id: 'NARROW', categories: 'ARR' });
    },
    line: lineOf(0),
    column: 'id',
    problem: /CHECK allows all of it already/,
  },
  {
    what: 'a line of the matrix that no legal basis uses',
    file: 'access-matrix.csv',
    spoil: repeat('access-matrix.csv', 0, { authority_kind: 'BOR' }),
    line: lineOf(6),
    column: 'authority_kind',
    problem: /no legal basis of SIS lists BOR/,
  },
];

const WRONG_CATEGORIES: [what: string, cells: TableRow, column: string, problem: RegExp][] = [
  ['a set of what does not exist', { members: 'OBJ|OBJ:y' }, 'members', /"OBJ:y" is not known/],
  ['a set that names itself', { members: 'VEHICLES' }, 'members', /"VEHICLES" is not known/],
  ['a set with a hyphen', { code: 'VE-HICLES' }, 'code', /a set: capital letters/],
  ['no meaning', { meaning: '' }, 'meaning', /must not be empty/],
];
const CATEGORIES = WRONG_CATEGORIES.map(([what, cells, column, problem]): Spoilt => ({
  what: `a category line with ${what}`,
  file: 'categories.csv',
  spoil: change('categories.csv', 3, cells),
  line: lineOf(3),
  column,
  problem,
}));

describe('faults of the policy tables', () => {
  it('finds none in sound ones', () => {
    expect(faultsOf(toFiles(smallTables()))).to.deep.equal([]);
  });

  const groups = { UNKNOWN, DOUBLE, DAYS, SUCCESSION, CATEGORIES, CONTRADICTIONS, PROHIBITED, UNREACHABLE };
  for (const spoilt of Object.values(groups).flat()) {
    it(`names file, line and column of ${spoilt.what}`, () => {
      const tables = smallTables();
      spoilt.spoil(tables);
      const found = faultsOf(toFiles(tables)).filter(
        ({ file, line, column, problem }) =>
          file === spoilt.file && line === spoilt.line && column === spoilt.column && spoilt.problem.test(problem),
      );
      expect(found, JSON.stringify(faultsOf(toFiles(tables)), undefined, 1)).to.have.length(1);
    });
  }

  it('names every fault at once', () => {
    const tables = smallTables();
    change('legal-basis.csv', CHECK, { purposes: 'CURIOSITY', terrorist: 'maybe' })(tables);
    change('legal-basis.csv', IDENTIFY, { approvers: '' })(tables);
    change('regimes.csv', 1, { source: '' })(tables);
    const where = faultsOf(toFiles(tables)).map(({ file, line, column }) => `${file}:${line}:${column}`);
    expect(where).to.include.members([
      'regimes.csv:3:source',
      'legal-basis.csv:2:purposes',
      'legal-basis.csv:2:terrorist',
      'legal-basis.csv:3:approvers',
    ]);
  });

  it('says all of it in one message for the operator', () => {
    const tables = smallTables();
    change('legal-basis.csv', CHECK, { purposes: 'CURIOSITY' })(tables);
    expect(() => parsePolicyTables(toFiles(tables))).to.throw(
      PolicyTablesError,
      /^the policy tables have faults:\n {2}legal-basis\.csv:2 CHECK, purposes: "CURIOSITY" is not known/,
    );
  });

  it('refuses files that are no such tables', () => {
    const files = toFiles(smallTables());
    const broken: [PolicyFile, Buffer][] = [
      ['regimes.csv', Buffer.alloc(0)],
      ['regimes.csv', Buffer.from('id,operational_from\nA,2020-01-01\n')],
      ['categories.csv', Buffer.from('system,code,members,meaning\n"SIS,ARR,,x\n')],
      ['legal-basis.csv', Buffer.alloc(4 * 1024 * 1024 + 1, 'x')],
    ];
    for (const [name, content] of broken) {
      const [fault, ...others] = faultsOf({ ...files, [name]: content });
      expect(fault).to.deep.include({ file: name, line: 1 });
      expect(fault?.problem).to.match(/must be CSV of at most 4194304 bytes with the columns/);
      expect(others).to.deep.equal([]);
    }
  });

  it('refuses a row with a cell too many', () => {
    const files = toFiles(smallTables());
    const content = files['authority-kinds.csv'].toString().replace('"BOR","A kind"', '"BOR","A kind","more"');
    const [fault] = faultsOf({ ...files, 'authority-kinds.csv': Buffer.from(content) });
    expect(fault).to.deep.include({ file: 'authority-kinds.csv', line: 3, row: 'BOR' });
    expect(fault?.problem).to.equal('has 3 cells instead of 2');
  });
});
