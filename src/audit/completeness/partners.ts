/** With whom this side compares: a file of its operator. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { loadVerifierKey } from '../log/log-key.js';
import { type NoteVerifier, parseVerifierKey } from '../note/key.js';
import { loadPairKey } from './pair-key.js';
import { type Pair, parsePair, type Side, startOfDay } from './pair.js';

/** One pair of which this side is a part. */
export interface Partner {
  readonly pair: Pair;
  /** The side that this is. */
  readonly side: Side;
  /** The secret shared with the other side. */
  readonly key: Uint8Array;
  /** Whose signature makes the other side's statements. */
  readonly verifier: NoteVerifier;
  /** How this side asks the other one every day; undefined when it only answers. */
  readonly exchange: PartnerAddress | undefined;
}

/** Where the other side's gateway is, and as whom to ask it. Files are PEM, and read anew for every run. */
export interface PartnerAddress {
  /** "host:port" */
  readonly address: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Trust anchors for the other gateway's certificate. */
  readonly caFile: string;
  /** First day to compare, YYYY-MM-DD in UTC; undefined means as far back as missed days are made up for. */
  readonly since: string | undefined;
}

function isDay(text: string): boolean {
  try {
    startOfDay(text);
    return true;
  } catch {
    return false;
  }
}

/** "host:port", an address of IPv6 in brackets. */
export const hostAndPort = z
  .string()
  .max(260)
  .regex(/^(\[[0-9a-f:.]+\]|[0-9A-Za-z.-]+):[1-9][0-9]{0,4}$/, 'must be host:port');

const schema = z.strictObject({
  version: z.literal(1),
  pairs: z
    .array(
      z.strictObject({
        pair: z.string().max(130),
        side: z.enum(['asking', 'answering']),
        keyFile: z.string().min(1),
        vkeyFile: z.string().min(1),
        exchange: z
          .strictObject({
            address: hostAndPort,
            certificateFile: z.string().min(1),
            keyFile: z.string().min(1),
            caFile: z.string().min(1),
            since: z.string().refine(isDay, 'must be a day YYYY-MM-DD').optional(),
          })
          .optional(),
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
  for (const { pair: name, side, keyFile, vkeyFile, exchange } of parsed.data.pairs) {
    const pair = parsePair(name);
    const at = (file: string): string => resolve(dirname(path), file);
    const verifier = parseVerifierKey(await loadVerifierKey(at(vkeyFile)));
    if (partners.some((other) => other.verifier.name === verifier.name && samePair(other.pair, pair))) {
      throw new Error('completeness pairs: a pair is listed twice for one key');
    }
    partners.push({
      pair,
      side,
      key: await loadPairKey(at(keyFile), pair),
      verifier,
      exchange: exchange && {
        address: exchange.address,
        certificateFile: at(exchange.certificateFile),
        keyFile: at(exchange.keyFile),
        caFile: at(exchange.caFile),
        since: exchange.since,
      },
    });
  }
  return partners;
}

/** Whether two pairs are the same. */
export const samePair = (one: Pair, other: Pair): boolean =>
  one.asker === other.asker && one.answerer === other.answerer;
