import type postgres from 'postgres';
import type { Clock } from '../../../shared/clock.js';
import { addDays, dayOf } from '../../../world/calendar.js';
import { WORLD_VERSION } from '../../../world/version.js';
import type { Alert } from '../domain/alert.js';
import { copyBlock, type CopyBlock } from '../store/copy-block.js';
import { replaceAlertBlocks } from '../store/load-alerts.js';
import type { GenerateOptions } from './generate-alerts.js';
import { testAlerts } from './test-alerts.js';

/** Raised with every change to what is generated, here or in the world, so that an older one is replaced. */
const GENERATOR = `${WORLD_VERSION}.5`;

/** Days after which a world is made anew, long before the alerts on test persons reach their term. */
const MAX_AGE_DAYS = 90;

/** Alerts of a simulated SIS if nobody says otherwise. */
export const DEFAULT_ALERTS = 100_000;

/** What to load, and where. */
export interface SeedOptions {
  /** Connected with the rights of the schema's owner. */
  readonly sql: postgres.Sql;
  /** Random alerts, besides those on test persons and objects. */
  readonly alerts: number;
  readonly seed: number;
  /** Called now and then with the number of alerts loaded and of all. */
  readonly onProgress?: (loaded: number, total: number) => void;
  readonly clock: Clock;
}

interface SimulationRow {
  readonly generator: string;
  readonly seed: string;
  readonly alerts: number;
  readonly seeded_on: string;
}

/**
 * Fills the simulated SIS, replacing what is there, unless the same world was loaded lately; answers whether it
 * loaded. Atomic: readers wait, and then see the new world whole. Processes may call it at the same time.
 */
export async function seedSis({ sql, alerts, seed, onProgress, clock }: SeedOptions): Promise<boolean> {
  const today = dayOf(clock.now());
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended('ostiary sis seed', 0))`;
    const [loaded] = await tx<SimulationRow[]>`
      select generator, seed, alerts, seeded_on::text from sis.simulation`;
    if (loaded !== undefined && isSame(loaded, alerts, seed, today)) return false;
    const fixed = testAlerts(today);
    const total = fixed.length + alerts;
    await replaceAlertBlocks(tx, write(fixed, { seed, alerts, today }), (count) => onProgress?.(count, total));
    await tx`
      insert into sis.simulation (generator, seed, alerts, seeded_on)
      values (${GENERATOR}, ${String(seed)}, ${alerts}, ${today})
      on conflict (one) do update
      set generator = excluded.generator, seed = excluded.seed,
        alerts = excluded.alerts, seeded_on = excluded.seeded_on`;
    await tx`analyze sis.alert, sis.person_key, sis.object_key, sis.print_key`;
    return true;
  });
}

const isSame = (loaded: SimulationRow, alerts: number, seed: number, today: string): boolean =>
  loaded.generator === GENERATOR &&
  loaded.alerts === alerts &&
  loaded.seed === String(seed) &&
  loaded.seeded_on <= today &&
  loaded.seeded_on > addDays(today, -MAX_AGE_DAYS);

/** Loads the names of the world only now: a gateway that finds its world in place starts without them. */
async function* write(fixed: readonly Alert[], options: GenerateOptions): AsyncGenerator<CopyBlock, void, undefined> {
  yield copyBlock(fixed, 1);
  const { writeWorld } = await import('./write-world.js');
  yield* writeWorld(options, fixed.length + 1);
}
