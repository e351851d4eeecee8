/** A DNA profile in a file. */
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { type DnaProfile, readProfile } from '../matching/dna/profile.js';

/** Largest file that is read, in bytes: a profile takes some two thousand. */
const MOST_BYTES = 65_536;

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

/** What a file says. */
export type DnaFile = z.infer<typeof profileFile>;

/** Reads what a file says, whatever it is worth. Throws an Error that names the file and quotes no value. */
export async function readDnaFile(path: string): Promise<DnaFile> {
  const { size } = await stat(path);
  if (size > MOST_BYTES) throw new Error(`${path}: has more than ${MOST_BYTES} bytes`);
  const read = profileFile.safeParse(parseJson(path, await readFile(path, 'utf8')));
  if (!read.success) {
    throw new Error(`${path}: is no profile:\n${z.prettifyError(read.error)}`);
  }
  return read.data;
}

/** Reads a profile that may be exchanged. Throws an Error that names the file, the locus and the rule. */
export async function readProfileFile(path: string): Promise<DnaProfile> {
  const { id, kind, loci } = await readDnaFile(path);
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
