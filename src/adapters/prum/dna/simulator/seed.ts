import type postgres from 'postgres';
import { WORLD_VERSION } from '../../../../world/version.js';
import { loadOnce } from '../../exchange/simulator/load-once.js';
import { type LoadedProfile, replaceProfiles } from '../store/load-profiles.js';
import { generateProfiles, type GenerateOptions } from './generate-profiles.js';
import { testProfiles } from './test-profiles.js';

/** Raised with every change to what is generated, so that an older world is replaced. */
const GENERATOR = `${WORLD_VERSION}.1`;

/** What to load, and where. */
export interface SeedOptions {
  /** Connected with the rights of the schema's owner. */
  readonly sql: postgres.Sql;
  /** Random profiles of all states together, besides those of test persons. */
  readonly profiles: number;
  readonly seed: number;
  /** Called now and then with the number of profiles loaded and of all. */
  readonly onProgress?: (loaded: number, total: number) => void;
}

/** Fills the simulated exchange of DNA profiles, unless the same world was loaded already; answers whether it loaded. */
export async function seedPrumDna({ sql, profiles, seed, onProgress }: SeedOptions): Promise<boolean> {
  const fixed = testProfiles();
  const total = fixed.length + profiles;
  return loadOnce(sql, { category: 'dna', generator: GENERATOR, seed, amount: profiles }, (tx) =>
    replaceProfiles(tx, allProfiles(fixed, { seed, profiles }), (loaded) => onProgress?.(loaded, total)),
  );
}

function* allProfiles(
  fixed: readonly LoadedProfile[],
  options: GenerateOptions,
): Generator<LoadedProfile, void, undefined> {
  yield* fixed;
  yield* generateProfiles(options);
}
