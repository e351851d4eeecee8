/** Rates: how fast an authority may ask, by system and purpose (data/policy/rates.csv). */
import { join } from 'node:path';
import { z } from 'zod';
import { count, names, readRows, rowId } from './csv.js';

const schema = z
  .strictObject({
    id: rowId,
    authorities: names,
    systems: names,
    purposes: names,
    per_second: count,
    burst: count,
    note: z.string(),
  })
  .transform(({ id, authorities, systems, purposes, per_second: perSecond, burst }) => ({
    id,
    authorities,
    systems,
    purposes,
    perSecond,
    burst,
  }));

/** One rate: a bucket of `burst` tokens for each authority, into which `perSecond` flow. */
export type Rate = Readonly<z.infer<typeof schema>>;

/** The rates. */
export interface RateTable {
  /** The first row that fits. */
  rateOf(authority: string, system: string, purpose: string): Rate;
}

const COLUMNS = ['authorities', 'systems', 'purposes'] as const;

/**
 * Reads the table. The first row that fits a question counts, so the last must fit every question, and no row may stand
 * behind one that fits all that it fits. Throws otherwise, and when a row is malformed.
 */
export function loadRates(folder: string): RateTable {
  const file = join(folder, 'rates.csv');
  const rates = readRows(file, schema);
  const last = rates.at(-1);
  if (last === undefined || !COLUMNS.every((column) => last[column] === undefined)) {
    throw new Error(`${file}: the last row must fit every question (* in authorities, systems and purposes)`);
  }
  rates.forEach((rate, place) => {
    const earlier = rates
      .slice(0, place)
      .find((other) => COLUMNS.every((column) => covers(other[column], rate[column])));
    if (earlier !== undefined) throw new Error(`${file}: ${rate.id} is never reached, since ${earlier.id} comes first`);
  });
  return {
    rateOf: (authority, system, purpose) =>
      rates.find(
        ({ authorities, systems, purposes }) =>
          authorities?.has(authority) !== false && systems?.has(system) !== false && purposes?.has(purpose) !== false,
      ) ?? last,
  };
}

/** Undefined stands for all. */
function covers(wide: ReadonlySet<string> | undefined, narrow: ReadonlySet<string> | undefined): boolean {
  if (wide === undefined) return true;
  return narrow !== undefined && [...narrow].every((name) => wide.has(name));
}
