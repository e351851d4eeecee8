/** What the commands of the review share: who asks and why, pages, and the call itself. */
import { resolve } from 'node:path';
import type { MethodDefinition } from '@grpc/grpc-js';
import { type Command, InvalidArgumentError } from 'commander';
import type { RefusedCall } from '../client/grpc-client.js';
import { AccessContext, Purpose } from '../gen/ostiary/common/v1/access.js';
import { AuditReceipt } from '../gen/ostiary/common/v1/receipt.js';
import { readDevelopmentClient } from '../pki/development-client.js';
import { systemClock } from '../shared/clock.js';
import { openGateway } from './gateway-client.js';
import { DEFAULT_PKI_DIRECTORY } from '../pki/layout.js';

/** Who asks, why, and whom. */
export interface CommonOptions {
  readonly as: string;
  readonly officer: string;
  readonly pki: string;
  readonly address: string;
  readonly basis: string;
  readonly case: string;
  readonly why: string;
  readonly unit: string;
}

/** Which page. */
export interface PageOptions {
  readonly pageSize: number;
  readonly page: string;
}

/** Time a question may take, in milliseconds: the longest that the contract allows. */
const DEADLINE_MS = 15_000;

/** Adds the options of every command. */
export function withCommon(command: Command): Command {
  return command
    .requiredOption('--as <code>', 'authority, e.g. XA-DPO or XA-SUPERVISOR')
    .requiredOption('--why <text>', 'reason of the access; logged')
    .option('--officer <id>', 'pseudonymous officer id', 'dpo-1')
    .option('--pki <folder>', 'development PKI', DEFAULT_PKI_DIRECTORY)
    .option('--address <host:port>', 'review service', 'localhost:8444')
    .option('--basis <id>', 'row of the legal-basis table', 'SIS62-12-6')
    .option('--case <reference>', 'file of the review', 'REVIEW-2026-000001')
    .option('--unit <name>', 'operating unit', 'Data protection');
}

/** Adds the options of commands that answer in pages. */
export function withPage(command: Command): Command {
  return command
    .option('--page-size <n>', 'most entries; 0 takes the default', whole, 0)
    .option('--page <token>', 'token that came with the page before', '');
}

/** The page asked for. */
export const pageOf = ({ pageSize, page }: PageOptions) => ({ pageSize, pageToken: page });

/** Reads a whole number of the command line. */
export function whole(text: string): number {
  if (!/^[0-9]{1,15}$/.test(text)) throw new InvalidArgumentError('must be a whole number');
  return Number(text);
}

/** The access context of the contract. */
export function accessOf(options: CommonOptions): AccessContext {
  return AccessContext.fromPartial({
    legalBasisId: options.basis,
    purpose: Purpose.DATA_PROTECTION_REVIEW,
    caseReference: options.case,
    justification: options.why,
    operatingUnit: options.unit,
  });
}

/** Asks, and prints the answer as JSON. */
export async function print<Request, Response>(
  options: CommonOptions,
  method: MethodDefinition<Request, Response>,
  request: Request,
  toJson: (response: Response) => unknown,
): Promise<void> {
  const response = await ask(options, method, request);
  if (response !== undefined) process.stdout.write(`${JSON.stringify(toJson(response), null, 2)}\n`);
}

/** The answer; undefined when it was refused, which was printed then. */
export async function ask<Request, Response>(
  options: CommonOptions,
  method: MethodDefinition<Request, Response>,
  request: Request,
): Promise<Response | undefined> {
  const identity = await readDevelopmentClient(resolve(options.pki), options.as, systemClock);
  const client = openGateway(options.address, identity);
  try {
    const token = await identity.mintToken({ officer: options.officer });
    const outcome = await client.call(method, request, { token, deadlineMs: DEADLINE_MS });
    if (outcome.kind === 'answer') return outcome.response;
    process.stdout.write(`${JSON.stringify(printRefusal(outcome.refusal), null, 2)}\n`);
    process.exitCode = 1;
    return undefined;
  } finally {
    client.close();
  }
}

function printRefusal({ receipt, ...refusal }: RefusedCall): object {
  return { ...refusal, ...(receipt !== undefined && { receipt: AuditReceipt.toJSON(receipt) }) };
}
