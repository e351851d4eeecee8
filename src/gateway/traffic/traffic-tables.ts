/** The tables of a policy that say how much may be asked. */
import { PolicyError } from '../policy/policy-files.js';
import { parseQuotas, QUOTAS_FILE, type QuotaTable } from './quota-table.js';
import { parseRates, RATES_FILE, type RateTable } from './rate-table.js';

/** Quotas and rates of one version of the policy. */
export interface TrafficTables {
  readonly quotas: QuotaTable;
  readonly rates: RateTable;
}

/** Reads them from the files of a policy. Throws a PolicyError that names everything wrong with the first faulty one. */
export function parseTrafficTables(files: ReadonlyMap<string, Buffer>): TrafficTables {
  const bytesOf = (name: string): Buffer => {
    const bytes = files.get(name);
    if (bytes === undefined) throw new PolicyError([`${name}: is missing`]);
    return bytes;
  };
  return { quotas: parseQuotas(bytesOf(QUOTAS_FILE)), rates: parseRates(bytesOf(RATES_FILE)) };
}
