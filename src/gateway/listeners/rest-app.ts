/** The REST routes: one per operation with a google.api.http binding, made from the contract. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import express from 'express';
import type { ErrorRequestHandler, Express, Request, Response } from 'express';
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import { newRequestId } from '../../shared/request-id.js';
import { UNKNOWN_OPERATION } from '../contract/contract.js';
import type { Contract, ContractMethod } from '../contract/contract.js';
import { binaryToJson } from '../contract/json.js';
import { buildOpenApi } from '../contract/openapi.js';
import { Caller, type CallResult, type Exchange, type PartSink } from '../exchange/call.js';
import type { Peer } from '../identity/peer.js';
import { COMMON_HEADERS, PartsAnswer, sendJson, sendRefusal } from './rest-answer.js';
import { bodyRefusal, readBody, readQuestion } from './rest-request.js';
import type { RestQuestion } from './rest-request.js';

/** What the REST face is made of. */
export interface RestParts {
  readonly contract: Contract;
  readonly exchange: Exchange;
  /** The admitted peer of a connection, by "ip:port" of its remote end. */
  readonly peerOf: (remote: string) => Peer | undefined;
  /** Whether the gateway can serve now: audit log, systems, revocation lists. */
  readonly isReady: () => Promise<boolean>;
  readonly clock: Clock;
  /** Told of what went wrong inside, or of a connection that broke within a request. */
  readonly onFault: (error: unknown) => void;
}

/** An express application as a function; its types leave out the last parameter. */
type Handle = (request: IncomingMessage, response: ServerResponse, done: (error?: unknown) => void) => void;

/**
 * Builds the express application.
 *
 * @param maxHeaders header lines that a request may have
 */
export function createRestApp(parts: RestParts, maxHeaders: number): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.set('query parser', false);
  app.use((_request, response, next) => {
    for (const [name, value] of Object.entries(COMMON_HEADERS)) response.setHeader(name, value);
    next();
  });
  app.use(async (request, response, next) => {
    // Node keeps the first lines and drops the rest: a request without its last headers is another request.
    if (request.rawHeaders.length <= maxHeaders * 2) next();
    else await refuse(request, response, parts, UNKNOWN_OPERATION, tooManyHeaders(), 431);
  });
  for (const method of parts.contract.methods.values()) {
    if (method.http !== undefined) addOperation(app, method, parts);
  }
  addInformation(app, parts);
  app.use((request, response) => refuse(request, response, parts, UNKNOWN_OPERATION, unknownPath()));
  // Express's own last handler would print the error; nothing from a request goes to the console.
  const handle = app as unknown as Handle;
  return (request, response) => handle(request, response, (error) => failed(request, response, error, parts));
}

function addOperation(app: Express, method: ContractMethod, parts: RestParts): void {
  const { verb, path } = method.http ?? { verb: 'POST', path: '' };
  // In a route ":" begins a parameter; in the contract it begins a verb (AIP-136).
  const route = app.route(path.replaceAll(':', '\\:'));
  const toJson = (message: Uint8Array): string => binaryToJson(method.output, message);
  const answerWhole = async (request: Request, response: Response): Promise<void> => {
    const result = await ask(request, response, parts, method.path, readQuestion(request, method, parts.clock));
    if (result?.kind === 'answer') sendJson(response, result.requestId, toJson(result.message));
    else if (result !== undefined) sendRefusal(response, result);
  };
  const answerInParts = async (request: Request, response: Response): Promise<void> => {
    const answer = new PartsAnswer(response, toJson);
    const result = await ask(request, response, parts, method.path, readQuestion(request, method, parts.clock), answer);
    if (result !== undefined) answer.end(result);
  };
  const operate = method.maxParts === undefined ? answerWhole : answerInParts;
  const unreadable: ErrorRequestHandler = async (error: unknown, request, response, next) => {
    const refusal = bodyRefusal(error, method);
    if (refusal === undefined) next(error);
    else await refuse(request, response, parts, method.path, refusal);
  };
  if (verb === 'GET') route.get(...readBody(method), operate, unreadable);
  else route.post(...readBody(method), operate, unreadable);
  route.all(async (request, response) => {
    response.setHeader('Allow', verb);
    await refuse(request, response, parts, method.path, wrongMethod(verb), 405);
  });
}

/** What says nothing about a person and needs no log entry. */
function addInformation(app: Express, { contract, isReady }: RestParts): void {
  const openApi = JSON.stringify(buildOpenApi(contract));
  app.get('/openapi.json', (_request, response) => sendJson(response, undefined, openApi));
  app.get('/livez', (_request, response) => sendJson(response, undefined, '{"status":"alive"}'));
  app.get('/readyz', async (_request, response) => {
    if (await isReady()) sendJson(response, undefined, '{"status":"ready"}');
    else sendJson(response, undefined, '{"status":"not-ready"}', 503);
  });
}

/** Puts a question to the exchange. Undefined when the peer is unknown and was told so. */
async function ask(
  request: Request,
  response: Response,
  { exchange, peerOf, clock }: RestParts,
  path: string,
  question: RestQuestion,
  sink?: PartSink,
): Promise<CallResult | undefined> {
  const peer = peerOf(`${request.socket.remoteAddress ?? ''}:${request.socket.remotePort ?? ''}`);
  if (peer === undefined) {
    const refusal = new Refusal('PEER_UNKNOWN', 'the connection belongs to no admitted authority');
    sendRefusal(response, { refusal, requestId: newRequestId(clock.now()), logged: undefined });
    return undefined;
  }
  const caller = new Caller();
  response.once('close', () => {
    if (!response.writableFinished) caller.leave();
  });
  return exchange.handle({
    path,
    peer,
    authorization: authorizationOf(request),
    body: question.body,
    deadlineMs: question.deadlineMs,
    asking: question.asking,
    caller,
    transport: 'rest',
    ...(sink !== undefined && { parts: sink }),
  });
}

/** Several values make one that no token parser takes; Node.js itself would take the first and drop the others. */
function authorizationOf({ headersDistinct }: Request): string | undefined {
  return headersDistinct.authorization?.join(', ');
}

/** Refuses by way of the exchange, so that the refusal is logged. */
async function refuse(
  request: Request,
  response: Response,
  parts: RestParts,
  path: string,
  refusal: Refusal,
  httpStatus?: number,
): Promise<void> {
  response.setHeader('Connection', 'close');
  const question = { body: refusal, deadlineMs: undefined };
  const result = await ask(request, response, parts, path, question);
  if (result?.kind !== 'refusal') return;
  // The log's own refusal, if it could not be written, has its own status.
  const status = result.refusal === refusal && httpStatus !== undefined ? { httpStatus } : {};
  sendRefusal(response, { ...result, ...status });
}

function tooManyHeaders(): Refusal {
  return new Refusal('REQUEST_MALFORMED', 'the request has too many headers');
}

function unknownPath(): Refusal {
  return new Refusal('OPERATION_UNKNOWN', 'the contract has no such path');
}

function wrongMethod(verb: string): Refusal {
  return new Refusal('HTTP_UNSUPPORTED', `this path takes ${verb} only`);
}

/** A fault of ours, or a connection that broke while it was read. */
function failed(
  request: IncomingMessage,
  response: ServerResponse,
  cause: unknown,
  { onFault, clock }: RestParts,
): void {
  onFault(cause);
  if (response.headersSent || request.socket.destroyed) {
    request.socket.destroy();
    return;
  }
  const refusal = new Refusal('INTERNAL', 'internal error', { cause });
  sendRefusal(response, { refusal, requestId: newRequestId(clock.now()), logged: undefined });
}
