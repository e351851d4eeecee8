/**
 * Reads the policy tables of a folder: regimes.csv, authority-kinds.csv, categories.csv, access-matrix.csv,
 * legal-basis.csv and logs.csv. What is wrong is said at once, with file, line and column; a folder with a fault is not used at all.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../shared/project-root.js';
import type { PolicyTables, Regime } from '../legal-basis.js';
import { readCategories, type Categories } from './categories.js';
import { findContradictions, type ReadBasis } from './contradictions.js';
import { findUnreachable, type MatrixLine } from './reach.js';
import { readLogs } from './logs.js';
import { readRegimes } from './regimes.js';
import { CODE, CODE_FORM, readRows, unique, type Fault, type Row } from './table-file.js';
import { OPERATIONS, PERSON_CATEGORIES, PRECONDITIONS, PURPOSES } from './vocabulary.js';

/** The tables that come with the gateway. */
export const POLICY_FOLDER = join(projectRoot, 'data/policy');

/** The tables break their rules. */
export class PolicyTablesError extends Error {
  override readonly name = 'PolicyTablesError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(['the policy tables have faults:', ...faults.map(describe)].join('\n'));
    this.faults = faults;
  }
}

function describe({ file, line, row, column, problem }: Fault): string {
  return `  ${file}:${line}${row === '' ? '' : ` ${row}`}${column === '' ? '' : `, ${column}`}: ${problem}`;
}

/** Content of the files, by name. */
export type PolicyFiles = Readonly<Record<PolicyFile, Buffer>>;
export type PolicyFile = keyof typeof COLUMNS;

/** The files and their columns. The order is that of reading, and of the digest. */
export const COLUMNS = {
  'regimes.csv': ['id', 'operational_from', 'operational_until', 'replaced_by', 'not_before', 'source'],
  'authority-kinds.csv': ['kind', 'meaning'],
  'categories.csv': ['system', 'code', 'members', 'meaning'],
  'access-matrix.csv': ['system', 'authority_kind', 'categories', 'article', 'notes'],
  'legal-basis.csv': [
    'id',
    'system',
    'regime',
    'instrument',
    'article',
    'purposes',
    'purpose',
    'authority_kinds',
    'operations',
    'categories',
    'penalty_months',
    'terrorist',
    'offence_list',
    'person_categories',
    'preconditions',
    'approvers',
    'break_glass',
    'notes',
  ],
  'logs.csv': ['system', 'regimes', 'retention', 'read_on', 'article', 'notes'],
} as const;

const FILES = Object.keys(COLUMNS) as PolicyFile[];

const KIND = /^[A-Z][A-Z_]{0,15}$/;

/** Reads a folder. Throws a PolicyTablesError with every fault, or the file system's error. */
export function loadPolicyTables(folder = POLICY_FOLDER): PolicyTables {
  const read = (name: PolicyFile): Buffer => readFileSync(join(folder, name));
  return parsePolicyTables({
    'regimes.csv': read('regimes.csv'),
    'authority-kinds.csv': read('authority-kinds.csv'),
    'categories.csv': read('categories.csv'),
    'access-matrix.csv': read('access-matrix.csv'),
    'legal-basis.csv': read('legal-basis.csv'),
    'logs.csv': read('logs.csv'),
  });
}

/** Parses the files. Throws a PolicyTablesError with every fault. */
export function parsePolicyTables(files: PolicyFiles): PolicyTables {
  const faults: Fault[] = [];
  const [regimeRows, kindRows, categoryRows, matrixRows, basisRows, logRows] = FILES.map((name) =>
    readRows(name, files[name], COLUMNS[name], faults),
  );
  if (!regimeRows || !kindRows || !categoryRows || !matrixRows || !basisRows || !logRows) {
    throw new PolicyTablesError(faults);
  }

  const regimes = readRegimes(regimeRows);
  const kinds = readKinds(kindRows);
  const categories = readCategories(categoryRows);
  const matrix = readMatrix(matrixRows, kinds, categories);
  const bases = readBases(basisRows, regimes, kinds, categories);
  const byId = new Map(bases.map(({ basis }) => [basis.id, basis]));
  const logs = readLogs(logRows, new Set(categories.bySystem.keys()), new Set(regimes.keys()), byId);
  // A row with a fault of its own is left out here: what it lacks would only be said again in other words.
  const sound = bases.filter(({ row }) => !row.faulty);
  findContradictions(sound);
  findUnreachable(sound, bases, matrix);
  if (faults.length > 0) throw new PolicyTablesError(faults);

  const seen = new Map(matrix.map((line) => [`${line.system} ${line.kind}`, line.categories]));
  return {
    bases: byId,
    matrix: { categories: (system, kind) => seen.get(`${system} ${kind}`) ?? NOTHING },
    kinds,
    categories: categories.bySystem,
    logs,
    sha256: digest(files),
  };
}

const NOTHING: ReadonlySet<string> = new Set();

function readKinds(rows: readonly Row[]): Set<string> {
  return new Set(
    unique(rows, 'kind', KIND, 'at most 16 capital letters and _').map(([kind, row]) => {
      row.required('meaning');
      return kind;
    }),
  );
}

function readMatrix(rows: readonly Row[], kinds: ReadonlySet<string>, categories: Categories): MatrixLine[] {
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const system = row.oneOf('system', categories.bySystem.keys(), 'refused');
    const kind = row.oneOf('authority_kind', kinds, 'refused');
    row.required('article');
    if (system === undefined || kind === undefined) return [];
    const key = `${system} ${kind}`;
    if (seen.has(key)) row.fault('authority_kind', `a second line for ${kind} in ${system}`);
    seen.add(key);
    return [{ row, system, kind, categories: categories.expand(row, 'categories', system) }];
  });
}

function readBases(
  rows: readonly Row[],
  regimes: ReadonlyMap<string, Regime>,
  kinds: ReadonlySet<string>,
  categories: Categories,
): ReadBasis[] {
  return unique(rows, 'id', CODE, CODE_FORM).flatMap(([id, row]) => {
    const system = row.oneOf('system', categories.bySystem.keys(), 'refused');
    const regime = regimes.get(row.oneOf('regime', regimes.keys(), 'refused') ?? '');
    row.required('purpose');
    row.required('notes');
    const read = {
      id,
      instrument: row.required('instrument'),
      article: row.required('article'),
      purposes: row.list('purposes', PURPOSES, 'refused'),
      authorityKinds: row.list('authority_kinds', kinds, 'refused'),
      operations: row.list('operations', OPERATIONS, 'refused'),
      threshold: {
        penaltyMonths: row.whole('penalty_months', 0, 1_200),
        terrorist: row.yes('terrorist'),
        offenceList: row.oneOf('offence_list', ['PNR', 'EAW'], 'allowed'),
      },
      personCategories: row.list('person_categories', PERSON_CATEGORIES, 'allowed'),
      preconditions: row.list('preconditions', PRECONDITIONS, 'allowed'),
      approvers: row.list('approvers', kinds, 'allowed'),
      breakGlass: row.yes('break_glass'),
    };
    if (system === undefined || regime === undefined) return [];
    return [{ row, basis: { ...read, system, regime, categories: categories.expand(row, 'categories', system) } }];
  });
}

function digest(files: PolicyFiles): string {
  const hash = createHash('sha256');
  for (const name of FILES) {
    hash.update(`${name} ${files[name].length}\n`).update(files[name]);
  }
  return hash.digest('hex');
}
