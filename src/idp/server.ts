/**
 * The development identity provider over HTTPS. Two ports: on one everybody may read metadata and keys; on the other
 * nobody passes the handshake without a client certificate, and gets tokens (RFC 8705 section 5 knows the split).
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { issueServer } from '../pki/certificates.js';
import type { PkiLayout } from '../pki/layout.js';
import { readIntermediate } from '../pki/read-authority.js';
import type { Clock } from '../shared/clock.js';
import { pemBlocks } from '../shared/pem.js';
import { limitPipelining } from '../shared/pipelining.js';
import { createIssuer, type Issuer, pathNameOf, type TokenClient } from './provider.js';
import { parseTokenRequest, TokenRequestError } from './token-request.js';

/** How to serve. */
export interface ProviderOptions {
  readonly layout: PkiLayout;
  /** Authorities to issue for. */
  readonly codes: readonly string[];
  readonly host: string;
  /** Port of metadata and keys; 0 takes a free one. */
  readonly port: number;
  /** Port of tokens; 0 takes a free one. */
  readonly tokenPort: number;
  readonly clock: Clock;
  /** Hears of requests that failed by our fault. */
  readonly onFault: (error: unknown) => void;
}

/** A provider at work. */
export interface RunningProvider {
  /** Where metadata and keys are, e.g. "https://localhost:8445"; issuers begin with it. */
  readonly baseUrl: string;
  readonly port: number;
  readonly tokenPort: number;
  close(): Promise<void>;
}

/** Longest form, in bytes. */
const MAX_FORM_BYTES = 8_192;
const MAX_HEADER_BYTES = 16_384;
const REQUEST_TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 256;

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

interface Reply {
  readonly status: number;
  readonly body: object;
}

type Answer = (request: IncomingMessage) => Promise<Reply>;

/** Starts the provider, with a server certificate that the development PKI issues for this run. */
export async function serveProvider(options: ProviderOptions): Promise<RunningProvider> {
  const { layout, codes, clock, host } = options;
  const own = await issueServer({
    ca: await readIntermediate(layout, clock),
    commonName: 'Ostiary development identity provider',
    dnsNames: ['localhost'],
    ipAddresses: ['127.0.0.1', '::1'],
  });
  const tls: ServerOptions = { cert: own.chainPem, key: own.keyPem, minVersion: 'TLSv1.2' };
  const clients: ServerOptions = {
    requestCert: true,
    ca: await readFile(layout.caBundle, 'utf8'),
    // Node reads one list from each string.
    crl: pemBlocks(await readFile(layout.revocationLists, 'utf8'), 'X509 CRL').map(({ pem }) => pem),
  };
  const issuers = new Map<string, Issuer>();
  const open = (serverOptions: ServerOptions, port: number, answer: Answer): Promise<OpenServer> =>
    listen(createServer({ ...tls, ...serverOptions, ...LIMITS }, handler(answer, options.onFault)), host, port);

  const reading = await open({}, options.port, (request) => answerReader(request, issuers));
  const issuing = await open(clients, options.tokenPort, (request) => answerClient(request, issuers)).catch(
    async (error: unknown) => {
      await reading.close();
      throw error;
    },
  );
  const baseUrl = `https://localhost:${reading.port}`;
  const tokenUrl = `https://localhost:${issuing.port}`;
  for (const code of codes) issuers.set(pathNameOf(code), createIssuer({ layout, code, baseUrl, tokenUrl, clock }));
  return {
    baseUrl,
    port: reading.port,
    tokenPort: issuing.port,
    async close() {
      await Promise.all([reading.close(), issuing.close()]);
    },
  };
}

const LIMITS: ServerOptions = {
  maxHeaderSize: MAX_HEADER_BYTES,
  headersTimeout: REQUEST_TIMEOUT_MS,
  requestTimeout: REQUEST_TIMEOUT_MS,
};

interface OpenServer {
  readonly port: number;
  close(): Promise<void>;
}

async function listen(server: Server, host: string, port: number): Promise<OpenServer> {
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

function handler(answer: Answer, onFault: (error: unknown) => void) {
  return limitPipelining(1, (request: IncomingMessage, response: ServerResponse) => {
    answer(request).then(
      (reply) => send(response, reply),
      (error: unknown) => {
        if (request.destroyed && !request.complete) return;
        onFault(error);
        send(response, { status: 500, body: { error: 'server_error' } });
      },
    );
  });
}

const NOT_FOUND: Reply = { status: 404, body: { error: 'not_found' } };
const WRONG_METHOD: Reply = { status: 405, body: { error: 'invalid_request' } };

const READERS_PATHS = [
  /^\/(?<name>[a-z0-9-]+)\/(?<resource>jwks\.json|\.well-known\/openid-configuration)$/,
  // RFC 8414 section 3 puts the issuer's path behind the well-known name.
  /^\/(?<resource>\.well-known\/oauth-authorization-server)\/(?<name>[a-z0-9-]+)$/,
];

async function answerReader(
  { url = '', method }: IncomingMessage,
  issuers: ReadonlyMap<string, Issuer>,
): Promise<Reply> {
  const found = READERS_PATHS.map((pattern) => pattern.exec(url)?.groups).find((groups) => groups !== undefined);
  const issuer = issuers.get(found?.name ?? '');
  if (issuer === undefined) return NOT_FOUND;
  if (method !== 'GET') return WRONG_METHOD;
  return { status: 200, body: found?.resource === 'jwks.json' ? await issuer.keys() : issuer.metadata() };
}

async function answerClient(request: IncomingMessage, issuers: ReadonlyMap<string, Issuer>): Promise<Reply> {
  const issuer = issuers.get(/^\/([a-z0-9-]+)\/token$/.exec(request.url ?? '')?.[1] ?? '');
  if (issuer === undefined) return NOT_FOUND;
  return request.method === 'POST' ? token(request, issuer) : WRONG_METHOD;
}

async function token(request: IncomingMessage, issuer: Issuer): Promise<Reply> {
  try {
    if (!FORM_TYPE.test(request.headers['content-type'] ?? '')) {
      throw new TokenRequestError('invalid_request', 'the body must be application/x-www-form-urlencoded');
    }
    const asked = parseTokenRequest(await readForm(request));
    return { status: 200, body: await issuer.issue(clientOf(request), asked) };
  } catch (error) {
    if (!(error instanceof TokenRequestError)) throw error;
    const status = error.code === 'invalid_client' ? 401 : 400;
    return { status, body: { error: error.code, error_description: error.message } };
  }
}

function clientOf({ socket }: IncomingMessage): TokenClient {
  const certificate = socket instanceof TLSSocket && socket.authorized ? socket.getPeerX509Certificate() : undefined;
  if (certificate === undefined) throw new TokenRequestError('invalid_client', 'a client certificate is needed');
  return {
    names: certificate.subjectAltName ?? '',
    thumbprint: createHash('sha256').update(certificate.raw).digest('base64url'),
  };
}

async function readForm(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_FORM_BYTES) throw new TokenRequestError('invalid_request', 'the form is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    // Tokens must not be kept by anybody on the way (RFC 6749 section 5.1), and keys are kept by the gateway's rules.
    'cache-control': 'no-store',
    'ostiary-synthetic': 'true',
    // What was not read of a form stays on the connection.
    ...(status >= 400 && { connection: 'close' }),
  });
  response.end(JSON.stringify(body));
}
