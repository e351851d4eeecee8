/** Reading of the tables in data/policy that say how much may be asked. */
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { PolicyError } from '../policy/policy-files.js';

/** "*" or names separated by a vertical bar. */
export const names = z
  .string()
  .min(1)
  .transform((text) => (text === '*' ? undefined : new Set(text.split('|'))));

/** A number of things that are counted. */
export const count = z
  .string()
  .regex(/^[1-9][0-9]{0,8}$/, 'must be a whole number from 1')
  .transform(Number);

/** Identifier of a row. */
export const rowId = z.string().regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/);

/** Reads the rows of a table. Throws a PolicyError that names every fault by line and column, or ids that stand twice. */
export function readRows<Row extends { readonly id: string }>(
  file: string,
  bytes: Buffer,
  row: z.ZodType<Row>,
): readonly Row[] {
  const parsed = z.array(row).safeParse(recordsOf(file, bytes));
  if (!parsed.success) {
    // Line 1 is the head of the table.
    throw new PolicyError(
      parsed.error.issues.map(
        ({ path: [index, column], message }) => `${file}: line ${Number(index) + 2}, ${String(column)}: ${message}`,
      ),
    );
  }
  const ids = parsed.data.map(({ id }) => id);
  const twice = ids.filter((id, place) => ids.indexOf(id) < place);
  if (twice.length > 0) throw new PolicyError(twice.map((id) => `${file}: ${id} stands twice`));
  return parsed.data;
}

function recordsOf(file: string, bytes: Buffer): unknown {
  try {
    return parse(bytes, { columns: true, bom: true });
  } catch (error) {
    throw new PolicyError([`${file}: ${(error as Error).message}`]);
  }
}
