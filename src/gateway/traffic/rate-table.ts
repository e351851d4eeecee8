/** Rates: how fast an authority may ask, by system and purpose (data/policy/rates.csv). */
import { z } from 'zod';
import { PolicyError } from '../policy/policy-files.js';
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
  readonly rows: readonly Rate[];
  /** The first row that fits. */
  rateOf(authority: string, system: string, purpose: string): Rate;
}

const COLUMNS = ['authorities', 'systems', 'purposes'] as const;

/** Name of the table in a policy folder. */
export const RATES_FILE = 'rates.csv';

/**
 * Reads the table. The first row that fits a question counts, so the last must fit every question, and no row may stand
 * behind one that fits all that it fits. Throws a PolicyError otherwise, and when a row is malformed.
 */
export function parseRates(bytes: Buffer): RateTable {
  const rates = readRows(RATES_FILE, bytes, schema);
  const last = rates.at(-1);
  if (last === undefined || !COLUMNS.every((column) => last[column] === undefined)) {
    throw new PolicyError([
      `${RATES_FILE}: the last row must fit every question (* in authorities, systems and purposes)`,
    ]);
  }
  const unreached = rates.flatMap((rate, place) => {
    const earlier = rates
      .slice(0, place)
      .find((other) => COLUMNS.every((column) => covers(other[column], rate[column])));
    return earlier === undefined ? [] : [`${RATES_FILE}: ${rate.id} is never reached, since ${earlier.id} comes first`];
  });
  if (unreached.length > 0) throw new PolicyError(unreached);
  return {
    rows: rates,
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
