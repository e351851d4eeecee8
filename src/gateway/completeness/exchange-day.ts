/** Comparing one day with another gateway, over its contract: statements, and the accesses in which they differ. */
import type { MethodDefinition } from '@grpc/grpc-js';
import {
  type Answerer,
  type Difference,
  findDifference,
  InconsistentAnswers,
  type RangeAnswer,
} from '../../audit/completeness/bisection.js';
import type { ItemSet } from '../../audit/completeness/items.js';
import { compareStatements } from '../../audit/completeness/reconcile.js';
import { openStatement, type Statement } from '../../audit/completeness/statement.js';
import type { NoteVerifier } from '../../audit/note/key.js';
import type { GrpcClient } from '../../client/grpc-client.js';
import {
  CompletenessServiceService,
  ExchangeCommitmentRequest,
  ExchangeItemsRequest,
  type ItemRangeAnswer,
} from '../../gen/ostiary/audit/v1/completeness.js';

/** This side's day. */
export interface StatedDay {
  readonly statement: Statement;
  /** The statement, signed. */
  readonly note: string;
  readonly items: ItemSet;
}

/** What came of it. */
export interface ExchangedDay {
  readonly theirs: Statement;
  /** Their statement, as they signed it. */
  readonly theirNote: string;
  readonly equal: boolean;
  /** Undefined when naming every access would take too many messages. */
  readonly difference: Difference | undefined;
}

/** The other side may have to read a whole day of its log, in milliseconds. */
const DEADLINE_MS = 30_000;

/** Messages that naming the differences of a day may take: at 16 accesses a range, some 8,000 accesses at least. */
const MOST_MESSAGES = 500;

/**
 * Exchanges statements about a day, and finds where they differ. Rejects when the other side cannot be reached, refuses,
 * states something else, or contradicts what it signed.
 */
export async function exchangeDay(
  client: GrpcClient,
  { statement, note, items }: StatedDay,
  verifier: NoteVerifier,
): Promise<ExchangedDay> {
  const commitment = Buffer.from(note);
  const request = ExchangeCommitmentRequest.fromPartial({ commitment });
  const answer = await call(client, CompletenessServiceService.exchangeCommitment, request);
  const theirs = openStatement(answer.commitment, verifier);
  const comparison = compareStatements(statement, theirs);
  if (comparison.kind === 'incomparable') throw new Error(`the statements cannot be compared: ${comparison.why}`);
  const theirNote = answer.commitment.toString('utf8');
  if (comparison.kind === 'equal') {
    return { theirs, theirNote, equal: true, difference: { onlyOurs: [], onlyTheirs: [], rounds: 0 } };
  }
  const difference = await findDifference(items, theirs, remoteAnswerer(client, commitment)).catch((error: unknown) => {
    if (error instanceof TooManyDifferences) return undefined;
    throw error;
  });
  return { theirs, theirNote, equal: false, difference };
}

class TooManyDifferences extends Error {
  override readonly name = 'TooManyDifferences';
}

function remoteAnswerer(client: GrpcClient, commitment: Buffer): Answerer {
  let messages = 0;
  return {
    async answer(questions) {
      messages += 1;
      if (messages > MOST_MESSAGES) throw new TooManyDifferences();
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
