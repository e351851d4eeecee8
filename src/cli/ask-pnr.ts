/** What commands that ask the passenger information unit share: the call, and how its answer is printed. */
import { resolve } from 'node:path';
import type { MethodDefinition } from '@grpc/grpc-js';
import type { Command } from 'commander';
import type { RefusedCall } from '../client/grpc-client.js';
import type { AuditReceipt } from '../gen/ostiary/common/v1/receipt.js';
import { readDevelopmentClient } from '../pki/development-client.js';
import { systemClock } from '../shared/clock.js';
import { entryLine } from './entry-line.js';
import { openGateway } from './gateway-client.js';
import { printable } from './phrases.js';
import { type CommonDefaults, type CommonOptions, printRefusal, withCommon } from './query-command.js';

/** What each of these commands takes. */
export interface AskOptions extends CommonOptions {
  readonly json?: true;
}

/** How an answer is shown. */
export interface Shown<Response> {
  /** As REST sends it, so that what was saved can be checked: ostiary receipt verify. */
  readonly toJson: (response: Response) => unknown;
  /** In lines for a person. */
  readonly describe: (response: Response) => readonly string[];
}

/** Time for an answer, in milliseconds: the longest that an operation of the unit may take. The gateway ends others earlier. */
const DEADLINE_MS = 60_000;

/** Gives a command the options of every question to the unit. */
export const withAsking = (command: Command, defaults: CommonDefaults): Command =>
  withCommon(command, defaults).option(
    '--json',
    'print the answer as REST sends it, which ostiary receipt verify checks',
  );

/**
 * Asks, and prints lines for a person and where the answer stands in the log; or with --json, the answer as REST sends it. A
 * refusal goes to the other stream unless JSON is wanted, and ends with exit code 1. Returns the answer; undefined for a refusal.
 */
export async function ask<Request, Response extends { readonly receipt?: AuditReceipt | undefined }>(
  options: AskOptions,
  method: MethodDefinition<Request, Response>,
  request: Request,
  { toJson, describe }: Shown<Response>,
): Promise<Response | undefined> {
  const identity = await readDevelopmentClient(resolve(options.pki), options.as, systemClock);
  const client = openGateway(options.address, identity);
  try {
    const token = await identity.mintToken({ officer: options.officer });
    const outcome = await client.call(method, request, { token, deadlineMs: DEADLINE_MS });
    if (outcome.kind === 'refusal') process.exitCode = 1;
    if (options.json === true) {
      const json = outcome.kind === 'answer' ? toJson(outcome.response) : { problem: printRefusal(outcome.refusal) };
      process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
    } else if (outcome.kind === 'answer') {
      write(process.stdout, [...describe(outcome.response), entryLine(outcome.response.receipt)]);
    } else {
      write(process.stderr, refusalLines(outcome.refusal));
    }
    return outcome.kind === 'answer' ? outcome.response : undefined;
  } finally {
    client.close();
  }
}

/** What others wrote is in the JSON as it came, and printable in lines. */
const write = (stream: NodeJS.WriteStream, lines: readonly string[]): void =>
  void stream.write(lines.map((line) => `${printable(line)}\n`).join(''));

const refusalLines = ({ reason, message, violations, metadata, receipt }: RefusedCall): string[] => [
  `${reason}: ${message}${metadata.article === undefined ? '' : ` (${metadata.article})`}`,
  ...violations.map(({ field, description }) => `  ${field}: ${description}`),
  entryLine(receipt),
];

/** Lines of a page: of each thing in it, and where the next one begins. */
export const describePage = <Item>(
  items: readonly Item[],
  describe: (item: Item) => readonly string[],
  nextPageToken: string,
): string[] => [
  ...(items.length === 0 ? ['none'] : items.flatMap(describe)),
  ...(nextPageToken === '' ? [] : [`more: --page ${nextPageToken}`]),
];
