/** A request for a token: OAuth 2.0 client credentials (RFC 6749 section 4.4) with what this provider must be told. */
import { z } from 'zod';
import { MAX_LIFETIME_SECONDS } from './key-ring.js';

/** What is asked for. */
export interface TokenRequest {
  readonly officer: string;
  readonly roles: readonly string[];
  readonly unit: string | undefined;
  /** Undefined: the development gateway. */
  readonly audience: string | undefined;
  readonly lifetimeSeconds: number | undefined;
}

/** Why there is no token (RFC 6749 section 5.2). */
export class TokenRequestError extends Error {
  override readonly name = 'TokenRequestError';
  readonly code: 'invalid_request' | 'invalid_client' | 'unsupported_grant_type';

  constructor(code: TokenRequestError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

const identifier = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .regex(/^[\x21-\x7e]+$/, 'must be visible ASCII without spaces');

const schema = z.strictObject({
  grant_type: z.string(),
  officer: identifier(128),
  // Several values of one parameter are separated by spaces, as those of "scope" are.
  roles: z
    .string()
    .transform((text) => text.split(' ').filter((role) => role !== ''))
    .pipe(z.array(identifier(64)).max(32))
    .default([]),
  unit: z
    .string()
    .max(64)
    .regex(/^\P{C}+$/u, 'must be text')
    .optional(),
  audience: z.string().min(1).max(256).optional(),
  lifetime: z
    .string()
    .regex(/^[0-9]{1,4}$/, 'must be a number of seconds')
    .transform(Number)
    .pipe(z.number().min(1).max(MAX_LIFETIME_SECONDS))
    .optional(),
  // RFC 6749 section 2.3.1: clients that authenticate otherwise may name themselves, too. The certificate counts.
  client_id: z.string().max(256).optional(),
});

/** Reads a form. Throws a TokenRequestError. */
export function parseTokenRequest(form: string): TokenRequest {
  const parameters = new URLSearchParams(form);
  const names = [...parameters.keys()];
  if (new Set(names).size !== names.length) {
    throw new TokenRequestError('invalid_request', 'a parameter is given twice');
  }
  const parsed = schema.safeParse(Object.fromEntries(parameters));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new TokenRequestError('invalid_request', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`);
  }
  const { grant_type: grant, officer, roles, unit, audience, lifetime } = parsed.data;
  if (grant !== 'client_credentials') {
    throw new TokenRequestError('unsupported_grant_type', 'grant_type must be client_credentials');
  }
  return { officer, roles, unit, audience, lifetimeSeconds: lifetime };
}
