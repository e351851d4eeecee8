import { type AlleleFrequencies, chanceOfMatch, type ChanceOfMatch } from '../../../../matching/dna/chance.js';
import { designatedLoci, type DnaProfile } from '../../../../matching/dna/profile.js';

/** Size of a large national database: states do not tell how many profiles they hold. */
export const LARGE_COLLECTION = 10_000_000;

/**
 * Chance of a match, by the sample that makes it likeliest, of those that know most of the loci: nobody knows what
 * population an unknown person is of, so the person who confirms is told the figure that warns most.
 */
export function cautiousChance(
  asked: DnaProfile,
  held: DnaProfile,
  samples: readonly AlleleFrequencies[],
): ChanceOfMatch | undefined {
  const typed = designatedLoci(held.pairs);
  const chances = samples.map((sample) => chanceOfMatch(asked, typed, sample, LARGE_COLLECTION));
  const most = Math.max(...chances.map(({ loci }) => loci));
  return chances
    .filter(({ loci }) => loci === most)
    .reduce<ChanceOfMatch | undefined>(
      (likeliest, one) => (likeliest === undefined || one.expectedHits > likeliest.expectedHits ? one : likeliest),
      undefined,
    );
}
