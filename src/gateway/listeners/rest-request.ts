/** Reads one HTTP request into the protobuf request it stands for, or into the refusal of it. */
import express from 'express';
import type { Request, RequestHandler } from 'express';
import { ASKING_KEY, type AskingRequest, readAsking } from '../../shared/asking-request.js';
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import { invalid } from '../contract/codec.js';
import type { ContractMethod } from '../contract/contract.js';
import { jsonToBinary, queryToBinary } from '../contract/json.js';
import { jsonLimit } from '../contract/request-size.js';

/** Header with the milliseconds, from when its body has arrived, that the caller gives the call. */
export const DEADLINE_HEADER = 'Ostiary-Deadline-Ms';

/** Longest deadline that can be asked for; each operation has its own, shorter bound. */
const MAX_DEADLINE_MS = 3_600_000;

/**
 * Handlers that read the body of an operation, of any type, so that a wrong one is refused by us, and never inflated, so
 * that the limit is that of what is read.
 */
export function readBody({ maxRequestBytes }: ContractMethod): readonly RequestHandler[] {
  const limit = jsonLimit(maxRequestBytes);
  return [refuseDeclaredSize(limit), express.raw({ type: () => true, limit, inflate: false })];
}

/** The parser reads a body that is too large to its end before it says so: one that says so itself is not read. */
const refuseDeclaredSize =
  (limit: number): RequestHandler =>
  (request, _response, next) => {
    next(Number(request.headers['content-length'] ?? 0) > limit ? bodyTooLarge(limit) : undefined);
  };

/** The refusal that an error of `readBody` stands for; undefined when it is not the request's fault. */
export function bodyRefusal(error: unknown, { maxRequestBytes }: ContractMethod): Refusal | undefined {
  if (error instanceof Refusal) return error;
  switch (error instanceof Error && 'type' in error ? error.type : undefined) {
    case 'entity.too.large':
      return bodyTooLarge(jsonLimit(maxRequestBytes));
    case 'encoding.unsupported':
      return new Refusal('HTTP_UNSUPPORTED', 'the body must not be compressed');
    case 'request.size.invalid':
      return new Refusal('REQUEST_MALFORMED', 'the body is not as long as its Content-Length');
    default:
      return undefined;
  }
}

function bodyTooLarge(limit: number): Refusal {
  return new Refusal('REQUEST_TOO_LARGE', `the body is larger than ${limit} bytes`);
}

/** What a request asks for. */
export interface RestQuestion {
  readonly body: Uint8Array | Refusal;
  /** Milliseconds since the epoch. */
  readonly deadlineMs: number | undefined;
  /** The request at the gateway that asks. */
  readonly asking?: AskingRequest | undefined;
}

/** Reads a request of an operation, after `readBody`. */
export function readQuestion(request: Request, method: ContractMethod, clock: Clock): RestQuestion {
  try {
    const asking = readAsking([request.headers[ASKING_KEY] ?? []].flat());
    if (asking instanceof Refusal) throw asking;
    return { body: readMessage(request, method), deadlineMs: readDeadline(request, clock.now()), asking };
  } catch (error) {
    if (error instanceof Refusal) return { body: error, deadlineMs: undefined };
    throw error;
  }
}

function readMessage(request: Request, method: ContractMethod): Uint8Array {
  const read: unknown = request.body;
  const body = read instanceof Uint8Array ? read : new Uint8Array();
  const query = new URLSearchParams(/\?(.*)$/.exec(request.originalUrl)?.[1]);
  if (method.http?.body === false) {
    if (body.length > 0) throw new Refusal('REQUEST_MALFORMED', 'a GET request has no body');
    return queryToBinary(method.input, query);
  }
  if (!isJson(request.headers['content-type'])) {
    throw new Refusal('HTTP_UNSUPPORTED', 'the body must be application/json in UTF-8');
  }
  if (query.size > 0) throw new Refusal('REQUEST_MALFORMED', 'this operation takes no query parameters');
  return jsonToBinary(method.input, body);
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/json(\s*;\s*charset="?utf-8"?)?\s*$/i.test(contentType ?? '');
}

function readDeadline(request: Request, now: number): number | undefined {
  const header = request.headers[DEADLINE_HEADER.toLowerCase()];
  if (header === undefined) return undefined;
  const wait = typeof header === 'string' && /^[1-9][0-9]{0,8}$/.test(header) ? Number(header) : Number.NaN;
  if (wait <= MAX_DEADLINE_MS) return now + wait;
  throw invalid([
    { field: DEADLINE_HEADER, rule: 'range', description: `must be whole milliseconds from 1 to ${MAX_DEADLINE_MS}` },
  ]);
}
