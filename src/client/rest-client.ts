/** A REST client of the gateway over mutual TLS. */
import type { IncomingMessage } from 'node:http';
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

/** An answer that comes in parts. */
export interface RestParts {
  readonly status: number;
  readonly headers: RestAnswer['headers'];
  /**
   * Line after line, as fast as they are taken; to stop taking them is to cancel. A stream without a last line that holds
   * "receipt" or "problem" was cut off. A refusal before the first part is one line, the problem document itself.
   */
  readonly lines: AsyncIterable<string>;
}

/** What goes with a question. */
export interface RestGiven {
  /** The officer's token. */
  readonly token?: string;
  readonly body?: string;
  readonly asking?: string;
  /** Milliseconds that the caller gives the call. */
  readonly deadlineMs?: number;
}

/** One client with kept-alive connections. */
export interface RestClient {
  call(verb: 'GET' | 'POST', path: string, options?: RestGiven): Promise<RestAnswer>;
  /** Asks for an answer that comes in parts. */
  callParts(path: string, options?: RestGiven): Promise<RestParts>;
  close(): void;
}

/** Greatest answer a client accepts, in bytes. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** Greatest line of an answer in parts, in characters: JSON makes a part, at most 1 MiB in protobuf, longer. */
const MAX_LINE_CHARACTERS = 16 * 1024 * 1024;

/** Connects to the gateway; `identity` may lack a certificate to show what happens then. */
export function createRestClient(host: string, port: number, identity: Partial<ClientCredentials>): RestClient {
  const agent = new Agent({
    keepAlive: true,
    ...(identity.certificatePem !== undefined && { cert: identity.certificatePem }),
    ...(identity.keyPem !== undefined && { key: identity.keyPem }),
    ...(identity.caPem !== undefined && { ca: identity.caPem }),
  });
  const send = (verb: string, path: string, { token, body, asking, deadlineMs }: RestGiven): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const headers = {
        accept: 'application/json, application/x-ndjson',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(asking !== undefined && { [ASKING_KEY]: asking }),
        ...(deadlineMs !== undefined && { 'ostiary-deadline-ms': String(deadlineMs) }),
      };
      const outgoing = request({ host, port, path, method: verb, agent, headers }, resolve);
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  return {
    async call(verb, path, options = {}) {
      const incoming = await send(verb, path, options);
      const chunks: Buffer[] = [];
      let length = 0;
      for await (const chunk of incoming as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > MAX_ANSWER_BYTES) throw new Error('the answer is larger than a client accepts');
        chunks.push(chunk);
      }
      return {
        status: incoming.statusCode ?? 0,
        headers: incoming.headers,
        text: Buffer.concat(chunks).toString('utf8'),
      };
    },
    async callParts(path, options = {}) {
      const incoming = await send('POST', path, options);
      return { status: incoming.statusCode ?? 0, headers: incoming.headers, lines: linesOf(incoming) };
    },
    close: () => agent.destroy(),
  };
}

async function* linesOf(incoming: IncomingMessage): AsyncGenerator<string, void> {
  let rest = '';
  incoming.setEncoding('utf8');
  for await (const text of incoming as AsyncIterable<string>) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > MAX_LINE_CHARACTERS) throw new Error('a line is longer than a client accepts');
  }
  if (rest !== '') yield rest;
}
