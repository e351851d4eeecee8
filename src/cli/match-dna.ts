/** match dna: what the DNA engine says of two profiles in files. */
import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { chanceOfMatch } from '../matching/dna/chance.js';
import { compareProfiles, type DnaComparison } from '../matching/dna/compare.js';
import { designatedLoci, type DnaProfile, readProfile } from '../matching/dna/profile.js';
import { frequenciesOf } from '../world/allele-frequencies.js';
import { WORLD_SAMPLE } from '../world/genotype.js';
import { createTerminal } from './terminal.js';

/** Largest file that is read, in bytes: a profile takes some two thousand. */
const MOST_BYTES = 65_536;

/** Size of the collection for which matches by chance are told: that of a large national database. */
const COLLECTION = 10_000_000;

const values = z.array(z.string().max(16)).max(20);

/** A profile in a file: loci as the contract has them, or by name. */
const profileFile = z.strictObject({
  /** Reference number, if any. */
  id: z.string().max(64).default(''),
  kind: z.enum(['identified', 'unidentified']).default('unidentified'),
  loci: z.union([
    z.array(z.strictObject({ name: z.string().max(32), alleles: values })).max(64),
    z
      .record(z.string().max(32), values)
      .transform((loci) => Object.entries(loci).map(([name, alleles]) => ({ name, alleles }))),
  ]),
});

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

async function readProfileFile(path: string): Promise<DnaProfile> {
  const { size } = await stat(path);
  if (size > MOST_BYTES) throw new Error(`${path}: has more than ${MOST_BYTES} bytes`);
  const read = profileFile.safeParse(parseJson(path, await readFile(path, 'utf8')));
  if (!read.success) {
    throw new Error(`${path}: is no profile:\n${z.prettifyError(read.error)}`);
  }
  const { id, kind, loci } = read.data;
  const reading = readProfile({
    id,
    kind: kind === 'identified' ? 'reference' : 'unidentified',
    loci: loci.map(({ name, alleles }) => ({ name, values: alleles })),
  });
  if ('profile' in reading) return reading.profile;
  const problems = reading.rejections.map(
    ({ code, locus, message }) => `  ${locus === undefined ? 'the profile' : `locus ${locus}`}: ${code}: ${message}`,
  );
  throw new Error(`${path}: may not be exchanged or compared:\n${problems.join('\n')}`);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path}: is not JSON`);
  }
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
