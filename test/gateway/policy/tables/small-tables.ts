/** A small, sound set of policy tables, and ways to spoil it. */
import {
  COLUMNS,
  parsePolicyTables,
  PolicyTablesError,
  type PolicyFile,
} from '../../../../src/gateway/policy/tables/load.js';
import type { Fault } from '../../../../src/gateway/policy/tables/table-file.js';

export type TableRow = Record<string, string>;
export type SmallTables = Record<PolicyFile, TableRow[]>;

const basis = (row: TableRow): TableRow => ({
  regime: 'NEW',
  instrument: 'Regulation',
  purpose: 'A purpose in words',
  penalty_months: '',
  terrorist: 'no',
  offence_list: '',
  person_categories: '',
  preconditions: '',
  approvers: '',
  break_glass: 'no',
  notes: '[verified]',
  ...row,
});

/** Line of a row in its file: the heading is line 1. */
export const lineOf = (position: number): number => position + 2;

/** Positions of the legal bases below. */
export const CHECK = 0;
export const IDENTIFY = 1;
export const APPROVE = 2;
export const FLAGS = 3;
export const PRINTS = 4;
export const LOGS = 5;

/** Sound tables; a new copy each time. */
export function smallTables(): SmallTables {
  return {
    'regimes.csv': [
      {
        id: 'NEW',
        operational_from: '2020-01-01',
        operational_until: '',
        replaced_by: '',
        not_before: '',
        source: 'Art. 1',
      },
      {
        id: 'OLD',
        operational_from: '2010-01-01',
        operational_until: '',
        replaced_by: 'NEW',
        not_before: '',
        source: 'Art. 1',
      },
    ],
    'authority-kinds.csv': ['POL', 'BOR', 'CAP', 'JUD', 'VRS_PRIV', 'VRS_GOV', 'DPO', 'LEA_UNIT'].map((kind) => ({
      kind,
      meaning: 'A kind',
    })),
    'categories.csv': [
      ['SIS', 'ARR', ''],
      ['SIS', 'OBJ', ''],
      ['SIS', 'OBJ:a', ''],
      ['SIS', 'VEHICLES', 'OBJ|OBJ:a'],
      ['SIS', 'LOG', ''],
      ['EES', 'FILE', ''],
      ['CIR', 'FLAG', ''],
      ['PRUM_FINGERPRINT', 'IDENTIFIED', ''],
      ['APPROVALS', 'EES', ''],
    ].map(([system = '', code = '', members = '']) => ({ system, code, members, meaning: 'A category' })),
    'access-matrix.csv': [
      ['SIS', 'POL', 'ARR|VEHICLES'],
      ['SIS', 'DPO', 'LOG'],
      ['EES', 'CAP', 'FILE'],
      ['CIR', 'CAP', 'FLAG'],
      ['PRUM_FINGERPRINT', 'POL', 'IDENTIFIED'],
      ['APPROVALS', 'CAP', 'EES'],
    ].map(([system = '', authority_kind = '', categories = '']) => ({
      system,
      authority_kind,
      categories,
      article: '1',
      notes: '',
    })),
    'legal-basis.csv': [
      basis({
        id: 'CHECK',
        system: 'SIS',
        article: '44(1)(b)',
        purposes: 'POLICE_CUSTOMS_CHECK',
        authority_kinds: 'POL',
        operations: 'SEARCH_ALPHA|SEARCH_OBJ',
        categories: 'ARR|VEHICLES',
      }),
      basis({
        id: 'IDENTIFY',
        system: 'EES',
        article: '32',
        purposes: 'CRIMINAL_OFFENCE',
        authority_kinds: 'CAP',
        operations: 'IDENT_PRINT',
        categories: 'FILE',
        penalty_months: '36',
        terrorist: 'yes',
        offence_list: 'EAW',
        preconditions: 'SPECIFIC_CASE|CAP_APPROVAL',
        approvers: 'CAP',
        break_glass: 'yes',
      }),
      basis({
        id: 'APPROVE',
        system: 'APPROVALS',
        article: '29(3)',
        purposes: 'CRIMINAL_OFFENCE',
        authority_kinds: 'CAP',
        operations: 'APPROVE|REVIEW',
        categories: 'EES',
      }),
      basis({
        id: 'FLAGS',
        system: 'CIR',
        article: '22',
        purposes: 'CRIMINAL_OFFENCE',
        authority_kinds: 'CAP',
        operations: 'FLAG_QUERY',
        categories: 'FLAG',
      }),
      basis({
        id: 'PRINTS',
        system: 'PRUM_FINGERPRINT',
        regime: 'OLD',
        article: '9',
        purposes: 'PRUM_SEARCH',
        authority_kinds: 'POL',
        operations: 'IDENT_PRINT',
        categories: 'IDENTIFIED',
      }),
      basis({
        id: 'LOGS',
        system: 'SIS',
        article: '12(6)',
        purposes: 'DATA_PROTECTION_REVIEW',
        authority_kinds: 'DPO',
        operations: 'LOG_READ',
        categories: 'LOG',
      }),
    ],
    'logs.csv': [
      ['SIS', '', 'sis-3y', 'LOGS'],
      ['EES', '', 'ees-ret1', ''],
      ['CIR', '', 'iop-1y', ''],
      ['PRUM_FINGERPRINT', '', 'prum2-3y', ''],
      ['PRUM_FINGERPRINT', 'OLD', 'prum-2y', ''],
    ].map(([system = '', regimes = '', retention = '', read_on = '']) => ({
      system,
      regimes,
      retention,
      read_on,
      article: '1',
      notes: '',
    })),
  };
}

/** The files as bytes. */
export function toFiles(tables: SmallTables): Record<PolicyFile, Buffer> {
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  return Object.fromEntries(
    (Object.keys(COLUMNS) as PolicyFile[]).map((name) => {
      const columns: readonly string[] = COLUMNS[name];
      const lines = tables[name].map((row) => columns.map((column) => cell(row[column] ?? '')).join(','));
      return [name, Buffer.from([columns.join(','), ...lines, ''].join('\n'))];
    }),
  ) as Record<PolicyFile, Buffer>;
}

/** Faults of the files; none when they load. Any other error is a fault of the loader, and thrown. */
export function faultsOf(files: Record<PolicyFile, Buffer>): readonly Fault[] {
  try {
    parsePolicyTables(files);
    return [];
  } catch (error) {
    if (error instanceof PolicyTablesError) return error.faults;
    throw error;
  }
}
