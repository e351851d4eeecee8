/** With whom this side compares: a file of its operator. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { loadVerifierKey } from '../log/log-key.js';
import { type NoteVerifier, parseVerifierKey } from '../note/key.js';
import { loadPairKey } from './pair-key.js';
import { type Pair, parsePair, type Side } from './pair.js';

/** One pair of which this side is a part. */
export interface Partner {
  readonly pair: Pair;
  /** The side that this is. */
  readonly side: Side;
  /** The secret shared with the other side. */
  readonly key: Uint8Array;
  /** Whose signature makes the other side's statements. */
  readonly verifier: NoteVerifier;
}

const schema = z.strictObject({
  version: z.literal(1),
  pairs: z
    .array(
      z.strictObject({
        pair: z.string().max(130),
        side: z.enum(['asking', 'answering']),
        keyFile: z.string().min(1),
        vkeyFile: z.string().min(1),
      }),
    )
    .max(1_000),
});

/** Loads the file; paths in it are relative to its folder. Rejects with an Error that names the broken field. */
export async function loadPartners(path: string): Promise<Partner[]> {
  const parsed = schema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`);
    throw new Error(`completeness pairs: ${problems.join('; ')}`);
  }
  const partners: Partner[] = [];
  for (const { pair: name, side, keyFile, vkeyFile } of parsed.data.pairs) {
    const pair = parsePair(name);
    const at = (file: string): string => resolve(dirname(path), file);
    const verifier = parseVerifierKey(await loadVerifierKey(at(vkeyFile)));
    if (partners.some((other) => other.verifier.name === verifier.name && samePair(other.pair, pair))) {
      throw new Error('completeness pairs: a pair is listed twice for one key');
    }
    partners.push({ pair, side, key: await loadPairKey(at(keyFile), pair), verifier });
  }
  return partners;
}

/** Whether two pairs are the same. */
export const samePair = (one: Pair, other: Pair): boolean =>
  one.asker === other.asker && one.answerer === other.answerer;
