/** One CSV file of the policy tables: cells with the line and column they stand in, so that every fault can be found. */
import { parse } from 'csv-parse/sync';

/** Something wrong in a table. */
export interface Fault {
  readonly file: string;
  /** Number of the row in a spreadsheet: the heading is 1. */
  readonly line: number;
  /** What the row is called, if it has a name. */
  readonly row: string;
  readonly column: string;
  readonly problem: string;
}

/** Largest file that is read, in bytes. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** What regimes and legal bases are called. */
export const CODE = /^[A-Z0-9]+(-[A-Z0-9]+)*$/;
export const CODE_FORM = 'capital letters, digits and single hyphens';

/** Longest cell, in characters. */
const MAX_CELL = 2_000;

/** A row with its place. Readers return what the cell says, and note a fault where it says nothing usable. */
export class Row {
  readonly line: number;
  readonly #cells: Readonly<Record<string, string>>;
  readonly #file: string;
  readonly #name: string;
  readonly #faults: Fault[];
  #faulty = false;

  constructor(file: string, line: number, name: string, cells: Readonly<Record<string, string>>, faults: Fault[]) {
    this.#file = file;
    this.line = line;
    this.#name = name;
    this.#cells = cells;
    this.#faults = faults;
  }

  /** Whether a fault of this row has been noted. */
  get faulty(): boolean {
    return this.#faulty;
  }

  /** Notes a fault of this row. */
  fault(column: string, problem: string): void {
    this.#faulty = true;
    this.#faults.push({ file: this.#file, line: this.line, row: this.#name, column, problem });
  }

  /** The cell without blanks around it. */
  text(column: string): string {
    return (this.#cells[column] ?? '').trim();
  }

  /** A cell that may not be empty. */
  required(column: string): string {
    const text = this.text(column);
    if (text === '') this.fault(column, 'must not be empty');
    return text;
  }

  /** A code of the given form. */
  code(column: string, pattern: RegExp, form: string): string {
    const text = this.required(column);
    if (text !== '' && !pattern.test(text)) this.fault(column, `must be ${form}`);
    return text;
  }

  /** One of the names, or undefined with a fault; undefined without one when the cell is empty and may be. */
  oneOf<Name extends string>(column: string, names: Iterable<Name>, empty: 'refused' | 'allowed'): Name | undefined {
    const text = empty === 'refused' ? this.required(column) : this.text(column);
    if (text === '') return undefined;
    for (const name of names) if (name === text) return name;
    this.fault(column, `${quoted(text)} is not known`);
    return undefined;
  }

  /** Names separated by a vertical bar; unknown and repeated ones are faults. */
  list<Name extends string>(column: string, names: ReadonlySet<Name>, empty: 'refused' | 'allowed'): Set<Name> {
    const found = new Set<Name>();
    const text = empty === 'refused' ? this.required(column) : this.text(column);
    if (text === '') return found;
    for (const part of text.split('|')) {
      const name = part.trim() as Name;
      if (!names.has(name)) this.fault(column, `${quoted(name)} is not known`);
      else if (found.has(name)) this.fault(column, `${quoted(name)} stands twice`);
      else found.add(name);
    }
    return found;
  }

  /** yes or no. */
  yes(column: string): boolean {
    return this.oneOf(column, ['yes', 'no'], 'refused') === 'yes';
  }

  /** A day, YYYY-MM-DD, that exists; undefined when the cell is empty. */
  day(column: string): string | undefined {
    const text = this.text(column);
    if (text === '') return undefined;
    const exists = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
    if (exists && new Date(text).toISOString().startsWith(text)) return text;
    this.fault(column, 'must be a day as YYYY-MM-DD');
    return undefined;
  }

  /** A whole number; undefined when the cell is empty. */
  whole(column: string, min: number, max: number): number | undefined {
    const text = this.text(column);
    if (text === '') return undefined;
    const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= min && number <= max) return number;
    this.fault(column, `must be a whole number from ${min} to ${max}`);
    return undefined;
  }
}

/**
 * Reads the rows of a file whose columns must be exactly these, in this order. The first column names a row. Undefined,
 * with a fault, when the file cannot be read as such a table.
 */
export function readRows(
  file: string,
  content: Buffer,
  columns: readonly string[],
  faults: Fault[],
): Row[] | undefined {
  const [heading, ...rows] = content.length > MAX_FILE_BYTES ? [] : cellsOf(content);
  if (heading?.cells.map((name) => name.trim()).join() !== columns.join()) {
    const problem = `must be CSV of at most ${MAX_FILE_BYTES} bytes with the columns ${columns.join(', ')}`;
    faults.push({ file, line: 1, row: '', column: '', problem });
    return undefined;
  }
  return rows.map(({ line, cells }) => {
    const named = Object.fromEntries(columns.map((column, position) => [column, cells[position] ?? '']));
    const row = new Row(file, line, cells[0]?.trim() ?? '', named, faults);
    if (cells.length !== columns.length) row.fault('', `has ${cells.length} cells instead of ${columns.length}`);
    for (const column of columns) {
      const cell = named[column] ?? '';
      if (cell.length > MAX_CELL) row.fault(column, `longer than ${MAX_CELL} characters`);
      if (/\p{Cc}/u.test(cell)) row.fault(column, 'holds a control character or a line break');
    }
    return row;
  });
}

/** Cells of every row with its number in a spreadsheet; empty rows only count. Nothing for what is no CSV. */
function cellsOf(content: Buffer): { line: number; cells: string[] }[] {
  try {
    return parse(content, { bom: true, relax_column_count: true })
      .map((cells, position) => ({ line: position + 1, cells }))
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  } catch {
    return [];
  }
}

/** A text from a table as an error message may show it. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** The rows with their name, without those whose name is unusable or taken. */
export function unique(
  rows: readonly Row[],
  column: string,
  pattern: RegExp,
  form: string,
): [name: string, row: Row][] {
  const seen = new Set<string>();
  return rows.flatMap((row): [string, Row][] => {
    const name = row.code(column, pattern, form);
    if (seen.has(name)) row.fault(column, 'stands twice');
    if (name === '' || seen.has(name)) return [];
    seen.add(name);
    return [[name, row]];
  });
}
