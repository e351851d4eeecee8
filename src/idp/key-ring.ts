/**
 * The keys of one authority's development identity provider, in the files of its development client: one that signs, and
 * those that signed before and stay published until their last token has expired.
 */
import { readFile } from 'node:fs/promises';
import type { JWK } from 'jose';
import { z } from 'zod';
import { writePublic, writeSecret } from '../pki/files.js';
import type { ClientLayout } from '../pki/layout.js';
import { generateTokenKey, publicPart } from '../pki/token-key.js';

/** Longest life of a token, in seconds: the longest that a gateway takes. */
export const MAX_LIFETIME_SECONDS = 900;

/**
 * A key stays published this long after it signed its last token, in milliseconds: the token's life, the minute by which
 * clocks may differ, and another for a token that was being made while the key was changed.
 */
export const RETIREMENT_MS = (MAX_LIFETIME_SECONDS + 60 + 60) * 1_000;

const retiredSchema = z.strictObject({
  version: z.literal(1),
  keys: z.array(z.strictObject({ key: z.looseObject({ kid: z.string() }), untilMs: z.number() })),
});

type Retired = z.infer<typeof retiredSchema>['keys'];

/** The keys at one time. */
export interface KeyRing {
  /** Private. */
  readonly signing: JWK;
  /** Public: the signing one first. */
  readonly published: readonly JWK[];
}

/** Reads the keys as they are at `now`, milliseconds since the epoch. */
export async function readKeyRing(files: ClientLayout, now: number): Promise<KeyRing> {
  // In this order: a rotation in between writes the retired keys first.
  const signing = JSON.parse(await readFile(files.tokenKey, 'utf8')) as JWK;
  const retired = (await readRetired(files)).filter(({ untilMs }) => untilMs > now).map(({ key }) => key as JWK);
  return { signing, published: [publicPart(signing), ...retired.filter(({ kid }) => kid !== signing.kid)] };
}

/** Makes a new signing key; the one before stays published for its tokens. Whoever reads meanwhile finds both. */
export async function rotateKey(files: ClientLayout, now: number): Promise<KeyRing> {
  const { signing } = await readKeyRing(files, now);
  const living = (await readRetired(files)).filter(({ key, untilMs }) => untilMs > now && key.kid !== signing.kid);
  const keys = [{ key: publicPart(signing), untilMs: now + RETIREMENT_MS }, ...living];
  await writePublic(files.retiredTokenKeys, json({ version: 1, keys }));
  await writeSecret(files.tokenKey, json(await generateTokenKey()));
  return readKeyRing(files, now);
}

async function readRetired(files: ClientLayout): Promise<Retired> {
  const text = await readFile(files.retiredTokenKeys, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? [] : retiredSchema.parse(JSON.parse(text)).keys;
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
