/** What the commands of the review share: who asks and why, pages, and the call itself. */
import { resolve } from 'node:path';
import type { MethodDefinition } from '@grpc/grpc-js';
import { type Command, InvalidArgumentError } from 'commander';
import type { RefusedCall } from '../client/grpc-client.js';
import { readConfig } from '../gateway/config.js';
import { applies, inForce } from '../gateway/policy/legal-basis.js';
import { loadPolicyTables } from '../gateway/policy/tables/load.js';
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
  readonly basis?: string;
  readonly system: readonly string[];
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
    .option('--system <code>', 'system whose log is read; may be repeated', collect, [])
    .option('--basis <id>', 'row of the legal-basis table; else the one on which the log of --system is read')
    .option('--case <reference>', 'file of the review', 'REVIEW-2026-000001')
    .option('--unit <name>', 'operating unit', 'Data protection');
}

const collect = (code: string, before: readonly string[]): readonly string[] => [...before, code];

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
    legalBasisId: options.basis ?? basisFor(options.system),
    purpose: Purpose.DATA_PROTECTION_REVIEW,
    caseReference: options.case,
    justification: options.why,
    operatingUnit: options.unit,
  });
}

/** The row on which the log of all these systems is read. Throws when the policy names none, or several that are in force. */
function basisFor(systems: readonly string[]): string {
  const { bases, logs } = loadPolicyTables(readConfig(process.env).policyDirectory);
  const today = new Date(systemClock.now()).toISOString().slice(0, 10);
  const lists = systems.map((system) => logs.readOn(system));
  const readable = Array.from(bases.values()).filter(
    (basis) =>
      lists.length > 0 && lists.every((list) => list.includes(basis.id)) && applies(basis, ['LOG_READ'], today),
  );
  const current = readable.filter(({ regime }) => inForce(regime, today));
  const [found, ...others] = current.length > 0 ? current : readable;
  if (found !== undefined && others.length === 0) return found.id;
  throw new Error(
    found !== undefined
      ? `--basis: the log of ${systems.join(', ')} is read on ${[found, ...others].map(({ id }) => id).join(' or ')}`
      : systems.length === 0
        ? '--system or --basis must be given: a legal basis opens the log of its own system and no other'
        : `--basis: the policy names no row in force on which the log of ${systems.join(' and ')} is read`,
  );
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
