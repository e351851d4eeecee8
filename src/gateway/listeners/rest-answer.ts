/** Writes one HTTP answer: JSON, or a problem document. */
import { STATUS_CODES } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { LoggedEntry } from '../../audit/log/entry.js';
import type { Refusal } from '../../shared/refusal.js';
import type { CallResult, PartSink } from '../exchange/call.js';
import { PROBLEM } from '../contract/contract.js';
import { PROBLEM_TYPE, retryAfterSeconds, toProblem } from '../errors/problem.js';
import { ERROR_TABLE } from '../errors/table.js';

/** On every answer: what it is about is synthetic, and nobody may keep a copy. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'Ostiary-Synthetic': 'true',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
};

/** A refusal on its way out. */
export interface RefusalAnswer {
  readonly refusal: Refusal;
  readonly requestId: string;
  readonly logged: LoggedEntry | undefined;
  /** Where it differs from the error table. */
  readonly httpStatus?: number;
}

/** Sends a JSON text. */
export function sendJson(
  response: ServerResponse,
  requestId: string | undefined,
  json: string,
  httpStatus = 200,
): void {
  if (requestId !== undefined) response.setHeader('Ostiary-Request-Id', requestId);
  response.setHeader('Content-Type', 'application/json');
  response.statusCode = httpStatus;
  response.end(json);
}

/** Sends a refusal. */
export function sendRefusal(response: ServerResponse, { refusal, requestId, logged, httpStatus }: RefusalAnswer): void {
  const status = httpStatus ?? ERROR_TABLE[refusal.reason].http;
  response.setHeader('Ostiary-Request-Id', requestId);
  response.setHeader('Content-Type', PROBLEM_TYPE);
  if (refusal.retryAfterMs !== undefined) response.setHeader('Retry-After', retryAfterSeconds(refusal.retryAfterMs));
  // RFC 9110 section 15.5.2 wants a challenge with every 401.
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  response.statusCode = status;
  response.end(JSON.stringify(toProblem(refusal, requestId, logged, status)));
}

/** Media type of an answer that comes in parts: one JSON text on each line (https://github.com/ndjson/ndjson-spec). */
export const PARTS_TYPE = 'application/x-ndjson';

/**
 * An answer that comes in parts, on its way out. Without a line that holds the receipt or the problem at its end it was
 * cut off. What comes before the first line is an answer like any other: a refusal has its own status then.
 */
export class PartsAnswer implements PartSink {
  readonly #response: ServerResponse;
  readonly #toJson: (message: Uint8Array) => string;

  /** `toJson` turns a message of the operation into JSON, on one line. */
  constructor(response: ServerResponse, toJson: (message: Uint8Array) => string) {
    this.#response = response;
    this.#toJson = toJson;
  }

  /** Resolves when the operating system has taken it, which it does while the caller reads. */
  send({ requestId, message }: { readonly requestId: string; readonly message: Uint8Array }): Promise<void> {
    this.#begin(requestId);
    return new Promise((resolve) => this.#response.write(this.#line(message), () => resolve()));
  }

  /** Ends it with what the exchange says at last. */
  end(result: CallResult): void {
    if (result.kind === 'answer') {
      this.#begin(result.requestId);
      this.#response.end(this.#line(result.message));
    } else if (this.#response.headersSent) {
      const { refusal, requestId, logged } = result;
      this.#response.end(`${JSON.stringify({ [PROBLEM]: toProblem(refusal, requestId, logged) })}\n`);
    } else {
      sendRefusal(this.#response, result);
    }
  }

  #begin(requestId: string): void {
    if (this.#response.headersSent) return;
    this.#response.setHeader('Ostiary-Request-Id', requestId);
    this.#response.setHeader('Content-Type', PARTS_TYPE);
    this.#response.statusCode = 200;
  }

  #line(message: Uint8Array): string {
    return `${this.#toJson(message)}\n`;
  }
}

/** A whole HTTP/1.1 response for a connection on which no request could be parsed; the connection closes after it. */
export function rawRefusal({ refusal, requestId, httpStatus }: RefusalAnswer): string {
  const status = httpStatus ?? ERROR_TABLE[refusal.reason].http;
  const body = JSON.stringify(toProblem(refusal, requestId, undefined, status));
  const headers = {
    ...COMMON_HEADERS,
    'Ostiary-Request-Id': requestId,
    'Content-Type': PROBLEM_TYPE,
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`;
}
