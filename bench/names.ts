/**
 * The names engine on data/names: how well pairs are told apart, and how fast.
 *
 *   npm run bench:names -- --seconds 2
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../src/shared/project-root.js';
import { benchPairs } from './names/pairs.js';
import { printResult } from './support/result.js';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '2' } } });

/** F1 of the published logic-v2 run over these pairs (data/names/README.md). */
const PUBLISHED_F1 = 0.774;

const { f1 } = benchPairs(join(projectRoot, 'data', 'names'), Number(values.seconds) * 1_000);
printResult({
  bench: 'names',
  metric: 'F1 on the half of the pairs on which the threshold was not chosen, mean of both halves',
  value: f1,
  unit: 'F1',
  reference: PUBLISHED_F1,
  ratio: f1 / PUBLISHED_F1,
});
