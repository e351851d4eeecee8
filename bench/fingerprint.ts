/**
 * The fingerprint matcher:
 *
 *   npm run bench:fingerprint [-- --data DIR --rescale --prints 400000 --searches 20]
 *
 * How well it tells fingers apart can be measured on real ones alone: --data names a folder of templates, such as those of
 * FVC2002 set B, which are not part of this project. --rescale undoes what was done to those (docs/matching-fingerprints.md).
 * Speed and memory are measured on synthetic templates, in which there is nobody.
 */
import { parseArgs } from 'node:util';
import { benchAccuracy, PEERS } from './fingerprint/accuracy.js';
import { benchSearch } from './fingerprint/search.js';
import { benchSpeed } from './fingerprint/speed.js';
import { printResult } from './support/result.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    rescale: { type: 'boolean', default: false },
    prints: { type: 'string', default: '400000' },
    searches: { type: 'string', default: '20' },
  },
});

const rates = values.data === undefined ? undefined : benchAccuracy(values.data, values.rescale);
if (rates === undefined) console.log('no --data: accuracy is not measured, and what follows is of synthetic templates');
const { full, fullByRules } = benchSpeed();
const prints = Number(values.prints);
if (prints > 0) await benchSearch(prints, Number(values.searches));
printResult({
  bench: 'fingerprint-speed',
  metric: 'full scores a second on one thread, synthetic templates, held against the rules in TypeScript',
  value: full,
  unit: 'comparisons/s',
  reference: fullByRules,
  ratio: full / fullByRules,
});
const reference = PEERS.at(-1)?.[1].eer;
if (rates !== undefined && reference !== undefined) {
  printResult({
    bench: 'fingerprint',
    metric: 'EER over all pairs of the folder, held against SourceAFIS on FVC2002 set B',
    value: rates.eer,
    unit: '%',
    reference,
    ratio: rates.eer / reference,
  });
}
