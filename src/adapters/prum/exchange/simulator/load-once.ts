/** Fills the simulated exchange of a category once. */
import type postgres from 'postgres';
import type { CategoryCode } from '../category.js';
import { ROSTER } from './roster.js';

/** What is loaded. */
export interface SimulatedWorld {
  readonly category: CategoryCode;
  /** Version of what is generated, so that an older world is replaced. */
  readonly generator: string;
  readonly seed: number;
  /** Random records of all states together, besides those on test persons. */
  readonly amount: number;
}

interface SimulationRow {
  readonly generator: string;
  readonly seed: string;
  readonly amount: number;
}

/**
 * Has `replace` fill the simulation, unless the same world was loaded already; answers whether it did. Atomic; processes may
 * call it at the same time. How the states behave is set once and then left alone. `sql` has the rights of the schema's
 * owner.
 */
export async function loadOnce(
  sql: postgres.Sql,
  { category, generator, seed, amount }: SimulatedWorld,
  replace: (tx: postgres.TransactionSql) => Promise<void>,
): Promise<boolean> {
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`ostiary prum seed ${category}`}, 0))`;
    await enrol(tx, category);
    const [loaded] = await tx<SimulationRow[]>`
      select generator, seed, amount from prum.simulation where category = ${category}`;
    if (loaded?.generator === generator && loaded.seed === String(seed) && loaded.amount === amount) return false;
    await replace(tx);
    await tx`
      insert into prum.simulation (category, generator, seed, amount)
      values (${category}, ${generator}, ${String(seed)}, ${amount})
      on conflict (category) do update
      set generator = excluded.generator, seed = excluded.seed, amount = excluded.amount,
        world = excluded.world`;
    return true;
  });
}

async function enrol(tx: postgres.TransactionSql, category: CategoryCode): Promise<void> {
  for (const { memberState, takesPart, latencyMs, decidesAfterMs } of ROSTER) {
    await tx`
      insert into prum.participant (category, member_state, takes_part)
      values (${category}, ${memberState}, ${takesPart})
      on conflict do nothing`;
    await tx`
      insert into prum.simulated_state (category, member_state, latency_ms, decides_after_ms)
      values (${category}, ${memberState}, ${latencyMs}, ${decidesAfterMs})
      on conflict do nothing`;
  }
}
