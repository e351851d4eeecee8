/** A question that several states answer: what each says is printed on a line when it comes. */
import { resolve } from 'node:path';
import type { MethodDefinition } from '@grpc/grpc-js';
import { createGrpcClient } from '../client/grpc-client.js';
import { readDevelopmentClient } from '../pki/development-client.js';
import type { AuditReceipt } from '../gen/ostiary/common/v1/receipt.js';
import { type CommonOptions, printRefusal } from './query-command.js';

/** Time that the states have together, in milliseconds. The operations allow more than who sits at a terminal waits. */
const DEADLINE_MS = 10_000;

/** Asks, and prints as REST sends it, so that what was saved can be checked: ostiary receipt verify. */
export async function askInParts<Request, Response extends { receipt: AuditReceipt | undefined }>(
  options: CommonOptions,
  method: MethodDefinition<Request, Response>,
  request: Request,
  toJson: (response: Response) => unknown,
): Promise<void> {
  const identity = await readDevelopmentClient(resolve(options.pki), options.as);
  const client = createGrpcClient(options.address, identity);
  const print = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
  try {
    const token = await identity.mintToken({ officer: options.officer });
    for await (const outcome of client.callParts(method, request, { token, deadlineMs: DEADLINE_MS })) {
      if (outcome.kind !== 'refusal') {
        print(toJson(outcome.response));
        continue;
      }
      print({ problem: printRefusal(outcome.refusal) });
      process.exitCode = 1;
    }
  } finally {
    client.close();
  }
}
