/** Public keys with which an identity provider signs tokens (RFC 7517): what is taken of them, and nothing else. */
import { z } from 'zod';

/** Most keys of one issuer: the one in use, the next, and those whose tokens have not expired. */
export const MAX_ISSUER_KEYS = 16;

const base64UrlOf32Bytes = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url');

const commonKeyFields = {
  kid: z.string().min(1).max(128),
  use: z.literal('sig').optional(),
};

/** What providers add of their own to a public key. It is read over: trust comes from the registry alone. */
const passedOver = {
  key_ops: z.tuple([z.literal('verify')]).optional(),
  ext: z.boolean().optional(),
  x5c: z.unknown().optional(),
  x5t: z.unknown().optional(),
  'x5t#S256': z.unknown().optional(),
};

// Strict objects: a private part ("d") in a public key is refused like any other unknown field.
const signingKeySchema = z.discriminatedUnion('kty', [
  z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    alg: z.literal('ES256').optional(),
    x: base64UrlOf32Bytes,
    y: base64UrlOf32Bytes,
    ...commonKeyFields,
    ...passedOver,
  }),
  z.strictObject({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    alg: z.enum(['EdDSA', 'Ed25519']).optional(),
    x: base64UrlOf32Bytes,
    ...commonKeyFields,
    ...passedOver,
  }),
]);

/** A public signing key: EC P-256 for ES256, or Ed25519 for EdDSA. */
export type SigningKey = z.infer<typeof signingKeySchema>;

/** The keys of one issuer: at least one, each with an identifier of its own. */
export const signingKeysSchema = z
  .array(signingKeySchema)
  .min(1)
  .max(MAX_ISSUER_KEYS)
  .refine((keys) => new Set(keys.map(({ kid }) => kid)).size === keys.length, 'key identifiers (kid) must differ');

/** A JWK set as an identity provider publishes it (RFC 7517 section 5). */
const keySetSchema = z.object({ keys: signingKeysSchema });

/** Reads a published set. Throws an Error that names the field and the rule, and quotes nothing. */
export function parseKeySet(text: string): readonly SigningKey[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    // The parser's message quotes the text around the fault.
    throw new Error('not well-formed JSON');
  }
  const parsed = keySetSchema.safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${issue?.path.join('.') ?? 'document'}: ${issue?.message ?? 'is not a JWK set'}`);
  }
  return parsed.data.keys;
}
