/**
 * The names engine on data/names: how well pairs are told apart, and how fast; how well, how fast and in how much memory
 * one name is found among a million.
 *
 *   npm run bench:names [-- --seconds 2 --persons 1000000 --small]
 *
 * --small searches the 20,000 persons of the file alone and takes less than a minute.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../src/shared/project-root.js';
import { benchPairs } from './names/pairs.js';
import { benchSearch } from './names/search.js';
import { printResult } from './support/result.js';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    persons: { type: 'string', default: '1000000' },
    small: { type: 'boolean', default: false },
  },
});

const SMALL = { persons: 20_000, baselineQueries: 2_000 };
/** pg_trgm takes a tenth of a second for each query over a million: some are enough to see it. */
const BASELINE_QUERIES = 400;
const data = join(projectRoot, 'data', 'names');

/** F1 of the published logic-v2 run over these pairs (data/names/README.md). */
const PUBLISHED_F1 = 0.774;

const { f1 } = benchPairs(data, Number(values.seconds) * 1_000);
printResult({
  bench: 'names',
  metric: 'F1 on the half of the pairs on which the threshold was not chosen, mean of both halves',
  value: f1,
  unit: 'F1',
  reference: PUBLISHED_F1,
  ratio: f1 / PUBLISHED_F1,
});

const { recallAt10, baselineRecallAt10 } = await benchSearch(
  data,
  values.small ? SMALL : { persons: Number(values.persons), baselineQueries: BASELINE_QUERIES },
);
printResult({
  bench: 'names-search',
  metric: 'recall@10 over the gallery, held against pg_trgm',
  value: recallAt10,
  unit: 'recall',
  reference: baselineRecallAt10,
  ratio: recallAt10 / baselineRecallAt10,
});
