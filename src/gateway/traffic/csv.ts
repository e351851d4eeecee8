/** Reading of the tables in data/policy that say how much may be asked. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

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

/** Reads the rows of a table. Throws one error that names every fault by row and column, and ids that stand twice. */
export function readRows<Row extends { readonly id: string }>(file: string, row: z.ZodType<Row>): readonly Row[] {
  const records: unknown = parse(readFileSync(file), { columns: true, bom: true });
  const parsed = z.array(row).safeParse(records);
  if (!parsed.success) {
    // Line 1 is the head of the table.
    const faults = parsed.error.issues.map(
      ({ path: [index, column], message }) => `line ${Number(index) + 2}, ${String(column)}: ${message}`,
    );
    throw new Error(`${file}: ${faults.join('; ')}`);
  }
  const seen = new Set<string>();
  for (const { id } of parsed.data) {
    if (seen.has(id)) throw new Error(`${file}: ${id} stands twice`);
    seen.add(id);
  }
  return parsed.data;
}
