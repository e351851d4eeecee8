import type postgres from 'postgres';
import { WORLD_VERSION } from '../../../../world/version.js';
import { loadOnce } from '../../exchange/simulator/load-once.js';
import type { HeldFace } from '../store/held-face.js';
import { replaceFaces } from '../store/load-faces.js';
import { generateFaces, type GenerateOptions } from './generate-faces.js';
import { testFaces } from './test-faces.js';

/** Raised with every change to what is generated, so that an older world is replaced. */
const GENERATOR = `${WORLD_VERSION}.1`;

/** What to load, and where. */
export interface SeedOptions {
  /** Connected with the rights of the schema's owner. */
  readonly sql: postgres.Sql;
  /** Random images of all states together, besides those of test persons. */
  readonly faces: number;
  readonly seed: number;
  /** Called now and then with the number of images loaded and of all. */
  readonly onProgress?: (loaded: number, total: number) => void;
}

/** Fills the simulated states with faces, unless they hold the same already; answers whether it loaded. */
export function seedFaces({ sql, faces, seed, onProgress }: SeedOptions): Promise<boolean> {
  return loadOnce(sql, { category: 'face', generator: GENERATOR, seed, amount: faces }, async (tx) => {
    const fixed = testFaces();
    const total = fixed.length + faces;
    await replaceFaces(tx, allFaces(fixed, { seed, faces }), (loaded) => onProgress?.(loaded, total));
  });
}

function* allFaces(fixed: readonly HeldFace[], options: GenerateOptions): Generator<HeldFace, void, undefined> {
  yield* fixed;
  yield* generateFaces(options);
}
