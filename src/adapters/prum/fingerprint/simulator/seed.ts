import type postgres from 'postgres';
import { WORLD_VERSION } from '../../../../world/version.js';
import { loadOnce } from '../../exchange/simulator/load-once.js';
import { type LoadedPrints, replacePrints } from '../store/load-prints.js';
import { generatePrints, type GenerateOptions } from './generate-prints.js';
import { heldTestPrints } from './test-prints.js';

/** Raised with every change to what is generated, so that an older world is replaced. */
const GENERATOR = `${WORLD_VERSION}.1`;

/** What to load, and where. */
export interface SeedOptions extends GenerateOptions {
  /** Connected with the rights of the schema's owner. */
  readonly sql: postgres.Sql;
  /** Called now and then with the number of references loaded and of all. */
  readonly onProgress?: (loaded: number, total: number) => void;
}

/** Fills the simulated exchange of prints, unless the same world was loaded already; answers whether it loaded. */
export async function seedPrumPrints({ sql, prints, seed, onProgress }: SeedOptions): Promise<boolean> {
  const fixed = heldTestPrints();
  const total = fixed.length + prints;
  return loadOnce(sql, { category: 'fingerprint', generator: GENERATOR, seed, amount: prints }, (tx) =>
    replacePrints(tx, allPrints(fixed, { seed, prints }), (loaded) => onProgress?.(loaded, total)),
  );
}

function* allPrints(
  fixed: readonly LoadedPrints[],
  options: GenerateOptions,
): Generator<LoadedPrints, void, undefined> {
  yield* fixed;
  yield* generatePrints(options);
}
