/** HTTP requests that no proper client sends: any method, any headers, any bytes. */
import { request } from 'node:https';
import type { ClientCredentials } from '../../src/client/credentials.js';
import type { RestAnswer } from '../../src/client/rest-client.js';

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Sends one request on a connection of its own. Rejects when the connection ends without an answer. */
export function sendRaw(port: number, identity: Partial<ClientCredentials>, raw: RawRequest): Promise<RestAnswer> {
  return new Promise((resolve, reject) => {
    const { method = 'POST', path, headers = {}, body } = raw;
    const outgoing = request(
      {
        host: 'localhost',
        port,
        path,
        method,
        headers,
        agent: false,
        cert: identity.certificatePem,
        key: identity.keyPem,
        ca: identity.caPem,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
