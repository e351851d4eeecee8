/** The registry of authorities: a JSON file kept by the operator (docs/identity.md). */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { pemBlocks } from '../../shared/pem.js';
import type { Authority, TokenIssuer } from './peer.js';
import { signingKeysSchema } from './signing-keys.js';

/** Largest registry that is read, in bytes of JSON. */
export const MAX_REGISTRY_BYTES = 4 * 1024 * 1024;

/** Authorities by the two names they go by. Immutable: a reload makes a new one. */
export interface AuthorityRegistry {
  readonly byUri: ReadonlyMap<string, Authority>;
  readonly byCode: ReadonlyMap<string, Authority>;
}

/** The registry breaks its rules. Every problem names its field; none quotes a value. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`authority registry: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

const jwksUriSchema = z.string().max(512).refine(isPlainHttps, 'must be an https URL without credentials and fragment');

const certificatesSchema = z
  .string()
  .max(64 * 1024)
  .refine(holdsCertificates, 'must hold certificates of certification authorities in PEM, and no private key');

// One object with a choice rather than a choice of objects: a fault then names its own field.
const tokenIssuerSchema = z
  .strictObject({
    issuer: z.string().min(1).max(256),
    keys: signingKeysSchema.optional(),
    jwksUri: jwksUriSchema.optional(),
    jwksCa: certificatesSchema.optional(),
  })
  .transform(({ issuer, keys, jwksUri, jwksCa }, context): TokenIssuer => {
    if (keys !== undefined && jwksUri === undefined && jwksCa === undefined) return { issuer, keys };
    if (keys === undefined && jwksUri !== undefined)
      return { issuer, jwksUri, ...(jwksCa !== undefined && { jwksCa }) };
    context.addIssue('must have either keys, or jwksUri and perhaps jwksCa');
    return z.NEVER;
  });

const codeSchema = z
  .string()
  .max(64)
  .regex(/^[A-Z]{2}-[A-Z0-9]+(?:-[A-Z0-9]+)*$/, 'must be a Member State and a name in capitals, such as XA-POLICE')
  .refine((code) => !code.startsWith('ZZ-'), 'codes beginning with ZZ- belong to the gateway');

const authoritySchema = z
  .strictObject({
    code: codeSchema,
    uri: z
      .string()
      .max(160)
      .regex(
        /^urn:ostiary:authority:[a-z]{2}:[a-z0-9]+(?:-[a-z0-9]+)*$/,
        'must be urn:ostiary:authority:<cc>:<name> in lower case',
      ),
    memberState: z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters'),
    displayName: z.string().min(1).max(200),
    kinds: z
      .array(z.string().regex(/^[A-Z][A-Z_]{0,15}$/, 'must be an authority kind such as POL'))
      .min(1)
      .max(16)
      .refine(allDifferent, 'kinds must differ'),
    suspended: z.boolean(),
    tokenIssuer: tokenIssuerSchema.optional(),
    oversees: z.array(codeSchema).max(1000).refine(allDifferent, 'codes must differ').default([]),
    overseesState: z.boolean().default(false),
  })
  .refine(({ code, memberState }) => code.startsWith(`${memberState}-`), {
    path: ['memberState'],
    message: 'must be the first two letters of the code',
  })
  .refine(({ overseesState, kinds }) => !overseesState || kinds.includes('DPA'), {
    path: ['overseesState'],
    message: 'is for supervisory authorities (kind DPA)',
  })
  .refine(({ uri, memberState }) => uri.split(':')[3] === memberState.toLowerCase(), {
    path: ['uri'],
    message: 'must name the Member State',
  });

const registrySchema = z
  .strictObject({ version: z.literal(1), authorities: z.array(authoritySchema).max(10_000) })
  .superRefine(({ authorities }, context) => {
    const codes = new Set(authorities.map(({ code }) => code));
    const seen = { code: new Set<string>(), uri: new Set<string>() };
    authorities.forEach((authority, index) => {
      for (const field of ['code', 'uri'] as const) {
        if (seen[field].has(authority[field])) {
          context.addIssue({ code: 'custom', path: ['authorities', index, field], message: 'must be unique' });
        }
        seen[field].add(authority[field]);
      }
      authority.oversees.forEach((code, position) => {
        if (!codes.has(code)) {
          const path = ['authorities', index, 'oversees', position];
          context.addIssue({ code: 'custom', path, message: 'must be the code of a registered authority' });
        }
      });
    });
  });

/** Reads a registry file. Throws a RegistryError that names every broken field. */
export async function loadRegistry(path: string): Promise<AuthorityRegistry> {
  return parseRegistry(await readFile(path, 'utf8'));
}

/** Parses a registry. Throws a RegistryError that names every broken field. */
export function parseRegistry(text: string): AuthorityRegistry {
  if (Buffer.byteLength(text) > MAX_REGISTRY_BYTES) throw new RegistryError(['larger than 4 MiB']);
  const result = registrySchema.safeParse(parseJson(text));
  if (!result.success) {
    throw new RegistryError(result.error.issues.map(({ path, message }) => `${fieldName(path)}: ${message}`));
  }
  const { authorities } = result.data;
  return index(
    authorities.map(({ overseesState, ...entry }) => ({
      ...entry,
      oversees: overseesState ? wholeState(entry, authorities) : entry.oversees,
      tokenIssuer: entry.tokenIssuer,
    })),
  );
}

/** What a supervisory authority oversees: the authorities of its state, also the next one to be registered. */
function wholeState(
  { memberState, oversees }: { readonly memberState: string; readonly oversees: readonly string[] },
  authorities: readonly { readonly code: string; readonly memberState: string }[],
): readonly string[] {
  const own = authorities.filter((authority) => authority.memberState === memberState).map(({ code }) => code);
  return [...new Set([...oversees, ...own])].sort();
}

/**
 * The new registry, in which every authority that did not change is the same object as before: whoever holds one can
 * tell by identity whether its registration still stands.
 */
export function keepUnchanged(previous: AuthorityRegistry, next: AuthorityRegistry): AuthorityRegistry {
  return index(
    Array.from(next.byCode.values(), (authority) => {
      const before = previous.byCode.get(authority.code);
      return before !== undefined && isDeepStrictEqual(before, authority) ? before : authority;
    }),
  );
}

function index(authorities: readonly Authority[]): AuthorityRegistry {
  return {
    byUri: new Map(authorities.map((authority) => [authority.uri, authority])),
    byCode: new Map(authorities.map((authority) => [authority.code, authority])),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text around the fault.
    throw new RegistryError(['not well-formed JSON']);
  }
}

/** "authorities[2].tokenIssuer.keys[0]" */
function fieldName(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'document';
  return path
    .map((part, position) => (typeof part === 'number' ? `[${part}]` : `${position === 0 ? '' : '.'}${String(part)}`))
    .join('');
}

function allDifferent(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

/** Credentials in a URL would end up in logs; a fragment is never sent. */
function isPlainHttps(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return protocol === 'https:' && username === '' && password === '' && hash === '';
}

function holdsCertificates(pem: string): boolean {
  const certificates = pemBlocks(pem, 'CERTIFICATE');
  if (certificates.length === 0 || pem.includes('PRIVATE KEY')) return false;
  try {
    return certificates.every(({ der }) => new X509Certificate(der).ca);
  } catch {
    return false;
  }
}
