/** match dna: what the DNA engine says of two profiles in files. */
import type { Command } from 'commander';
import { chanceOfMatch } from '../matching/dna/chance.js';
import { compareProfiles, type DnaComparison } from '../matching/dna/compare.js';
import { designatedLoci, type DnaProfile } from '../matching/dna/profile.js';
import { frequenciesOf } from '../world/allele-frequencies.js';
import { WORLD_SAMPLE } from '../world/genotype.js';
import { readProfileFile } from './dna-file.js';
import { createTerminal } from './terminal.js';

/** Size of the collection for which matches by chance are told: that of a large national database. */
const COLLECTION = 10_000_000;

/** Adds the command. */
export function addMatchDnaCommand(match: Command): void {
  match
    .command('dna')
    .description('Compare two DNA profiles by the rules of Decision 2008/616/JHA; prints JSON')
    .argument('<a>', 'file with the profile asked for: {"kind": "unidentified", "loci": {"VWA": ["16", "17"], …}}')
    .argument('<b>', 'file with the profile held, likewise')
    .action(async (a: string, b: string) => {
      createTerminal().line(JSON.stringify(await compareDnaFiles(a, b), null, 2));
    });
}

/** Compares the profiles in two files. Throws an Error that names the file, the locus and the rule, and quotes no value. */
export async function compareDnaFiles(a: string, b: string): Promise<ReturnType<typeof inWords>> {
  const [asked, held] = [await readProfileFile(a), await readProfileFile(b)];
  return inWords(compareProfiles(asked, held), asked, held);
}

/** What was found, in the terms of the contract. */
function inWords(comparison: DnaComparison, asked: DnaProfile, held: DnaProfile) {
  const { verdict, quality, reason, comparedLoci, matchedLoci, matchedAlleles, advisory, loci } = comparison;
  const { sample, ...chance } = chanceOfMatch(
    asked,
    designatedLoci(held.pairs),
    frequenciesOf(WORLD_SAMPLE.source, WORLD_SAMPLE.population),
    COLLECTION,
  );
  return {
    verdict,
    ...(quality !== undefined && { quality, meaning: MEANINGS[quality] }),
    ...(reason !== undefined && { reason, meaning: MEANINGS[reason] }),
    comparedLoci,
    matchedLoci,
    matchedAlleles,
    ...(advisory !== undefined && { advisory }),
    deviations: loci
      .filter(({ deviations }) => deviations.length > 0)
      .map(({ locus, asked: one, held: other, deviations }) => ({ locus, asked: one, held: other, deviations })),
    ...(verdict === 'HIT' && { chance: { sample, ...chance, profiles: COLLECTION } }),
    rules: 'Decision 2008/616/JHA, Annex, chapter 1, 1.2',
  };
}

const MEANINGS = {
  1: 'full match: all values of the loci that both have are equal',
  2: 'near match: one value stands against any value',
  3: 'near match: one value differs by one base (micro-variant)',
  4: 'near match: one value differs',
  TOO_FEW_LOCI: 'fewer than six fully designated loci are equal',
  TOO_MANY_DEVIATIONS: 'more than one value differs',
} as const;
