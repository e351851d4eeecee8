import type postgres from 'postgres';
import { WORLD_VERSION } from '../../../world/version.js';
import type { PoliceRecord } from '../domain/police-record.js';
import { replaceRecords } from '../store/load-records.js';
import { generateRecords, type GenerateOptions } from './generate-records.js';
import { ROSTER } from './roster.js';
import { testRecords } from './test-records.js';

/** Raised with every change to what is generated, so that an older world is replaced. */
const GENERATOR = `${WORLD_VERSION}.1`;

/** What to load, and where. */
export interface SeedOptions {
  /** Connected with the rights of the schema's owner. */
  readonly sql: postgres.Sql;
  /** Random records of all states together, besides those on test persons. */
  readonly records: number;
  readonly seed: number;
  /** Called now and then with the number of records loaded and of all. */
  readonly onProgress?: (loaded: number, total: number) => void;
}

interface SimulationRow {
  readonly generator: string;
  readonly seed: string;
  readonly records: number;
}

/**
 * Fills the simulated police records, replacing what is there, unless the same world was loaded already; answers whether it
 * loaded. Atomic; processes may call it at the same time. How the states behave is set once and then left alone.
 */
export async function seedPoliceRecords({ sql, records, seed, onProgress }: SeedOptions): Promise<boolean> {
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended('ostiary police records seed', 0))`;
    await enrol(tx);
    const [loaded] = await tx<SimulationRow[]>`select generator, seed, records from police_records.simulation`;
    if (loaded?.generator === GENERATOR && loaded.seed === String(seed) && loaded.records === records) return false;
    const fixed = testRecords();
    const total = fixed.length + records;
    await replaceRecords(tx, allRecords(fixed, { seed, records }), (count) => onProgress?.(count, total));
    await tx`
      insert into police_records.simulation (generator, seed, records)
      values (${GENERATOR}, ${String(seed)}, ${records})
      on conflict (one) do update
      set generator = excluded.generator, seed = excluded.seed, records = excluded.records,
        world = excluded.world`;
    return true;
  });
}

async function enrol(tx: postgres.TransactionSql): Promise<void> {
  for (const { memberState, offersIndex, latencyMs, decidesAfterMs } of ROSTER) {
    await tx`
      insert into police_records.participant (member_state, offers_index) values (${memberState}, ${offersIndex})
      on conflict do nothing`;
    await tx`
      insert into police_records.simulated_state (member_state, latency_ms, decides_after_ms)
      values (${memberState}, ${latencyMs}, ${decidesAfterMs})
      on conflict do nothing`;
  }
}

function* allRecords(
  fixed: readonly PoliceRecord[],
  options: GenerateOptions,
): Generator<PoliceRecord, void, undefined> {
  yield* fixed;
  yield* generateRecords(options);
}
