/** audit completeness exchange: the comparison with a gateway, over its contract. */
import { resolve } from 'node:path';
import type { MethodDefinition } from '@grpc/grpc-js';
import {
  type Answerer,
  findDifference,
  InconsistentAnswers,
  type RangeAnswer,
} from '../audit/completeness/bisection.js';
import { compareStatements } from '../audit/completeness/reconcile.js';
import { openStatement } from '../audit/completeness/statement.js';
import { loadVerifierKey } from '../audit/log/log-key.js';
import { parseVerifierKey } from '../audit/note/key.js';
import { createGrpcClient, type GrpcClient } from '../client/grpc-client.js';
import {
  CompletenessServiceService,
  ExchangeCommitmentRequest,
  ExchangeItemsRequest,
  type ItemRangeAnswer,
} from '../gen/ostiary/audit/v1/completeness.js';
import { readDevelopmentClient } from '../pki/development-client.js';
import { type OwnOptions, printDifference, stateOwnDay, warnOfEscapes } from './completeness-own.js';
import { createTerminal } from './terminal.js';

/** What the command is given. */
export interface ExchangeOptions extends OwnOptions {
  readonly theirVkey: string;
  readonly as: string;
  readonly address: string;
  readonly pki: string;
}

/** The other side may have to read a whole day of its log. */
const DEADLINE_MS = 30_000;

/** States the own day, asks for the other side's statement, and finds where they differ. */
export async function exchangeDay(options: ExchangeOptions): Promise<void> {
  const { statement, note, items, collected } = await stateOwnDay(options);
  const verifier = parseVerifierKey(await loadVerifierKey(resolve(options.theirVkey)));
  const client = createGrpcClient(options.address, await readDevelopmentClient(resolve(options.pki), options.as));
  const terminal = createTerminal();
  try {
    const request = ExchangeCommitmentRequest.fromPartial({ commitment: Buffer.from(note) });
    const { commitment } = await call(client, CompletenessServiceService.exchangeCommitment, request);
    const theirs = openStatement(commitment, verifier);
    const comparison = compareStatements(statement, theirs);
    if (comparison.kind === 'incomparable') throw new Error(`the statements cannot be compared: ${comparison.why}`);
    terminal.line(
      `${options.pair} on ${options.day}: ${statement.count} accesses here, ${theirs.count} on the other side`,
    );
    if (comparison.kind === 'equal') {
      terminal.good('both sides logged the same accesses');
    } else {
      process.exitCode = 1;
      terminal.bad('the two sides did not log the same accesses');
      const difference = await findDifference(items, theirs, remoteAnswerer(client, Buffer.from(note)));
      printDifference(difference, new Map(collected.accesses.map((access) => [access.item, access])), terminal);
    }
    warnOfEscapes(collected);
  } finally {
    client.close();
  }
}

function remoteAnswerer(client: GrpcClient, commitment: Buffer): Answerer {
  return {
    async answer(questions) {
      const request = ExchangeItemsRequest.fromPartial({
        commitment,
        ranges: questions.map(({ prefix, count, root }) => ({
          prefix,
          count: BigInt(count),
          root: Buffer.from(root, 'hex'),
        })),
      });
      const { answers } = await call(client, CompletenessServiceService.exchangeItems, request);
      return answers.map(fromWire);
    },
  };
}

function fromWire({ equal, items, parts }: ItemRangeAnswer): RangeAnswer {
  if (equal) return { kind: 'equal' };
  if (parts.length === 0) return { kind: 'items', items: items.map((item) => item.toString('hex')) };
  if (items.length > 0) throw new InconsistentAnswers('items and parts of one range');
  return {
    kind: 'parts',
    parts: parts.map(({ count, root }) => ({ count: Number(count), root: root.toString('hex') })),
  };
}

async function call<Request, Response>(
  client: GrpcClient,
  method: MethodDefinition<Request, Response>,
  request: Request,
): Promise<Response> {
  const outcome = await client.call(method, request, { deadlineMs: DEADLINE_MS });
  if (outcome.kind === 'answer') return outcome.response;
  throw new Error(`the gateway refused: ${outcome.refusal.reason}: ${outcome.refusal.message}`);
}
