/** Gets an identity provider's published keys over HTTPS. */
import { request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { PublishedKeysIssuer } from './peer.js';
import { parseKeySet, type SigningKey } from './signing-keys.js';

/** Longest time for one fetch, from the look-up of the name to the last byte, in milliseconds. */
export const FETCH_TIMEOUT_MS = 3_000;

/** Largest set that is read, in bytes. Sixteen keys with their certificates need no more. */
export const MAX_KEY_SET_BYTES = 64 * 1024;

/** application/json, application/jwk-set+json (RFC 7517 section 8.5). */
const JSON_TYPE = /^application\/(?:json|jwk-set\+json)\s*(?:;|$)/i;

/**
 * Fetches the set. Follows no redirect, for the registry names the address that was agreed on. Rejects with an Error
 * whose message names what is wrong and quotes nothing of the answer.
 */
export async function fetchKeys(
  { jwksUri, jwksCa }: PublishedKeysIssuer,
  timeoutMs = FETCH_TIMEOUT_MS,
): Promise<readonly SigningKey[]> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return parseKeySet(await get(jwksUri, jwksCa, signal));
  } catch (error) {
    if (signal.aborted) throw new Error('no whole answer came in time', { cause: error });
    throw error;
  }
}

function get(url: string, ca: string | undefined, signal: AbortSignal): Promise<string> {
  const options: RequestOptions = {
    signal,
    // A connection of its own: sets are fetched every few minutes, and none is to outlive its provider's certificate.
    agent: false,
    minVersion: 'TLSv1.2',
    headers: { accept: 'application/jwk-set+json, application/json', 'accept-encoding': 'identity' },
    ...(ca !== undefined && { ca }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, (incoming) => {
      readSet(incoming).then(resolve, (error: unknown) => {
        outgoing.destroy();
        reject(error instanceof Error ? error : new Error('the answer cannot be read'));
      });
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}

async function readSet(incoming: IncomingMessage): Promise<string> {
  const { statusCode = 0, headers } = incoming;
  if (statusCode !== 200) throw new Error(`the answer has status ${statusCode}, not 200`);
  if (!JSON_TYPE.test(headers['content-type'] ?? '')) throw new Error('the answer is not of a JSON type');
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw new Error('the answer is compressed');
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_KEY_SET_BYTES) throw new Error(`the answer is larger than ${MAX_KEY_SET_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
