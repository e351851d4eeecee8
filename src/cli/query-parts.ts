/** A question that several states answer: what each says is printed on a line when it comes, or all of it at the end. */
import { resolve } from 'node:path';
import type { MethodDefinition } from '@grpc/grpc-js';
import type { GrpcClient, RefusedCall } from '../client/grpc-client.js';
import { readDevelopmentClient } from '../pki/development-client.js';
import type { AuditReceipt } from '../gen/ostiary/common/v1/receipt.js';
import { systemClock } from '../shared/clock.js';
import { openGateway } from './gateway-client.js';
import { type CommonOptions, printRefusal } from './query-command.js';

/** Time that the states have together, in milliseconds. The operations allow more than who sits at a terminal waits. */
const DEADLINE_MS = 10_000;

/** How a response is shown. */
export interface Shown<Response> {
  /** As REST sends it, so that what was saved can be checked: ostiary receipt verify. */
  readonly toJson: (response: Response) => unknown;
  /** In words, for the person who asked: on the other stream, so that the JSON stays JSON. */
  readonly explain?: (response: Response) => Iterable<string>;
}

/** Asks, and prints each part when it comes. */
export function askInParts<Request, Response extends { receipt: AuditReceipt | undefined }>(
  options: CommonOptions,
  method: MethodDefinition<Request, Response>,
  request: Request,
  shown: Shown<Response>,
): Promise<void> {
  return asking(options, async (client, token) => {
    for await (const outcome of client.callParts(method, request, { token, deadlineMs: DEADLINE_MS })) {
      if (outcome.kind === 'refusal') refuse(outcome.refusal);
      else show(outcome.response, shown);
    }
  });
}

/** Asks, and prints the one answer. */
export function askOnce<Request, Response>(
  options: CommonOptions,
  method: MethodDefinition<Request, Response>,
  request: Request,
  shown: Shown<Response>,
): Promise<void> {
  return asking(options, async (client, token) => {
    const outcome = await client.call(method, request, { token, deadlineMs: DEADLINE_MS });
    if (outcome.kind === 'refusal') refuse(outcome.refusal);
    else show(outcome.response, shown);
  });
}

async function asking(
  options: CommonOptions,
  ask: (client: GrpcClient, token: string) => Promise<void>,
): Promise<void> {
  const identity = await readDevelopmentClient(resolve(options.pki), options.as, systemClock);
  const client = openGateway(options.address, identity);
  try {
    await ask(client, await identity.mintToken({ officer: options.officer }));
  } finally {
    client.close();
  }
}

function show<Response>(response: Response, { toJson, explain }: Shown<Response>): void {
  print(toJson(response));
  for (const line of explain?.(response) ?? []) process.stderr.write(`${line}\n`);
}

function refuse(refusal: RefusedCall): void {
  print({ problem: printRefusal(refusal) });
  process.exitCode = 1;
}

const print = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
