/** The service of two-sided completeness: answers whoever signs as the other side of a pair (docs/completeness.md). */
import { answerRanges, type RangeAnswer, type RangeQuestion } from '../../audit/completeness/bisection.js';
import type { ItemSet } from '../../audit/completeness/items.js';
import type { OwnDay, OwnDays } from '../../audit/completeness/own-days.js';
import { type Partner, samePair } from '../../audit/completeness/partners.js';
import { openStatement, type Statement } from '../../audit/completeness/statement.js';
import { NoteError } from '../../audit/note/signed-note.js';
import {
  CompletenessServiceService,
  type ExchangeCommitmentRequest,
  ExchangeCommitmentResponse,
  type ExchangeItemsRequest,
  ExchangeItemsResponse,
} from '../../gen/ostiary/audit/v1/completeness.js';
import { Refusal } from '../../shared/refusal.js';
import type { ProofService } from '../exchange/route.js';

/** Makes the service. */
export function createCompletenessService(days: OwnDays, partners: readonly Partner[]): ProofService {
  return {
    service: CompletenessServiceService,
    answers: {
      async exchangeCommitment(request) {
        const { commitment } = request as ExchangeCommitmentRequest;
        const day = await ownDay(days, partners, commitment);
        return ExchangeCommitmentResponse.fromPartial({ commitment: Buffer.from(day.commitment) });
      },
      async exchangeItems(request) {
        const { commitment, ranges } = request as ExchangeItemsRequest;
        const { items } = await ownDay(days, partners, commitment);
        const questions = ranges.map(({ prefix, count, root }) => ({
          prefix,
          count: Number(count),
          root: root.toString('hex'),
        }));
        return ExchangeItemsResponse.fromPartial({ answers: answer(items, questions).map(toWire) });
      },
    },
  };
}

function answer(items: ItemSet, questions: readonly RangeQuestion[]): RangeAnswer[] {
  try {
    return answerRanges(items, questions);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const violation = { field: 'ranges', rule: 'disjoint', description: error.message };
    throw new Refusal('REQUEST_INVALID', `ranges: ${error.message}`, { violations: [violation] });
  }
}

/** This side's day that another side's statement is about. */
async function ownDay(days: OwnDays, partners: readonly Partner[], commitment: Uint8Array): Promise<OwnDay> {
  for (const partner of partners) {
    const statement = statementOf(partner, commitment);
    if (statement === undefined) continue;
    const day = days.of(partner, statement.day);
    if (day !== undefined) return day;
    const description = 'states a day that is not over';
    throw new Refusal('REQUEST_INVALID', `commitment: ${description}`, {
      violations: [{ field: 'commitment', rule: 'day', description }],
    });
  }
  // Whether the pair is unknown or the signature bad is nobody's business.
  throw new Refusal('NOT_FOUND', 'this gateway compares no such pair with whoever signed');
}

/** What the other side of a partnership states; undefined when it is not that side's statement. */
function statementOf({ verifier, pair, side }: Partner, commitment: Uint8Array): Statement | undefined {
  try {
    const statement = openStatement(commitment, verifier);
    return samePair(statement.pair, pair) && statement.side !== side ? statement : undefined;
  } catch (error) {
    if (error instanceof NoteError) return undefined;
    throw error;
  }
}

function toWire(answer: RangeAnswer) {
  switch (answer.kind) {
    case 'equal':
      return { equal: true };
    case 'items':
      return { items: answer.items.map((item) => Buffer.from(item, 'hex')) };
    case 'parts':
      return {
        parts: answer.parts.map(({ count, root }) => ({ count: BigInt(count), root: Buffer.from(root, 'hex') })),
      };
  }
}
