/**
 * A table of rules of which exactly one decides each case: a case is an authority kind that asks a system on a legal
 * basis about a record of a category. Shared by what may be disclosed and by what it may be used for.
 *
 * The more particular row wins: one that names the legal basis before one that does not, then one that names the
 * authority kind, then one that names the category. Two equally particular rows for one case are a contradiction.
 */
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { PolicyError } from '../policy/policy-files.js';

/** Stands for every value of a column. */
export const ANY = '*';

/** What every row says of the cases that it decides. */
export interface RuleRow {
  readonly id: string;
  readonly system: string;
  /** Codes, "OBJ:*" for every code that begins so, or "*". */
  readonly categories: readonly string[];
  /** Codes, or "*". */
  readonly authorityKinds: readonly string[];
  /** Rows of the legal-basis table, or "*". */
  readonly legalBases: readonly string[];
}

/** A case to be decided. */
export interface RuleCase {
  readonly system: string;
  readonly authorityKind: string;
  readonly legalBasisId: string;
  readonly category: string;
}

/** The columns by which rows are chosen, as they stand in the file. */
export const ruleColumns = {
  id: z.string().regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/),
  system: z.string().regex(/^[A-Z][A-Z_]*$/),
  categories: codes(/^(\*|[A-Z][A-Z0-9-]*(:([a-z]+|\*))?)$/),
  authority_kinds: codes(/^(\*|[A-Z][A-Z_]*)$/),
  legal_bases: codes(/^(\*|[A-Z0-9]+(-[A-Z0-9]+)*)$/),
  article: z.string().regex(/\S/),
  note: z.string(),
};

/** A list of codes, separated by vertical bars, at least so many; none stands twice. */
export function codes(one: RegExp, least = 1): z.ZodType<readonly string[], string> {
  return z
    .string()
    .transform((text) => (text === '' ? [] : text.split('|')))
    .pipe(z.array(z.string().regex(one)).min(least))
    .refine((list) => new Set(list).size === list.length, 'names a code twice')
    .refine((list) => !list.includes(ANY) || list.length === 1, 'names everything and something');
}

/**
 * Reads one of a policy's files. Throws a PolicyError that names every row that is malformed, and an id that stands
 * twice.
 */
export function readRules<Row extends { readonly id: string }>(
  file: string,
  files: ReadonlyMap<string, Buffer>,
  row: z.ZodType<Row>,
): readonly Row[] {
  const bytes = files.get(file);
  if (bytes === undefined) throw new PolicyError([`${file}: is missing`]);
  const problems: string[] = [];
  const rows = new Map<string, Row>();
  for (const [index, raw] of rawRows(file, bytes).entries()) {
    const read = row.safeParse(raw);
    if (!read.success) problems.push(`${file}, rule ${index + 1}: ${z.prettifyError(read.error)}`);
    else if (rows.has(read.data.id)) problems.push(`${file}, rule ${index + 1}: ${read.data.id} stands twice`);
    else rows.set(read.data.id, read.data);
  }
  if (problems.length > 0) throw new PolicyError(problems);
  return [...rows.values()];
}

function rawRows(file: string, bytes: Buffer): readonly unknown[] {
  try {
    return parse(bytes, { columns: true, bom: true });
  } catch (error) {
    throw new PolicyError([`${file}: is not CSV: ${String(error)}`]);
  }
}

/** Rules, and the choice between them. */
export class RuleTable<Row extends RuleRow> {
  readonly rows: readonly Row[];

  constructor(rows: readonly Row[]) {
    this.rows = rows;
  }

  /** The row that decides; undefined when none does. Throws when two contradict each other. */
  find(about: RuleCase): Row | undefined {
    let best: Row | undefined;
    let rival: Row | undefined;
    for (const row of this.rows) {
      if (!applies(row, about)) continue;
      const difference = best === undefined ? 1 : particularity(row) - particularity(best);
      if (difference === 0) rival = row;
      if (difference <= 0) continue;
      best = row;
      rival = undefined;
    }
    if (best !== undefined && rival !== undefined) throw new Contradiction(best.id, rival.id);
    return best;
  }
}

/** Two rows decide one case. */
export class Contradiction extends Error {
  constructor(one: string, other: string) {
    super(`${one} and ${other} both decide`);
    this.name = 'Contradiction';
  }
}

/** Whether a category is one of those that a code of the table stands for. */
export function isMeant(code: string, category: string): boolean {
  return code === ANY || code === category || (code.endsWith(':*') && category.startsWith(code.slice(0, -1)));
}

const applies = (row: RuleRow, { system, authorityKind, legalBasisId, category }: RuleCase): boolean =>
  row.system === system &&
  names(row.authorityKinds, authorityKind) &&
  names(row.legalBases, legalBasisId) &&
  row.categories.some((code) => isMeant(code, category));

const names = (list: readonly string[], one: string): boolean => list[0] === ANY || list.includes(one);

const isNamed = (list: readonly string[]): number => (list[0] === ANY ? 0 : 1);

const particularity = ({ legalBases, authorityKinds, categories }: RuleRow): number =>
  isNamed(legalBases) * 4 + isNamed(authorityKinds) * 2 + isNamed(categories);
