/** Keys with which a development identity provider signs officers' tokens. */
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import { generateKeys } from './keys.js';

/** A private P-256 key for ES256, with an identifier of its own (RFC 7638). */
export async function generateTokenKey(): Promise<JWK> {
  const { publicKey, privateKey } = await generateKeys();
  const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
  return { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' };
}

/** What of a key everybody may know. */
export function publicPart({ kty, crv, x, y, kid, alg, use }: JWK): JWK {
  return { kty, crv, x, y, kid, alg, use } as JWK;
}
