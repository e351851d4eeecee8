import type postgres from 'postgres';
import { WORLD_VERSION } from '../../../../world/version.js';
import { loadOnce } from '../../exchange/simulator/load-once.js';
import { asAt } from '../domain/as-at.js';
import { covers } from '../domain/period.js';
import type { Registration } from '../domain/registration.js';
import { replaceRegistrations } from '../store/load-registrations.js';
import { generateRegistrations } from './generate-registrations.js';
import { REGISTERS } from './registers.js';
import { testRegistrations } from './test-registrations.js';

/** Raised with every change to what is generated, so that an older world is replaced. */
const GENERATOR = `${WORLD_VERSION}.1`;

/** Moment as of which a register without history has what it has. */
const NOW_MS = Date.UTC(2026, 0, 1);

/** What to load, and where. */
export interface SeedOptions {
  /** Connected with the rights of the schema's owner. */
  readonly sql: postgres.Sql;
  /** Random registrations of all states together, besides those of test vehicles. */
  readonly registrations: number;
  readonly seed: number;
  /** Called now and then with the number of registrations loaded and of all, at most. */
  readonly onProgress?: (loaded: number, total: number) => void;
}

/**
 * Fills the simulated vehicle registers, replacing what is there, unless the same world was loaded already; answers whether
 * it loaded. What the registers are like is set once and then left alone.
 */
export async function seedVehicles({ sql, registrations, seed, onProgress }: SeedOptions): Promise<boolean> {
  for (const { memberState, keepsHistory, byParty, suggests } of REGISTERS) {
    await sql`
      insert into prum.vehicle_register (member_state, keeps_history, by_party, suggests)
      values (${memberState}, ${keepsHistory}, ${byParty}, ${suggests})
      on conflict do nothing`;
  }
  const fixed = testRegistrations();
  const total = fixed.length + registrations;
  return loadOnce(sql, { category: 'vehicle', generator: GENERATOR, seed, amount: registrations }, (tx) =>
    replaceRegistrations(tx, allRegistrations(fixed, seed, registrations), (loaded) => onProgress?.(loaded, total)),
  );
}

function* allRegistrations(
  fixed: readonly Registration[],
  seed: number,
  registrations: number,
): Generator<Registration, void, undefined> {
  for (const all of [fixed, generateRegistrations({ seed, registrations })]) {
    for (const one of all) {
      const kept = asKept(one);
      if (kept !== undefined) yield kept;
    }
  }
}

const WITHOUT_HISTORY: ReadonlySet<string> = new Set(
  REGISTERS.filter(({ keepsHistory }) => !keepsHistory).map(({ memberState }) => memberState),
);

/** A register without history has what is valid, and nothing else. */
function asKept(registration: Registration): Registration | undefined {
  if (!WITHOUT_HISTORY.has(registration.memberState)) return registration;
  return covers(registration, NOW_MS) ? asAt(registration, NOW_MS) : undefined;
}
