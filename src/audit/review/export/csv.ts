/** RFC 4180, for people with spreadsheets. */
import { formatTime } from '../../leaf/leaf.js';
import { type ExportRecord, leafHashHex } from './record.js';

const COLUMNS: readonly (readonly [name: string, of: (record: ExportRecord) => string | undefined])[] = [
  ['index', ({ entry }) => String(entry.index)],
  ['time', ({ entry }) => formatTime(entry.leaf.time)],
  ['kind', ({ entry }) => entry.leaf.kind],
  ['authority', ({ entry }) => entry.leaf.authority],
  ['system', ({ entry }) => entry.leaf.system],
  ['outcome', ({ entry }) => entry.outcome],
  ['verb', ({ verb }) => verb],
  ['operation', ({ operation }) => operation],
  ['purpose', ({ purpose }) => purpose],
  ['legal_basis', ({ legalBasis }) => legalBasis],
  ['case_reference', ({ caseReference }) => caseReference],
  ['officer', ({ officer }) => officer],
  ['unit', ({ unit }) => unit],
  ['request_id', ({ entry }) => entry.leaf.requestId],
  ['intent_index', ({ entry }) => entry.leaf.intentIndex?.toString()],
  ['leaf_hash', ({ entry }) => leafHashHex(entry)],
];

/** A header line and one line for each record, ending with CR LF. */
export function toCsv(records: readonly ExportRecord[]): string {
  const lines = [COLUMNS.map(([name]) => name), ...records.map((record) => COLUMNS.map(([, of]) => of(record) ?? ''))];
  return lines.map((values) => `${values.map(field).join(',')}\r\n`).join('');
}

/** A spreadsheet takes text that begins like a formula for one: an apostrophe makes it text again. */
function field(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
