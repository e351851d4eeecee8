/** A REST client of the gateway over mutual TLS. */
import { Agent, request } from 'node:https';
import { ASKING_KEY } from '../shared/asking-request.js';
import type { ClientCredentials } from './credentials.js';

/** What came back. */
export interface RestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Body as text: JSON, or problem+json (RFC 9457). */
  readonly text: string;
}

/** One client with kept-alive connections. */
export interface RestClient {
  call(
    verb: 'GET' | 'POST',
    path: string,
    options?: { readonly token?: string; readonly body?: string; readonly asking?: string },
  ): Promise<RestAnswer>;
  close(): void;
}

/** Greatest answer a client accepts, in bytes. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** Connects to the gateway; `identity` may lack a certificate to show what happens then. */
export function createRestClient(host: string, port: number, identity: Partial<ClientCredentials>): RestClient {
  const agent = new Agent({
    keepAlive: true,
    ...(identity.certificatePem !== undefined && { cert: identity.certificatePem }),
    ...(identity.keyPem !== undefined && { key: identity.keyPem }),
    ...(identity.caPem !== undefined && { ca: identity.caPem }),
  });
  return {
    call: (verb, path, options = {}) =>
      new Promise((resolve, reject) => {
        const headers = {
          accept: 'application/json',
          ...(options.body !== undefined && { 'content-type': 'application/json' }),
          ...(options.token !== undefined && { authorization: `Bearer ${options.token}` }),
          ...(options.asking !== undefined && { [ASKING_KEY]: options.asking }),
        };
        const outgoing = request({ host, port, path, method: verb, agent, headers }, (incoming) => {
          const chunks: Buffer[] = [];
          let length = 0;
          incoming.on('data', (chunk: Buffer) => {
            length += chunk.length;
            if (length > MAX_ANSWER_BYTES) incoming.destroy(new Error('the answer is larger than a client accepts'));
            else chunks.push(chunk);
          });
          incoming.on('error', reject);
          incoming.on('end', () => {
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              text: Buffer.concat(chunks).toString('utf8'),
            });
          });
        });
        outgoing.on('error', reject);
        outgoing.end(options.body);
      }),
    close: () => agent.destroy(),
  };
}
